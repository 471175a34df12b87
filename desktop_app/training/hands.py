"""What every step of a script needs: the window, the driver, waiting, pictures, what is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from desktop_app.core.errors import AppError
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.training.driver import Driver, wait_until
from desktop_app.training.outcome import Played
from desktop_app.training.script import Script
from desktop_app.ui.frame import MainWindow
from desktop_app.ui.pages.drawn_reader import CardHand
from desktop_app.ui.pages.reception.card_flow import CardStatus
from desktop_app.ui.pages.reception.card_states import CardState
from desktop_app.ui.pages.reception.page import ReceptionPage
from desktop_app.ui.pages.reception.told import Told

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stage:
    """What a script is played on.

    Attributes:
        window: the real one.
        hand: lays the cards.
        virtual: cards go through a virtual reader, which may still be on its way.
        fonts: folder of the paper fonts.
        officer: who signs in where the script names nobody; empty for the first one.
    """

    window: MainWindow
    hand: CardHand
    virtual: bool
    fonts: Path
    officer: str = ""


class Hands:
    """Hands and memory of one script.

    Args:
        stage: where.
        script: what.
        folder: of the script's file; papers are found below it.
        out: folder for PDFs and pictures, made when missing.
        shelves: of citizens who are asked before the profile's.
        first: the window was just opened, so a draft may be coming back.
    """

    def __init__(
        self,
        stage: Stage,
        script: Script,
        folder: Path,
        out: Path,
        *,
        shelves: Sequence[CardShelf] = (),
        first: bool = True,
    ) -> None:
        self._first = first
        self._stage, self._script, self._folder, self._out = stage, script, folder, out
        self._shelves = tuple(shelves)
        self._services = stage.window.services
        self._driver = Driver(stage.window)
        self.played = Played(script.name, script.procedure)
        self._began_at = self._services.clock.now()
        self._listens = False
        self._read_began: tuple[str, float] | None = None
        self._told: Told | None = None
        self._card_keys: int | None = None
        self._fresh = False

    @property
    def _page(self) -> ReceptionPage:
        return cast(ReceptionPage, self._stage.window.page("reception"))

    @property
    def _status(self) -> CardStatus:
        return self._page.card_flow.status

    def _until(self, state: Callable[[], bool], what: str, limit_s: float | None = None) -> None:
        passed = wait_until(state, limit_s or self._script.limit_s, what)
        self.played.waits.append({"step": self.played.step, "what": what, "ms": round(passed)})

    def _asked(self, work: Callable[[], T]) -> T:
        """Something slow, beside the window."""
        answers: list[T] = []
        errors: list[AppError] = []
        self._services.bridge.run(lambda _cancel: work(), answers.append, errors.append)
        wait_until(lambda: bool(answers or errors), self._script.limit_s, "store")
        if errors:
            raise errors[0]
        return answers[0]

    def _rest(self, what: str, limit_s: float | None = None) -> None:
        """Until nothing is read, kept or accepted any more."""
        if self._stage.window.current_page is None:
            return
        controller = self._page.controller

        def rests() -> bool:
            busy = self._stage.hand.busy or controller.accepting
            reading = any(person.being_read for person in controller.view.people)
            photos = any(panel.photo.is_opening for panel in self._page.people.panels.values())
            return not busy and not reading and not photos and self._status.state is not CardState.READING

        if not rests():
            self._until(rests, what, limit_s)

    def _picture(self, name: str) -> None:
        file = f"{self.played.step:02}-{name}.png"
        self._driver.picture(self._out / file)
        self.played.pictures.append(file)

    def _raise_told(self) -> None:
        if self._told is not None and self._told.error is not None:
            raise self._told.error
