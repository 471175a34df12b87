"""How long the long proofs run: the same tests everywhere, with more or fewer rounds."""

from __future__ import annotations

import os

QUARTER = 0.25


def scale() -> float:
    """The share of the full rounds, from `MOTCUA_SCALE`; a quarter where nobody said anything."""
    return float(os.environ.get("MOTCUA_SCALE", QUARTER))


def rounds(full: int, *, floor: int = 1) -> int:
    """The rounds to run now of `full` rounds; never fewer than `floor`.

    `make test` asks for a twentieth, `make prove` for all.
    """
    return max(floor, round(full * scale()))


def steep_rounds(full: int, *, floor: int = 1) -> int:
    """As `rounds` for proofs of very many small rounds: a quarter of the scale is a 64th of them."""
    return max(floor, round(full * scale() ** 3))
