"""The right column: the papers, how residence is proved, what it costs and when the citizen comes back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop_app.digitization.scanners.client import WorkerScanner
from desktop_app.digitization.scanners.port import ScannerPort
from desktop_app.reception import events
from desktop_app.reception.checklist import PaperState, PaperView, is_open
from desktop_app.reception.session import HeldPaper
from desktop_app.reception.view import SessionView
from desktop_app.ui.pages.reception import remembered
from desktop_app.ui.pages.reception.due import DuePanel
from desktop_app.ui.pages.reception.paper_row import PaperRow
from desktop_app.ui.pages.reception.remembered import ScanChoice
from desktop_app.ui.pages.reception.scan_panel import ScanPanel
from desktop_app.ui.pages.reception.yielding import YieldingArea
from desktop_app.ui.parts import Notice, button, label
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.tokens import INPUT_HEIGHT, Space, Type

NEXT_KEY = "Ctrl+G"
_LEAST_LIST = 3 * INPUT_HEIGHT  # one paper and a bit of the next: it is seen that there are more


class PapersColumn(QWidget):
    """Checklist and appointment; the scanner takes the checklist's place while it is needed.

    Args:
        scanner: where pages come from; None for the scanners of this computer.
    """

    rebuilt = Signal()
    """Papers or files came, went or stand elsewhere now."""
    happened = Signal(object)
    """An event of `reception.events`."""
    wish = Signal(str, object)
    """`("attach", (component, paths))`, `("preview", None)`, `("remove_paper", file_id)`."""

    def __init__(self, services: UiServices, scanner: ScannerPort | None = None) -> None:
        super().__init__()
        self._services = services
        self._rows: dict[str, PaperRow] = {}
        self._view: SessionView | None = None
        self._lay_out(scanner or WorkerScanner())

    def show_view(self, view: SessionView) -> None:
        """Show a session as it is now; rows that stay are kept."""
        if self._view is not None and self._view.session_id != view.session_id:
            self.scanning.leave()
            self._pages.setCurrentIndex(0)
        self._view = view
        self._empty.setVisible(view.procedure is None)
        if view.scan is None:
            self._left.clear()
        elif not self._left.text:
            self._left.tell("info", self.tr("Còn trang quét chưa dùng: bấm Quét ở giấy tờ của các trang đó."))
        self._show_checklist(view.checklist)
        self.due.show_view(view)
        self._due_area.setVisible(view.procedure is not None)
        waiting = sum(is_open(paper) for paper in view.checklist)
        self._count.setText(
            ""
            if view.procedure is None
            else self.tr("Còn thiếu {count} giấy tờ · {key} để tới").format(count=waiting, key=NEXT_KEY)
            if waiting
            else self.tr("Không còn thiếu giấy tờ nào")
        )

    def focus_next(self) -> bool:
        """Put the focus on the next thing that is missing here, after the last one on the first again.

        With nothing missing it goes to the first paper. False: no procedure is chosen.
        """
        if self._view is None or not self._rows:
            return False
        ours = [m.target for m in self._view.missing if m.target.startswith(("paper.", "residence_method"))]
        if not ours:
            return self.focus_target(f"paper.{next(iter(self._rows))}")
        here = next((target for target in ours if self._has_focus(target)), None)
        return self.focus_target(ours[(ours.index(here) + 1) % len(ours)] if here else ours[0])

    def _has_focus(self, target: str) -> bool:
        focused = QApplication.focusWidget()
        place = self._rows.get(target.removeprefix("paper.")) or self.due.residence
        return focused is not None and (focused is place or place.isAncestorOf(focused))

    def focus_target(self, target: str) -> bool:
        """Put the focus on a target of this column; False where it is none."""
        if target == "residence_method":
            stop: QWidget = self.due.residence
        elif target.startswith("paper.") and target.removeprefix("paper.") in self._rows:
            row = self._rows[target.removeprefix("paper.")]
            if row.isHidden():
                self._others.setChecked(True)
            stop = row.first_stop
            self._area.ensureWidgetVisible(row, 0, Space.M)
        else:
            return False
        self._pages.setCurrentIndex(0)
        stop.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def step_back(self) -> bool:
        """Esc: from the scanner to the checklist. False: there is nothing to go back from."""
        return self._pages.currentWidget() is self.scanning and self.scanning.step_back()

    def scan(self, component: str) -> None:
        """Scan this paper."""
        if self._view is None or component not in self._rows:
            return
        name = next(paper.name for paper in self._view.checklist if paper.component == component)
        self._pages.setCurrentWidget(self.scanning)
        choice = remembered.load(self._services.folder).scan
        self.scanning.begin(self._view.session_id, component, name, choice, self._view.scan)

    def close_devices(self) -> None:
        """Let the scanner go: the window closes."""
        self.scanning.close_devices()

    def _lay_out(self, scanner: ScannerPort) -> None:
        self._pages = QStackedLayout(self)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(Space.M, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(label(self.tr("Giấy tờ"), Type.LABEL))
        self._count = label(type=Type.SMALL, tone="quiet", wrap=True)
        column.addWidget(self._count)
        self._empty = label(
            self.tr("Chọn thủ tục ở cột giữa: giấy tờ cần có, lệ phí và ngày hẹn sẽ hiện ở đây."),
            tone="quiet",
            wrap=True,
        )
        column.addWidget(self._empty)
        self._left = Notice()
        column.addWidget(self._left)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(Space.S)
        self._others = button("", kind="quiet", icon_name="chevron-right", name="other_papers")
        self._others.setCheckable(True)
        self._others.toggled.connect(self._unfold)
        self._others.hide()
        self._list.addWidget(self._others)
        self._list.addStretch(1)
        self._area.setWidget(inside)
        self._area.setMinimumHeight(_LEAST_LIST)
        column.addWidget(self._area, 1)
        self.due = DuePanel(self._services.messages)
        self._due_area = YieldingArea(self.due)
        self._due_area.hide()
        self.due.happened.connect(self.happened)
        column.addWidget(self._due_area)
        self._pages.addWidget(page)
        self.scanning = ScanPanel(self._services, scanner)
        self.scanning.held.connect(self._held)
        self.scanning.work.begun.connect(lambda scan: self.happened.emit(events.ScanBegun(scan)))
        self.scanning.work.over.connect(lambda: self.happened.emit(events.ScanEnded()))
        self.scanning.closed.connect(self._scanned)
        self.scanning.chose.connect(self._remember)
        self._pages.addWidget(self.scanning)
        self._pages.currentChanged.connect(self._measure_shown)
        self._measure_shown()

    def _measure_shown(self, _place: int = 0) -> None:
        """Only the page that is shown takes room: else the column would scroll for the other one."""
        for place in range(self._pages.count()):
            shown = place == self._pages.currentIndex()
            policy = QSizePolicy.Policy.Preferred if shown else QSizePolicy.Policy.Ignored
            if (page := self._pages.widget(place)) is not None:
                page.setSizePolicy(policy, policy)

    def _show_checklist(self, papers: tuple[PaperView, ...]) -> None:
        if [paper.component for paper in papers] != list(self._rows):
            for old in self._rows.values():
                self._list.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._rows = {paper.component: self._row(paper) for paper in papers}
            self._others.setChecked(False)
        for paper in papers:
            self._rows[paper.component].show_paper(paper)
        self._fold(papers)

    def _fold(self, papers: tuple[PaperView, ...]) -> None:
        """What this dossier does without stands below, and only when it is asked for."""
        other = [paper for paper in papers if paper.state is PaperState.NOT_REQUIRED]
        shown = [paper for paper in papers if paper.state is not PaperState.NOT_REQUIRED]
        wanted = [self._rows[paper.component] for paper in shown]
        wanted = [*wanted, self._others, *(self._rows[paper.component] for paper in other)]
        for place, widget in enumerate(wanted):
            if self._list.indexOf(widget) != place:
                self._list.insertWidget(place, widget)
                self.rebuilt.emit()
        for paper in shown:
            self._rows[paper.component].show()
        for paper in other:
            self._rows[paper.component].setVisible(self._others.isChecked())
        self._others.setText(self.tr("Không cần trong trường hợp này: {count}").format(count=len(other)))
        self._others.setAccessibleName(self._others.text())
        self._others.setVisible(bool(other))

    def _unfold(self, shown: bool) -> None:
        self._others.setIcon(icon("chevron-down" if shown else "chevron-right"))
        if self._view is not None:
            self._fold(self._view.checklist)

    def _row(self, paper: PaperView) -> PaperRow:
        row = PaperRow(paper, self._services.messages)
        row.rebuilt.connect(self.rebuilt)
        row.scan_wanted.connect(self.scan)
        row.files_given.connect(lambda component, paths: self.wish.emit("attach", (component, paths)))
        row.preview_wanted.connect(lambda: self.wish.emit("preview", None))
        row.remove_wanted.connect(lambda file_id: self.wish.emit("remove_paper", file_id))
        row.compared.connect(lambda file_id, yes: self.happened.emit(events.PaperCompared(file_id, yes)))
        self._list.insertWidget(0, row)
        return row

    def _held(self, paper: HeldPaper) -> None:
        self.happened.emit(events.PaperHeld(paper))

    def _scanned(self) -> None:
        self._pages.setCurrentIndex(0)
        row = self._rows.get(self.scanning.component)
        if row is not None:
            row.first_stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remember(self, choice: ScanChoice) -> None:
        known = remembered.load(self._services.folder)
        remembered.keep(self._services.folder, known.choosing(choice))
