"""What a page is to the frame around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop_app.ui.services import UiServices


@dataclass(frozen=True, slots=True)
class Action:
    """Something the bottom line offers.

    Attributes:
        text: on the button.
        run: called on click or key.
        key: Qt text such as `Ctrl+P`; the primary action always has Ctrl+Enter.
        enabled: whether it can be done now.
        icon: a name of `theme.icons`, or "".
    """

    text: str
    run: Callable[[], object]
    key: str = ""
    enabled: bool = True
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """What still has to be done before the primary action, as a sentence that jumps there.

    Attributes:
        sentence: whole, as a tired person understands it.
        jump: puts the focus there.
    """

    sentence: str
    jump: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class HelpKey:
    """One line of the help sheet."""

    key: str
    what: str


class Page(QWidget):
    """One page. It never scrolls the frame: what is long scrolls inside."""

    state_changed = Signal()
    """Title, actions or what is missing changed: the frame asks again."""
    rebuilt = Signal()
    """What takes the focus came, went or stands elsewhere now: the frame makes the Tab order anew."""
    finished = Signal()
    """Nothing needs a human but the primary action: the frame puts the focus on it."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.services = services

    @property
    def title(self) -> str:
        """Shown in the window's title; never a personal value."""
        return ""

    def primary_action(self) -> Action | None:
        """The one thing this page is for, done with Ctrl+Enter."""
        return None

    def secondary_actions(self) -> Sequence[Action]:
        """What stands beside it, in reading order."""
        return ()

    def missing(self) -> Missing | None:
        """What is still missing, the first of it."""
        return None

    def help_keys(self) -> Sequence[HelpKey]:
        """The keys of this page, beside those of the window."""
        return ()

    def entered(self) -> None:
        """The page came to the front: put the focus where the next human act is."""

    def left(self) -> None:
        """Another page came to the front."""

    def keep(self) -> None:
        """Keep drafts at once: the window is about to lock, to close, or to show a crash."""

    def step_back(self) -> bool:
        """Esc: go one step back, losing nothing. False: there is no step back."""
        return False

    def refuse_close(self) -> str:
        """A sentence why the window must not close now, or ""."""
        return ""
