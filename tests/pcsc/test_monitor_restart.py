"""The reader monitor on a real pcscd: cards come and go, the service stops, is killed and comes back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_app.readers.monitor import (
    CardInserted,
    CardRemoved,
    ReaderAdded,
    ReaderEvent,
    ReaderMonitor,
    ReaderRemoved,
    ServiceDown,
    ServiceUp,
)
from desktop_app.readers.pcsc import PcscPort
from tests.support.pcscd import until
from tests.support.vpcd_card import ATR, VpcdCard

pytestmark = pytest.mark.pcsc

FIRST, SECOND = "Test PCD 00 00", "Test PCD 00 01"
STOPPED = ServiceDown("readers.service_stopped")


class Watched:
    """A running monitor and what it told."""

    def __init__(self) -> None:
        self.events: list[ReaderEvent] = []
        self.monitor = ReaderMonitor(PcscPort(), self.events.append)

    def tells(self, *wanted: ReaderEvent) -> None:
        until(lambda: all(event in self.events for event in wanted), f"{wanted}")


@pytest.fixture
def watched(pcscd) -> Iterator[Watched]:
    watched = Watched()
    watched.monitor.start()
    watched.tells(ServiceUp(), ReaderAdded(FIRST), ReaderAdded(SECOND))
    yield watched
    watched.monitor.stop()


def test_a_card_is_told_when_it_comes_and_when_it_goes(pcscd, watched):
    with VpcdCard(pcscd.port):
        watched.tells(CardInserted(FIRST, 1, ATR))
    watched.tells(CardRemoved(FIRST, 1))


def test_the_next_card_has_the_next_number(pcscd, watched):
    with VpcdCard(pcscd.port):
        watched.tells(CardInserted(FIRST, 1, ATR))
    watched.tells(CardRemoved(FIRST, 1))
    with VpcdCard(pcscd.port):
        watched.tells(CardInserted(FIRST, 2, ATR))


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_an_ended_service_takes_card_and_readers_along(pcscd, watched, end):
    with VpcdCard(pcscd.port):
        watched.tells(CardInserted(FIRST, 1, ATR))
        getattr(pcscd, end)()
        watched.tells(STOPPED)
    assert [e for e in watched.events if e in (CardRemoved(FIRST, 1), ReaderRemoved(FIRST), STOPPED)] == [
        CardRemoved(FIRST, 1),
        ReaderRemoved(FIRST),
        STOPPED,
    ]


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_after_a_restart_cards_are_told_again(pcscd, watched, end):
    getattr(pcscd, end)()
    watched.tells(STOPPED)
    pcscd.start()
    with VpcdCard(pcscd.port):
        watched.tells(CardInserted(FIRST, 1, ATR))


def test_a_service_that_starts_later_is_found(pcscd):
    pcscd.stop()
    late = Watched()
    late.monitor.start()
    try:
        late.tells(STOPPED)
        pcscd.start()
        late.tells(ServiceUp(), ReaderAdded(FIRST))
    finally:
        late.monitor.stop()
