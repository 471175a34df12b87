"""One door to the database: everything of a write is there, or nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from db.models.audit import AuditEntry
from db.models.dossier import NumberCounter
from db.models.office import Workstation
from db.models.outbox import OutboxEvent
from db.store import Store, audit, changed
from desktop_app.core.bus import Changed
from desktop_app.core.gui_guard import mark_gui_thread, unmark_gui_thread
from desktop_app.security.audit import verify_chain
from desktop_app.sync.outbox import enqueue
from tests.support import events
from tests.support.office import AT, open_engine


@dataclass(frozen=True)
class Found:
    rows: tuple


def everything(session, code="Q01"):
    """A business row, an audit row and an event."""
    session.add(Workstation(code=code, block_first=None, block_last=None, created_at=AT))
    session.flush()
    audit(session, "workstation.added", "workstation", code, {})
    enqueue(session, events.lookup(), AT)
    changed(session, "workstation", code)
    return code


def counts(store):
    tables = (Workstation, AuditEntry, OutboxEvent)
    return store.read(lambda s: tuple(s.scalar(sa.select(sa.func.count()).select_from(t)) for t in tables))


def test_business_row_audit_row_and_event_are_written_together(store):
    store.write("cb01", everything)
    assert counts(store) == (1, 1, 1)


def test_the_actor_stands_in_the_audit_row(store):
    store.write("cb07", everything)
    assert store.read(lambda s: s.scalars(sa.select(AuditEntry.actor)).all()) == ["cb07"]


def test_an_error_at_the_end_leaves_nothing(store):
    def work(session):
        everything(session)
        raise ValueError("bug")

    with pytest.raises(ValueError, match="bug"):
        store.write("cb01", work)
    assert counts(store) == (0, 0, 0)


def test_an_error_of_the_database_leaves_nothing(store):
    store.write("cb01", everything)
    with pytest.raises(DBAPIError):
        store.write("cb01", everything)
    assert counts(store) == (1, 1, 1)


def test_the_chain_goes_on_after_a_write_that_failed(store):
    store.write("cb01", everything)
    with pytest.raises(DBAPIError):
        store.write("cb01", everything)
    store.write("cb01", lambda session: everything(session, "Q02"))
    chain = store.read(verify_chain)
    assert (chain.entries, chain.broken_at) == (2, None)


def test_without_an_audit_hook_nothing_is_written(store, database):
    without = Store(open_engine(database), None)
    with pytest.raises(RuntimeError, match="no audit hook"):
        without.write("cb01", everything)
    without.close()
    assert counts(store) == (0, 0, 0)


def test_a_reading_session_keeps_nothing(store):
    def work(session):
        session.add(Workstation(code="Q09", block_first=None, block_last=None, created_at=AT))
        session.flush()

    store.read(work)
    assert counts(store) == (0, 0, 0)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda row: row,
        lambda row: [row],
        lambda row: (1, (2, row)),
        lambda row: {"a": {"b": row}},
        lambda row: Found((row,)),
        lambda row: {row},
    ],
)
def test_a_row_cannot_leave_its_session(store, wrap):
    store.write("cb01", everything)
    with pytest.raises(RuntimeError, match="must not leave"):
        store.read(lambda session: wrap(session.get(Workstation, "Q01")))


@pytest.mark.parametrize("give", ["execute", "scalars"])
def test_a_result_that_still_reads_cannot_leave_its_session(store, give):
    with pytest.raises(RuntimeError, match="must not leave"):
        store.read(lambda session: getattr(session, give)(sa.select(Workstation.code)))


def test_a_write_that_returns_a_row_is_taken_back(store):
    def work(session):
        everything(session)
        return session.get(Workstation, "Q01")

    with pytest.raises(RuntimeError, match="must not leave"):
        store.write("cb01", work)
    assert counts(store) == (0, 0, 0)


def test_changes_are_told_after_the_commit(store, stores):
    other, heard = stores(), []
    store.bus.subscribe(lambda change: heard.append((change, counts(other))))
    store.write("cb01", everything)
    assert (Changed("workstation", "Q01"), (1, 1, 1)) in heard
    assert {seen for _, seen in heard} == {(1, 1, 1)}


def test_of_a_write_that_failed_nothing_is_told(store):
    heard = []
    store.bus.subscribe(heard.append)

    def work(session):
        everything(session)
        raise ValueError("bug")

    with pytest.raises(ValueError, match="bug"):
        store.write("cb01", work)
    assert heard == []


def test_all_writes_run_on_one_thread_one_after_the_other(store):
    inside, seen = [], []

    def work(session):
        inside.append(1)
        seen.append((threading.current_thread().name, len(inside)))
        inside.pop()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: store.write("cb01", work), range(20)))
    assert set(seen) == {(seen[0][0], 1)}
    assert seen[0][0] != threading.current_thread().name


def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_itself(store):
    with pytest.raises(RuntimeError, match="wait for itself"):
        store.write("cb01", lambda _session: store.write("cb01", everything))
    assert counts(store) == (0, 0, 0)


def test_programs_that_count_on_one_row_lose_no_step(stores):
    def step(session):
        row = session.get(NumberCounter, ("Q01", "2026-11-20", "x"))
        if row is None:
            session.add(NumberCounter(workstation="Q01", day="2026-11-20", kind="x", last=1))
        else:
            row.last += 1

    two = [stores(), stores()]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda turn: two[turn % 2].write("cb01", step), range(40)))
    query = sa.select(NumberCounter.last)
    assert two[0].read(lambda session: session.scalar(query)) == 40


def test_two_programs_write_one_chain(stores):
    two = [stores(), stores()]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: two[n % 2].write("cb01", lambda s: everything(s, f"Q{n}")), range(20)))
    chain = two[0].read(verify_chain)
    assert (chain.entries, chain.broken_at) == (20, None)


@pytest.mark.parametrize("act", ["read", "write"])
def test_neither_reads_nor_writes_run_on_the_windows_thread(store, act):
    mark_gui_thread()
    try:
        with pytest.raises(RuntimeError, match="GUI thread"):
            store.read(everything) if act == "read" else store.write("cb01", everything)
    finally:
        unmark_gui_thread()
    assert counts(store) == (0, 0, 0)


def test_closing_waits_for_the_write_under_way(stores):
    store, begun, go = stores(), threading.Event(), threading.Event()

    def work(session):
        begun.set()
        go.wait(60)
        everything(session)

    writer = threading.Thread(target=lambda: store.write("cb01", work))
    writer.start()
    begun.wait(60)
    go.set()
    store.close()
    writer.join()
    assert counts(stores()) == (1, 1, 1)
