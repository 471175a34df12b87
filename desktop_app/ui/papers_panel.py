"""The papers of a dossier before the eye and on their way to the printer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QSpinBox,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop_app.core.canonical import sha256_hex
from desktop_app.core.errors import AppError
from desktop_app.paperwork.two_up import fits_two_up, two_on_a4
from desktop_app.reception.printing import PaperState, paper_state
from desktop_app.runtime.tasks import Cancel
from desktop_app.ui.paper_status import PaperStatusStrip
from desktop_app.ui.parts import Combo, Field, Notice, button, label
from desktop_app.ui.preview import PaperPreview
from desktop_app.ui.print_queue import QueueState, queue_state
from desktop_app.ui.printer_choices import PrinterChoice, PrinterChoices
from desktop_app.ui.printing import NO_PRINTER, print_pdf, printers
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import COLUMN_MIN_WIDTH, Space, Type

T = TypeVar("T")
MOST_COPIES = 9
_ASK_EACH_S = 0.5
_ASK_TIMES = 240  # two minutes; whoever fills the tray later still gets the paper


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to show and print.

    Attributes:
        form: id of its form; the printer is remembered by it.
        title: in words.
        pdf: its bytes.
        marked: a receipt: when it is printed again it is made anew, counted and marked as a reprint.
    """

    form: str
    title: str
    pdf: bytes = field(repr=False)
    marked: bool = False


class PapersPanel(QWidget):
    """Preview, printer and state of the papers of one dossier.

    The bytes that are shown are the bytes that are printed; also when two A5 share an A4.
    """

    printed = Signal(str, int)
    """Form, and how often papers of the dossier were printed by now."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._choices = PrinterChoices(services.folder / "printers.json")
        self._papers: list[Paper] = []
        self._shown: bytes = b""
        self._number: str | None = None
        self._state: PaperState | None = None
        self._sent: set[str] = set()  # forms that were printed here; the record says the same a moment later
        self._busy = self._printing_now = False
        self._work: list[Cancel] = []
        self._build()
        services.bridge.changed.connect(self._row_changed)

    @property
    def status(self) -> str:
        """The words of the strip."""
        return self._strip.words

    @property
    def notice(self) -> str:
        """What is said about printing, or ""."""
        return self._notice.text

    @property
    def shown_pdf(self) -> bytes:
        """The bytes before the eye, which are those that are printed."""
        return self._shown

    def show_papers(self, papers: Sequence[Paper], number: str | None = None) -> None:
        """Show papers.

        Args:
            number: of the accepted dossier; None for drafts, which are not printed.
        """
        self.stop()
        self._papers, self._number, self._state = list(papers), number, None
        self._sent.clear()
        self._notice.clear()
        self._strip.show_draft()
        blocked = self._tabs.blockSignals(True)
        while self._tabs.count():
            self._tabs.removeTab(0)
        for paper in papers:
            self._tabs.addTab(paper.title)
        self._tabs.blockSignals(blocked)
        self._tabs.setVisible(len(papers) > 1)
        self._side.setVisible(number is not None)
        self._show_tab(0)
        if number is not None:
            self.find_printers()
            self._ask_state()

    def find_printers(self) -> None:
        """Look for printers again."""
        self._run(lambda _cancel: printers(), self._show_printers)

    def print_shown(self) -> None:
        """Print the paper that is shown; a receipt printed before is made anew, marked as a reprint."""
        paper = self._paper()
        if paper is None or self._number is None or self._busy or not self._printer.currentText():
            return
        self._set_busy(True)
        self._send(paper, self._number)

    def print_next(self) -> bool:
        """Print the next paper that never came out. False: there is none, or nothing to print on."""
        if self._busy:
            return True
        came_out = self._sent | {
            form for form, times in (self._state.forms if self._state else {}).items() if times
        }
        waiting = [place for place, paper in enumerate(self._papers) if paper.form not in came_out]
        if self._number is None or not waiting or not self._printer.count():
            return False
        if self._tabs.currentIndex() not in waiting:
            self._tabs.setCurrentIndex(waiting[0])
        self.print_shown()
        return True

    def stop(self) -> None:
        """Wait for nothing any more; jobs in the queue stay there."""
        for work in self._work:
            work.set()
        self._work.clear()
        self._set_busy(False)

    # what is shown

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        top = QHBoxLayout()
        self._tabs = QTabBar()
        self._tabs.setObjectName("papers.tabs")
        self._tabs.setAccessibleName(self.tr("Giấy tờ"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.currentChanged.connect(self._show_tab)
        self._strip = PaperStatusStrip()
        top.addWidget(self._tabs)
        top.addStretch(1)
        top.addWidget(self._strip)
        column.addLayout(top)
        middle = QHBoxLayout()
        middle.setSpacing(Space.L)
        self.preview = PaperPreview()
        middle.addWidget(self.preview, 1)
        self._side = self._printing()
        middle.addWidget(self._side)
        column.addLayout(middle, 1)

    def _printing(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(COLUMN_MIN_WIDTH - 2 * Space.XL)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(label(self.tr("In"), Type.LABEL))
        self._printer = Combo()
        self._printer.setObjectName("papers.printer")
        column.addWidget(Field(self.tr("Máy in"), self._printer))
        self._again = button(
            self.tr("Tìm lại máy in"), self.find_printers, kind="quiet", icon_name="refresh-cw",
            name="papers.find",
        )  # fmt: skip
        column.addWidget(self._again)
        self._copies = QSpinBox()
        self._copies.setObjectName("papers.copies")
        self._copies.setRange(1, MOST_COPIES)
        self._copies.lineEdit().setTextMargins(Space.S, 0, 0, 0)
        column.addWidget(Field(self.tr("Số bản"), self._copies))
        self._both = label(
            self.tr("Phiếu đã gồm hai liên: một lưu, một giao người dân."), Type.SMALL, "quiet", wrap=True
        )
        column.addWidget(self._both)
        self._two_up = QCheckBox(self.tr("Hai tờ A5 trên một tờ A4"))
        self._two_up.setObjectName("papers.two_up")
        self._two_up.setAccessibleName(self.tr("Hai tờ A5 trên một tờ A4"))
        self._two_up.clicked.connect(lambda: self._lay_out())
        column.addWidget(self._two_up)
        self.print_button = button(
            self.tr("In"), self.print_shown, kind="primary", icon_name="printer", name="papers.print"
        )
        self.print_button.setAccessibleDescription("Ctrl+P")
        self.print_button.setToolTip("Ctrl+P")
        QShortcut(
            QKeySequence("Ctrl+P"),
            self,
            self.print_shown,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        column.addWidget(self.print_button)
        self._notice = Notice()
        column.addWidget(self._notice)
        column.addStretch(1)
        return side

    def _paper(self) -> Paper | None:
        index = self._tabs.currentIndex()
        return self._papers[index] if 0 <= index < len(self._papers) else None

    def _show_tab(self, _index: int) -> None:
        paper = self._paper()
        self._shown = b""
        if paper is None:
            self.preview.clear()
            return
        if self._printer.count() and not self._busy:
            self._notice.clear()  # it was about the paper before
        self._take_printer()
        self._both.setVisible(paper.marked)
        self._two_up.setChecked(self._choices.of(paper.form).two_up)
        self._two_up.hide()
        self._show(paper.pdf, paper)
        if self._number is not None:
            self._run(lambda _cancel: fits_two_up(paper.pdf), lambda fits: self._offer_two_up(paper, fits))
        self._tell_button()

    def _offer_two_up(self, paper: Paper, fits: bool) -> None:
        if paper is self._paper():
            self._two_up.setVisible(fits)
            if not fits:
                self._two_up.setChecked(False)
            elif self._two_up.isChecked():
                self._lay_out()

    def _lay_out(self) -> None:
        paper = self._paper()
        if paper is None:
            return
        if not self._two_up.isChecked():
            self._show(paper.pdf, paper)
            return
        self._run(
            lambda _cancel: two_on_a4(paper.pdf),
            lambda laid: self._show(laid, paper) if paper is self._paper() else None,
        )

    def _show(self, data: bytes, paper: Paper) -> None:
        self._shown = data
        self.preview.show_pdf(data, paper.title)

    def _show_printers(self, names: Sequence[str]) -> None:
        self._printer.clear()
        self._printer.addItems(list(names))
        self._take_printer()
        if names:
            self._notice.clear()
        else:
            self._tell_no_printer()
        self._tell_button()

    def _take_printer(self) -> None:
        paper = self._paper()
        index = self._printer.findText(self._choices.of(paper.form).printer) if paper else -1
        self._printer.setCurrentIndex(index if index >= 0 else min(0, self._printer.count() - 1))

    def _tell_button(self) -> None:
        paper = self._paper()
        again = paper is not None and self._state is not None and self._state.forms.get(paper.form, 0) > 0
        self.print_button.setText(self.tr("In lại") if again else self.tr("In"))
        self.print_button.setAccessibleName(self.print_button.text())
        can = paper is not None and self._number is not None and self._printer.count() > 0
        self.print_button.setEnabled(can and not self._busy)

    # printing

    def _send(self, paper: Paper, number: str) -> None:
        shown, copies, name = self._shown, self._copies.value(), self._printer.currentText()
        reception, actor = self._services.reception, self._services.desk.actor
        choice = PrinterChoice(name, self._two_up.isChecked())
        self._notice.tell("info", self.tr("Đang gửi tới máy in…"), icon_name="printer")
        self._show_state(printing=True)

        def work(cancel: Cancel) -> int:
            # Whether it is the original is settled in the record, not here: another program may print it too.
            turn = reception.begin_print(number, paper.form, actor)
            try:
                data = shown
                if turn.pdf != paper.pdf:
                    data = two_on_a4(turn.pdf) if choice.two_up else turn.pdf
                    self._services.bridge.post(lambda: self._show_turn(paper, turn.pdf, data))
                taken = bool(print_pdf(data, name, title=paper.form, copies=copies, cancelled=cancel))
            except BaseException:
                reception.end_print(turn, actor, taken=False)
                raise
            if taken:
                self._choices.remember(paper.form, choice)
            return reception.end_print(turn, actor, taken=taken, copies=copies, sha256=sha256_hex(data))

        self._run(work, lambda count: self._was_sent(paper, name, count))

    def _show_turn(self, paper: Paper, pdf: bytes, data: bytes) -> None:
        """The bytes that are on their way: others than those before the eye, because it is a reprint."""
        if not isValid(self):
            return
        self._papers = [replace(p, pdf=pdf) if p.form == paper.form else p for p in self._papers]
        current = self._paper()
        if current is not None and current.form == paper.form:
            self._show(data, current)

    def _was_sent(self, paper: Paper, printer: str, count: int) -> None:
        self._sent.add(paper.form)
        self._set_busy(False)
        self._tell_queued()
        self.printed.emit(paper.form, count)
        self._ask_state()
        self._run(lambda cancel: self._watch(printer, cancel), self._paper_out)

    def _watch(self, printer: str, cancel: Cancel) -> bool:
        """Follow the queue on a thread; True once it is empty."""
        told = ""
        for _ in range(_ASK_TIMES):
            state = queue_state(printer)
            if state.jobs is None:
                return False
            if state.jobs == 0:
                return True
            if state.trouble != told:
                told = state.trouble
                self._services.bridge.post(lambda seen=state: self._tell_queue(seen))
            if cancel.wait(_ASK_EACH_S):
                return False
        return False

    def _tell_queue(self, state: QueueState) -> None:
        if not state.trouble:
            self._tell_queued()
            return
        words = self._services.messages.of(state.trouble)
        self._notice.tell("attention", f"{words.title}. {words.step}")

    def _tell_queued(self) -> None:
        self._notice.tell("info", self.tr("Máy in đã nhận bản in."), icon_name="printer")
        self._show_state(printing=True)

    def _paper_out(self, empty: bool) -> None:
        if empty:
            self._notice.tell("verified", self.tr("Đã in xong. Mời lấy giấy."), icon_name="circle-check")
        self._show_state()

    # state

    def _ask_state(self) -> None:
        number, store = self._number, self._services.store
        if number is not None:
            self._run(
                lambda _cancel: store.read(lambda session: paper_state(session, number)), self._take_state
            )

    def _take_state(self, state: PaperState) -> None:
        self._state = state
        self._tell_button()
        self._show_state(printing=self._printing_now)

    def _show_state(self, *, printing: bool = False) -> None:
        self._printing_now = printing
        if self._state is not None:
            self._strip.show_state(self._state, printing=printing)

    def _row_changed(self, kind: str, _subject: str) -> None:
        if kind == "outbox" and self._number is not None and self.isVisible():
            self._ask_state()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._tell_button()

    def _tell_error(self, error: AppError) -> None:
        words = self._services.messages.of_error(error)
        self._notice.tell("failed", f"{words.title}. {words.cause} {words.step}", icon_name="printer")

    def _tell_no_printer(self) -> None:
        """Nothing failed and nothing is lost: what to do next, calmly."""
        words = self._services.messages.of(str(NO_PRINTER))
        self._notice.tell("info", f"{words.title}. {words.step}", icon_name="printer")

    def _failed(self, error: AppError) -> None:
        self._set_busy(False)
        self._show_state()
        self._tell_error(error)

    def _run(self, work: Callable[[Cancel], T], then: Callable[[T], object]) -> None:
        running: list[Cancel] = []

        def ended() -> None:
            if running and running[0] in self._work:
                self._work.remove(running[0])

        def taken(value: T) -> None:
            then(value)

        cancel = self._services.bridge.run(work, taken, self._failed, ended=ended, owner=self)
        running.append(cancel)
        self._work.append(cancel)
