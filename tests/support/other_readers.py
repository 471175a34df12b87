"""What other people's readers sent to the made-up cards, as their traces tell."""

from __future__ import annotations

import re
from pathlib import Path

_EXCHANGE = re.compile(r"^ *(?:\d+-)?(\d+)  (?:SM|--)  ", re.MULTILINE)

BAC_TRACES = ("gmrtd_bac", "gmrtd_bac_default_le", "jmrtd_bac", "pypassport_bac")
"""Of card A, which has no PACE."""
PACE_TRACES = ("gmrtd_pace_can", "gmrtd_pace_can_default_le", "jmrtd_pace_can")
"""Of card D, opened with its access number."""


def exchanges(testdata: Path, trace: str) -> int:
    """How many exchanges that reader needed; runs are written as one entry with their numbers."""
    text = (testdata / "traces" / f"{trace}.txt").read_text(encoding="utf-8")
    return max(int(number) for number in _EXCHANGE.findall(text))
