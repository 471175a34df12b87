"""A bug: drafts are kept, its place in the code is shown without values, the clerk goes on or leaves."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.ui.bridge import Bridge
from desktop_app.ui.parts import button, label
from desktop_app.ui.theme.tokens import DIALOG_WIDTH, Space, Type

log = logging.getLogger(__name__)


def places(bug: BaseException) -> str:
    """Kind of the exception and the lines it came through; its own text may hold a personal value."""
    frames = traceback.extract_tb(bug.__traceback__)
    lines = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([type(bug).__name__, *lines])


class CrashDialog(QDialog):
    """Says what happened and offers to go on or to close the program."""

    def __init__(self, bug: BaseException, *, kept: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QCoreApplication.translate("Crash", "Chương trình gặp lỗi")
        self.setWindowTitle(title)
        self.setMinimumWidth(DIALOG_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(label(title, Type.NAME))
        if kept:
            what = QCoreApplication.translate(
                "Crash", "Việc đang làm đã được giữ lại thành bản nháp. Không có gì được ghi dở dang."
            )
        else:
            what = QCoreApplication.translate(
                "Crash", "Không có gì được ghi dở dang. Bản nháp giữ đến lần lưu gần nhất."
            )
        column.addWidget(label(what, wrap=True))
        ask = QCoreApplication.translate(
            "Crash", "Xin gửi các dòng dưới đây cho bộ phận hỗ trợ. Chúng không chứa dữ liệu của người dân."
        )
        asking = label(ask, wrap=True)
        column.addWidget(asking)
        report = QPlainTextEdit(places(bug))
        asking.setBuddy(report)
        report.setReadOnly(True)
        report.setTabChangesFocus(True)
        report.setAccessibleName(QCoreApplication.translate("Crash", "Chỗ lỗi trong chương trình"))
        column.addWidget(report)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        copy = QCoreApplication.translate("Crash", "Chép các dòng")
        row.addWidget(button(copy, lambda: QGuiApplication.clipboard().setText(report.toPlainText())))
        row.addStretch(1)
        row.addWidget(
            button(QCoreApplication.translate("Crash", "Đóng chương trình"), self.reject, name="crash.close")
        )
        go_on = button(
            QCoreApplication.translate("Crash", "Làm tiếp"), self.accept, kind="primary", name="crash.go_on"
        )
        row.addWidget(go_on)
        column.addLayout(row)
        go_on.setFocus()


class CrashReporter:
    """Catches every bug of the window, on any thread.

    Args:
        bridge: brings bugs of other threads here.
        keep: keeps drafts at once; may itself fail.
        window: parent of the dialog.
        leave: closes the program.
    """

    def __init__(
        self,
        bridge: Bridge,
        keep: Callable[[], None],
        window: Callable[[], QWidget | None],
        leave: Callable[[], None],
    ) -> None:
        self._bridge, self._keep, self._window, self._leave = bridge, keep, window, leave
        self._showing = False
        bridge.bug.connect(self.report)

    def install(self) -> None:
        """Catch what nobody else does."""
        sys.excepthook = self._uncaught
        threading.excepthook = lambda caught: self._elsewhere(caught.exc_value)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def report(self, bug: BaseException) -> None:
        """Keep drafts, log the place, ask the clerk. A second bug while asking is only logged."""
        log.error("a bug:\n%s", places(bug))
        if self._showing:
            return
        self._showing = True
        try:
            dialog = CrashDialog(bug, kept=self._kept(), parent=self._window())
            dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
            if dialog.exec() == QDialog.DialogCode.Rejected:
                self._leave()
        finally:
            self._showing = False

    def _kept(self) -> bool:
        try:
            self._keep()
        except Exception as second:
            log.error("drafts could not be kept:\n%s", places(second))
            return False
        return True

    def _uncaught(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._leave()
        else:
            self.report(bug.with_traceback(trace))

    def _elsewhere(self, bug: BaseException | None) -> None:
        if bug is not None:
            self._bridge.post(lambda: self.report(bug))
