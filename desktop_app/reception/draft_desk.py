"""Keeping sessions that are not accepted yet, and finding them again."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from sqlalchemy.orm import Session as DbSession

from db.store import Store
from desktop_app.catalogue.pack import Pack
from desktop_app.core.clock import Clock
from desktop_app.reception import drafts
from desktop_app.reception.drafts import DraftSummary
from desktop_app.reception.events import ProcedureChosen, apply
from desktop_app.reception.packs import PackShelf
from desktop_app.reception.session import DECLARANT, Session, new_session, slots


class DraftDesk:
    """The drafts of one profile. Every method may block.

    Args:
        workstation: code of the computer.
        draft_age: how long an untouched draft is kept.
        packs: the catalogue packs of the profile.
    """

    def __init__(
        self, store: Store, clock: Clock, workstation: str, draft_age: timedelta, packs: PackShelf
    ) -> None:
        self._store = store
        self._clock = clock
        self._workstation = workstation
        self._draft_age = draft_age
        self.packs = packs

    def pack(self) -> Pack:
        """The pack that new sessions of today rest on; does not block.

        Raises:
            AppError: `reception.no_pack_in_force`.
        """
        return self.packs.today().pack

    def pack_of(self, session: Session) -> Pack:
        """The pack a session rests on: that of the day its procedure was chosen; does not block.

        Raises:
            AppError: `reception.no_pack_in_force`.
        """
        return self.packs.pinned(session.pack).pack

    def save_draft(self, session: Session, officer: str) -> bool:
        """Keep a session against a crash; False where it is accepted already or empty."""
        now = self._clock.now()
        held = self.packs.pinned(session.pack)

        def write(rows: DbSession) -> bool:
            kept = drafts.save(rows, session, officer=officer, workstation=self._workstation, at=now)
            if kept and session.pack == held.pack.version:
                self.packs.keep(rows, held)
            return kept

        return self._store.write(officer, write)

    def load_draft(self, session_id: str) -> Session:
        """A kept session, fitted to the pack it rests on.

        Where that is gone, to the one in force: its procedure may be gone then, or ask for other people.

        Raises:
            AppError: `reception.draft_gone`, `reception.draft_unreadable`, `reception.no_pack_in_force`.
        """
        session = self._store.read(lambda rows: drafts.load(rows, session_id))
        pack = self.pack_of(session)
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
