"""The table of the form: one panel for each person, added and removed by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.messages import Messages
from desktop_app.reception.view import RowView
from desktop_app.ui.pages.reception.fields import FieldBox, FieldLine, heading, lines_of
from desktop_app.ui.parts import button, label, restyle
from desktop_app.ui.theme.tokens import Space, Type


class MembersTable(QWidget):
    """The rows of the form's table. It asks for rows, it never makes them: they come with the next view."""

    add_wanted = Signal()
    remove_wanted = Signal(int)
    made = Signal(FieldBox)
    """A new cell: connect it."""

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self._messages = messages
        self._panels: list[_RowPanel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self._heading = heading("")
        column.addWidget(self._heading)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.S)
        column.addLayout(self._rows)
        self.add = button(
            self.tr("Thêm người"), self.add_wanted.emit, icon_name="user-plus", name="add_member"
        )
        self.add.setToolTip(self.tr("Thêm một người vào danh sách (Alt+Insert)"))
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def cells(self) -> tuple[FieldBox, ...]:
        """Every cell in reading order."""
        return tuple(cell for panel in self._panels for cell in panel.cells)

    def show_rows(self, title: str, columns: Sequence[str], rows: Sequence[RowView], can_add: bool) -> bool:
        """Show the rows as they are now; panels that stay are kept.

        Returns:
            Whether panels came or went.
        """
        self.setVisible(bool(columns))
        self._heading.setText(title.rstrip(" :"))
        self._heading.setVisible(bool(title))
        before = list(self._panels)
        while len(self._panels) > len(rows) or (
            self._panels and not self._panels[-1].fits(rows[len(self._panels) - 1])
        ):
            panel = self._panels.pop()
            panel.hide()
            panel.deleteLater()
        for panel, row in zip(self._panels, rows, strict=False):
            panel.show_row(row)
        for row in rows[len(self._panels) :]:
            panel = _RowPanel(row, self._messages)
            panel.remove_wanted.connect(self.remove_wanted)
            self._panels.append(panel)
            self._rows.addWidget(panel)
            for cell in panel.cells:
                self.made.emit(cell)
        self.add.setEnabled(can_add)
        return before != self._panels

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Delete removes the person with the focus, Enter presses the button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.add.hasFocus():
            self.add.click()
        elif event.key() == Qt.Key.Key_Delete and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            focused = self.window().focusWidget()
            index = next((p.index for p in self._panels if focused and p.isAncestorOf(focused)), None)
            if index is not None:
                self.remove_wanted.emit(index)
        else:
            super().keyPressEvent(event)


class _RowPanel(QFrame):
    remove_wanted = Signal(int)

    def __init__(self, row: RowView, messages: Messages) -> None:
        super().__init__()
        restyle(self, place="panel")
        self.index = row.index
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.M)
        column.setSpacing(Space.S)
        top = QHBoxLayout()
        self._title = label(type=Type.STRONG)
        top.addWidget(self._title, 1)
        self._remove = button(
            self.tr("Bỏ"), lambda: self.remove_wanted.emit(self.index), kind="quiet", icon_name="trash-2"
        )
        top.addWidget(self._remove)
        column.addLayout(top)
        lines = [FieldLine(fields, messages) for fields in lines_of(row.cells)]
        for line in lines:
            column.addWidget(line)
        self.cells = tuple(box for line in lines for box in line.boxes)
        self._show_index(row.index)

    def fits(self, row: RowView) -> bool:
        return len(row.cells) == len(self.cells)

    def show_row(self, row: RowView) -> None:
        if row.index != self.index:
            self._show_index(row.index)
        for cell, field in zip(self.cells, row.cells, strict=True):
            cell.show_field(field)

    def _show_index(self, index: int) -> None:
        self.index = index
        text = self.tr("Người thứ {number}").format(number=index)
        self._title.setText(text)
        self.setAccessibleName(text)
        self._remove.setAccessibleName(self.tr("Bỏ người thứ {number}").format(number=index))
        self._remove.setToolTip(self.tr("Bỏ người này khỏi danh sách (Alt+Delete)"))
        self._remove.setObjectName(f"remove_member.{index}")
