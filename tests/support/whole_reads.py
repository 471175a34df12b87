"""Reads of any cards on any links: `python -m tests.support.whole_reads FIRST COUNT STEP`.

Writes one line for each read that went wrong, with the number it was drawn from, then the line `done COUNT`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from desktop_app.core.terms import Severity, TrustScope
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.trust import Anchor
from tests.support import any_card
from tests.support.training_card import NOW, issuer


def wrong_in(number: int) -> Iterator[str]:
    """What is wrong with the read of the card with this number; nothing."""
    drawn = any_card.draw(number)
    data = any_card.press(drawn)
    read = read_card(
        any_card.lay(drawn, data, number),
        any_card.key(drawn),
        mode=drawn.mode,
        anchors=[Anchor(issuer().csca_der, TrustScope.CITIZEN_CARD)],
        at=NOW,
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


def main(first: int, count: int, step: int) -> None:
    for number in range(first, first + count * step, step):
        for wrong in wrong_in(number):
            sys.stdout.write(f"wrong {number}: {wrong}: {any_card.draw(number)}\n")
    sys.stdout.write(f"done {count}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
