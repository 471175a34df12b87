"""The outbox on SQLite and PostgreSQL: claims, leases, order, and answers that come late."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.models.outbox import OutboxEvent
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import EventType, OutboxState
from desktop_app.sync import outbox
from desktop_app.sync.states import LONGEST_WAIT
from desktop_app.sync.wire import Answer, AnswerStatus
from tests.support import events
from tests.support.events import AT
from tests.support.outbox import put, states

MINUTE = timedelta(minutes=1)
Q, S, A, R = OutboxState.QUEUED, OutboxState.SENDING, OutboxState.ACCEPTED, OutboxState.REJECTED


def claim(store, now=AT, **limits):
    return store.write("test", lambda session: outbox.claim(session, now, **limits))


def settle(store, claimed, status, code=None, handlers=None, now=AT):
    answers = [Answer(item.event.id, status, code) for item in claimed]
    store.write("test", lambda s: outbox.settle(s, claimed, answers, now, handlers or {}))


def lose(store, claimed, wait=MINUTE, now=AT):
    store.write(
        "test", lambda s: outbox.lose(s, claimed, "sync.province_unreachable", now, lambda _tries: wait)
    )


def summary(store, now=AT):
    return store.read(lambda session: outbox.summary(session, now))


def row(store, event):
    query = sa.select(OutboxEvent.state, OutboxEvent.attempts, OutboxEvent.last_code, OutboxEvent.lease_until)
    return store.read(
        lambda session: session.execute(query.where(OutboxEvent.event_id == event.id)).one()._asdict()
    )


def test_what_is_queued_is_claimed_as_it_was(any_store):
    event = events.lookup()
    put(any_store, event)
    assert [item.event for item in claim(any_store)] == [event]
    assert states(any_store) == [S]


def test_an_event_is_gone_when_its_transaction_fails(any_store):
    def work(session):
        outbox.enqueue(session, events.lookup(), AT)
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        any_store.write("test", work)
    assert states(any_store) == []


def test_of_one_dossier_only_the_first_open_event_goes(any_store):
    dossier = uuid7()
    first, second, other = events.accepted(dossier), events.paper(dossier), events.accepted()
    put(any_store, first, second, other)
    assert [item.event for item in claim(any_store)] == [first, other]
    assert claim(any_store) == ()


def test_the_next_event_of_a_dossier_goes_when_the_one_before_is_stored(any_store):
    dossier = uuid7()
    second = events.paper(dossier)
    put(any_store, events.accepted(dossier), second)
    settle(any_store, claim(any_store), AnswerStatus.DUPLICATE)
    assert [item.event for item in claim(any_store)] == [second]


def test_a_rejected_event_holds_its_own_dossier_and_no_other(any_store):
    dossier, other = uuid7(), events.lookup()
    put(any_store, events.accepted(dossier), events.paper(dossier))
    settle(any_store, claim(any_store), AnswerStatus.REJECTED, "province.id_conflict")
    put(any_store, other)
    assert [item.event for item in claim(any_store)] == [other]
    assert states(any_store) == [R, Q, S]


def test_a_claim_stays_below_its_limit_of_bytes(any_store):
    batch = [events.lookup() for _ in range(5)]
    put(any_store, *batch)
    size = len(batch[0].body())
    taken = claim(any_store, size_bytes=2 * (size + 1) + 1)
    assert len(taken) == 2


def test_one_event_always_goes(any_store):
    put(any_store, events.lookup())
    assert len(claim(any_store, size_bytes=1)) == 1


def test_a_lease_that_ended_gives_the_event_back(any_store):
    put(any_store, events.lookup())
    claim(any_store)
    assert claim(any_store, AT + outbox.LEASE - timedelta(seconds=1)) == ()
    again = claim(any_store, AT + outbox.LEASE)
    assert [item.attempt for item in again] == [2]


def test_a_lost_event_rests_before_its_next_try(any_store):
    put(any_store, events.lookup())
    lose(any_store, claim(any_store))
    assert claim(any_store) == ()
    assert len(claim(any_store, AT + MINUTE)) == 1


def test_a_clock_set_back_does_not_hold_events(any_store):
    put(any_store, events.lookup(), events.lookup())
    lose(any_store, claim(any_store, count=1), wait=LONGEST_WAIT)
    claim(any_store)
    assert len(claim(any_store, AT - timedelta(days=1))) == 2


def test_fresh_events_go_before_those_that_failed(any_store):
    old, new = events.lookup(), events.lookup()
    put(any_store, old)
    lose(any_store, claim(any_store), wait=timedelta(0))
    put(any_store, new)
    assert [item.event for item in claim(any_store)] == [new, old]


def test_a_loss_told_late_does_not_disturb_the_next_claim(any_store):
    event = events.lookup()
    put(any_store, event)
    first = claim(any_store)
    second = claim(any_store, AT + outbox.LEASE)
    lose(any_store, first, now=AT + outbox.LEASE)
    assert row(any_store, event)["state"] == S
    assert row(any_store, event)["attempts"] == second[0].attempt == 2


def test_an_answer_told_late_counts(any_store):
    event = events.lookup()
    put(any_store, event)
    first = claim(any_store)
    lose(any_store, first)
    settle(any_store, first, AnswerStatus.STORED)
    assert row(any_store, event) == {"state": A, "attempts": 1, "last_code": None, "lease_until": None}


def test_what_the_province_stored_stays_stored(any_store):
    put(any_store, events.lookup())
    taken = claim(any_store)
    settle(any_store, taken, AnswerStatus.STORED)
    settle(any_store, taken, AnswerStatus.REJECTED, "province.id_conflict")
    assert states(any_store) == [A]


def test_a_rejected_event_waits_for_a_person_with_its_code(any_store):
    event = events.accepted()
    put(any_store, event)
    settle(any_store, claim(any_store), AnswerStatus.REJECTED, "province.id_conflict")
    held = any_store.read(outbox.rejected_events)
    assert [(e.event_id, e.dossier_id, e.type, e.code) for e in held] == [
        (event.id, event.subject, event.type, "province.id_conflict")
    ]
    assert claim(any_store, AT + timedelta(days=30)) == ()


def test_a_person_can_have_a_rejected_event_sent_again(any_store):
    event = events.accepted()
    put(any_store, event)
    settle(any_store, claim(any_store), AnswerStatus.REJECTED, "province.id_conflict")
    assert any_store.write("cb01", lambda session: outbox.ask_again(session, event.id, AT))
    assert [item.event for item in claim(any_store)] == [event]


def test_asking_for_an_accepted_or_unknown_event_changes_nothing(any_store):
    event = events.accepted()
    put(any_store, event)
    settle(any_store, claim(any_store), AnswerStatus.STORED)
    asked = [
        any_store.write("cb01", lambda session, wanted=wanted: outbox.ask_again(session, wanted, AT))
        for wanted in (event.id, uuid7())
    ]
    assert asked == [False, False]
    assert states(any_store) == [A]


def test_asking_for_all_ends_waits_and_leases_but_not_rejections(any_store):
    put(any_store, events.lookup(), events.lookup(), events.lookup())
    settle(any_store, claim(any_store, count=1), AnswerStatus.REJECTED, "province.id_conflict")
    lose(any_store, claim(any_store, count=1))
    claim(any_store)
    any_store.write("cb01", lambda session: outbox.ask_all(session, AT))
    assert states(any_store) == [R, Q, Q]
    assert len(claim(any_store)) == 2


def test_a_changed_body_is_not_sent_and_holds_nobody_else(any_store):
    bad, good = events.lookup(), events.lookup()
    put(any_store, bad, good)

    def forge(session):
        session.execute(
            sa.update(OutboxEvent)
            .where(OutboxEvent.event_id == bad.id)
            .values(body=sa.func.replace(OutboxEvent.body, "cb01", "cb02"))
        )

    any_store.write("somebody", forge)
    assert [item.event for item in claim(any_store)] == [good]
    assert row(any_store, bad)["last_code"] == "sync.outbox_damaged"
    assert states(any_store) == [R, S]


def test_the_handler_of_the_type_hears_of_an_answer_once(any_store):
    heard = []
    handlers = {
        EventType.DOSSIER_ACCEPTED: lambda session, event, answer: heard.append((event, answer.status))
    }
    event = events.accepted()
    put(any_store, event, events.lookup())
    taken = claim(any_store)
    settle(any_store, taken, AnswerStatus.STORED, handlers=handlers)
    settle(any_store, taken, AnswerStatus.DUPLICATE, handlers=handlers)
    assert heard == [(event, AnswerStatus.STORED)]


def test_a_failing_handler_takes_the_answer_back(any_store):
    def fail(session, event, answer):
        raise RuntimeError("bug")

    put(any_store, events.accepted())
    taken = claim(any_store)
    with pytest.raises(RuntimeError):
        settle(any_store, taken, AnswerStatus.STORED, handlers={EventType.DOSSIER_ACCEPTED: fail})
    assert states(any_store) == [S]


def test_an_event_erased_while_under_way_is_no_trouble(any_store):
    put(any_store, events.accepted())
    taken = claim(any_store)
    any_store.write("test", lambda session: session.execute(sa.delete(OutboxEvent)) and None)
    settle(any_store, taken, AnswerStatus.STORED)
    lose(any_store, taken)
    assert states(any_store) == []


def test_the_summary_tells_what_waits_and_since_when(any_store):
    put(any_store, events.lookup())
    settle(any_store, claim(any_store), AnswerStatus.STORED, now=AT + MINUTE)
    put(any_store, events.lookup(), at=AT + 2 * MINUTE)
    put(any_store, events.lookup(), at=AT + 3 * MINUTE)
    lose(any_store, claim(any_store), now=AT + 3 * MINUTE, wait=10 * MINUTE)
    assert summary(any_store, AT + 4 * MINUTE) == outbox.OutboxSummary(
        waiting=2,
        rejected=0,
        oldest_waiting_at=AT + 2 * MINUTE,
        last_success_at=AT + MINUTE,
        next_attempt_at=AT + 13 * MINUTE,
    )


def test_an_empty_outbox_has_a_summary_too(any_store):
    assert summary(any_store) == outbox.OutboxSummary(0, 0, None, None, None)


def test_changes_are_told_after_the_commit(any_store):
    heard = []
    any_store.bus.subscribe(lambda change: heard.append((change.kind, change.id)))
    event = events.lookup()
    put(any_store, event)
    claim(any_store)
    assert heard == [("outbox", event.id)] * 2


def test_programs_that_claim_at_once_never_get_the_same_event(any_stores):
    stores = [any_stores() for _ in range(4)]
    put(stores[0], *(events.lookup() for _ in range(40)))
    start = threading.Barrier(4)

    def work(store):
        start.wait()
        return [item.event.id for _ in range(20) for item in claim(store, count=2)]

    with ThreadPoolExecutor(4) as pool:
        taken = [event_id for part in pool.map(work, stores) for event_id in part]
    assert len(taken) == len(set(taken)) == 40
