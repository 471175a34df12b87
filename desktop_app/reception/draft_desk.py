"""Keeping sessions that are not accepted yet, and finding them again."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from datetime import timedelta

from db.store import Store
from desktop_app.catalogue.pack import Pack
from desktop_app.core.clock import Clock
from desktop_app.reception import drafts
from desktop_app.reception.drafts import DraftSummary
from desktop_app.reception.events import ProcedureChosen, apply
from desktop_app.reception.session import DECLARANT, Session, new_session, slots


class DraftDesk(ABC):
    """The drafts of one profile. Every method may block.

    Args:
        workstation: code of the computer.
        draft_age: how long an untouched draft is kept.
    """

    def __init__(self, store: Store, clock: Clock, workstation: str, draft_age: timedelta) -> None:
        self._store = store
        self._clock = clock
        self._workstation = workstation
        self._draft_age = draft_age

    @abstractmethod
    def pack(self) -> Pack:
        """The pack in force today."""

    def save_draft(self, session: Session, officer: str) -> bool:
        """Keep a session against a crash; False where it is accepted already or empty."""
        now = self._clock.now()
        return self._store.write(
            officer,
            lambda rows: drafts.save(rows, session, officer=officer, workstation=self._workstation, at=now),
        )

    def load_draft(self, session_id: str) -> Session:
        """A kept session, fitted to the pack in force: its procedure may be gone, or ask for other people.

        Raises:
            AppError: `reception.draft_gone`, `reception.draft_unreadable`, `reception.no_pack_in_force`.
        """
        session = self._store.read(lambda rows: drafts.load(rows, session_id))
        pack = self.pack()
        if session.procedure is None:
            return session
        if session.procedure not in pack.procedures:
            first = next(iter(session.people.values()), None)
            people = {DECLARANT: dataclasses.replace(first, slot=DECLARANT)} if first else {}
            return dataclasses.replace(new_session(session_id), people=people)
        fitted = apply(session, pack, ProcedureChosen(session.procedure))
        known = session.turn in [slot.key for slot in slots(fitted, pack)]
        return dataclasses.replace(fitted, turn=session.turn) if known else fitted

    def drafts(self) -> tuple[DraftSummary, ...]:
        """Kept sessions, the newest first."""
        return self._store.read(drafts.summaries)

    def drop_draft(self, session_id: str, officer: str) -> None:
        """Forget a session; its papers in the vault are swept later."""
        self._store.write(officer, lambda rows: drafts.drop(rows, session_id))

    def expire_drafts(self) -> int:
        """Forget sessions that nobody touched for days; returns how many."""
        oldest = self._clock.now() - self._draft_age
        if not any(draft.updated_at < oldest for draft in self.drafts()):
            return 0
        return self._store.write("drafts", lambda rows: drafts.expire(rows, oldest))

    def open_scans(self) -> frozenset[str]:
        """Ids of the scans that drafts still hold: their pages must not be swept."""
        return self._store.read(drafts.scans)
