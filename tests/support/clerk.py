"""A clerk who uses the keyboard alone, and what her work costs: keys, and seconds she waits."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.desktop import Desktop
from tests.support.screen_reader import PATIENCE_S, ScreenReader, Seen, Waited

_MOST_STOPS = 80
_NOTICED_S = 1.5  # a key that moves the focus has moved it by then
_CHOSEN_S = 15.0  # a key in a list always moves the choice, except at its end


@dataclass
class Cost:
    """What one dossier cost.

    Attributes:
        title: the procedure.
        keys: presses in all.
        card_to_receipt: of them, from the first card to the printed receipt.
        waited_s: for the program, in all.
        card_waited_s: of it, for cards to be read.
        print_waited_s: of it, for the printer.
        typed: letters of text among the keys.
    """

    title: str
    keys: int = 0
    card_to_receipt: int = 0
    waited_s: float = 0.0
    card_waited_s: float = 0.0
    print_waited_s: float = 0.0
    typed: int = 0


class Clerk:
    """Hands on the keyboard, eyes on the screen.

    Args:
        pictures: folder for a picture of each step; None: no pictures.
    """

    def __init__(self, desktop: Desktop, reader: ScreenReader, pictures: Path | None) -> None:
        self.desktop, self.reader = desktop, reader
        self._pictures = pictures
        self._steps = 0
        self.cost = Cost("")
        self._keys_before = 0

    def begin(self, title: str) -> None:
        """The next dossier; its cost is counted from here."""
        self.cost, self._keys_before = Cost(title), self.desktop.keys

    @property
    def keys(self) -> int:
        """Presses since the dossier was begun."""
        return self.desktop.keys - self._keys_before

    def picture(self, name: str) -> None:
        """Keep what is on the screen."""
        self._steps += 1
        if self._pictures is not None:
            self.desktop.picture(self._pictures / f"{self._steps:02}-{name}.png")

    def press(self, *keys: str) -> None:
        """Press keys, such as `ctrl+Return`."""
        self.desktop.press(*keys)

    def wait(self, part: str, role: str = "", limit_s: float = PATIENCE_S) -> float:
        """Wait until this is on the screen; counts as waiting."""
        passed = self.reader.until_shown(part, role, limit_s)
        self.cost.waited_s += passed
        return passed

    def wait_gone(self, part: str) -> None:
        """Wait until this is off the screen; counts as waiting."""
        self.cost.waited_s += self.reader.until(lambda: not self.reader.find(part), f"{part} to go")

    def go(self, name: str, key: str = "Tab", role: str = "") -> Seen:
        """Press a key until the keyboard is at what is called so."""
        seen = self.reader.focus()
        for _ in range(_MOST_STOPS):
            if seen is not None and seen.name.startswith(name) and role in seen.role:
                return seen
            self.press(key)
            seen = self._after(seen)
        pytest.fail(f"{key} does not lead to {name}{role}\n{self.reader.told()}")

    def fill(self, name: str, text: str, key: str = "Return") -> None:
        """Go to a field of the form with Enter and type into it, or choose in it."""
        field = self.go(name, key)
        if field.role == "combo box":
            self._choose(field, text)
            return
        if field.text:
            self.press("ctrl+a")
        self.desktop.type(text)
        self.cost.typed += len(text)
        self.reader.until(lambda: self.reader.again(field).text == text, f"{name} to hold what was typed")

    def activate(self, name: str, key: str = "Tab") -> None:
        """Go to a button and press it."""
        self.go(name, key)
        self.press("space")

    def look(self, part: str) -> Seen:
        """What is on the screen; fails when it is not."""
        seen = self.reader.find(part)
        assert seen is not None, f"{part} is not on the screen\n{self.reader.told()}"
        return seen

    def _choose(self, box: Seen, text: str) -> None:
        for _ in range(_MOST_STOPS):
            now = self.reader.again(box)
            if now.text == text:
                return
            self.press("Down")
            self._soon(lambda now=now: self.reader.again(box).text != now.text, _CHOSEN_S)
        pytest.fail(f"{box.name} offers no {text}\n{self.reader.told()}")

    def _after(self, before: Seen | None) -> Seen | None:
        """The focus after a key."""
        old, now = before.at if before is not None else None, None

        def moved() -> bool:
            nonlocal now
            now = self.reader.focus()
            return now is not None and now.at != old

        self._soon(moved)
        return now

    def _soon(self, state: Callable[[], bool], limit_s: float = _NOTICED_S) -> None:
        """Wait a moment for what a key does; a key may also only fold a list of suggestions."""
        with contextlib.suppress(Waited):
            self.reader.until(state, "a key to do something", limit_s)
