"""A short list of values as a table; only rows that differ are told to the view."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.ui.theme.icons import icon

T = TypeVar("T")
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column.

    Attributes:
        title: above it.
        text: what stands in the cell of a line.
        sign: name and colour role of an icon before the text; None for no icon.
    """

    title: str
    text: Callable[[T], str]
    sign: Callable[[T], tuple[str, str]] | None = None


class RowsModel(QAbstractTableModel, Generic[T]):
    """Lines that are all in memory.

    Args:
        columns: in order.
        key: what names a line; a line with the same key is the same row.
    """

    def __init__(
        self, columns: Sequence[Column[T]], key: Callable[[T], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key
        self._lines: list[T] = []

    def put(self, lines: Sequence[T]) -> None:
        """Show these lines in this order."""
        keys = {self._key(line) for line in lines}
        for row in reversed(range(len(self._lines))):
            if self._key(self._lines[row]) not in keys:
                self._remove(row)
        for row, line in enumerate(lines):
            here = self.row_of(self._key(line))
            if here is not None and here != row:
                self._remove(here)
                here = None
            if here is None:
                self.beginInsertRows(QModelIndex(), row, row)
                self._lines.insert(row, line)
                self.endInsertRows()
            elif self._lines[row] != line:
                self._lines[row] = line
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._columns) - 1))

    def line(self, row: int) -> T | None:
        """The line of a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, key: Hashable) -> int | None:
        """The row with this key."""
        return next((row for row, line in enumerate(self._lines) if self._key(line) == key), None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - the shape Qt asks for
        """Lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return self._columns[section].title
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """What stands in a cell; the whole of it in the tip too."""
        line = self.line(index.row())
        if line is None:
            return None
        column = self._columns[index.column()]
        if role in (_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole):
            return column.text(line)
        if role == _Role.DecorationRole and column.sign is not None:
            return icon(*column.sign(line))
        return None

    def _remove(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._lines[row]
        self.endRemoveRows()
