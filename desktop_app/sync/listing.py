"""The outbox as a list for people: paged in SQL, one row at a time when something changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models.dossier import Dossier
from db.models.outbox import OutboxEvent
from desktop_app.core.terms import OutboxState

PAGE = 50


class Shown(StrEnum):
    """Which part of the outbox a list shows."""

    WAITING = "waiting"
    REFUSED = "refused"
    DELIVERED = "delivered"


_STATES: Mapping[Shown, tuple[OutboxState, ...]] = {
    Shown.WAITING: (OutboxState.QUEUED, OutboxState.SENDING),
    Shown.REFUSED: (OutboxState.REJECTED,),
    Shown.DELIVERED: (OutboxState.ACCEPTED,),
}


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One event of the outbox, without its body.

    Attributes:
        sequence: its place in the queue; newer ones are larger.
        dossier_number: of the dossier it tells of; empty when it tells of none.
        type: value of `EventType`; another one when an older program queued it.
        last_code: why the last try or the province's answer went wrong.
        answered_at: when the province answered.
    """

    sequence: int
    event_id: str
    dossier_id: str | None
    dossier_number: str
    type: str
    state: OutboxState
    attempts: int
    last_code: str | None
    created_at: datetime
    next_attempt_at: datetime | None
    answered_at: datetime | None

    @property
    def shown(self) -> Shown:
        """The list this event stands in."""
        return next(shown for shown, states in _STATES.items() if self.state in states)


def counts(session: Session) -> Mapping[Shown, int]:
    """How many events stand in each list."""
    query = sa.select(OutboxEvent.state, sa.func.count()).group_by(OutboxEvent.state)
    found = {row[0]: row[1] for row in session.execute(query)}
    return {shown: sum(found.get(state.value, 0) for state in states) for shown, states in _STATES.items()}


def page(
    session: Session, shown: Shown, *, below: int | None = None, limit: int = PAGE
) -> tuple[OutboxLine, ...]:
    """The next lines of a list, newest first.

    Args:
        below: sequence of the last line that is there already; None for the first page.
        limit: at most so many.
    """
    query = _lines().where(OutboxEvent.state.in_([state.value for state in _STATES[shown]]))
    if below is not None:
        query = query.where(OutboxEvent.sequence < below)
    rows = session.execute(query.order_by(OutboxEvent.sequence.desc()).limit(limit))
    return tuple(_line(row) for row in rows)


def lines(session: Session, event_ids: Collection[str]) -> tuple[OutboxLine, ...]:
    """These events as they stand now; those that are gone are left out."""
    rows = session.execute(_lines().where(OutboxEvent.event_id.in_(list(event_ids))))
    return tuple(_line(row) for row in rows)


def state_of_dossier(session: Session, dossier_id: str) -> Shown | None:
    """How far a dossier is: refused if any of its events was, else waiting if any waits; None without any."""
    query = sa.select(OutboxEvent.state).where(OutboxEvent.dossier_id == dossier_id).distinct()
    states = {OutboxState(state) for state in session.scalars(query)}
    for shown in (Shown.REFUSED, Shown.WAITING, Shown.DELIVERED):
        if states.intersection(_STATES[shown]):
            return shown
    return None


def _lines() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        OutboxEvent.sequence,
        OutboxEvent.event_id,
        OutboxEvent.dossier_id,
        sa.func.coalesce(Dossier.number, ""),
        OutboxEvent.type,
        OutboxEvent.state,
        OutboxEvent.attempts,
        OutboxEvent.last_code,
        OutboxEvent.created_at,
        OutboxEvent.next_attempt_at,
        OutboxEvent.answered_at,
    ).outerjoin(Dossier, Dossier.id == OutboxEvent.dossier_id)


def _line(row: Sequence[Any]) -> OutboxLine:
    sequence, event_id, dossier_id, number, kind, state, *rest = row
    return OutboxLine(sequence, event_id, dossier_id, number, kind, OutboxState(state), *rest)
