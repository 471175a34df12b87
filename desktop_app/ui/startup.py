"""What is seen before the window: opening, the profile's passphrase, a trouble in words, the first run."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.messages import Message
from desktop_app.ui.pages.first_run import FirstRun
from desktop_app.ui.parts import Field, Notice, Panel, button, label, restyle
from desktop_app.ui.theme.tokens import DIALOG_WIDTH, Space, Type

_SIZE = QSize(960, 720)


class StartWindow(QStackedWidget):
    """Shown until the profile is open."""

    open_asked = Signal(object)
    """Open the profile with this passphrase (text), or try again (None)."""
    leave_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("start")
        self.setWindowTitle(QCoreApplication.translate("Window", "Một cửa"))
        restyle(self, place="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        screen = QGuiApplication.primaryScreen()
        self.resize(_SIZE.boundedTo(screen.availableSize()) if screen else _SIZE)
        self.first_run = FirstRun()
        self._opening = self._opening_part()
        self._passphrase = self._passphrase_part()
        self._trouble = self._trouble_part()
        for part in (self._opening, self._passphrase, self._trouble, self.first_run):
            self.addWidget(part)

    def show_opening(self) -> None:
        """The profile is being opened."""
        self.setCurrentWidget(self._opening)

    def show_first_run(self) -> None:
        """There is no profile yet."""
        self.setCurrentWidget(self.first_run)
        self.first_run.fields["office.unit_code"].setFocus()

    def ask_passphrase(self, wrong: str = "") -> None:
        """The key of the profile is sealed; `wrong` says why the last passphrase did not open it."""
        self.setCurrentWidget(self._passphrase)
        self._secret.clear()
        self._secret_field.show_problem(wrong)
        self._secret.setFocus()

    def show_trouble(self, message: Message) -> None:
        """The profile cannot be opened: what happened, why, what to do."""
        self._trouble_words.tell("failed", message.title)
        self._cause.setText(message.cause)
        self._step.setText(message.step)
        self.setCurrentWidget(self._trouble)
        self._again.setFocus()

    def _opening_part(self) -> QWidget:
        part, panel = _middle()
        panel.body.addWidget(
            label(QCoreApplication.translate("Start", "Đang mở hồ sơ làm việc…"), Type.LABEL)
        )
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setProperty("thin", "true")
        bar.setAccessibleName(QCoreApplication.translate("Start", "Đang mở hồ sơ làm việc…"))
        panel.body.addWidget(bar)
        return part

    def _passphrase_part(self) -> QWidget:
        part, panel = _middle()
        title = QCoreApplication.translate("Start", "Hồ sơ làm việc đang khóa")
        panel.body.addWidget(label(title, Type.LABEL))
        self._secret = QLineEdit()
        self._secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._secret.setObjectName("start.passphrase")
        self._secret.returnPressed.connect(self._open)
        title = QCoreApplication.translate("Start", "Cụm mật khẩu của máy này")
        self._secret_field = Field(title, self._secret)
        panel.body.addWidget(self._secret_field)
        open_ = QCoreApplication.translate("Start", "Mở")
        panel.body.addLayout(self._row(button(open_, self._open, kind="primary", name="start.open")))
        return part

    def _trouble_part(self) -> QWidget:
        part, panel = _middle()
        self._trouble_words = Notice()
        self._cause, self._step = label(wrap=True), label(wrap=True)
        panel.body.addWidget(self._trouble_words)
        panel.body.addWidget(self._cause)
        panel.body.addWidget(self._step)
        again = QCoreApplication.translate("Start", "Thử lại")
        self._again = button(again, lambda: self.open_asked.emit(None), kind="primary", name="start.again")
        self._again.setAutoDefault(True)
        panel.body.addLayout(self._row(self._again))
        return part

    def _row(self, last: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(
            button(QCoreApplication.translate("Start", "Đóng"), self.leave_asked.emit, name="start.leave")
        )
        row.addStretch(1)
        row.addWidget(last)
        return row

    def _open(self) -> None:
        if self._secret.text():
            self.open_asked.emit(self._secret.text())


def _middle() -> tuple[QWidget, Panel]:
    part, panel = QWidget(), Panel()
    panel.setFixedWidth(DIALOG_WIDTH)
    panel.body.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
    panel.body.setSpacing(Space.L)
    column = QVBoxLayout(part)
    column.addStretch(2)
    row = QHBoxLayout()  # an alignment would take the height for another width than the panel's own
    row.addStretch(1)
    row.addWidget(panel)
    row.addStretch(1)
    column.addLayout(row)
    column.addStretch(3)
    return part, panel
