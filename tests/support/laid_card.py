"""A simulated chip on a slot of the real service, read through it as the product does."""

from __future__ import annotations

import functools
import threading

from desktop_app.core.terms import Outcome, TrustScope
from desktop_app.emrtd.access import AccessMode, CanKey
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import CardRead
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.pcsc import PcscPort, wait_for_card
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData
from desktop_app.readers.simulator.faces import draw_face
from desktop_app.readers.states import Presence
from tests.support.pcscd import until
from tests.support.training_card import NOW, citizens, issuer
from tests.support.vpcd_card import ABSENCE_S, VpcdCard

SLOTS = ("Test PCD 00 00", "Test PCD 00 01")
_PATIENCE_S = 60


@functools.cache
def chip_data(citizen: int = 0) -> ChipData:
    """The card of the training citizen with this ordinal."""
    return issuer().personalize(list(citizens().values())[citizen], draw_face(f"laid {citizen}", 6_000))


def lay(port: int, data: ChipData, leaves_after: int | None = None) -> VpcdCard:
    """The chip on a slot; enter it."""
    chip = Chip(data)
    return VpcdCard(port, chip.transmit, leaves_after=leaves_after, on_power=chip.reset)


def read(slot: str, data: ChipData, cancelled=None) -> CardRead:
    """One read through the service, with the right access number."""
    assert data.can is not None
    with wait_for_card(slot, _PATIENCE_S) as card:
        return read_card(
            card,
            CanKey(data.can),
            mode=AccessMode.AUTO,
            anchors=[Anchor(issuer().csca_der, TrustScope.CITIZEN_CARD)],
            at=NOW,
            cancelled=cancelled,
        )


def is_right(seen: CardRead, data: ChipData) -> bool:
    """Every byte came and every check is verified."""
    verified = all(check.outcome is Outcome.VERIFIED for check in seen.checks.values())
    return seen.error is None and verified and not seen.findings and dict(seen.files) == data.named_files()


def wait_until_gone(slot: str, *, torn: bool = False) -> None:
    """Until the service takes notice of the next card.

    Args:
        slot: is empty then.
        torn: the card was torn away in mid-read; the service overlooks one that follows too soon.
    """
    port = PcscPort()
    port.establish()
    try:
        until(
            lambda: all(
                status.presence is Presence.EMPTY for status in port.changes(0) if status.reader == slot
            ),
            f"{slot} is empty",
        )
    finally:
        port.release()
    if torn:
        threading.Event().wait(ABSENCE_S)
