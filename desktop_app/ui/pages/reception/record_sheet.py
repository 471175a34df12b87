"""The twenty fields of a record with their sources; sensitive ones covered until asked for."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QPushButton, QWidget

from desktop_app.core.text import group_number
from desktop_app.reception.person_view import RecordField
from desktop_app.reception.reveals import RevealReason
from desktop_app.ui.pages.reception.words import field_name, reveal_reason, source_name
from desktop_app.ui.parts import button, label
from desktop_app.ui.theme.tokens import Space, Type

_COVER = "••••••"


class RecordSheet(QWidget):
    """Name, value and source, line by line; lines are made once and only change."""

    reveal_asked = Signal(str)
    """A `RevealReason`: show the covered fields."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, Space.S, 0, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(1, 1)
        self._lines: dict[str, tuple[QLabel, QLabel]] = {}
        self._fields: tuple[RecordField, ...] = ()
        self._revealed = False
        self.reveal = self._reveal_button()

    def show_record(self, fields: tuple[RecordField, ...]) -> None:
        """Show a record."""
        if fields == self._fields:
            return
        if self._number(fields) != self._number(self._fields):
            self._revealed = False  # another person
        self._fields = fields
        for row, item in enumerate(fields):
            if item.name not in self._lines:
                self._add(row, item.name)
        self._fill()

    def uncover(self) -> None:
        """Show the covered fields: why is on record."""
        self._revealed = True
        self._fill()

    def _add(self, row: int, name: str) -> None:
        title = label(field_name(name), Type.SMALL, "quiet", wrap=True)
        value, source = label(wrap=True, copied=True), label("", Type.SMALL, "quiet")
        for column, widget in enumerate((title, value, source)):
            self._grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignTop)
        self._lines[name] = (value, source)

    def _fill(self) -> None:
        covered = False
        for item in self._fields:
            value, source = self._lines[item.name]
            hidden = item.masked and bool(item.value) and not self._revealed
            covered = covered or hidden
            shown = group_number(item.value) if item.name == "number" else item.value
            value.setText(_COVER if hidden else shown or "–")
            name = (
                QCoreApplication.translate("RecordSheet", "che, hiện khi biểu mẫu cần")
                if hidden
                else item.value
            )
            value.setAccessibleName(name)
            source.setText(source_name(item.source) if item.value else "")
        self._grid.addWidget(self.reveal, len(self._fields), 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        self.reveal.setVisible(covered)

    def _reveal_button(self) -> QPushButton:
        made = button(
            QCoreApplication.translate("RecordSheet", "Hiện dân tộc, tôn giáo…"),
            kind="quiet",
            icon_name="eye",
        )
        made.setAccessibleDescription(
            QCoreApplication.translate("RecordSheet", "Chọn lý do; lý do được ghi vào nhật ký")
        )
        menu = QMenu(made)
        menu.setAccessibleName(QCoreApplication.translate("RecordSheet", "Lý do hiện"))
        for reason in RevealReason:
            menu.addAction(reveal_reason(reason)).triggered.connect(
                lambda _checked=False, reason=reason: self.reveal_asked.emit(str(reason))
            )
        made.setMenu(menu)
        return made

    @staticmethod
    def _number(fields: tuple[RecordField, ...]) -> str:
        return next((item.value for item in fields if item.name == "number"), "")
