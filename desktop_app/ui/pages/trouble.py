"""In the place of a page that cannot be made now: what keeps it from it, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.errors import AppError
from desktop_app.ui.page import Action, Page
from desktop_app.ui.parts import Notice, Panel, label
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import DIALOG_WIDTH, Space, Type


class TroublePage(Page):
    """The other pages go on; opening this one again tries it anew.

    Args:
        title: of the page that could not be made.
        error: why.
        again: opens it once more.
    """

    def __init__(
        self,
        services: UiServices,
        title: str,
        error: AppError,
        again: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(services, parent)
        self._title, self._again = title, again
        words = services.messages.of_error(error)
        panel = Panel()
        panel.setFixedWidth(DIALOG_WIDTH)
        self.notice = Notice()
        self.notice.tell("failed", words.title)
        panel.body.addWidget(self.notice)
        for text in (words.cause, words.step):
            panel.body.addWidget(label(text, wrap=True))
        code = QCoreApplication.translate("TroublePage", "Mã: {code}").format(code=error.code)
        panel.body.addWidget(label(code, Type.SMALL, "quiet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(panel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)

    @property
    def title(self) -> str:
        """That of the page that could not be made."""
        return self._title

    def primary_action(self) -> Action:
        """Try once more."""
        return Action(QCoreApplication.translate("TroublePage", "Thử lại"), self._again)

    def entered(self) -> None:
        """The one thing to do has the focus."""
        self.finished.emit()
