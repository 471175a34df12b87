"""The table of proofs: one line each, written where `MOTCUA_PROOFS` names a file (make prove does)."""

from __future__ import annotations

import os
from pathlib import Path


def proof(what: str, rounds: int, seen: str) -> None:
    """Add a line.

    Args:
        what: the proof in words.
        rounds: how many rounds ran.
        seen: what came out.
    """
    named = os.environ.get("MOTCUA_PROOFS")
    if named:
        with Path(named).open("a", encoding="utf-8") as table:
            table.write(f"| {what} | {rounds} | {seen} |\n")
