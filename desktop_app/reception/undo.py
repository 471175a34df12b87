"""Stepping back whole actions of the clerk; what happened outside the form is not undone."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from desktop_app.reception.events import (
    CardRead,
    ConsentGiven,
    Event,
    FieldLeft,
    FieldTyped,
    PhotoArrived,
    RowLeft,
    RowTyped,
    ScanBegun,
    ScanEnded,
)
from desktop_app.reception.people import with_chip
from desktop_app.reception.session import Session

LIMIT = 100
_Fact = ConsentGiven | PhotoArrived | CardRead | ScanBegun | ScanEnded


class Undo:
    """The sessions before each action, newest last.

    Typing in one field is one action. A photo that arrives, the checks of a card whose text is here, an
    agreement and pages from the scanner are facts: they are put into the past too, so that none is lost.

    Args:
        limit: how many actions are remembered.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._past: deque[Session] = deque(maxlen=limit)
        self._typing: tuple[object, ...] | None = None

    @property
    def can_undo(self) -> bool:
        """Whether there is an action to step back."""
        return bool(self._past)

    def note(self, before: Session, event: Event) -> None:
        """Remember the session as it was before an event."""
        match event:
            case ConsentGiven() | PhotoArrived() | ScanBegun() | ScanEnded():
                self._learn(event)
                return
            case CardRead() if _being_read(before, event):
                self._learn(event)
                return
            case FieldLeft() | RowLeft():
                self._typing = None  # tidying up belongs to the typing before it
                return
            case FieldTyped():
                typing = (event.key,)
            case RowTyped():
                typing = (event.index, event.key)
            case _:
                typing = None
        if typing is None or typing != self._typing:
            self._past.append(replace(before, notice=None))
        self._typing = typing

    def back(self) -> Session | None:
        """The session before the last action; None when there is none."""
        self._typing = None
        return self._past.pop() if self._past else None

    def _learn(self, fact: _Fact) -> None:
        self._past = deque((_with_fact(s, fact) for s in self._past), self._past.maxlen)


def _being_read(session: Session, event: CardRead) -> bool:
    number = event.record.get("number") or ""
    return any(session.people[seat].being_read for seat in session.seats_of(number))


def _with_fact(session: Session, fact: _Fact) -> Session:
    if isinstance(fact, ScanBegun | ScanEnded):
        return replace(session, scan=fact.scan if isinstance(fact, ScanBegun) else None)
    if isinstance(fact, ConsentGiven):
        return replace(session, consents={fact.slot: fact.consent_id, **session.consents})
    people = dict(session.people)
    number = fact.number if isinstance(fact, PhotoArrived) else fact.record.get("number") or ""
    for seat in session.seats_of(number):
        if isinstance(fact, PhotoArrived):
            people[seat] = replace(people[seat], photo=fact.photo)
        elif people[seat].being_read:
            people[seat] = with_chip(seat, people[seat], fact.record, fact.card, fact.read)
    return replace(session, people=people)
