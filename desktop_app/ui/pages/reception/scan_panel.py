"""Scanning a paper: pages appear one by one, are turned, moved and removed by keys, and become one file."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import AppError
from desktop_app.digitization.scanners.model import (
    RESOLUTIONS,
    ScanEnd,
    ScanMode,
    ScannerDevice,
    ScannerOptions,
    ScanOutcome,
    ScanProgress,
    ScanSettings,
    ScanSource,
)
from desktop_app.digitization.scanners.port import ScannerPort
from desktop_app.reception.session import HeldPaper, OpenScan
from desktop_app.ui.pages.reception.paper_row import icon_button
from desktop_app.ui.pages.reception.remembered import ScanChoice
from desktop_app.ui.pages.reception.scan_pages import ScannedPages
from desktop_app.ui.pages.reception.scan_work import ScanWork
from desktop_app.ui.parts import Combo, Notice, announce, button, label
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import Space, Type


class ScanPanel(QWidget):
    """The scanner and its pages, in the place of the checklist. Nothing here opens a dialog."""

    held = Signal(object)
    """The `HeldPaper` the pages became."""
    closed = Signal()
    chose = Signal(object)
    """A `ScanChoice`: remember it."""

    def __init__(self, services: UiServices, scanner: ScannerPort) -> None:
        super().__init__()
        self._messages = services.messages
        self._work = ScanWork(services, scanner, self)
        self._component = ""
        self._choice = ScanChoice()
        self._devices: tuple[ScannerDevice, ...] = ()
        self._scanning = self._scan_next = False
        self._lay_out()
        self._connect()
        self._show_state()

    @property
    def work(self) -> ScanWork:
        """What runs beside the window."""
        return self._work

    @property
    def component(self) -> str:
        """Of the paper that is scanned, or was last."""
        return self._component

    @property
    def busy(self) -> bool:
        """True while pages come."""
        return self._scanning

    def begin(
        self, session_id: str, component: str, name: str, choice: ScanChoice, left: OpenScan | None
    ) -> None:
        """Scan this paper of this session; pages that were not used yet come back."""
        self._scanning = False
        self._component, self._choice = component, choice
        self._title.setText(name)
        self.note.clear()
        self.pages.clear()
        self._work.begin(session_id, left)
        if not self._devices:
            self._looking()
            self._work.find_devices()
        self._scan_next = not self.scan.isEnabled()  # it takes the focus once a scanner is found
        self.scan.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        """Esc: stops a scan; with no page there goes back to the checklist; pages are never lost by it."""
        if self._scanning:
            self._stop()
        elif self.pages.count == 0:
            self._leave()
        else:
            self.note.tell(
                "attention",
                self.tr("Còn {count} trang chưa dùng: chọn “Dùng các trang này” hoặc “Bỏ hết”.").format(
                    count=self.pages.count
                ),
            )
        return True

    def leave(self) -> None:
        """Another session is at the counter: the scan stops, its pages wait for their paper."""
        self._work.begin("")
        self._scanning = False

    def close_devices(self) -> None:
        """Let the scanner go."""
        self._work.close()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(label(self.tr("Quét giấy tờ"), Type.SMALL, "quiet"))
        self._title = label(type=Type.LABEL, wrap=True)
        column.addWidget(self._title)
        grid = QGridLayout()
        grid.setSpacing(Space.S)
        grid.setColumnStretch(1, 1)
        self.again = icon_button("refresh-cw", self.tr("Tìm lại máy quét"))
        self.device = self._combo(grid, 0, 0, self.tr("Máy quét"), "scanner")
        grid.addWidget(self.again, 0, 2)
        self.source = self._combo(grid, 1, 0, self.tr("Nơi đặt giấy"), "scan_source", span=2)
        column.addLayout(grid)
        how = QGridLayout()  # of its own: below the long label above, neither would have room for its words
        how.setSpacing(Space.S)
        how.setColumnStretch(1, 4)
        how.setColumnStretch(3, 5)
        self.mode = self._combo(how, 0, 0, self.tr("Màu"), "scan_mode")
        self.dpi = self._combo(how, 0, 2, self.tr("Độ nét"), "scan_dpi")
        column.addLayout(how)
        run = QHBoxLayout()
        run.setSpacing(Space.S)
        self.scan = button(self.tr("Quét"), self._scan, icon_name="scan-line", name="scan")
        self.stop = button(self.tr("Dừng"), self._stop, icon_name="x", name="stop_scan")
        run.addWidget(self.scan)
        run.addWidget(self.stop)
        run.addStretch(1)
        column.addLayout(run)
        self._how_far = label(type=Type.SMALL, tone="quiet", wrap=True)
        column.addWidget(self._how_far)
        self._bar = QProgressBar()
        self._bar.setProperty("thin", "true")
        self._bar.setTextVisible(False)
        column.addWidget(self._bar)
        self.note = Notice()
        column.addWidget(self.note)
        self._lay_out_pages(column)

    def _lay_out_pages(self, column: QVBoxLayout) -> None:
        self.pages = ScannedPages(self._work)
        column.addWidget(self.pages, 1)
        last = QHBoxLayout()
        last.setSpacing(Space.S)
        self.use = button(self.tr("Dùng các trang này"), self._use, icon_name="check", name="use_pages")
        self.drop = button(self.tr("Bỏ hết"), self._leave, kind="quiet", name="drop_pages")
        last.addWidget(self.use)
        last.addWidget(self.drop)
        last.addStretch(1)
        column.addLayout(last)

    def _combo(
        self, grid: QGridLayout, row: int, column: int, title: str, name: str, *, span: int = 1
    ) -> QComboBox:
        box = Combo()
        box.setObjectName(name)
        box.setAccessibleName(title)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        words = label(title, Type.SMALL)
        words.setBuddy(box)
        grid.addWidget(words, row, column)
        grid.addWidget(box, row, column + 1, 1, span)
        return box

    def _connect(self) -> None:
        work = self._work
        work.devices.connect(self._show_devices)
        work.options.connect(self._show_options)
        work.progress.connect(self._show_progress)
        work.ended.connect(self._ended)
        work.held.connect(self._held)
        work.failed.connect(self._failed)
        self.again.clicked.connect(self._look_again)
        self.device.currentIndexChanged.connect(self._ask_options)
        self.pages.changed.connect(self._show_state)

    def _look_again(self) -> None:
        self._looking()
        self._work.find_devices()

    def _looking(self) -> None:
        self._how_far.setText(self.tr("Đang tìm máy quét…"))

    def _show_devices(self, devices: tuple[ScannerDevice, ...]) -> None:
        self._devices = devices
        self._how_far.clear()
        with QSignalBlocker(self.device):
            self.device.clear()
            self.device.addItems([device.name for device in devices])
            names = [device.name for device in devices]
            self.device.setCurrentIndex(
                names.index(self._choice.device) if self._choice.device in names else 0
            )
        if devices:
            self.note.clear()
            self._ask_options()
        else:
            self.note.tell(
                "attention",
                self.tr(
                    "Không thấy máy quét nào. Bật máy, kiểm tra dây cắm rồi bấm tìm lại; hoặc đính kèm tệp."
                ),
            )
        self._show_state()

    def _ask_options(self) -> None:
        self.device.setToolTip(self.device.currentText())  # its maker's name may be longer than the room
        if (device := self._device()) is not None:
            self._work.find_options(device)

    def _show_options(self, options: ScannerOptions) -> None:
        self._offer(self.source, [(str(s), _source_words(s)) for s in options.sources], self._choice.source)
        self._offer(self.mode, [(str(m), _mode_words(m)) for m in options.modes], self._choice.mode)
        sharp = [dpi for dpi in options.resolutions if dpi in RESOLUTIONS]
        self._offer(self.dpi, [(str(dpi), f"{dpi} dpi") for dpi in sharp], str(self._choice.dpi))
        self._show_state()

    def _offer(self, box: QComboBox, choices: list[tuple[str, str]], wanted: str) -> None:
        box.clear()
        for code, words in choices:
            box.addItem(words, code)
        box.setCurrentIndex(max(box.findData(wanted), 0) if choices else -1)

    def _device(self) -> ScannerDevice | None:
        at = self.device.currentIndex()
        return self._devices[at] if 0 <= at < len(self._devices) else None

    def _scan(self) -> None:
        device = self._device()
        if device is None or self._scanning or self.dpi.currentIndex() < 0:
            return
        self._choice = ScanChoice(
            device.name, int(self.dpi.currentData()), self.mode.currentData(), self.source.currentData()
        )
        self.chose.emit(self._choice)
        self._scanning = True
        self.note.clear()
        self._show_progress(ScanProgress(self.pages.count + 1, None))
        self._show_state()
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._work.scan(
            device,
            ScanSettings(self._choice.dpi, ScanMode(self._choice.mode), ScanSource(self._choice.source)),
        )

    def _stop(self) -> None:
        self._work.cancel()
        self._how_far.setText(self.tr("Đang dừng…"))

    def _show_progress(self, progress: ScanProgress) -> None:
        if not self._scanning:
            return
        self._bar.setRange(0, 0 if progress.percent is None else 100)
        self._bar.setValue(progress.percent or 0)
        text = self.tr("Đang quét trang {page}").format(page=progress.page)
        if text != self._how_far.text():
            self._how_far.setText(text)
            self._bar.setAccessibleName(text)

    def _ended(self, end: ScanEnd) -> None:
        self._scanning = False
        self._how_far.clear()
        self._show_state()
        if end.outcome is ScanOutcome.FAILED and end.error is not None:
            self._failed(end.error)
        elif end.outcome is ScanOutcome.CANCELLED:
            self.note.tell("info", self.tr("Đã dừng. Các trang đã quét vẫn còn đây."))
        else:
            words = self.tr("Đã quét xong {count} trang").format(count=self.pages.count)
            self._how_far.setText(words)
            announce(self, words)
        (self.use if self.use.isEnabled() else self.scan).setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: AppError) -> None:
        self._how_far.clear()
        words = self._messages.of_error(error)
        self.note.tell("failed", f"{words.title}. {words.cause} {words.step}")
        self._show_state()

    def _use(self) -> None:
        self.use.setEnabled(False)
        self._how_far.setText(self.tr("Đang ghép các trang thành một tệp…"))
        self._work.hold(self._component)

    def _held(self, paper: HeldPaper) -> None:
        self._how_far.clear()
        self.held.emit(paper)
        self.closed.emit()

    def _leave(self) -> None:
        self._work.discard()
        self.closed.emit()

    def _show_state(self) -> None:
        pages = self.pages.count
        self.scan.setEnabled(not self._scanning and self.dpi.count() > 0)
        self.scan.setText(self.tr("Quét tiếp") if pages else self.tr("Quét"))
        self.stop.setVisible(self._scanning)
        self._bar.setVisible(self._scanning)
        for box in (self.device, self.source, self.mode, self.dpi, self.again):
            box.setEnabled(not self._scanning)
        self.use.setEnabled(bool(pages) and not self._scanning)
        self.drop.setEnabled(not self._scanning)
        self.drop.setText(self.tr("Bỏ hết") if pages else self.tr("Quay lại"))
        if self._scan_next and self.scan.isEnabled():
            self._scan_next = False
            self.scan.setFocus(Qt.FocusReason.OtherFocusReason)


def _source_words(source: ScanSource) -> str:
    return {
        ScanSource.FLATBED: QCoreApplication.translate("ScanPanel", "Mặt kính"),
        ScanSource.FEEDER: QCoreApplication.translate("ScanPanel", "Khay nạp"),
    }[source]


def _mode_words(mode: ScanMode) -> str:
    return {
        ScanMode.GREY: QCoreApplication.translate("ScanPanel", "Xám"),
        ScanMode.COLOUR: QCoreApplication.translate("ScanPanel", "Màu"),
    }[mode]
