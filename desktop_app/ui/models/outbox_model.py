"""The outbox as a table that grows page by page and changes row by row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop_app.core.clock import local
from desktop_app.core.errors import AppError
from desktop_app.core.terms import EventType, OutboxState
from desktop_app.runtime.tasks import Cancel
from desktop_app.sync import listing
from desktop_app.sync.listing import PAGE, OutboxLine, Shown
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.icons import icon

NUMBER, WHAT, QUEUED, STATE, TRIES = range(5)
_Index = QModelIndex | QPersistentModelIndex


class OutboxModel(QAbstractTableModel):
    """One list of the outbox, newest first.

    Pages are read in SQL when the view comes near their end. When the store says that an event changed, that
    event alone is read again; events that change while one such read runs are read together in the next.
    """

    loading_changed = Signal()
    failed = Signal(object)
    """The `AppError` that stopped reading."""

    def __init__(self, services: UiServices, parent: Any = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lines: list[OutboxLine] = []
        self._shown = Shown.WAITING
        self._more = False
        self._reading: Cancel | None = None
        self._asked: set[str] = set()
        self._asking = False
        services.bridge.changed.connect(self._row_changed)

    @property
    def loading(self) -> bool:
        """True until the first page is here."""
        return self._reading is not None and not self._lines

    @property
    def shown(self) -> Shown:
        """Which list this is."""
        return self._shown

    def show_list(self, shown: Shown) -> None:
        """Show another list, or the same from its beginning."""
        if self._reading is not None:
            self._reading.set()
            self._reading = None
        self.beginResetModel()
        self._shown, self._lines, self._more = shown, [], True
        self.endResetModel()
        self.fetchMore(QModelIndex())

    def line(self, row: int) -> OutboxLine | None:
        """The event of a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - the shape Qt asks for
        """Rows that are here."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Number, what, since when, how far, tries."""
        return 0 if parent.isValid() else TRIES + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Hồ sơ"),
                self.tr("Nội dung"),
                self.tr("Xếp hàng lúc"),
                self.tr("Tình trạng"),
                self.tr("Số lần gửi"),
            )[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell."""
        line = self.line(index.row())
        if line is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.DecorationRole and column == STATE:
            return icon(*_ICONS[line.state])
        if role == Qt.ItemDataRole.TextAlignmentRole and column == TRIES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._text(line, column)
        return None

    def canFetchMore(self, parent: _Index) -> bool:
        """Whether another page may be there."""
        return not parent.isValid() and self._more and self._reading is None

    def fetchMore(self, parent: _Index) -> None:
        """Read the next page beside the window."""
        if not self.canFetchMore(parent):
            return
        shown, below = self._shown, self._lines[-1].sequence if self._lines else None
        self._reading = self._services.bridge.run(
            lambda _cancel: self._services.store.read(
                lambda session: listing.page(session, shown, below=below)
            ),
            self._take_page,
            self._stopped,
            owner=self,
        )
        self.loading_changed.emit()

    def _take_page(self, page: Sequence[OutboxLine]) -> None:
        self._reading = None
        self._more = len(page) == PAGE
        # An event that came or changed meanwhile may stand here already.
        new = [line for line in page if self._find(line.event_id) is None]
        if new:
            first = len(self._lines)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._lines += new
            self.endInsertRows()
        self.loading_changed.emit()

    def _stopped(self, error: AppError) -> None:
        self._reading, self._more = None, False
        self.failed.emit(error)
        self.loading_changed.emit()

    def _row_changed(self, kind: str, event_id: str) -> None:
        if kind == "outbox":
            self._asked.add(event_id)
            self._ask()

    def _ask(self) -> None:
        if self._asking or not self._asked:
            return
        ids = frozenset(self._asked)
        self._asked.clear()
        self._asking = True
        self._services.bridge.run(
            lambda _cancel: self._services.store.read(lambda session: listing.lines(session, ids)),
            lambda lines: self._take_lines(ids, lines),
            self.failed.emit,
            ended=self._asked_once,
            owner=self,
        )

    def _asked_once(self) -> None:
        self._asking = False
        self._ask()

    def _take_lines(self, ids: frozenset[str], lines: Sequence[OutboxLine]) -> None:
        now = {line.event_id: line for line in lines if line.shown is self._shown}
        for event_id in ids:
            row, line = self._find(event_id), now.get(event_id)
            if row is not None and line is None:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._lines[row]
                self.endRemoveRows()
            elif row is not None and line is not None:
                self._lines[row] = line
                self.dataChanged.emit(self.index(row, 0), self.index(row, TRIES))
            elif line is not None:
                self._insert(line)
        self.loading_changed.emit()

    def _insert(self, line: OutboxLine) -> None:
        row = bisect_left(self._lines, -line.sequence, key=lambda other: -other.sequence)
        if row == len(self._lines) and self._more:
            return  # its page comes later
        self.beginInsertRows(QModelIndex(), row, row)
        self._lines.insert(row, line)
        self.endInsertRows()

    def _find(self, event_id: str) -> int | None:
        return next((row for row, line in enumerate(self._lines) if line.event_id == event_id), None)

    def _text(self, line: OutboxLine, column: int) -> str:
        match column:
            case 0:
                return line.dossier_number or "–"
            case 1:
                return event_words(line.type)
            case 2:
                return when(line.created_at)
            case 3:
                return state_words(line)
            case _:
                return str(line.attempts)


_ICONS = {
    OutboxState.QUEUED: ("clock", "info"),
    OutboxState.SENDING: ("cloud-upload", "info"),
    OutboxState.ACCEPTED: ("cloud-check", "verified"),
    OutboxState.REJECTED: ("circle-x", "failed"),
}


def event_words(kind: str) -> str:
    """What an event tells, in words; its type where a newer program queued it."""
    match kind:
        case EventType.DOSSIER_ACCEPTED:
            return QCoreApplication.translate("Outbox", "Đã tiếp nhận hồ sơ")
        case EventType.PAPER_DIGITIZED:
            return QCoreApplication.translate("Outbox", "Đã số hóa giấy tờ")
        case EventType.CARD_LOOKED_UP:
            return QCoreApplication.translate("Outbox", "Đã đọc thẻ")
        case _:
            return kind


def state_words(line: OutboxLine) -> str:
    """How far an event is, in words."""
    match line.state:
        case OutboxState.SENDING:
            return QCoreApplication.translate("Outbox", "Đang gửi")
        case OutboxState.ACCEPTED:
            return QCoreApplication.translate("Outbox", "Tỉnh đã nhận")
        case OutboxState.REJECTED:
            return QCoreApplication.translate("Outbox", "Tỉnh từ chối")
        case _ if line.next_attempt_at is not None:
            text = QCoreApplication.translate("Outbox", "Gửi lại lúc {time}")
            return text.format(time=when(line.next_attempt_at))
        case _:
            return QCoreApplication.translate("Outbox", "Đang chờ")


def when(at: datetime) -> str:
    """An instant as a clerk reads it."""
    return f"{local(at):%H:%M %d/%m/%Y}"
