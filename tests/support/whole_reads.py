"""Reads of any cards on any links.

`python -m tests.support.whole_reads FIRST COUNT STEP` writes one line for each read that went wrong, with the
number it was drawn from, then the line `done COUNT`. A card that was read wrong is kept, keys and all, in
`out/wrong-reads`; `python -m tests.support.whole_reads FILE` reads it once more, with the same random bytes.
"""

from __future__ import annotations

import pickle
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from desktop_app.core.terms import Severity, TrustScope
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.simulator.chip_data import ChipData
from tests.support import any_card
from tests.support.training_card import NOW, issuer

_KEPT = Path("out") / "wrong-reads"


def wrong_in(number: int, data: ChipData, csca: bytes) -> Iterator[str]:
    """What is wrong with the read of the card with this number; nothing."""
    drawn = any_card.draw(number)
    read = read_card(
        any_card.lay(drawn, data, number),
        drawn.key,
        mode=drawn.mode,
        anchors=[Anchor(csca, TrustScope.CITIZEN_CARD)],
        at=NOW,
        random=random.Random(-1 - number).randbytes,
    )
    if read.error is not None:
        yield f"error {read.error}"
    expected = any_card.checks(drawn)
    for name, check in read.checks.items():
        if check != expected[name]:
            yield f"{name} {check.outcome} {check.reason}"
    yield from (f"finding {one.code}" for one in read.findings if one.severity is Severity.FORGERY)
    files = data.named_files()
    if drawn.mode == "bac":
        files = {name: raw for name, raw in files.items() if name not in ("CardAccess", "CardSecurity")}
    if read.error is None and dict(read.files) != files:
        yield f"files {sorted(read.files)} instead of {sorted(files)}, or other bytes"


def again(kept: Path) -> None:
    """Read a kept card once more; say what was wrong."""
    number, data, csca = pickle.loads(kept.read_bytes())  # our own file
    for wrong in wrong_in(number, data, csca):
        sys.stdout.write(f"wrong {number}: {wrong}: {any_card.draw(number)}\n")


def main(first: int, count: int, step: int) -> None:
    """Read `count` cards, numbers `first`, `first + step` and so on."""
    csca = issuer().csca_der
    for number in range(first, first + count * step, step):
        data = any_card.press(any_card.draw(number))
        for wrong in wrong_in(number, data, csca):
            sys.stdout.write(f"wrong {number}: {wrong}: {any_card.draw(number)}\n")
            _KEPT.mkdir(parents=True, exist_ok=True)
            (_KEPT / f"{number}.pickle").write_bytes(pickle.dumps((number, data, csca)))
    sys.stdout.write(f"done {count}\n")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        again(Path(sys.argv[1]))
    else:
        main(*map(int, sys.argv[1:4]))
