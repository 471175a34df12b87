"""The scanned pages: small pictures that are turned, moved and taken out by keys or buttons."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_app.ui.pages.reception.paper_row import icon_button
from desktop_app.ui.pages.reception.scan_work import Pages, ScanWork
from desktop_app.ui.theme.tokens import Space

_PAGE_ID = Qt.ItemDataRole.UserRole
_THUMBNAIL = QSize(76, 107)  # A4 upright
_PLACE = QSize(92, 136)  # three beside each other in the column, with its scroll bar


class ScannedPages(QWidget):
    """The pages as they lie. Changes are asked of the work; they show when it has answered."""

    changed = Signal()

    def __init__(self, work: ScanWork) -> None:
        super().__init__()
        self._work = work
        self._pictures: dict[str, QPixmap] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self.list = QListWidget()
        self.list.setObjectName("pages")
        self.list.setAccessibleName(self.tr("Các trang đã quét"))
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setIconSize(_THUMBNAIL)
        self.list.setGridSize(_PLACE)
        self.list.installEventFilter(self)
        column.addWidget(self.list, 1)
        tools = QHBoxLayout()
        tools.setSpacing(Space.XS)
        self._tools = {
            "left": icon_button("rotate-ccw", self.tr("Xoay trang sang trái (Shift+R)")),
            "right": icon_button("rotate-cw", self.tr("Xoay trang sang phải (R)")),
            "earlier": icon_button("arrow-left", self.tr("Chuyển trang lên trước (Ctrl+←)")),
            "later": icon_button("arrow-right", self.tr("Chuyển trang ra sau (Ctrl+→)")),
            "remove": icon_button("trash-2", self.tr("Bỏ trang (Delete)")),
            "undo": icon_button("undo-2", self.tr("Hoàn tác (U)")),
        }
        for name, tool in self._tools.items():
            tool.clicked.connect(lambda _=False, what=name: self._do(what))
            tools.addWidget(tool)
        tools.addStretch(1)
        column.addLayout(tools)
        work.pages.connect(self.show_pages)
        self.list.currentRowChanged.connect(lambda _: self._show_tools())
        self._show_tools()

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self.list.count()

    def clear(self) -> None:
        """Show none."""
        self._pictures.clear()
        self.show_pages(Pages((), {}))

    def picture_size(self, page_id: str) -> QSize:
        """Of the small picture of a page, as it is turned now."""
        return self._pictures[page_id].size()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the pages."""
        if watched is self.list and event.type() == QEvent.Type.KeyPress:
            return self._page_key(cast(QKeyEvent, event))
        return False

    def show_pages(self, pages: Pages) -> None:
        """Show them as they lie now; items that stay are kept."""
        for page_id, png in pages.pictures.items():
            picture = QPixmap()
            picture.loadFromData(png, "PNG")
            self._pictures[page_id] = picture
        current, more = self._current(), len(pages.placed) > self.list.count()
        with QSignalBlocker(self.list):
            for row, placed in enumerate(pages.placed):
                item = self.list.item(row)
                if item is None:
                    item = QListWidgetItem()
                    self.list.addItem(item)
                if item.data(_PAGE_ID) != placed.page_id or placed.page_id in pages.pictures:
                    item.setIcon(self._icon(self._pictures[placed.page_id]))
                    item.setData(_PAGE_ID, placed.page_id)
                text = self.tr("Trang {number}").format(number=row + 1)
                item.setText(text)
            while self.list.count() > len(pages.placed):
                self.list.takeItem(self.list.count() - 1)
            ids = [placed.page_id for placed in pages.placed]
            row = ids.index(current) if current in ids else min(self.list.currentRow(), len(ids) - 1)
            self.list.setCurrentRow(max(row, 0) if ids else -1)
        if more and not self.list.hasFocus():
            self.list.scrollToBottom()  # the page that has just come
        self._show_tools()
        self.changed.emit()

    def _icon(self, picture: QPixmap) -> QIcon:
        """In the middle of a place that upright and turned pages fill alike: what was there is covered."""
        ratio = self.devicePixelRatioF()
        place = QPixmap(_THUMBNAIL * ratio)
        place.fill(Qt.GlobalColor.transparent)
        page = picture.scaled(
            place.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        with QPainter(place) as painter:
            room = page.rect()
            room.moveCenter(place.rect().center())
            painter.drawPixmap(room, page)
            painter.setPen(self.palette().color(QPalette.ColorRole.Mid))  # a white page on white has no edge
            painter.drawRect(room.adjusted(0, 0, -1, -1))
        place.setDevicePixelRatio(ratio)
        made = QIcon(place)
        made.addPixmap(place, QIcon.Mode.Selected)  # else a chosen page is washed out
        return made

    def _page_key(self, key: QKeyEvent) -> bool:
        wanted = {
            (Qt.Key.Key_R, Qt.KeyboardModifier.NoModifier): "right",
            (Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier): "left",
            (Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier): "earlier",
            (Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier): "later",
            (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier): "remove",
            (Qt.Key.Key_U, Qt.KeyboardModifier.NoModifier): "undo",
        }.get((Qt.Key(key.key()), key.modifiers() & ~Qt.KeyboardModifier.KeypadModifier))
        if wanted is not None:
            self._do(wanted)
        return wanted is not None

    def _do(self, what: str) -> None:
        page, row = self._current(), self.list.currentRow()
        if what == "undo":
            self._work.undo()
        elif page is None:
            return
        elif what == "right":
            self._work.turn(page, 90)
        elif what == "left":
            self._work.turn(page, 270)
        elif what == "remove":
            self._work.remove(page)
        elif what == "earlier" and row > 0:
            self._work.move(page, row - 1)
        elif what == "later" and row < self.list.count() - 1:
            self._work.move(page, row + 1)

    def _current(self) -> str | None:
        item = self.list.currentItem()
        return None if item is None else item.data(_PAGE_ID)

    def _show_tools(self) -> None:
        here = self._current() is not None
        for name, tool in self._tools.items():
            tool.setEnabled(name == "undo" or here)
