"""Finding the procedure: one box, accents and slips forgiven, what was used last on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_app.ui.pages.reception.remembered import Remembered
from desktop_app.ui.parts import IconLabel, button, label
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.tokens import ICON_SIZE, Space, Type

Find = Callable[[str, Sequence[str], Sequence[str]], Sequence[str]]
_CODE = Qt.ItemDataRole.UserRole
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class ProcedureSearch(QWidget):
    """The box, and below it what fits; the keyboard moves in the list while the focus stays in the box."""

    chosen = Signal(str)
    """Code of the procedure."""
    remembered = Signal(object)
    """A `Remembered` with other favourites: keep it."""

    def __init__(self) -> None:
        super().__init__()
        self._names: dict[str, str] = {}
        self._find: Find = lambda query, last, favourites: ()
        self._memory = Remembered()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self._ask = label(self.tr("Thủ tục người dân cần làm"), Type.LABEL)
        self.box = QLineEdit()
        self.box.setObjectName("procedure")
        self.box.setPlaceholderText(self.tr("Gõ tên thủ tục, không cần dấu: khai sinh, thuong tru…"))
        self.box.setAccessibleName(self._ask.text())
        self._ask.setBuddy(self.box)
        self.list = QListWidget()
        self.list.setObjectName("procedures")
        self.list.setAccessibleName(self.tr("Thủ tục tìm thấy"))
        self.list.setWordWrap(True)
        self.list.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(Space.XS // 2)
        self._none = label(
            self.tr("Không thấy thủ tục nào giống như vậy. Thử một từ khác, ngắn hơn, hoặc mã thủ tục."),
            tone="quiet",
            wrap=True,
        )
        self._none.hide()
        self._keys = label(
            self.tr("↑ ↓ để chọn · Enter để bắt đầu · Ctrl+D để ghim lên đầu"), Type.SMALL, "quiet", wrap=True
        )
        for part in (self._ask, self.box, self._none):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self._keys)
        self.setFocusProxy(self.box)
        self.box.textChanged.connect(self._search)
        self.box.installEventFilter(self)
        self.list.itemActivated.connect(lambda item: self.chosen.emit(item.data(_CODE)))
        self.list.itemClicked.connect(lambda item: self.chosen.emit(item.data(_CODE)))
        self.list.installEventFilter(self)

    def offer(self, names: dict[str, str], find: Find, memory: Remembered) -> None:
        """Offer these procedures.

        Args:
            names: of the procedures, by code.
            find: (query, last used, favourites) to codes, best first.
            memory: what was used last here.
        """
        self._names, self._find, self._memory = names, find, memory
        self._search(self.box.text())

    def remember(self, memory: Remembered) -> None:
        """Put other procedures on top from now on."""
        self._memory = memory

    def start(self) -> None:
        """Begin anew: an empty box with the focus."""
        self.box.clear()
        self._search("")
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that move in the list while the focus is in the box."""
        if event.type() != QEvent.Type.KeyPress:
            return False
        key = cast(QKeyEvent, event)
        plain = key.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if key.modifiers() == Qt.KeyboardModifier.ControlModifier and key.key() == Qt.Key.Key_D:
            self._pin()
            return True
        if watched is self.box and plain and key.key() in _LIST_KEYS:
            self._move(key.key())
            return True
        if plain and key.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.list.currentItem()
            if item is not None:
                self.chosen.emit(item.data(_CODE))
            return True
        return False

    def _move(self, key: int) -> None:
        step = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -5,
            Qt.Key.Key_PageDown: 5,
        }[Qt.Key(key)]
        last = self.list.count() - 1
        if last >= 0:
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), last))
            self._describe()

    def _pin(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        code = item.data(_CODE)
        self.remember(self._memory.toggling(code))
        self.remembered.emit(self._memory)
        self._search(self.box.text())
        self._select(code)

    def _search(self, query: str) -> None:
        codes = self._find(query, self._memory.last_used, self._memory.favourites)
        self.list.clear()
        for code in codes:
            self.list.addItem(self._item(code))
        if codes:
            self.list.setCurrentRow(0)
        self.list.setVisible(bool(codes))
        self._keys.setVisible(bool(codes))
        self._none.setVisible(not codes and bool(self._names))
        self._describe()

    def _item(self, code: str) -> QListWidgetItem:
        item = QListWidgetItem(f"{self._names[code]}\n{code}{self._because(code)}")
        item.setData(_CODE, code)
        if code in self._memory.favourites:
            item.setIcon(icon("pin", "quiet"))
        elif code in self._memory.last_used:
            item.setIcon(icon("history", "quiet"))
        else:
            item.setIcon(icon("file-text", "quiet"))
        return item

    def _because(self, code: str) -> str:
        if code in self._memory.favourites:
            return " · " + self.tr("đã ghim")
        if code in self._memory.last_used:
            return " · " + self.tr("mới dùng")
        return ""

    def _select(self, code: str) -> None:
        for row in range(self.list.count()):
            if self.list.item(row).data(_CODE) == code:
                self.list.setCurrentRow(row)
        self._describe()

    def _describe(self) -> None:
        item = self.list.currentItem()
        self.box.setAccessibleDescription("" if item is None else item.text().replace("\n", " · "))


class ChosenProcedure(QWidget):
    """The procedure of this session, and the way to another one."""

    change_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(IconLabel("file-text", "quiet"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._name = label(type=Type.LABEL, wrap=True)
        self._code = label(type=Type.SMALL, tone="quiet")
        words.addWidget(self._name)
        words.addWidget(self._code)
        row.addLayout(words, 1)
        self.change = button(self.tr("Đổi thủ tục"), self.change_wanted.emit, name="change_procedure")
        row.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)

    def show_procedure(self, code: str, name: str) -> None:
        """Show the procedure."""
        self._name.setText(name)
        self._code.setText(code)
