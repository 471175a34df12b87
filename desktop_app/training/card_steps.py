"""Steps about people: whose turn it is, their codes and their cards."""

from __future__ import annotations

import time

from desktop_app.core.errors import AppError
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.readers.simulator.citizens import CITIZEN_UNKNOWN, TrainingCitizen
from desktop_app.training.hands import Hands
from desktop_app.training.outcome import read_of, unread_of
from desktop_app.training.script import Step
from desktop_app.ui.pages.reception.card_flow import CardStatus
from desktop_app.ui.pages.reception.card_states import CardState
from desktop_app.ui.pages.reception.told import Told
from desktop_app.ui.reader_state import ReaderKind


class CardSteps(Hands):
    """Lays cards, holds codes before the scanner."""

    def _turn(self, step: Step) -> None:
        slot, session = step.text("slot"), self._page.controller.session
        if session.turn == slot:
            return
        self._driver.find(f"person.{slot}")
        self._driver.click(self._page.people.panels[slot].take_turn)
        self._until(lambda: self._page.controller.session.turn == slot, "turn")

    def _consent(self, step: Step) -> None:
        controller = self._page.controller
        before = len(controller.session.consents)
        self._driver.press("Alt+D")
        self._until(lambda: len(controller.session.consents) > before, "consent")

    def _citizen(self, step: Step) -> tuple[CardShelf, TrainingCitizen]:
        shelves = [shelf for shelf in (*self._shelves, self._services.shelf) if shelf is not None]
        for shelf in shelves:
            try:
                return shelf, shelf.citizen(step.text("citizen"), step.text("quirk") or None)
            except AppError as error:
                if error.code != CITIZEN_UNKNOWN or shelf is shelves[-1]:
                    raise
        raise AppError(CITIZEN_UNKNOWN)

    def _scan_qr(self, step: Step) -> None:
        _, citizen = self._citizen(step)
        self._card_in_hand()
        controller = self._page.controller
        before, self._told = controller.session, None
        self._driver.scan(citizen.qr)
        self._until(lambda: controller.session is not before or self._told is not None, "qr")

    def _lay_card(self, step: Step) -> None:
        shelf, citizen = self._citizen(step)
        hand = self._stage.hand
        self._card_in_hand()
        if self._stage.virtual and not hand.through_pcsc:
            self._until(lambda: hand.through_pcsc, "reader")
        self._take_card(step)
        before = self._status
        hand.lay(citizen.name, shelf, step.text("quirk") or None)
        self._until(lambda: hand.laid == citizen.name and self._status is not before, "card")

    def _card_in_hand(self) -> None:
        if self._card_keys is None:
            self._card_keys = self._driver.keys

    def _take_card(self, step: Step) -> None:
        hand, reader = self._stage.hand, self._services.reader
        if hand.laid is None:
            return
        hand.take()
        lies = (ReaderKind.CARD_THERE, ReaderKind.DONE, ReaderKind.READING)
        self._until(lambda: hand.laid is None and reader.view.kind not in lies, "card_away")

    def _listen(self) -> None:
        self._page.controller.told.connect(self._hear)
        self._page.card_flow.status_changed.connect(self._see_card)
        self._listens = True

    def _stop_listening(self) -> None:
        """The next script has ears of its own."""
        if self._listens:
            self._page.controller.told.disconnect(self._hear)
            self._page.card_flow.status_changed.disconnect(self._see_card)
            self._listens = False

    def _see_card(self, status: CardStatus) -> None:
        if status.state is CardState.READING:
            if self._read_began is None:
                self._read_began = (status.slot or "", time.monotonic())
            return
        if self._read_began is None:
            return
        (slot, began), self._read_began = self._read_began, None
        ms = round((time.monotonic() - began) * 1000)
        person = self._page.controller.session.people.get(slot)
        if status.state is CardState.DONE and person is not None and person.read is not None:
            self.played.read.append(read_of(person, person.read, self._services.clock.now(), ms))
        elif status.state is CardState.FAILED:
            self.played.read.append(unread_of(slot, status.code, ms))

    def _hear(self, told: Told) -> None:
        self._told = told
