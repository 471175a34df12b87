"""The left column: the people of the session, one panel for each place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.reception.events import PersonRemoved, TurnMoved
from desktop_app.reception.person_view import PersonView
from desktop_app.reception.view import SessionView
from desktop_app.ui.pages.reception.card_flow import CardStatus
from desktop_app.ui.pages.reception.person_panel import PersonPanel, is_read
from desktop_app.ui.parts import Notice
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import Space

DENSE = 3  # people, from which each takes less room: they fit one beneath the other at 768 pixels


class PeopleColumn(QWidget):
    """Panels are made once for each place and only change."""

    rebuilt = Signal()
    """Panels came or went."""
    happened = Signal(object)
    """A `reception.events` event to apply."""
    swap_asked = Signal(str)
    """Slot of who sits in the wrong place."""
    consented = Signal(str)
    secret = Signal(str, str)
    expiry_tried = Signal(object, object)
    """As `ExpiryBox.tried`."""
    read_again = Signal(str)
    """Slot of whose card."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._status = CardStatus()
        self._asked = ""
        self.panels: dict[str, PersonPanel] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self.message = Notice()
        self._column.addWidget(self.message)
        self._column.addStretch(1)

    def add_below(self, widget: QWidget) -> None:
        """Put something below the people."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def show_view(self, view: SessionView, consent_text: str) -> None:
        """Show the people of a session.

        Args:
            consent_text: what they agree to, as the session's pack has it.
        """
        slots = [person.slot for person in view.people]
        anew = slots != list(self.panels)
        for slot in [slot for slot in self.panels if slot not in slots]:
            panel = self.panels.pop(slot)
            self._column.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        for place, person in enumerate(view.people, 1):
            panel = self.panels.get(person.slot) or self._made(person.slot)
            if self._column.indexOf(panel) != place:
                self._column.insertWidget(place, panel)
            panel.show_person(person, view)
            panel.consent.show_text(consent_text)
            panel.show_dense(len(slots) >= DENSE)
        self.panels = {slot: self.panels[slot] for slot in slots}
        if anew:
            self.rebuilt.emit()
        self._asked = next((p.slot for p in view.people if _waits_for_consent(p)), view.turn)
        for slot, panel in self.panels.items():
            panel.consent.show_key(slot == self._asked)
        self.show_status(self._status)

    def show_status(self, status: CardStatus) -> None:
        """Show what the reader does."""
        self._status = status
        for panel in self.panels.values():
            panel.show_status(status)

    def focus_target(self, target: str) -> bool:
        """Put the focus on `person.SLOT` or `consent.SLOT`; False: no such place."""
        kind, _, slot = target.partition(".")
        panel = self.panels.get(slot)
        if panel is None or kind not in ("person", "consent"):
            return False
        return panel.focus_first()

    def focus_secret(self, slot: str) -> None:
        """Put the focus into the box for the number of this person's card."""
        if slot in self.panels:
            self.panels[slot].focus_secret()

    def tick_consent(self) -> None:
        """The one key: who was scanned and has not agreed yet, else whose turn it is."""
        if self._asked in self.panels:
            self.panels[self._asked].consent.tick()

    def _made(self, slot: str) -> PersonPanel:
        panel = PersonPanel(self._services, slot)
        panel.consented.connect(self.consented)
        panel.secret.connect(self.secret)
        panel.read_again.connect(lambda: self.read_again.emit(slot))
        panel.expiry_tried.connect(self.expiry_tried)
        panel.swap_asked.connect(self.swap_asked)
        panel.turn_asked.connect(lambda slot: self.happened.emit(TurnMoved(slot)))
        panel.removed.connect(lambda slot: self.happened.emit(PersonRemoved(slot)))
        self.panels[slot] = panel
        return panel


def _waits_for_consent(person: PersonView) -> bool:
    return person.filled and person.consent_id is None and not is_read(person)
