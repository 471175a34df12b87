"""A row of small widgets that goes on in the next line where there is no more room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme.tokens import Space


class FlowRow(QWidget):
    """Left to right, then the next line; hidden widgets take no room.

    A widget and no layout of its own: layout items made by Qt may go while Python still holds them.
    """

    def __init__(self, gap: int = Space.S, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._members: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """One more at the end."""
        widget.setParent(self)
        self._members.append(widget)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines."""
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        """As narrow as the widest member; the height for the width it has."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """The widest member."""
        shown = self._shown()
        width = max((widget.minimumSizeHint().width() for widget in shown), default=0)
        return QSize(width, self.heightForWidth(max(self.width(), width)))

    def event(self, event: QEvent) -> bool:
        """A member changed its size or was hidden."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange(self.width(), move=True)
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while it was hidden asked for no new places."""
        super().showEvent(event)
        self.updateGeometry()
        self._arrange(self.width(), move=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything."""
        super().resizeEvent(event)
        self._arrange(event.size().width(), move=True)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._members if not widget.isHidden()]

    def _arrange(self, width: int, *, move: bool) -> int:
        """Break into lines and centre each member in the height of its line; returns the height of all."""
        y = 0
        for line in self._lines(width):
            x, height = 0, max(size.height() for _, size in line)
            for widget, size in line:
                if move:
                    widget.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self._gap
            y += height + self._gap
        return max(0, y - self._gap)

    def _lines(self, width: int) -> list[list[tuple[QWidget, QSize]]]:
        lines: list[list[tuple[QWidget, QSize]]] = []
        used = 0
        for widget in self._shown():
            size = widget.sizeHint()
            size.setWidth(max(widget.minimumSizeHint().width(), min(size.width(), width)))
            if not lines or used + size.width() > width:
                lines.append([])
                used = 0
            lines[-1].append((widget, size))
            used += size.width() + self._gap
        return lines
