"""Three columns where there is room for them, tabs where there is not; each scrolls alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QStackedWidget, QTabWidget, QWidget

from desktop_app.ui.parts import restyle
from desktop_app.ui.tab_order import reading_order
from desktop_app.ui.theme.tokens import COLUMN_MIN_WIDTH, Space

SHARES = (3, 4, 3)
_GAPS = 2 * Space.L + 2 * Space.M


class ThreeColumns(QWidget):
    """Holds the columns of a page.

    Args:
        columns: title (of the tab, and for assistive technology) and widget, from left to right.
    """

    def __init__(self, columns: Sequence[tuple[str, QWidget]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = [title for title, _ in columns]
        self._areas = [_Column(title, widget) for title, widget in columns]
        self._stack = QStackedWidget()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        beside = QWidget()
        self._row = QHBoxLayout(beside)
        self._row.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self._row.setSpacing(Space.M)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._stack.addWidget(beside)
        self._stack.addWidget(self._tabs)
        self._tabbed: bool | None = None
        self._arrange(tabbed=False)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    @property
    def tabbed(self) -> bool:
        """True while the columns are tabs."""
        return bool(self._tabbed)

    def reveal(self, widget: QWidget) -> None:
        """Bring a widget of a column into view: its tab first, then its place in the column."""
        for place, area in enumerate(self._areas):
            if area.isAncestorOf(widget):
                if self._tabbed:
                    self._tabs.setCurrentIndex(place)
                area.ensureWidgetVisible(widget, Space.L, Space.XXL)

    def set_title(self, place: int, title: str) -> None:
        """Another title of a tab, such as one with a count."""
        self._titles[place] = title
        if self._tabbed:
            self._tabs.setTabText(place, title)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes on in the next column also while that lies behind a tab."""
        focused = QApplication.focusWidget()
        here = next_place = -1
        if self._tabbed and focused is not None:
            here = self._tabs.currentIndex()
            next_place = here + (1 if next else -1)
        if focused is None or not 0 <= next_place < len(self._areas):
            return super().focusNextPrevChild(next)
        stops, beyond = self._stops(here), self._stops(next_place)
        if not stops or not beyond or focused is not stops[-1 if next else 0]:
            return super().focusNextPrevChild(next)
        self._tabs.setCurrentIndex(next_place)
        beyond[0 if next else -1].setFocus(
            Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def _stops(self, place: int) -> list[QWidget]:
        area = self._areas[place]
        return [stop for stop in reading_order(area) if stop.isVisibleTo(area) and stop.isEnabled()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose columns or tabs for the new width."""
        super().resizeEvent(event)
        # A width from before the first layout says nothing, and moving the columns would lose the focus.
        if self.isVisible():
            self._choose()

    def showEvent(self, event: QShowEvent) -> None:
        """Choose for the width it is shown with, which the layouts around it give only after this event."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._choose)

    def _choose(self) -> None:
        self._arrange(tabbed=self.width() < len(self._areas) * COLUMN_MIN_WIDTH + _GAPS)

    def _arrange(self, *, tabbed: bool) -> None:
        if tabbed is self._tabbed:
            return
        self._tabbed = tabbed
        focused = QApplication.focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            focused = None
        for place, area in enumerate(self._areas):
            if tabbed:
                self._row.removeWidget(area)
                self._tabs.addTab(area, self._titles[place])
            else:
                if self._tabs.indexOf(area) >= 0:
                    self._tabs.removeTab(self._tabs.indexOf(area))
                self._row.addWidget(area, SHARES[place % len(SHARES)])
                area.show()
        self._stack.setCurrentIndex(1 if tabbed else 0)
        if focused is not None:
            self.reveal(focused)
            focused.setFocus()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isVisible() and self.isAncestorOf(new):
            self.reveal(new)


class _Column(QScrollArea):
    def __init__(self, title: str, widget: QWidget) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        restyle(widget, place="surface")
        self.setWidget(widget)
