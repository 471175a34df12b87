"""The outbox: events queued in the transaction of what they tell of, taken, answered, or left to a person.

All functions work in the caller's transaction (`Store.write`). Writers take turns, so reading a row and
changing it is one step, also between processes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from db.models.outbox import OutboxEvent
from db.store import changed
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import EventType, OutboxState
from desktop_app.sync.states import LONGEST_WAIT, TABLE, Effect, Happening
from desktop_app.sync.wire import MAX_BYTES, MAX_EVENTS, Answer, AnswerStatus, Event, parse_body

OUTBOX_DAMAGED = declare("sync.outbox_damaged")

# Longer than two requests with their time-outs may take; see client.TIMEOUT_S.
LEASE = timedelta(seconds=60)

Handler = Callable[[Session, Event, Answer], None]

_HAPPENING = {
    AnswerStatus.STORED: Happening.STORED,
    AnswerStatus.DUPLICATE: Happening.DUPLICATE,
    AnswerStatus.REJECTED: Happening.REJECTED,
}
_OPEN = (OutboxState.QUEUED, OutboxState.SENDING)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An event taken for sending; `attempt` tells this claim from later ones."""

    event: Event
    attempt: int


@dataclass(frozen=True, slots=True)
class OutboxSummary:
    """What staff see of the outbox.

    Attributes:
        waiting: events queued or under way.
        rejected: events that need a person.
        oldest_waiting_at: since when the oldest of them waits.
        last_success_at: when the province last answered.
        next_attempt_at: when the next waiting event may go; None if one may go now or none waits.
    """

    waiting: int
    rejected: int
    oldest_waiting_at: datetime | None
    last_success_at: datetime | None
    next_attempt_at: datetime | None


@dataclass(frozen=True, slots=True)
class RejectedEvent:
    """An event the province refused, for the list a person works through."""

    event_id: str
    dossier_id: str | None
    type: str
    code: str | None
    answered_at: datetime | None


def enqueue(session: Session, event: Event, at: datetime) -> None:
    """Queue an event beside the rows it tells of; from here on it never changes.

    Events of one dossier are sent in the order of these calls, each after the one before was stored.
    """
    session.add(
        OutboxEvent(
            event_id=event.id,
            dossier_id=event.data.get("dossier_id"),
            type=event.type.value,
            body=event.body().decode(),
            body_sha256=event.body_sha256(),
            state=OutboxState.QUEUED.value,
            attempts=0,
            created_at=at,
        )
    )
    session.flush()  # the sequence number follows the order of the calls
    changed(session, "outbox", event.id)


def claim(
    session: Session, now: datetime, *, count: int = MAX_EVENTS, size_bytes: int = MAX_BYTES
) -> tuple[Claimed, ...]:
    """Take the next events for sending, under a lease.

    Of each dossier only the first event that is not accepted yet is taken, and only if it is due. Fresh
    events go before those that failed often, so one that spoils its batch cannot hold up the rest.

    Args:
        session: of `Store.write`.
        now: the present instant.
        count: at most so many.
        size_bytes: at most so many bytes of bodies, commas and brackets.
    """
    _release_expired(session, now)
    earlier = aliased(OutboxEvent)
    blocked = sa.exists().where(
        earlier.dossier_id == OutboxEvent.dossier_id,
        earlier.sequence < OutboxEvent.sequence,
        earlier.state != OutboxState.ACCEPTED.value,
    )
    query = (
        sa.select(OutboxEvent)
        .where(OutboxEvent.state == OutboxState.QUEUED.value, _is_due(now), ~blocked)
        .order_by(OutboxEvent.attempts, OutboxEvent.sequence)
        .limit(count)
    )
    taken: list[Claimed] = []
    room = size_bytes - 1  # the closing bracket; each body brings a comma or the opening one
    for row in session.scalars(query):
        event = _checked(row)
        if event is None:
            _apply(session, row, Happening.REJECTED, now, code=OUTBOX_DAMAGED)
            continue
        room -= len(row.body.encode()) + 1
        if room < 0 and taken:
            break
        _apply(session, row, Happening.CLAIMED, now, lease_until=now + LEASE)
        taken.append(Claimed(event, row.attempts))
    return tuple(taken)


def settle(
    session: Session,
    claimed: Sequence[Claimed],
    answers: Sequence[Answer],
    now: datetime,
    handlers: Mapping[EventType, Handler],
) -> None:
    """Write the province's answers down; the handler of the type hears of each event that moved by it."""
    by_id = {answer.id: answer for answer in answers}
    rows = _rows(session, claimed)
    for item in claimed:
        row, answer = rows.get(item.event.id), by_id[item.event.id]
        if row is None:
            continue  # erased with its dossier meanwhile
        before = row.state
        _apply(session, row, _HAPPENING[answer.status], now, code=answer.code)
        handler = handlers.get(item.event.type)
        if row.state != before and handler is not None:
            handler(session, item.event, answer)


def lose(
    session: Session,
    claimed: Sequence[Claimed],
    code: str,
    now: datetime,
    wait: Callable[[int], timedelta],
) -> None:
    """Put events back whose request or answer was lost, each to rest for `wait(attempts)`.

    An event that another engine has taken since is left alone.
    """
    rows = _rows(session, claimed)
    for item in claimed:
        row = rows.get(item.event.id)
        if row is not None and row.attempts == item.attempt:
            _apply(session, row, Happening.LOST, now, code=code, next_attempt_at=now + wait(row.attempts))


def ask_again(session: Session, event_id: str, now: datetime) -> bool:
    """A person wants this event sent again; False if there is none or it is accepted."""
    row = session.scalar(sa.select(OutboxEvent).where(OutboxEvent.event_id == event_id))
    if row is None:
        return False
    _apply(session, row, Happening.ASKED_AGAIN, now)
    return row.state == OutboxState.QUEUED.value


def ask_all(session: Session, now: datetime) -> None:
    """A person wants everything sent now that is under way; rejected events keep waiting for a decision."""
    states = [state.value for state in _OPEN]
    resting = sa.or_(OutboxEvent.state == OutboxState.SENDING.value, OutboxEvent.next_attempt_at.is_not(None))
    for row in session.scalars(sa.select(OutboxEvent).where(OutboxEvent.state.in_(states), resting)):
        _apply(session, row, Happening.ASKED_AGAIN, now)


def summary(session: Session, now: datetime) -> OutboxSummary:
    """Counts and times for display."""
    states = [state.value for state in _OPEN]
    is_open = OutboxEvent.state.in_(states)
    waiting, oldest, due = session.execute(
        sa.select(
            sa.func.count(),
            sa.func.min(OutboxEvent.created_at),
            sa.func.count().filter(OutboxEvent.state == OutboxState.QUEUED.value, _is_due(now)),
        ).where(is_open)
    ).one()
    # A lease under way counts as a time as well: when it ends, its event may go again.
    soonest = sa.func.min(sa.func.coalesce(OutboxEvent.lease_until, OutboxEvent.next_attempt_at))
    rejected = sa.select(sa.func.count()).where(OutboxEvent.state == OutboxState.REJECTED.value)
    return OutboxSummary(
        waiting=waiting,
        rejected=session.scalar(rejected) or 0,
        oldest_waiting_at=oldest,
        last_success_at=session.scalar(sa.select(sa.func.max(OutboxEvent.answered_at))),
        next_attempt_at=None if due else session.scalar(sa.select(soonest).where(is_open)),
    )


def rejected_events(session: Session, limit: int = 100) -> tuple[RejectedEvent, ...]:
    """The events that need a person, oldest first."""
    query = (
        sa.select(OutboxEvent)
        .where(OutboxEvent.state == OutboxState.REJECTED.value)
        .order_by(OutboxEvent.sequence)
        .limit(limit)
    )
    return tuple(
        RejectedEvent(row.event_id, row.dossier_id, row.type, row.last_code, row.answered_at)
        for row in session.scalars(query)
    )


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    # A time further away than any wait we give was written before the clock was set back.
    at = OutboxEvent.next_attempt_at
    return sa.or_(at.is_(None), at <= now, at > now + LONGEST_WAIT)


def _release_expired(session: Session, now: datetime) -> None:
    until = OutboxEvent.lease_until
    expired = sa.or_(until.is_(None), until <= now, until > now + LEASE)
    query = sa.select(OutboxEvent).where(OutboxEvent.state == OutboxState.SENDING.value, expired)
    for row in session.scalars(query):
        _apply(session, row, Happening.LEASE_EXPIRED, now)
    session.flush()


def _rows(session: Session, claimed: Iterable[Claimed]) -> dict[str, OutboxEvent]:
    ids = [item.event.id for item in claimed]
    query = sa.select(OutboxEvent).where(OutboxEvent.event_id.in_(ids))
    return {row.event_id: row for row in session.scalars(query)}


def _checked(row: OutboxEvent) -> Event | None:
    """The row's event, or None if its bytes are not what was queued."""
    body = row.body.encode()
    if sha256_hex(body) != row.body_sha256:
        return None
    try:
        event = parse_body(body)
    except AppError:
        return None
    return event if event.id == row.event_id and event.body() == body else None


def _apply(
    session: Session,
    row: OutboxEvent,
    happening: Happening,
    now: datetime,
    *,
    code: str | None = None,
    lease_until: datetime | None = None,
    next_attempt_at: datetime | None = None,
) -> None:
    before = OutboxState(row.state)
    step = TABLE[before, happening]
    for effect in step.effects:
        match effect:
            case Effect.TAKE_LEASE:
                row.lease_until = lease_until
            case Effect.COUNT_ATTEMPT:
                row.attempts += 1
            case Effect.DROP_LEASE:
                row.lease_until = None
            case Effect.WAIT:
                row.next_attempt_at, row.last_code = next_attempt_at, code
            case Effect.NO_WAIT:
                row.next_attempt_at = None
            case Effect.NOTE_ANSWER:
                row.answered_at, row.last_code = now, code
    row.state = step.state.value
    if step.state is not before:
        log.info("outbox %s: %s, %s -> %s", row.event_id, happening, before, step.state)
        changed(session, "outbox", row.event_id)
