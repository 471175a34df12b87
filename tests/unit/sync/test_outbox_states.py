"""The outbox state table, walked over the whole product."""

import itertools
from datetime import timedelta

import pytest

from desktop_app.core.terms import OutboxState
from desktop_app.sync.states import LONGEST_WAIT, TABLE, Effect, Happening, wait_after

PRODUCT = list(itertools.product(OutboxState, Happening))


def test_the_table_knows_every_happening_in_every_state():
    assert set(TABLE) == set(PRODUCT)


@pytest.mark.parametrize(("state", "happening"), PRODUCT)
def test_what_the_province_has_is_never_sent_again(state, happening):
    if state is OutboxState.ACCEPTED:
        assert TABLE[state, happening].state is OutboxState.ACCEPTED


@pytest.mark.parametrize(("state", "happening"), PRODUCT)
def test_only_a_claim_leads_into_sending_and_it_takes_a_lease(state, happening):
    step = TABLE[state, happening]
    if step.state is OutboxState.SENDING and state is not OutboxState.SENDING:
        assert happening is Happening.CLAIMED
        assert {Effect.TAKE_LEASE, Effect.COUNT_ATTEMPT} <= set(step.effects)


@pytest.mark.parametrize(("state", "happening"), PRODUCT)
def test_leaving_sending_drops_the_lease(state, happening):
    step = TABLE[state, happening]
    if state is OutboxState.SENDING and step.state is not OutboxState.SENDING:
        assert Effect.DROP_LEASE in step.effects


def test_only_a_person_takes_a_rejected_event_back_into_the_queue():
    ways = [h for h in Happening if TABLE[OutboxState.REJECTED, h].state is OutboxState.QUEUED]
    assert ways == [Happening.ASKED_AGAIN]


def test_from_every_state_that_is_not_the_end_the_end_can_be_reached():
    for state in OutboxState:
        reached, new = {state}, {state}
        while new:
            new = {TABLE[s, h].state for s in new for h in Happening} - reached
            reached |= new
        assert OutboxState.ACCEPTED in reached


def test_the_wait_doubles_and_is_capped():
    waits = [wait_after(n, 0.999999) for n in range(1, 30)]
    assert timedelta(seconds=1.9) < waits[0] < timedelta(seconds=2)
    assert waits[1] > timedelta(seconds=3.9)
    assert waits == sorted(waits)
    assert max(waits) <= LONGEST_WAIT


def test_chance_spreads_the_wait_over_its_upper_half():
    assert wait_after(3, 0.0) == timedelta(seconds=4)
    assert wait_after(3, 0.5) == timedelta(seconds=6)


def test_a_million_lost_tries_still_give_a_wait():
    assert wait_after(1_000_000, 0.5) == LONGEST_WAIT * 0.75
