"""The counter session behind the page: events in, views out, drafts kept, slow calls beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.catalogue.pack import Pack
from desktop_app.cccd.qr import parse_qr
from desktop_app.core.errors import AppError
from desktop_app.core.terms import PaperSource
from desktop_app.digitization.papers import MAX_BYTES, PAPER_UNREADABLE
from desktop_app.reception.events import (
    CardRead,
    CardText,
    ConsentGiven,
    Event,
    PaperHeld,
    PhotoArrived,
    QrScanned,
    TurnMoved,
    apply,
)
from desktop_app.reception.model import Accepted
from desktop_app.reception.session import HeldPaper, Session, new_session
from desktop_app.reception.undo import Undo
from desktop_app.reception.view import SessionView, view
from desktop_app.runtime.device import DeviceThread
from desktop_app.ui.pages.reception.offers import Offer, Refused, offers_of, swap_of
from desktop_app.ui.pages.reception.told import Told, What
from desktop_app.ui.services import UiServices

DRAFT_AFTER_MS = 300  # a change is kept within a second: this, and the writing
DRAFT_AGAIN_MS = 3000  # after a failure
APPOINTMENT_AFTER_MS = 60_000  # the day of collection may change while the citizen sits there


class Controller(QObject):
    """Holds the session at the counter. No widgets: a page shows `view_changed`.

    Args:
        services: the opened product.

    Raises:
        AppError: `reception.no_pack_in_force`.
    """

    view_changed = Signal(object)
    """The `SessionView` after every event."""
    told = Signal(object)
    """A `Told`."""
    untold = Signal(object)
    """A `What` that holds no more."""
    busy_changed = Signal(bool)
    """True while the dossier is being accepted or a paper is put into the vault."""
    accepted = Signal(object)
    """The `Accepted` dossier; the session stays in view until `begin`."""
    began = Signal()
    """Another session is at the counter."""

    def __init__(self, services: UiServices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._pack = services.reception.pack()
        self._line = DeviceThread("counter")  # drafts and acceptance in order: none overtakes the other
        self._session = new_session()
        self._undo = Undo()
        self._view = self._look()
        self._dirty = False
        self._accepting = False
        self._holding = 0
        self._done: Accepted | None = None
        self._owner = ""  # code of the officer whose session it is; "" while nothing happened in it
        self._asking: set[str] = set()
        self._refused: Refused | None = None
        self._refused_photo: bytes | None = None
        self._draft = QTimer(self, singleShot=True)
        self._draft.timeout.connect(self._save)
        self._minute = QTimer(self, interval=APPOINTMENT_AFTER_MS)
        self._minute.timeout.connect(self.look_again)
        self._minute.start()
        services.desk.changed.connect(self._desk_changed)

    @property
    def pack(self) -> Pack:
        """The law the session is under."""
        return self._pack

    @property
    def session(self) -> Session:
        """The session as it is."""
        return self._session

    @property
    def view(self) -> SessionView:
        """What is shown of it."""
        return self._view

    @property
    def accepting(self) -> bool:
        """True while the dossier is being accepted: nothing can be changed then."""
        return self._accepting

    @property
    def done(self) -> Accepted | None:
        """The dossier this session became; None while it is still worked on."""
        return self._done

    @property
    def can_undo(self) -> bool:
        """Whether there is something to step back."""
        return self._undo.can_undo and not self.frozen

    @property
    def can_accept(self) -> bool:
        """Whether nothing is missing and no paper is on its way into the vault."""
        return self._view.can_accept and not self._holding and not self.frozen

    @property
    def is_untouched(self) -> bool:
        """True for a session in which nothing happened."""
        return self._session == new_session(self._session.session_id)

    def apply(self, event: Event) -> bool:
        """Let something happen. False: it was refused; why is told, or stands in the view's notice."""
        if self.frozen:
            return False
        before = self._session
        try:
            after = apply(before, self._pack, event)
        except AppError as error:
            self.told.emit(Told(What.REFUSED, error))
            return False
        self._undo.note(before, event)
        self._refused_photo = None
        self._refused = event if after.notice and isinstance(event, CardRead | QrScanned) else None
        self._replace(after)
        return after.notice is None

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What can be done about the card or code that was refused last."""
        return () if self.frozen else offers_of(self._session, self._pack, self._refused)

    def take(self, offer: Offer) -> None:
        """Do one of the `offers`."""
        photo = self._refused_photo
        if offer.anew:
            self.begin()
        for event in offer.events:
            self.apply(event)
            if photo is not None and isinstance(event, CardRead) and (number := event.record.get("number")):
                self.apply(PhotoArrived(number, photo))

    def swap_seats(self, slot: str = "") -> None:
        """Who sits there, or was seated last, goes on to the next place: a card lay on the wrong turn."""
        if (event := swap_of(self._session, self._pack, slot)) is not None:
            self.apply(event)

    def undo(self) -> bool:
        """Step back one action; False: there is none."""
        before = self._undo.back() if self.can_undo else None
        if before is None:
            return False
        self._replace(before)
        return True

    def scanned(self, text: str) -> bool:
        """A QR code was scanned, on whatever page. False: it is refused, and why is told."""
        try:
            qr = parse_qr(text)
        except AppError as error:
            self.told.emit(Told(What.REFUSED, error))
            return False
        self.untold.emit(What.REFUSED)
        if self._done is not None:
            self.begin()  # the next citizen
        return self.apply(QrScanned(qr))

    def agree(self, slot: str) -> None:
        """The citizen agreed, ticked by hand: written down first, then shown."""
        if self.frozen or slot in self._asking or slot in self._session.consents:
            return
        session_id, officer = self._session.session_id, self._services.desk.actor
        consent = self._pack.consent  # the text before the citizen's eyes, whatever pack comes meanwhile
        self._asking.add(slot)

        def then(consent_id: str) -> None:
            if self._session.session_id == session_id:
                self.apply(ConsentGiven(slot, consent_id))

        self._services.bridge.run(
            lambda cancel: self._services.reception.record_consent(officer, shown=consent),
            then,
            lambda error: self.told.emit(Told(What.REFUSED, error)),
            ended=lambda: self._agreed(slot),
        )

    def attach(self, component: str, paths: Sequence[str]) -> None:
        """Files from disk become papers of this component, one after the other."""
        session_id, reception = self._session.session_id, self._services.reception
        ordinal = len(self._session.papers)

        def hold(path: str, number: int) -> HeldPaper:
            started = self._services.clock.now()
            try:
                with Path(path).open("rb") as file:
                    data = file.read(MAX_BYTES + 1)  # one more than is allowed: recognising refuses it
            except OSError as error:
                raise AppError(PAPER_UNREADABLE, {"ordinal": number}) from error
            return reception.hold_paper(
                component, data, PaperSource.ATTACHED, ordinal=number, started_at=started
            )

        def then(paper: HeldPaper) -> None:
            if self._session.session_id == session_id:
                self.apply(PaperHeld(paper))

        for number, path in enumerate(paths, ordinal + 1):
            self._services.bridge.run(
                lambda cancel, path=path, number=number: hold(path, number),
                then,
                lambda error: self.told.emit(Told(What.REFUSED, error)),
                ended=self._held,
                on=self._line,
            )
            self._holding += 1
        self.busy_changed.emit(True)

    def take_turn(self, slot: str) -> None:
        """The next card is for this person."""
        if slot != self._session.turn:
            self.apply(TurnMoved(slot))

    def card_text(self, event: CardText, session_id: str) -> None:
        """The text of a chip, of a reading that began in this session."""
        if session_id == self._session.session_id:
            self.apply(event)

    def card_read(self, event: CardRead, photo: bytes | None, session_id: str) -> None:
        """A chip whole, then its photo."""
        if session_id != self._session.session_id:
            return
        if not self.apply(event):
            self._refused_photo = photo
            return
        number = event.record.get("number")
        if photo is not None and number:
            self.apply(PhotoArrived(number, photo))

    def accept(self, *, then_new: bool = False) -> None:
        """Accept the dossier: everything or nothing; afterwards `accepted`.

        Args:
            then_new: begin the next session at once.
        """
        if not self.can_accept:
            return
        self._accepting = True
        self._draft.stop()
        self.busy_changed.emit(True)
        session, officer = replace(self._session, notice=None), self._services.desk.actor

        def then(result: Accepted) -> None:
            self._accepting, self._dirty, self._done = False, False, result
            self.busy_changed.emit(False)
            self.accepted.emit(result)
            if then_new:
                self.begin()

        def failed(error: AppError) -> None:
            self._accepting = False
            self.busy_changed.emit(False)
            self.told.emit(Told(What.NOT_ACCEPTED, error))
            self._soon()

        self._services.bridge.run(
            lambda cancel: self._services.reception.accept_session(session, officer),
            then,
            failed,
            on=self._line,
        )

    def begin(self) -> None:
        """The next citizen. What was here stays as a draft, unless it became a dossier."""
        if self._accepting or self._in_force() is None:
            return
        self.keep()
        self._open(new_session())
        self.began.emit()

    def follow_pack(self) -> None:
        """An untouched session goes over to the pack in force: one may have been brought in meanwhile."""
        if self.is_untouched and (pack := self._in_force()) and pack.sha256 != self._pack.sha256:
            self.begin()

    def open_parked(self, session_id: str, *, take_over: bool = False) -> None:
        """Go on with a session that waits; what is here waits instead.

        Args:
            take_over: it is another officer's.
        """
        if self._accepting or session_id == self._session.session_id:
            return
        self.keep()
        reception, officer = self._services.reception, self._services.desk.actor
        load = reception.take_over if take_over else reception.resume

        def then(session: Session) -> None:
            if not self._accepting:
                self._open(session)
                self._owner = officer
                self.began.emit()

        self._services.bridge.run(
            lambda cancel: load(session_id, officer),
            then,
            lambda error: self.told.emit(Told(What.REFUSED, error)),
            on=self._line,
        )

    def restore(self) -> None:
        """Open the officer's newest draft of this computer again, as long as nothing was begun."""
        if self.is_untouched:
            officer = self._services.desk.actor
            self._services.bridge.run(
                lambda cancel: self._newest_draft(officer), self._restored, self._not_restored
            )

    def keep(self) -> None:
        """Keep the draft at once."""
        if self._draft.isActive() or self._dirty:
            self._draft.stop()
            self._save()

    def look_again(self) -> None:
        """Show the session as it is at this minute."""
        seen = self._look()
        if seen != self._view:
            self._view = seen
            self.view_changed.emit(seen)

    def close(self) -> None:
        """Keep the draft and wait for it."""
        self.keep()
        self._minute.stop()
        self._line.close()

    @property
    def frozen(self) -> bool:
        """True while nothing can be changed: the dossier is being accepted, or was."""
        return self._accepting or self._done is not None

    def _look(self) -> SessionView:
        return view(self._session, self._pack, self._services.office, self._services.clock.now())

    def _in_force(self) -> Pack | None:
        """The pack of today; None, and told, where the last one ended at midnight."""
        try:
            return self._services.reception.pack()
        except AppError as error:
            self.told.emit(Told(What.REFUSED, error))
            return None

    def _open(self, session: Session) -> None:
        self._pack = self._services.reception.pack_of(session)
        self._session, self._undo, self._done, self._dirty = session, Undo(), None, False
        self._owner = ""
        self._view = self._look()
        self.view_changed.emit(self._view)

    def _replace(self, after: Session) -> None:
        changed = replace(after, notice=None) != replace(self._session, notice=None)
        self._session = after
        self._view = self._look()
        if changed:
            self._owner = self._owner or self._services.desk.actor
            self._soon()
        self.view_changed.emit(self._view)

    def _soon(self, after_ms: int = DRAFT_AFTER_MS) -> None:
        self._dirty = True
        if not self._draft.isActive():  # not put off by more typing: within a second of the first change
            self._draft.start(after_ms)

    def _save(self) -> None:
        if self.frozen or not self._dirty or not self._owner:
            return
        self._dirty = False
        session, officer = replace(self._session, notice=None), self._owner

        def failed(error: AppError) -> None:
            self.told.emit(Told(What.DRAFT_NOT_KEPT, error, repair=self.keep))
            if self._session.session_id == session.session_id:
                self._soon(DRAFT_AGAIN_MS)

        self._services.bridge.run(
            lambda cancel: self._services.reception.save_draft(session, officer),
            lambda _: self.untold.emit(What.DRAFT_NOT_KEPT),
            failed,
            on=self._line,
        )

    def _newest_draft(self, officer: str) -> tuple[Session, datetime] | None:
        reception, here = self._services.reception, self._services.workstation
        own = (draft for draft in reception.parked(officer) if draft.mine and draft.workstation == here)
        newest = next(own, None)
        return None if newest is None else (reception.load_draft(newest.session_id), newest.updated_at)

    def _desk_changed(self) -> None:
        """Another officer sits here: what the first one began waits, and nobody else looks into it."""
        desk = self._services.desk
        if desk.officer is None or desk.locked or not self._owner or self._accepting:
            return
        if desk.officer.code != self._owner:
            self.keep()
            self._open(new_session())
            self.began.emit()
            self.restore()

    def _restored(self, found: tuple[Session, datetime] | None) -> None:
        if found is None or not self.is_untouched:
            return
        session, at = found
        self._open(session)
        self._owner = self._services.desk.actor if self._services.desk.officer else ""
        self.told.emit(Told(What.RESTORED, at=at, repair=self.begin))
        self.began.emit()

    def _not_restored(self, error: AppError) -> None:
        self.told.emit(Told(What.REFUSED, error, repair=self.restore))

    def _held(self) -> None:
        self._holding -= 1
        self.busy_changed.emit(self._holding > 0)

    def _agreed(self, slot: str) -> None:
        self._asking.discard(slot)
        self.look_again()
