"""What a part of Quản trị is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.errors import AppError
from desktop_app.runtime.tasks import Cancel
from desktop_app.security.officers import MANAGERS
from desktop_app.ui.page import Action
from desktop_app.ui.parts import Notice, label
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import Space, Type

T = TypeVar("T")


class Section(QWidget):
    """One part: a title, a line of words, and what is in it.

    Args:
        title: above it and in the list of parts.
        lead: one quiet sentence below the title.
    """

    state_changed = Signal()

    def __init__(
        self, services: UiServices, title: str, lead: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.services = services
        self.title = title
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(Space.M)
        self.body.addWidget(label(title, Type.NAME))
        if lead:
            self.body.addWidget(label(lead, tone="quiet", wrap=True))
        self.notice = Notice()
        self.body.addWidget(self.notice)

    @property
    def may_manage(self) -> bool:
        """Whether the officer at the counter may change officers and trust."""
        officer = self.services.desk.officer
        return officer is not None and officer.role in MANAGERS

    def primary_action(self) -> Action | None:
        """What Ctrl+Enter does here."""
        return None

    def entered(self) -> None:
        """The part came to the front: read afresh."""

    def left(self) -> None:
        """Another part or page came to the front."""

    def step_back(self) -> bool:
        """Esc within the part."""
        return False

    def run(self, work: Callable[[Cancel], T], then: Callable[[T], None]) -> None:
        """Run work beside the window; a known error is said in words above."""
        self.services.bridge.run(work, then, self.tell_error, owner=self)

    def tell_error(self, error: AppError) -> None:
        """Say a known error."""
        words = self.services.messages.of_error(error)
        self.notice.tell("failed", f"{words.title}. {words.cause} {words.step}")
