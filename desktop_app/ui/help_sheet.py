"""F1: the keys of the window and of the page that is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.page import HelpKey
from desktop_app.ui.parts import button, label
from desktop_app.ui.registry import PageEntry
from desktop_app.ui.theme.tokens import DIALOG_WIDTH, Space, Type


def window_keys(entries: Sequence[PageEntry], *, training: bool = False) -> tuple[HelpKey, ...]:
    """The keys that work on every page."""
    cards = QCoreApplication.translate("Help", "Công dân hư cấu và thẻ của họ, đầu đọc vẽ")
    translate = QCoreApplication.translate
    return (
        HelpKey("Ctrl+Enter", translate("Help", "Làm việc chính của trang")),
        HelpKey("Esc", translate("Help", "Lùi một bước, không mất gì")),
        HelpKey("Enter", translate("Help", "Sang ô kế tiếp")),
        *(
            HelpKey(entry.f_key, translate("Help", "Mở trang {page}").format(page=entry.title))
            for entry in entries
        ),
        *((HelpKey("F12", cards),) if training else ()),
        HelpKey("Ctrl+L", translate("Help", "Khóa màn hình")),
        HelpKey("F1", translate("Help", "Bảng các phím này")),
    )


class HelpSheet(QDialog):
    """The keys, those of the page first."""

    def __init__(
        self, title: str, of_page: Sequence[HelpKey], of_window: Sequence[HelpKey], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setWindowTitle(QCoreApplication.translate("Help", "Các phím"))
        self.setMinimumWidth(2 * DIALOG_WIDTH if of_page else DIALOG_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.M)
        beside = QHBoxLayout()  # one below the other they are higher than a small screen
        beside.setSpacing(Space.XL)
        if of_page:
            beside.addLayout(_part(title, of_page), 1)
        beside.addLayout(_part(QCoreApplication.translate("Help", "Ở mọi trang"), of_window), 1)
        column.addLayout(beside)
        row = QHBoxLayout()
        row.addStretch(1)
        close = button(QCoreApplication.translate("Help", "Đóng"), self.accept, name="help.close")
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the words are once they are broken into lines."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))


def _part(title: str, keys: Sequence[HelpKey]) -> QVBoxLayout:
    part = QVBoxLayout()
    part.setSpacing(Space.M)
    part.addWidget(label(title, Type.NAME))
    part.addLayout(_table(keys))
    part.addStretch(1)
    return part


def _table(keys: Sequence[HelpKey]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.L)
    grid.setVerticalSpacing(Space.S)
    grid.setColumnStretch(1, 1)
    for row, line in enumerate(keys):
        grid.addWidget(label(line.key, Type.STRONG), row, 0)
        grid.addWidget(label(line.what, wrap=True), row, 1)
    return grid
