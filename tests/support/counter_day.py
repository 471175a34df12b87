"""The table of a day at the counter, written where `MOTCUA_COUNTER_DAY` names a file (make day does)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.support.clerk import Cost

_HEAD = """\
# A day at the counter, by keyboard alone

Written by `make day` ({day}, {cores} cores). The window is started from its menu entry on a screen of
the test's own (Xvfb, openbox); keys are pressed with XTEST, and what is on the screen is read through
AT-SPI, as a screen reader does. Cards lie on a virtual reader of the real pcscd, pages come from SANE
(`pnm`; `test` with its feeder, which jams once), papers go to CUPS-PDF, events to the province's service
on PostgreSQL. The test is in `tests/day`.

| dossier | keys | of them text | card to receipt: keys | waiting s | for cards s | for the printer s |
|---|---|---|---|---|---|---|
"""
_FOOT = """
A key is one press; keys held together count as one, a letter of Vietnamese text as one. What a QR scanner
types is no key of the clerk. *Card to receipt* begins with the first card and ends when the receipt has
been printed. *Keys* begin with the search for the procedure and end with the declaration printed and an
empty page for the next citizen. Waiting is what the program let the clerk wait for, seen from outside to
about a tenth of a second; the machine was busy with both sides of the test, and with other work.

The limit of eight keys from card to receipt holds for a form that the cards fill completely: the
confirmation of residence. Its keys are Alt+D (consent), Ctrl+Enter (accept) and Ctrl+P (print).
"""


def write_day(costs: Sequence[Cost]) -> None:
    """Write the table anew, where a run is asked for it."""
    named = os.environ.get("MOTCUA_COUNTER_DAY")
    if not named:
        return
    head = _HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", cores=os.cpu_count())
    lines = [
        f"| {cost.title} | {cost.keys} | {cost.typed} | {cost.card_to_receipt} "
        f"| {cost.waited_s:.1f} | {cost.card_waited_s:.1f} | {cost.print_waited_s:.1f} |\n"
        for cost in costs
    ]
    Path(named).write_text(head + "".join(lines) + _FOOT, encoding="utf-8")
