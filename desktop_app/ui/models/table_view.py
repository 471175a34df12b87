"""The table of all lists: whole rows, no grid, Tab leaves it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QAbstractItemModel, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_app.ui.theme.tokens import INPUT_HEIGHT

_LOOK_AT = 50  # rows that are measured for the width of a column


def table_view(model: QAbstractItemModel, title: str, name: str, *, wide: Collection[int]) -> QTableView:
    """A table of a model.

    Args:
        title: for the ear.
        name: object name.
        wide: columns that share the room that is left.
    """
    table = QTableView()
    table.setObjectName(name)
    table.setAccessibleName(title)
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    rows = table.verticalHeader()
    rows.hide()
    rows.setDefaultSectionSize(INPUT_HEIGHT)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    header.setResizeContentsPrecision(_LOOK_AT)
    narrow = [column for column in range(model.columnCount()) if column not in wide]
    for column in wide:
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def measure() -> None:
        # Asked for anew: seen, the wrapper of a header dies while table and header live.
        header = table.horizontalHeader()
        for column in narrow:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    # Rows that come while the table has no size yet are measured once it has one.
    later = QTimer(table, singleShot=True, interval=0)
    later.timeout.connect(measure)
    model.rowsInserted.connect(lambda *_: later.start())
    measure()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table
