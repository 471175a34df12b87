"""An office's store with an outbox, on each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from db import migrate
from db.engine import open_postgresql, open_sqlite
from db.models.outbox import OutboxEvent
from db.store import AuditMark, Store
from desktop_app.core.clock import FixedClock
from desktop_app.core.terms import OutboxState
from desktop_app.sync import outbox
from desktop_app.sync.wire import Event
from tests.support.events import AT

KEY = bytes(range(32))


def no_audit(*_act: object) -> AuditMark:
    """The outbox writes nothing into the audit chain; a store wants a hook all the same."""
    return AuditMark(1, "0" * 64)


def sqlite_store(path: Path) -> Store:
    """A store on an encrypted file, made if absent."""
    engine = open_sqlite(path, KEY)
    migrate.upgrade(engine)
    return Store(engine, no_audit)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store on an encrypted file of its own."""
    store = sqlite_store(tmp_path / "office.sqlite")
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Makes stores on one database, as several processes have them; of both kinds in turn."""
    made: list[Store] = []

    def make() -> Store:
        if request.param == "sqlite":
            store = sqlite_store(tmp_path / "office.sqlite")
        else:
            engine = open_postgresql(request.getfixturevalue("postgres_url"))
            migrate.upgrade(engine)
            store = Store(engine, no_audit)
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()


@pytest.fixture
def any_store(any_stores: Callable[[], Store]) -> Store:
    """One store of each kind in turn."""
    return any_stores()


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands until it is moved."""
    return FixedClock(AT)


def put(store: Store, *events: Event, at: datetime = AT) -> None:
    """Queue events in one transaction."""

    def work(session: sa.orm.Session) -> None:
        for event in events:
            outbox.enqueue(session, event, at)

    store.write("test", work)


def states(store: Store) -> list[OutboxState]:
    """The states of all events, in the order they were queued."""
    query = sa.select(OutboxEvent.state).order_by(OutboxEvent.sequence)
    return store.read(lambda session: [OutboxState(state) for state in session.scalars(query)])
