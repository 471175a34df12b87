"""The engine against a province that fails on command."""

import threading
from datetime import timedelta

import pytest

from desktop_app.core.errors import AppError
from desktop_app.core.gui_guard import mark_gui_thread, unmark_gui_thread
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import EventType, OutboxState
from desktop_app.sync import client, outbox
from desktop_app.sync.client import FakeProvince, HttpProvinceClient, lost_answer
from desktop_app.sync.engine import SyncEngine
from tests.support import events
from tests.support.events import AT
from tests.support.outbox import put, states

NO_LINE = AppError(client.PROVINCE_UNREACHABLE, {"reason": "connect"})
TIME_OUT = AppError(client.PROVINCE_UNREACHABLE, {"reason": "time_out"})
NONSENSE = AppError(client.PROVINCE_NONSENSE, {"where": "answers.json"})


def refused(status):
    return AppError(client.PROVINCE_REFUSED, {"status": status})


@pytest.fixture
def province():
    return FakeProvince()


@pytest.fixture
def engine(store, province, clock):
    return SyncEngine(store, province, clock, chance=lambda: 0.5)


def put_lookups(store, number):
    batch = [events.lookup() for _ in range(number)]
    put(store, *batch)
    return batch


def sizes(province):
    return [len(batch) for batch in province.batches]


def test_what_waits_arrives_and_is_reported(store, province, engine):
    batch = put_lookups(store, 3)
    report = engine.run_once()
    assert (report.sent, report.accepted, report.duplicates, report.rejected) == (3, 3, 0, 0)
    assert (report.waiting, report.held, report.failure_code, report.last_success_at) == (0, 0, None, AT)
    assert province.stored == {event.id: event.body() for event in batch}


def test_nothing_to_send_is_no_request(province, engine):
    assert engine.run_once().sent == 0
    assert province.batches == []


def test_a_whole_dossier_goes_in_one_run_and_in_order(store, province, engine):
    dossier = uuid7()
    chain = [events.accepted(dossier), events.paper(dossier), events.paper(dossier)]
    put(store, *chain)
    engine.run_once()
    assert list(province.stored) == [event.id for event in chain]


def test_a_lost_answer_is_asked_for_again_at_once(store, province, engine):
    put_lookups(store, 3)
    province.plan = [lost_answer]
    report = engine.run_once()
    assert (report.accepted, report.duplicates, report.waiting, report.failure) == (0, 3, 0, None)
    assert province.batches[0] == province.batches[1]


def test_no_line_ends_the_run_and_the_events_rest(store, province, engine, clock):
    put_lookups(store, 2)
    province.plan = [NO_LINE]
    report = engine.run_once()
    assert (report.sent, report.waiting, report.failure_code) == (0, 2, "sync.province_unreachable")
    assert report.next_attempt_at == AT + timedelta(seconds=1.5)
    assert engine.run_once().sent == 0
    clock.move(timedelta(seconds=2))
    assert engine.run_once().accepted == 2


def test_a_person_who_asks_does_not_wait_for_the_back_off(store, province, engine):
    put_lookups(store, 2)
    province.plan = [NO_LINE]
    engine.run_once()
    assert engine.run_once(asked=True).accepted == 2


def test_a_person_who_asks_does_not_wait_for_a_dead_engine(store, province, engine, clock):
    class Killed(BaseException):
        pass

    def die(_events, _answers):
        raise Killed

    put_lookups(store, 1)
    province.plan = [die]
    with pytest.raises(Killed):
        engine.run_once()
    assert states(store) == [OutboxState.SENDING]
    report = SyncEngine(store, province, clock).run_once(asked=True)
    assert (report.duplicates, report.waiting) == (1, 0)


@pytest.mark.parametrize("trouble", [TIME_OUT, refused(500), refused(413)])
def test_batches_are_halved_while_they_fail_and_grow_again(store, province, engine, clock, trouble):
    put_lookups(store, 60)
    province.plan = [trouble, trouble, None, None, None]
    put_lookups(store, 40)
    report = engine.run_once()
    assert report.failure_code == trouble.code
    # 100 fail; then the run goes on with nothing, since all of them rest.
    assert report.sent == 0
    clock.move(timedelta(hours=1))
    engine.run_once()  # 50 fail, then 25 and 25 of the others
    clock.move(timedelta(hours=1))
    engine.run_once()
    assert sizes(province) == [25, 25, 50]
    assert states(store) == [OutboxState.ACCEPTED] * 100


def test_a_batch_is_never_smaller_than_one(store, province, engine, clock):
    put_lookups(store, 1)
    for _ in range(4):
        province.plan = [TIME_OUT]
        engine.run_once(asked=True)
    assert engine.run_once(asked=True).accepted == 1


def test_three_failures_in_a_row_end_a_run(store, province, engine, clock):
    put_lookups(store, 300)
    engine.run_once()
    province.plan = [TIME_OUT] * 9
    put_lookups(store, 400)
    engine.run_once()
    assert len(province.plan) == 6


@pytest.mark.parametrize("trouble", [NONSENSE, refused(404), refused(401), NO_LINE])
def test_trouble_that_concerns_all_ends_the_run_at_once(store, province, engine, trouble):
    put_lookups(store, 300)
    province.plan = [trouble, trouble]
    assert engine.run_once().failure_code == trouble.code
    assert len(province.plan) == 1


def test_one_event_that_spoils_its_batch_does_not_hold_up_the_others(store, province, engine):
    batch = put_lookups(store, 40)
    poison = batch[7].id

    class Spoiled:
        def send(self, sent):
            if any(event.id == poison for event in sent):
                raise refused(500)
            return province.send(sent)

    engine._client = Spoiled()
    for _ in range(20):
        engine.run_once(asked=True)
    assert set(province.stored) == {event.id for event in batch} - {poison}


def test_a_rejected_event_waits_for_a_person_and_the_rest_goes(store, province, engine):
    batch = put_lookups(store, 3)
    province.refused = {batch[1].id}
    report = engine.run_once()
    assert (report.accepted, report.rejected, report.held, report.waiting) == (2, 1, 1, 0)
    assert engine.run_once(asked=True).sent == 0


def test_a_registered_handler_hears_of_its_type(store, engine):
    heard = []
    engine.register(EventType.CARD_LOOKED_UP, lambda session, event, answer: heard.append(event.id))
    batch = put_lookups(store, 2)
    put(store, events.accepted())
    engine.run_once()
    assert heard == [event.id for event in batch]


def test_a_type_has_one_handler(engine):
    engine.register(EventType.CARD_LOOKED_UP, lambda session, event, answer: None)
    with pytest.raises(ValueError, match="has a handler"):
        engine.register(EventType.CARD_LOOKED_UP, lambda session, event, answer: None)


class CountingStop(threading.Event):
    """Stops after some rests, which it notes instead of resting."""

    def __init__(self, rounds):
        super().__init__()
        self.rests = []
        self._rounds = rounds

    def wait(self, timeout=None):
        self.rests.append(timeout)
        if len(self.rests) == self._rounds:
            self.set()
        return self.is_set()


def test_the_loop_rests_as_long_as_the_back_off_says(store, province, engine):
    put_lookups(store, 1)
    province.plan = [NO_LINE]
    stop, reports = CountingStop(1), []
    engine.run_until(stop, reports.append)
    assert stop.rests == [1.5]
    assert [report.failure_code for report in reports] == ["sync.province_unreachable"]


def test_the_loop_begins_with_what_a_killed_one_left_under_way(store, province, engine):
    put_lookups(store, 1)
    store.write("sync", lambda session: outbox.claim(session, AT))
    stop, reports = CountingStop(1), []
    engine.run_until(stop, reports.append)
    assert [report.accepted for report in reports] == [1]


def test_the_loop_looks_again_when_nothing_waits(engine):
    stop = CountingStop(2)
    engine.run_until(stop, lambda report: None, idle=timedelta(seconds=7))
    assert stop.rests == [7.0, 7.0]


def test_neither_engine_nor_client_runs_on_the_window_s_thread(engine):
    mark_gui_thread()
    try:
        for call in (engine.run_once, lambda: HttpProvinceClient("http://127.0.0.1:1").send([])):
            with pytest.raises(RuntimeError, match="GUI thread"):
                call()
    finally:
        unmark_gui_thread()
