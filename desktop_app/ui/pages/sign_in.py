"""Sign-in and lock: the same calm panel, once with a choice of officers, once for the one who is away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.errors import AppError
from desktop_app.security.officers import OfficerLine, officers
from desktop_app.security.passwords import WRONG_PASSWORD
from desktop_app.ui.desk import SignedIn
from desktop_app.ui.door import come_in, pause_after
from desktop_app.ui.parts import Combo, Field, Notice, Panel, button, label, restyle
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import DIALOG_WIDTH, Space, Type


class _DoorPage(QWidget):
    """A panel in the middle of the window, with the office above it."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self._failures = 0
        restyle(self, place="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setSpacing(Space.L)
        outer.addStretch(2)
        self._parent_office = label(type=Type.BODY, tone="quiet", wrap=True)
        self._office = label(type=Type.NAME, wrap=True)
        for line in (self._parent_office, self._office):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            outer.addWidget(line)
        services.bridge.changed.connect(self._row_changed)
        self._row_changed("office", "")
        self.panel = Panel()
        self.panel.setFixedWidth(DIALOG_WIDTH)
        self.panel.body.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        self.panel.body.setSpacing(Space.L)
        row = QHBoxLayout()  # an alignment would take the height for another width than the panel's own
        row.addStretch(1)
        row.addWidget(self.panel)
        row.addStretch(1)
        outer.addLayout(row)
        if services.training:
            mark = label(QCoreApplication.translate("TopLine", "TẬP HUẤN"), Type.SMALL)
            restyle(mark, mark="true")
            outer.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self.notice = Notice()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setObjectName("door.password")
        self.password_field = Field(QCoreApplication.translate("Door", "Mật khẩu"), self.password)
        self.enter = button("", self.try_enter, kind="primary", icon_name="arrow-right", name="door.enter")
        self.password.returnPressed.connect(self.try_enter)

    def try_enter(self) -> None:
        """Check what was given."""
        code = self.code()
        if not code or not self.enter.isEnabled():
            return
        self.busy(True)
        self.notice.tell("info", QCoreApplication.translate("Door", "Đang kiểm tra…"), icon_name="clock")
        password = self.password.text()
        self.password.clear()
        come_in(self.services, code, password, self._entered, self._refused, lambda: None)

    def code(self) -> str:
        """Code of the officer who wants in."""
        raise RuntimeError("a door without a code")

    def busy(self, busy: bool) -> None:
        """Nothing can be given while a check is under way."""
        self.enter.setEnabled(not busy)
        self.password.setEnabled(not busy)

    def opened(self) -> None:
        """Something may be given again."""
        self.busy(False)
        self.notice.clear()
        if not self.services.training:
            self.password.setFocus()

    def _entered(self, _officer: SignedIn) -> None:
        self._failures = 0
        self.busy(False)
        self.notice.clear()

    def _refused(self, error: AppError) -> None:
        words = self.services.messages.of_error(error)
        pause = 0
        if error.code == WRONG_PASSWORD:
            self._failures += 1
            pause = pause_after(self._failures)
        text = f"{words.title}. {words.step}"
        if pause:
            wait = QCoreApplication.translate("Door", "Chờ {seconds} giây rồi thử lại.")
            text = f"{words.title}. {wait.format(seconds=pause)}"
            QTimer.singleShot(pause * 1000, self, self.opened)
        else:
            self.busy(False)
            self.password.setFocus()
        self.notice.tell("failed", text)

    def _row_changed(self, kind: str, _name: str) -> None:
        if kind == "office":
            self._parent_office.setText(self.services.office.parent_name)
            self._office.setText(self.services.office.name)


class SignIn(_DoorPage):
    """Choose the officer; outside training with a password."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.setObjectName("sign_in")
        self._chosen = ""
        body = self.panel.body
        body.addWidget(label(QCoreApplication.translate("Door", "Ai làm việc ở quầy này?"), Type.LABEL))
        self.choices = QVBoxLayout()
        self.choices.setSpacing(Space.S)
        body.addLayout(self.choices)
        self.officers = Combo()
        self.officers.setObjectName("door.officer")
        self.officer_field = Field(QCoreApplication.translate("Door", "Cán bộ"), self.officers)
        self.enter.setText(QCoreApplication.translate("Door", "Vào làm việc"))
        if not services.training:
            body.addWidget(self.officer_field)
            body.addWidget(self.password_field)
        body.addWidget(self.notice)
        if not services.training:
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(self.enter)
            body.addLayout(row)

    def entered(self) -> None:
        """Ask who there is; officers may have come or gone."""
        self._chosen = ""
        self.services.bridge.run(
            lambda _cancel: self.services.store.read(officers), self._show, self._refused, owner=self
        )

    def code(self) -> str:
        """The chosen officer."""
        return self._chosen or str(self.officers.currentData() or "")

    def _show(self, everybody: Sequence[OfficerLine]) -> None:
        if not self.isVisible():  # somebody came in meanwhile; a hidden page must not take the focus
            return
        active = [officer for officer in everybody if officer.active]
        if self.services.training:
            self._show_choices(active)
            return
        before = self.officers.currentData()
        self.officers.clear()
        for officer in active:
            self.officers.addItem(f"{officer.name} ({officer.code})", officer.code)
        self.officers.setCurrentIndex(max(self.officers.findData(before), 0))
        self.busy(False)
        (self.password if len(active) == 1 or before else self.officers).setFocus()

    def _show_choices(self, active: Sequence[OfficerLine]) -> None:
        while (item := self.choices.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for place, officer in enumerate(active):
            made = button(
                f"{officer.name}   {officer.code}",
                lambda code=officer.code: self._choose(code),
                kind="choice",
                icon_name="user",
                name=f"door.officer.{officer.code}",
            )
            made.setAutoDefault(True)  # Enter chooses, as everywhere in a dialog
            self.choices.addWidget(made)
            if place == 0:
                made.show()  # a hidden one loses the focus when the window is given the keyboard meanwhile
                made.setFocus()

    def _choose(self, code: str) -> None:
        self._chosen = code
        self.try_enter()


class LockScreen(_DoorPage):
    """The officer is away: their password opens, or another officer signs in."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.setObjectName("lock")
        body = self.panel.body
        self._who = label("", Type.LABEL, wrap=True)
        body.addWidget(self._who)
        kept = QCoreApplication.translate("Door", "Việc đang làm vẫn được giữ nguyên.")
        body.addWidget(label(kept, tone="quiet", wrap=True))
        if not services.training:
            body.addWidget(self.password_field)
        body.addWidget(self.notice)
        self.enter.setText(QCoreApplication.translate("Door", "Mở khóa"))
        self.enter.setAutoDefault(True)
        row = QHBoxLayout()
        other = QCoreApplication.translate("Door", "Cán bộ khác")
        row.addWidget(button(other, services.desk.sign_out, kind="quiet", name="door.other"))
        row.addStretch(1)
        row.addWidget(self.enter)
        body.addLayout(row)

    def entered(self) -> None:
        """Show whose window it is."""
        officer = self.services.desk.officer
        text = QCoreApplication.translate("Door", "Đã khóa. {name} đang tạm vắng.")
        self._who.setText(text.format(name=officer.name if officer else ""))
        self.password.clear()
        self.busy(False)
        self.notice.clear()
        (self.enter if self.services.training else self.password).setFocus()

    def code(self) -> str:
        """The officer who locked."""
        officer = self.services.desk.officer
        return officer.code if officer else ""
