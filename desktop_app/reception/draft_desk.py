"""Keeping sessions that are not accepted yet, and finding them again."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session as DbSession

from db.store import Store
from desktop_app.catalogue.pack import Pack
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, declare
from desktop_app.reception import drafts
from desktop_app.reception.drafts import DraftSummary
from desktop_app.reception.events import ProcedureChosen, apply
from desktop_app.reception.packs import PackShelf
from desktop_app.reception.session import DECLARANT, Session, new_session, slots
from desktop_app.security.office import officer_name
from desktop_app.security.officers import require_manager

DRAFT_OF_ANOTHER = declare("reception.draft_of_another")


@dataclass(frozen=True, slots=True)
class ParkedDraft:
    """A session that waits, as an officer may see it.

    Attributes:
        procedure: code; None while none is chosen.
        mine: it is the asking officer's own.
        name: of the first person there; "" where it is another officer's.
    """

    session_id: str
    officer: str
    officer_name: str
    workstation: str
    updated_at: datetime
    procedure: str | None
    mine: bool
    name: str = field(repr=False)


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

    def parked(self, officer: str, *, but: str = "") -> tuple[ParkedDraft, ...]:
        """The sessions that wait on this profile: those of the officer first, then the others', newest first.

        Args:
            officer: who asks; of others' sessions nothing personal is told.
            but: id of the session that is open.
        """

        def read(rows: DbSession) -> tuple[ParkedDraft, ...]:
            found = [one for one in drafts.summaries(rows) if one.session_id != but]
            return tuple(
                ParkedDraft(
                    session_id=one.session_id,
                    officer=one.officer,
                    officer_name=officer_name(rows, one.officer),
                    workstation=one.workstation,
                    updated_at=one.updated_at,
                    procedure=one.procedure,
                    mine=one.officer == officer,
                    name=one.name if one.officer == officer else "",
                )
                for one in sorted(found, key=lambda one: one.officer != officer)
            )

        return self._store.read(read)

    def resume(self, session_id: str, officer: str) -> Session:
        """One's own kept session, as `load_draft`.

        Raises:
            AppError: `reception.draft_of_another`; as `load_draft`.
        """
        whose = self._store.read(lambda rows: drafts.owner(rows, session_id))
        if whose != officer:
            raise AppError(DRAFT_OF_ANOTHER, {"officer": whose})
        return self.load_draft(session_id)

    def take_over(self, session_id: str, officer: str) -> Session:
        """Go on with another officer's session; that is audited before anything of it is shown.

        Raises:
            AppError: as `load_draft`.
        """
        self._store.write(officer, lambda rows: drafts.take_over(rows, session_id, officer))
        return self.load_draft(session_id)

    def drop_parked(self, session_id: str, officer: str) -> None:
        """Forget a waiting session: one's own, or as a manager anybody's. Papers in the vault are swept.

        Raises:
            AppError: `reception.draft_of_another`, `reception.draft_gone`.
        """

        def write(rows: DbSession) -> None:
            whose = drafts.owner(rows, session_id)
            if whose != officer:
                try:
                    require_manager(rows, officer)
                except AppError as error:
                    raise AppError(DRAFT_OF_ANOTHER, {"officer": whose}) from error
            drafts.drop(rows, session_id)

        self._store.write(officer, write)

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
