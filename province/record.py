"""The record of events: stored exactly once, whatever is repeated, reordered or sent by many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from desktop_app.core import clock
from desktop_app.core.clock import Clock
from desktop_app.core.errors import declare
from desktop_app.sync.wire import WIRE_INVALID, Answer, AnswerStatus, BatchItem, Event
from province.database import unreachable
from province.model import StoredEvent

ID_CONFLICT = declare("province.id_conflict")

_TABLE = cast(sa.Table, StoredEvent.__table__)


@dataclass(frozen=True, slots=True)
class Listed:
    """An event as the check list shows it."""

    id: str
    type: str
    subject: str
    received_at: str
    data: dict[str, Any]


class Record:
    """Stores and lists events. Safe to use from several threads and several services on one database."""

    def __init__(self, engine: Engine, own_clock: Clock) -> None:
        self._engine = engine
        self._clock = own_clock

    def store(self, items: Sequence[BatchItem]) -> list[Answer]:
        """Store a batch in one transaction and answer each item in the order given.

        An answer leaves only after the commit. An item without a valid event is rejected alone.

        Raises:
            AppError: `province.database_unreachable`; nothing of the batch is stored then.
        """
        answers: dict[int, Answer] = {}
        try:
            with self._engine.begin() as connection:
                # In order of ids: two services that store the same events would otherwise lock crosswise.
                for place in sorted(range(len(items)), key=lambda p: items[p].id or ""):
                    answers[place] = self._store_one(connection, items[place])
        except exc.OperationalError as error:
            raise unreachable() from error
        return [answers[place] for place in range(len(items))]

    def count(self) -> int:
        """How many events are stored.

        Raises:
            AppError: `province.database_unreachable`.
        """
        try:
            with self._engine.begin() as connection:
                return connection.execute(sa.select(sa.func.count()).select_from(_TABLE)).scalar_one()
        except exc.OperationalError as error:
            raise unreachable() from error

    def after(self, event_id: str, limit: int) -> list[Listed]:
        """Up to `limit` events with ids above `event_id`, by id.

        Ids are made by the workstations, so an event that comes late may stand before the page: this is for
        checks of a quiet record, not a feed.

        Raises:
            AppError: `province.database_unreachable`.
        """
        columns = _TABLE.c
        query = (
            sa.select(columns.id, columns.type, columns.subject, columns.received_at, columns.data)
            .where(columns.id > event_id)
            .order_by(columns.id)
            .limit(limit)
        )
        try:
            with self._engine.begin() as connection:
                return [Listed(*row) for row in connection.execute(query)]
        except exc.OperationalError as error:
            raise unreachable() from error

    def _store_one(self, connection: Connection, item: BatchItem) -> Answer:
        event = item.event
        if event is None:
            return Answer(item.id, AnswerStatus.REJECTED, WIRE_INVALID)
        if self._insert(connection, event):
            return Answer(event.id, AnswerStatus.STORED)
        known = connection.execute(
            sa.select(_TABLE.c.body_sha256).where(_TABLE.c.id == event.id)
        ).scalar_one()
        if known == event.body_sha256():
            return Answer(event.id, AnswerStatus.DUPLICATE)
        return Answer(event.id, AnswerStatus.REJECTED, ID_CONFLICT)

    def _insert(self, connection: Connection, event: Event) -> bool:
        """True if this call stored it. A service that stores the same id right now makes this one wait."""
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        statement = (
            dialect.insert(_TABLE)
            .values(
                id=event.id,
                source=event.source,
                type=event.type.value,
                subject=event.subject,
                time=event.time,
                received_at=clock.to_text(self._clock.now()),
                body_sha256=event.body_sha256(),
                data=event.to_json()["data"],
            )
            .on_conflict_do_nothing(index_elements=["id"])
            .returning(_TABLE.c.id)  # a count of rows is not told alike by both drivers
        )
        return connection.execute(statement).first() is not None
