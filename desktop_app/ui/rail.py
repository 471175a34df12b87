"""The left rail: the pages, each with icon, label and F-key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.parts import BUTTON_ICON, label, restyle
from desktop_app.ui.registry import PageEntry
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.tokens import RAIL_WIDTH, Space, Type


class Rail(QFrame):
    """Shows which pages there are and which one is open.

    Args:
        entries: in order.
        choose: called with the key of the page that was clicked.
        training: there are cards to lay on a drawn reader.
    """

    def __init__(
        self,
        entries: Sequence[PageEntry],
        choose: Callable[[str], None],
        *,
        training: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(QCoreApplication.translate("Rail", "Các trang"))
        restyle(self, place="rail")
        self.setFixedWidth(RAIL_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.M, Space.S, Space.M)
        column.setSpacing(Space.XS)
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for entry in entries:
            made = _RailButton(entry)
            made.clicked.connect(lambda _checked, key=entry.key: choose(key))
            group.addButton(made)
            column.addWidget(made)
            self._buttons[entry.key] = made
        column.addStretch(1)
        keys = [QCoreApplication.translate("Rail", "F1  Các phím")]
        if training:
            keys.insert(0, QCoreApplication.translate("Rail", "F12  Thẻ tập huấn"))
        for words in keys:
            hint = label(words, Type.SMALL, "quiet")
            hint.setContentsMargins(Space.S, 0, 0, 0)
            column.addWidget(hint)

    def mark(self, key: str) -> None:
        """Show that this page is open."""
        self._buttons[key].setChecked(True)


class _RailButton(QPushButton):
    def __init__(self, entry: PageEntry) -> None:
        super().__init__(entry.title)
        self.setObjectName(f"rail.{entry.key}")
        self.setCheckable(True)
        self.setAutoDefault(False)
        restyle(self, kind="rail")
        self.setIcon(icon(entry.icon, checked="on_selection"))
        self.setIconSize(BUTTON_ICON)
        self.setAccessibleName(entry.title)
        self.setAccessibleDescription(entry.f_key)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, Space.S, 0)
        row.addStretch(1)
        key = label(entry.f_key, Type.SMALL, "quiet")
        row.addWidget(key)
        self.toggled.connect(lambda on: restyle(key, tone="on_selection" if on else "quiet"))
