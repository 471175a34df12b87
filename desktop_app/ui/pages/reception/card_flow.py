"""From a card on the reader to the text in the form: when it is read, what is shown of it, what ends it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from desktop_app.cccd.access import can_key, key_from_number
from desktop_app.cccd.expiry import parse_rules
from desktop_app.cccd.number import is_number
from desktop_app.core.clock import local_day
from desktop_app.core.errors import AppError, Fact
from desktop_app.emrtd.access import AccessKey, MrzKey
from desktop_app.emrtd.card import Card
from desktop_app.readers.limits import FILE_NAME, LimitsMemory
from desktop_app.readers.monitor import (
    CardInserted,
    CardRemoved,
    CardUnresponsive,
    ReaderAdded,
    ReaderRemoved,
    ServiceDown,
    ServiceUp,
)
from desktop_app.reception.events import CardText
from desktop_app.reception.expiry import WRONG_EXPIRY, ExpiryOffer, ExpiryTries
from desktop_app.reception.service import PersonRead
from desktop_app.reception.view import SessionView
from desktop_app.runtime.device import DeviceThread
from desktop_app.runtime.tasks import Cancel
from desktop_app.ui.pages.reception.card_job import CardJob, Laid, Liftable
from desktop_app.ui.pages.reception.card_states import CARD_TABLE, CardEffect, CardEvent, CardState
from desktop_app.ui.pages.reception.controller import Controller
from desktop_app.ui.services import UiServices

WRONG_KEY = ("emrtd.wrong_can", "emrtd.wrong_mrz", "emrtd.blocked")
MUTE = "readers.unresponsive_card"
_NO_PACE, _WRONG_MRZ = "emrtd.can_needs_pace", "emrtd.wrong_mrz"


@dataclass(frozen=True, slots=True)
class CardStatus:
    """What is shown of reader and card.

    Attributes:
        slot: whose card it is about; None when no card is.
        step: of `STEPS`, while it is read.
        code: of the failure, with its facts.
        needs_consent: the card waits for the citizen's agreement.
        needs_secret: the card waits for the number that opens it.
        stopped: the clerk broke off; it is read again when asked to.
        expiry: the card opens by its date of expiry alone: what may be tried, by the clerk and no one else.
    """

    state: CardState = CardState.NO_READER
    slot: str | None = None
    step: int = 0
    code: str = ""
    facts: dict[str, Fact] = field(default_factory=dict)
    needs_consent: bool = False
    needs_secret: bool = False
    stopped: bool = False
    expiry: ExpiryOffer | None = None


class CardFlow(QObject):
    """Reads the card of the person whose turn it is as soon as it may: agreed, and the number known."""

    status_changed = Signal(object)
    """A `CardStatus`."""
    asks_secret = Signal(str)
    """The number in this slot is wrong or missing: the focus belongs into its box."""

    def __init__(self, services: UiServices, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._controller = controller
        self._status = CardStatus()
        self._threads: dict[str, DeviceThread] = {}
        self._readers: set[str] = set()
        self._card: Laid | None = None
        self._tried: int | None = None  # insertion that was read already: never again by itself
        self._asked: tuple[int, str] | None = None
        self._own: dict[str, Liftable] = {}
        self._own_insertions = 0
        self._secrets: dict[str, AccessKey] = {}
        self._expiry = ExpiryTries(parse_rules((services.resources / "card" / "validity.toml").read_bytes()))
        self._again: str | None = None
        self._reading: tuple[Cancel, str] | None = None
        # In training weak readers and odd chips lie on one virtual reader: what they fail at says nothing.
        remembered = None if services.training else services.folder / FILE_NAME
        self._memory = LimitsMemory(remembered, lambda: local_day(services.clock.now()))
        services.bridge.reader_event.connect(self.reader_event)
        controller.view_changed.connect(lambda _: self._view_changed())
        controller.began.connect(self.forget)

    @property
    def status(self) -> CardStatus:
        """What is shown now."""
        return self._status

    def reader_event(self, event: object) -> None:
        """An event of the reader monitor."""
        match event:
            case ServiceUp():
                self._happen(CardEvent.SERVICE_UP)
            case ServiceDown():
                if not self._readers:
                    self._happen(CardEvent.SERVICE_DOWN, code=event.code)
            case ReaderAdded():
                self._readers.add(event.reader)
                self._happen(CardEvent.READER_CAME)
            case ReaderRemoved():
                self._readers.discard(event.reader)
                if not self._readers:
                    self._happen(CardEvent.NO_READER_LEFT)
            case CardInserted():
                self._lay(Laid(event.reader, event.insertion, self._own.get(event.reader)))
            case CardUnresponsive():
                self._happen(CardEvent.CARD_MUTE, code=MUTE)
            case CardRemoved():
                if self._card is not None and self._card.reader == event.reader:
                    self._lift()
            case _:
                pass

    def lay_card(self, card: Card, reader: str = "training") -> None:
        """A card of the training shelf on the drawn reader; the window hears of it as of a real one."""
        self._own_insertions -= 1  # never the number of an insertion of a real reader
        self._own[reader] = Liftable(card)
        if reader not in self._readers:
            self._services.bridge.reader_event.emit(ReaderAdded(reader))
        self._services.bridge.reader_event.emit(CardInserted(reader, self._own_insertions, b""))

    def lift_card(self, reader: str = "training") -> None:
        """It is taken off the drawn reader; a reading breaks off with the code of a lifted card."""
        card = self._own.pop(reader, None)
        if card is not None:
            card.lift()
            self._services.bridge.reader_event.emit(CardRemoved(reader, self._own_insertions))

    def give_secret(self, slot: str, text: str) -> bool:
        """The number printed on the card, typed: all twelve digits, or the last six.

        Returns:
            False: it is neither; the reason is shown.
        """
        digits = "".join(text.split())
        try:
            key = key_from_number(digits) if len(digits) == 12 else can_key(digits)
        except AppError as error:
            self._show(slot=slot, code=error.code, facts=error.facts)
            return False
        if is_number(digits):
            self._expiry.number_typed(slot, digits)
        self._secrets[slot] = key
        if self._controller.session.turn != slot and slot not in self._controller.session.people:
            self._controller.take_turn(slot)
        self._tried = None
        self._show(code="", facts={})
        self.look()
        return True

    def try_expiry(self, day: date | None = None, born: date | None = None) -> bool:
        """Try one date of expiry on the card that lies there: one press, one try.

        Args:
            day: as printed on the card; None takes the one that is offered.
            born: where no code of the card says it.

        Returns:
            False: there is no card that asks for it, or a date is missing; nothing was tried.
        """
        offer, slot, card = self._status.expiry, self._status.slot, self._card
        if offer is None or slot is None or card is None or self._status.state is not CardState.FAILED:
            return False
        key = self._expiry.key(slot, self._controller.session.people.get(slot), day or offer.day, born)
        if key is None:
            return False
        self._secrets.pop(slot, None)  # the last one told is the one whose card it is
        self._secrets[slot] = key
        self._tried = None
        self.look()
        return True

    def read_again(self, slot: str = "") -> None:
        """Read the card that lies there once more, because the clerk says so.

        Args:
            slot: of somebody whose card was in doubt: the one that lies there is read into their place again,
                or the next one that is laid; "": whose card was read last.
        """
        self._again = slot or self._status.slot
        self._tried = None
        self.look()

    def stop(self) -> bool:
        """Break a reading off. False: nothing is being read."""
        if self._reading is None:
            return False
        self._happen(CardEvent.STOPPED)
        return True

    def forget(self) -> None:
        """Another session: no number of the one before may open a card."""
        if self._reading is not None:
            self._happen(CardEvent.STOPPED)
        self._again = None
        self._secrets.clear()
        self._expiry.forget()

    def look(self) -> None:
        """See whether the card that lies there may be read now, and what it waits for."""
        card, view = self._card, self._controller.view
        if card is None or self._reading is not None or card.insertion == self._tried:
            return
        if self._controller.frozen:
            return
        slot = self._slot(view)
        if slot is None:
            return
        key, consent = self._key(slot), self._controller.session.consents.get(slot)
        self._show(slot=slot, needs_consent=consent is None, needs_secret=key is None)
        if key is not None and consent is not None:
            self._happen(CardEvent.MAY_READ)
        elif consent is not None and self._asked != (
            card.insertion,
            slot,
        ):  # the focus is moved once, not held
            self._asked = (card.insertion, slot)
            self.asks_secret.emit(slot)

    def close(self) -> None:
        """Stop reading and end the readers' threads."""
        self.stop()
        for thread in self._threads.values():
            thread.close()
        self._threads.clear()

    def _lay(self, card: Laid) -> None:
        self._card = card
        self._happen(CardEvent.CARD_LAID)

    def _lift(self) -> None:
        self._card = None
        self._happen(CardEvent.CARD_LIFTED)

    def _happen(self, event: CardEvent, *, code: str = "", facts: dict[str, Fact] | None = None) -> None:
        before = self._status
        state, effects = CARD_TABLE[before.state, event]
        if state is not before.state or event is CardEvent.CARD_LAID:
            lasting = state in (CardState.READING, CardState.DONE)
            shown = CardStatus(state, before.slot if lasting else None)
            if state in (CardState.FAILED, CardState.NO_SERVICE):
                shown = replace(shown, code=code, facts=facts or {}, slot=before.slot)
            if event is CardEvent.STOPPED:
                shown = replace(shown, slot=before.slot, stopped=True)
            self._set(shown)
        for effect in effects:
            match effect:
                case CardEffect.LOOK:
                    self.look()
                case CardEffect.START:
                    self._start()
                case CardEffect.CANCEL:
                    self._cancel()

    def _start(self) -> None:
        card, view = self._card, self._controller.view
        slot = self._slot(view)
        key = self._key(slot) if slot else None
        if card is None or slot is None or key is None:
            return
        self._tried = card.insertion
        self._set(CardStatus(CardState.READING, slot, step=1))
        consent_id = self._controller.session.consents.get(slot)
        job = CardJob(self._services, self._memory, card, key, consent_id, self._services.desk.actor)
        session_id = self._controller.session.session_id
        bridge = self._services.bridge

        def on_text(event: CardText) -> None:
            if not cancel.is_set():
                self._controller.card_text(replace(event, slot=slot), session_id)

        def on_step(step: int) -> None:
            if self._reading is not None and self._reading[0] is cancel and step > self._status.step:
                self._show(step=step)

        def then(person: PersonRead) -> None:
            self._reading = None
            if person.event is None:
                error = person.read.error
                self._failed(slot, str(error.code) if error else "", dict(error.facts) if error else {})
                return
            self._secrets.pop(slot, None)
            self._again = None
            self._controller.card_read(replace(person.event, slot=slot), person.photo, session_id)
            self._happen(CardEvent.READ)

        def failed(error: AppError) -> None:
            self._reading = None
            self._failed(slot, str(error.code), dict(error.facts))

        cancel = bridge.run(
            lambda cancel: job.run(
                cancel,
                lambda event: bridge.post(lambda: on_text(event)),
                lambda step: bridge.post(lambda: on_step(step)),
            ),
            then,
            failed,
            on=self._thread(card.reader),
        )
        self._reading = (cancel, slot)

    def _failed(self, slot: str, code: str, facts: dict[str, Fact]) -> None:
        self._again = None
        by_expiry = isinstance(self._secrets.get(slot), MrzKey)
        if code in WRONG_KEY or by_expiry:  # a date is good for one try, however that ended
            self._secrets.pop(slot, None)
        if by_expiry and code == _WRONG_MRZ:
            self._expiry.refused(slot)
            code = WRONG_EXPIRY
        self._happen(CardEvent.READ_FAILED, code=code, facts=facts)
        if code in (_NO_PACE, WRONG_EXPIRY):
            self._offer_expiry(slot)
        if code in WRONG_KEY or (self._status.expiry is not None and self._status.expiry.needs_number):
            self.asks_secret.emit(slot)

    def _offer_expiry(self, slot: str) -> None:
        self._show(expiry=self._expiry.offer(slot, self._controller.session.people.get(slot)))

    def _view_changed(self) -> None:
        if self._status.expiry is not None and self._status.slot is not None:
            self._offer_expiry(self._status.slot)  # a code may have been scanned meanwhile
        self.look()

    def _cancel(self) -> None:
        if self._reading is not None:
            self._reading[0].set()
            self._reading = None

    def _slot(self, view: SessionView) -> str | None:
        """Whose card this is: to be read again, just told by QR code and not read, else whose turn it is."""
        again = self._controller.session.people.get(self._again or "")
        if again is not None and again.in_doubt:
            return again.slot
        told = [slot for slot in self._secrets if self._waits(slot)]
        if told:
            return told[-1]
        scanned = [slot for slot, person in self._controller.session.people.items() if person.read is None]
        if scanned:
            return scanned[-1]
        return view.turn if self._waits(view.turn) else None

    def _waits(self, slot: str) -> bool:
        person = self._controller.session.people.get(slot)
        return person is None or person.read is None

    def _key(self, slot: str) -> AccessKey | None:
        if slot in self._secrets:
            return self._secrets[slot]
        person = self._controller.session.people.get(slot)
        number = person.number if person is not None else ""
        return key_from_number(number) if is_number(number) else None

    def _thread(self, reader: str) -> DeviceThread:
        if reader not in self._threads:
            self._threads[reader] = DeviceThread(f"reader-{len(self._threads) + 1}")
        return self._threads[reader]

    def _show(self, **parts: object) -> None:
        self._set(replace(self._status, **parts))  # type: ignore[arg-type]

    def _set(self, status: CardStatus) -> None:
        if status != self._status:
            self._status = status
            self.status_changed.emit(status)
