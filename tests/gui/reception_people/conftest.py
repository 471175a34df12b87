"""A counter with somebody at it: controller, card flow, and cards of the training shelf."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.terms import OfficerRole
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.citizens import TrainingCitizen
from desktop_app.reception.session import Session
from desktop_app.ui.desk import SignedIn
from desktop_app.ui.frame import MainWindow
from desktop_app.ui.pages.reception.card_flow import CardFlow
from desktop_app.ui.pages.reception.card_states import CardState
from desktop_app.ui.pages.reception.controller import Controller
from desktop_app.ui.pages.reception.page import ReceptionPage
from desktop_app.ui.pages.reception.told import Told
from desktop_app.ui.registry import PageEntry
from desktop_app.ui.services import UiServices
from tests.support.pages import away, is_active

OFFICER = "cb01"


@dataclass
class Counter:
    """The page without widgets.

    Attributes:
        told: what the controller had to say.
        asked: slots whose number was asked for.
    """

    services: UiServices
    controller: Controller
    flow: CardFlow
    wait: Callable[[Callable[[], bool]], None]
    told: list[Told] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def session(self) -> Session:
        return self.controller.session

    def citizen(self, place: int = 0) -> TrainingCitizen:
        """A citizen of the shelf."""
        assert self.services.shelf is not None
        return self.services.shelf.citizen(self.services.shelf.names()[place])

    def chip(self, place: int = 0, quirk: str | None = None) -> Chip:
        """Their card, or one that pretends to be."""
        assert self.services.shelf is not None
        return Chip(self.services.shelf.load(self.services.shelf.names()[place], quirk))

    def agree(self, slot: str = "declarant") -> None:
        """The box is ticked, and that is written down."""
        self.controller.agree(slot)
        self.wait(lambda: slot in self.session.consents)

    def until(self, *states: CardState) -> None:
        """Wait for the reader."""
        self.wait(lambda: self.flow.status.state in states)

    def keep(self) -> None:
        """Wait until the draft is written."""
        self.controller.keep()
        self.wait(lambda: any(d.session_id == self.session.session_id for d in self.drafts()))

    def drafts(self) -> tuple:
        """The drafts in the database, read beside the GUI thread as the product must."""
        found: list[tuple] = []
        reader = threading.Thread(target=lambda: found.append(self.services.reception.drafts()))
        reader.start()
        reader.join()
        return found[0]


class HeldCard:
    """A card that does not answer from a certain exchange on until it is let go."""

    def __init__(self, card: Chip, after: int) -> None:
        self._card, self._left = card, after
        self.waits, self.go_on = threading.Event(), threading.Event()

    def transmit(self, command: bytes) -> bytes:
        self._left -= 1
        if self._left < 0:
            self.waits.set()
            assert self.go_on.wait(120)
        return self._card.transmit(command)

    def reset(self) -> None:
        self._card.reset()


@pytest.fixture
def counter(services: UiServices, qtbot) -> Iterator[Counter]:
    """Signed in, nobody in front."""
    services.desk.sign_in(SignedIn(OFFICER, "Cán bộ", OfficerRole.CLERK))
    controller = Controller(services)
    flow = CardFlow(services, controller)
    made = Counter(services, controller, flow, lambda condition: qtbot.waitUntil(condition))
    controller.told.connect(made.told.append)
    flow.asks_secret.connect(made.asked.append)
    yield made
    flow.close()
    controller.close()
    services.bridge.reader_event.disconnect(flow.reader_event)


ENTRY = PageEntry("reception", "Tiếp nhận", "inbox", "F2", ReceptionPage)


@pytest.fixture
def page(services: UiServices, qtbot: QtBot) -> Iterator[ReceptionPage]:
    """The page in its frame, with an untouched session."""
    services.desk.sign_in(SignedIn(OFFICER, "Cán bộ", OfficerRole.CLERK))
    for draft in away(services.reception.drafts):
        away(services.reception.drop_draft, draft.session_id, OFFICER)
    window = MainWindow(services, [ENTRY])
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: is_active(window))
    made = window.page("reception")
    assert isinstance(made, ReceptionPage)
    yield made
    made.close_down()
    services.bridge.reader_event.disconnect(made.card_flow.reader_event)
