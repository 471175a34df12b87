"""The table of reader and card is total, and a reading is never lost on the way."""

from __future__ import annotations

import itertools

import pytest

from desktop_app.ui.pages.reception.card_states import CARD_TABLE, CardEffect, CardEvent, CardState

ENDS = (CardEvent.READ, CardEvent.READ_FAILED, CardEvent.STOPPED)


@pytest.mark.parametrize(("state", "event"), list(itertools.product(CardState, CardEvent)))
def test_every_event_has_an_answer_in_every_state(state: CardState, event: CardEvent) -> None:
    assert (state, event) in CARD_TABLE


@pytest.mark.parametrize("event", [event for event in CardEvent if event not in ENDS])
def test_only_the_reading_itself_says_how_it_ended(event: CardEvent) -> None:
    assert CARD_TABLE[CardState.READING, event] == (CardState.READING, ())


@pytest.mark.parametrize("state", CardState)
def test_a_reading_starts_only_when_it_may(state: CardState) -> None:
    starts = [event for event in CardEvent if CardEffect.START in CARD_TABLE[state, event][1]]
    assert starts in ([], [CardEvent.MAY_READ])
