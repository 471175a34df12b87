"""The reader's state, as the top line tells it."""

from __future__ import annotations

import pytest

from desktop_app.readers.monitor import (
    CardInserted,
    CardRemoved,
    CardUnresponsive,
    ReaderAdded,
    ReaderRemoved,
    ServiceDown,
    ServiceUp,
)
from desktop_app.ui.reader_state import ReaderKind, ReaderState

CARD = CardInserted("a", 1, b"")


@pytest.mark.parametrize(
    ("events", "kind"),
    [
        ([], ReaderKind.NO_READER),
        ([ServiceDown("readers.service_stopped")], ReaderKind.NO_SERVICE),
        ([ServiceDown("readers.service_stopped"), ServiceUp()], ReaderKind.NO_READER),
        ([ReaderAdded("a")], ReaderKind.PLACE_CARD),
        ([ReaderAdded("a"), ReaderRemoved("a")], ReaderKind.NO_READER),
        ([ReaderAdded("a"), CARD], ReaderKind.CARD_THERE),
        ([ReaderAdded("a"), CARD, CardRemoved("a", 1)], ReaderKind.PLACE_CARD),
        ([ReaderAdded("a"), CARD, CardInserted("a", 2, b""), CardRemoved("a", 1)], ReaderKind.CARD_THERE),
        ([ReaderAdded("a"), CardUnresponsive("a", 1)], ReaderKind.FAILED),
        ([ReaderAdded("a"), CardUnresponsive("a", 1), CardRemoved("a", 1)], ReaderKind.PLACE_CARD),
        # A drawn reader of a training profile works without the service.
        ([ReaderAdded("drawn"), ServiceDown("readers.service_stopped")], ReaderKind.PLACE_CARD),
    ],
)
def test_events_lead_to_words(qapp, events: list[object], kind: ReaderKind) -> None:
    state = ReaderState()

    for event in events:
        state.see(event)

    assert state.view.kind is kind


def test_what_a_read_ended_with_stays_until_the_card_is_taken(qapp) -> None:
    state = ReaderState()
    for event in (ReaderAdded("a"), CARD):
        state.see(event)
    state.reading(3, 7)

    state.done()
    assert state.view.kind is ReaderKind.DONE

    state.see(CardRemoved("a", 1))
    assert state.view.kind is ReaderKind.PLACE_CARD


def test_a_read_under_way_is_not_forgotten_when_the_card_goes(qapp) -> None:
    state = ReaderState()
    for event in (ReaderAdded("a"), CARD):
        state.see(event)
    state.reading(3, 7)

    state.see(CardRemoved("a", 1))

    assert (state.view.kind, state.view.step, state.view.total) == (ReaderKind.READING, 3, 7)
