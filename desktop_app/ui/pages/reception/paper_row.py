"""One line of the checklist: a paper, how it stands with it, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.clock import local
from desktop_app.core.messages import Messages
from desktop_app.core.terms import PaperSource
from desktop_app.reception.checklist import PaperState, PaperView
from desktop_app.reception.session import HeldPaper
from desktop_app.ui.parts import IconLabel, button, label, restyle
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.tokens import ICON_SIZE, INPUT_HEIGHT, Space, Type

QWIDGETSIZE_MAX = 16_777_215  # Qt's word for no limit; it is a macro there

_LOOKS = {
    PaperState.NEEDED: ("circle-dashed", "attention"),
    PaperState.ATTACHED: ("circle-check", "verified"),
    PaperState.MADE_HERE: ("file-check", "verified"),
    PaperState.PRESENTED: ("eye", "info"),
    PaperState.REPLACED: ("shield-check", "verified"),
    PaperState.NOT_REQUIRED: ("ban", "quiet"),
}


class PaperRow(QFrame):
    """A paper of the dossier. Files may be dropped on it."""

    rebuilt = Signal()
    """Files came or went."""
    scan_wanted = Signal(str)
    files_given = Signal(str, object)
    """Component, and the paths as a tuple of strings."""
    preview_wanted = Signal()
    remove_wanted = Signal(str)
    compared = Signal(str, bool)

    def __init__(self, paper: PaperView, messages: Messages) -> None:
        super().__init__()
        restyle(self, place="panel")
        self.setAcceptDrops(True)
        self._messages = messages
        self._paper: PaperView | None = None
        self._held: dict[str, _HeldLine] = {}
        self.component = paper.component
        self.setObjectName(f"paper.{paper.component}")
        self._lay_out()
        self.show_paper(paper)

    @property
    def first_stop(self) -> QWidget:
        """Where the focus goes when this paper is asked for."""
        return self.preview if self.preview.isVisibleTo(self) else self.scan

    def show_paper(self, paper: PaperView) -> None:
        """Show the paper as it stands now."""
        if paper == self._paper:
            return
        self._paper = paper
        icon_name, tone = _LOOKS[paper.state]
        self._icon.show_icon(icon_name, tone)
        self._name.setText(paper.name)
        words = self._words(paper)
        self._state.setText(words)
        restyle(self._state, tone=tone if paper.state is PaperState.NEEDED else "quiet")
        self.setAccessibleName(f"{paper.name} · {words}")
        self._show_held(paper.papers)
        made = paper.state is PaperState.MADE_HERE
        self.preview.setVisible(made)
        self.scan.setVisible(not made)
        self.attach.setVisible(not made)
        self._show_buttons(paper)

    def _show_buttons(self, paper: PaperView) -> None:
        """Words where something has to be done; icons alone where all is well."""
        needed = paper.state is PaperState.NEEDED
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.TopToBottom if needed else directions.LeftToRight)
        for control, what in (
            (self.scan, self.tr("Quét")),
            (self.attach, self.tr("Đính kèm")),
            (self.preview, self.tr("Xem trước")),
        ):
            control.setText(what if needed else "")
            control.setMaximumWidth(QWIDGETSIZE_MAX if needed else INPUT_HEIGHT)
            control.setToolTip(what)
            control.setAccessibleName(f"{what}: {paper.name}")

    def choose_files(self) -> None:
        """Ask for files."""
        dialog = QFileDialog(self, self.tr("Chọn tệp đính kèm"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("Giấy tờ (*.pdf *.jpg *.jpeg *.png *.tif *.tiff);;Mọi tệp (*)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda paths: self.files_given.emit(self.component, tuple(paths)))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome; what they are is seen in their content, not here."""
        if self._takes() and _paths(event.mimeData()):
            event.acceptProposedAction()
            restyle(self, soft="info")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The files went on."""
        restyle(self, soft="")

    def dropEvent(self, event: QDropEvent) -> None:
        """Files for this paper."""
        restyle(self, soft="")
        paths = _paths(event.mimeData())
        if paths and self._takes():
            event.acceptProposedAction()
            self.files_given.emit(self.component, paths)

    def _takes(self) -> bool:
        return self._paper is not None and self._paper.state is not PaperState.MADE_HERE

    def _lay_out(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        across.setSpacing(Space.S)
        self._icon = IconLabel()
        across.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        self._name = label(wrap=True)
        self._state = label(type=Type.SMALL, wrap=True)
        self._state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addWidget(self._name)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(Space.XS)
        self._line.addWidget(self._state, 1)
        column.addLayout(self._line)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.XS)
        column.addLayout(self._lines)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        self.scan = button(self.tr("Quét"), self._ask_scan, kind="quiet", icon_name="scan-line")
        self.attach = button(self.tr("Đính kèm"), self.choose_files, kind="quiet", icon_name="paperclip")
        self.preview = button(self.tr("Xem trước"), self.preview_wanted.emit, kind="quiet", icon_name="eye")
        for control in (self.scan, self.attach, self.preview):
            buttons.addWidget(control)
        buttons.addStretch(1)
        self._line.addLayout(buttons)
        across.addLayout(column, 1)

    def _ask_scan(self) -> None:
        self.scan_wanted.emit(self.component)

    def _words(self, paper: PaperView) -> str:
        if paper.reason is not None:
            return self._messages.of(paper.reason.code, paper.reason.facts).cause
        if paper.state is PaperState.ATTACHED:
            return self.tr("Đã có {count} tệp").format(count=len(paper.papers))
        parts = []
        if paper.originals:
            parts.append(self.tr("{count} bản chính").format(count=paper.originals))
        if paper.copies:
            parts.append(self.tr("{count} bản sao").format(count=paper.copies))
        return " · ".join((self.tr("Cần có"), *parts))

    def _show_held(self, papers: Sequence[HeldPaper]) -> None:
        wanted = {paper.file.file_id: paper for paper in papers}
        before = list(self._held)
        for file_id in [known for known in self._held if known not in wanted]:
            line = self._held.pop(file_id)
            line.hide()
            line.deleteLater()
        for file_id, paper in wanted.items():
            if file_id not in self._held:
                line = _HeldLine(file_id)
                line.remove_wanted.connect(self.remove_wanted)
                line.compared.connect(self.compared)
                self._held[file_id] = line
                self._lines.addWidget(line)
            self._held[file_id].show_paper(paper)
        if before != list(self._held):
            self.rebuilt.emit()


class _HeldLine(QWidget):
    remove_wanted = Signal(str)
    compared = Signal(str, bool)

    def __init__(self, file_id: str) -> None:
        super().__init__()
        self._file_id = file_id
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(Space.XS)
        self._what = label(type=Type.SMALL, tone="quiet", wrap=True)
        top.addWidget(self._what, 1)
        self._remove = icon_button("trash-2", self.tr("Bỏ tệp này"))
        self._remove.clicked.connect(lambda: self.remove_wanted.emit(self._file_id))
        top.addWidget(self._remove)
        column.addLayout(top)
        self._tick = QCheckBox(self.tr("Đã đối chiếu với bản chính"))
        self._tick.setObjectName(f"compared.{file_id}")
        self._tick.clicked.connect(lambda ticked: self.compared.emit(self._file_id, ticked))
        column.addWidget(self._tick)

    def show_paper(self, paper: HeldPaper) -> None:
        what = held_words(paper)
        self._what.setText(what)
        self._remove.setAccessibleName(f"{self.tr('Bỏ tệp này')}: {what}")
        self._tick.setAccessibleDescription(what)
        self._tick.setChecked(paper.compared)


def icon_button(icon_name: str, words: str) -> QPushButton:
    """A button that shows its icon only; the words are its name and its tip."""
    made = button("", kind="quiet", icon_name=icon_name)
    made.setIcon(icon(icon_name))
    made.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
    made.setAccessibleName(words)
    made.setToolTip(words)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def held_words(paper: HeldPaper) -> str:
    """A paper in one line: `3 trang · 300 dpi · quét lúc 09:12`."""
    parts = [QCoreApplication.translate("HeldPaper", "{count} trang").format(count=paper.pages)]
    if paper.dpi is not None:
        parts.append(f"{paper.dpi} dpi")
    if paper.colour is not None:
        colour = QCoreApplication.translate("HeldPaper", "màu")
        parts.append(colour if paper.colour else QCoreApplication.translate("HeldPaper", "xám"))
    how = {
        PaperSource.SCAN: QCoreApplication.translate("HeldPaper", "quét lúc {time}"),
        PaperSource.ATTACHED: QCoreApplication.translate("HeldPaper", "đính kèm lúc {time}"),
    }.get(paper.source, QCoreApplication.translate("HeldPaper", "lúc {time}"))
    parts.append(how.format(time=_clock(paper.finished_at)))
    return " · ".join(parts)


def _clock(instant: datetime) -> str:
    return local(instant).strftime("%H:%M")


def _paths(mime: QMimeData) -> tuple[str, ...]:
    return tuple(url.toLocalFile() for url in mime.urls() if url.isLocalFile())
