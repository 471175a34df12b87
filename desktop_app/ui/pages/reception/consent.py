"""The citizen's agreement: what it says, ticked by hand, never ticked before."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop_app.ui.flow import FlowRow
from desktop_app.ui.parts import IconLabel, button, label
from desktop_app.ui.theme.tokens import Space, Type

KEY = "Alt+D"  # Đ is no key of its own on the keyboards in use


class ConsentLine(QWidget):
    """One box to tick, the text it stands for, and afterwards that it was ticked."""

    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        row = FlowRow()
        self.box = QCheckBox(QCoreApplication.translate("ConsentLine", "Đồng ý cho đọc chip"))
        self.box.clicked.connect(self._clicked)
        self._icon = IconLabel("circle-check", "verified")
        self._given = label(
            QCoreApplication.translate("ConsentLine", "Đã đồng ý cho đọc chip"), Type.SMALL, "quiet"
        )
        self._key = label(KEY, Type.SMALL, "quiet")
        self.more = button(QCoreApplication.translate("ConsentLine", "Xem lời"), kind="quiet")
        self.more.setCheckable(True)
        self.more.setAccessibleName(QCoreApplication.translate("ConsentLine", "Xem lời đồng ý"))
        self.more.toggled.connect(self._unfold)
        for widget in (self._icon, self._given, self.box, self._key):
            row.add(widget)
        row.add(self.more)
        column.addWidget(row)
        self._text = label(type=Type.SMALL, wrap=True)
        self._text.hide()
        column.addWidget(self._text)
        self._has_key = False
        self.show_given(False)

    def show_text(self, text: str) -> None:
        """Show what is agreed to, as the pack of the session has it."""
        self.box.setToolTip(text)
        self.box.setAccessibleDescription(f"{KEY}. {text}")
        self._given.setToolTip(text)
        self._text.setText(text)

    def show_given(self, given: bool) -> None:
        """Show whether they agreed."""
        self._icon.setVisible(given)
        self._given.setVisible(given)
        self.box.setVisible(not given)
        self.box.setChecked(given)
        self.box.setEnabled(True)
        self._key.setVisible(not given and self._has_key)
        self.more.setVisible(not given)
        if given:
            self.more.setChecked(False)

    def show_key(self, shown: bool) -> None:
        """Whether the key ticks this box and not another one."""
        self._has_key = shown
        self._key.setVisible(shown and not self._given.isVisibleTo(self))

    def tick(self) -> None:
        """As by a click on the box."""
        if self.box.isVisibleTo(self) and self.box.isEnabled():
            self.box.click()

    def _clicked(self) -> None:
        self.box.setEnabled(False)  # until it is written down
        self.ticked.emit()

    def _unfold(self, shown: bool) -> None:
        self._text.setVisible(shown)
