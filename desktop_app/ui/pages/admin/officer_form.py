"""The form of an officer: a new one, another name or role, or a new password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desktop_app.core.terms import OfficerRole
from desktop_app.security.officers import (
    OFFICER_CODE_INVALID,
    OFFICER_EXISTS,
    OFFICER_NAME_MISSING,
    OfficerLine,
)
from desktop_app.security.passwords import MIN_LENGTH, PASSWORD_TOO_SHORT
from desktop_app.ui.parts import Combo, Field, Panel, label
from desktop_app.ui.theme.tokens import Space, Type


@dataclass(frozen=True, slots=True)
class OfficerEntry:
    """What was typed.

    Attributes:
        role: None when only the password changes.
        password: None when only name and role change.
    """

    code: str
    name: str = field(repr=False)
    role: OfficerRole | None
    password: str | None = field(repr=False)


class OfficerForm(Panel):
    """Beside the list."""

    saved = Signal(object)
    """An `OfficerEntry`; whoever gets it says how it went by `show_problem` or by hiding the form."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._line: OfficerLine | None = None
        self._asked: tuple[str, ...] = ()  # names of the fields
        self._title: QLabel = label(type=Type.LABEL, wrap=True)
        self.code, self.name = QLineEdit(), QLineEdit()
        self.role = Combo()
        for role, words in (
            (OfficerRole.CLERK, self.tr("Cán bộ một cửa: tiếp nhận, số hóa, trả kết quả")),
            (OfficerRole.HEAD, self.tr("Lãnh đạo: thêm quyền quản lý cán bộ")),
            (OfficerRole.ADMIN, self.tr("Quản trị: cán bộ, chứng thư, máy trạm")),
        ):
            self.role.addItem(words, role)
        self.password, self.again = QLineEdit(), QLineEdit()
        for box, name in (
            (self.code, "officer.code"), (self.name, "officer.name"), (self.role, "officer.role"),
            (self.password, "officer.password"), (self.again, "officer.again"),
        ):  # fmt: skip
            box.setObjectName(name)
        for secret in (self.password, self.again):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        least = self.tr("Ít nhất {count} ký tự.").format(count=MIN_LENGTH)
        self._fields = {
            "code": Field(
                self.tr("Mã đăng nhập"), self.code, hint=self.tr("Ví dụ cb02. Không cấp lại mã cũ.")
            ),
            "name": Field(self.tr("Họ và tên"), self.name, hint=self.tr("In trên giấy tiếp nhận.")),
            "role": Field(self.tr("Vai trò"), self.role),
            "password": Field(self.tr("Mật khẩu"), self.password, hint=least),
            "again": Field(self.tr("Mật khẩu, gõ lại"), self.again),
        }
        self.body.addWidget(self._title)
        self.body.setSpacing(Space.M)
        for part in self._fields.values():
            self.body.addWidget(part)
        self.body.addStretch(1)
        for box, following in ((self.code, self.name), (self.name, self.role), (self.password, self.again)):
            box.returnPressed.connect(following.setFocus)
        self.again.returnPressed.connect(self.save)

    def ask_new(self) -> None:
        """Ask for a new officer."""
        self._open(None, self.tr("Cán bộ mới"), tuple(self._fields))
        self.code.setFocus()

    def ask_change(self, line: OfficerLine) -> None:
        """Ask for another name or role of an officer."""
        self._open(line, self.tr("Sửa cán bộ {code}").format(code=line.code), ("name", "role"))
        self.name.setText(line.name)
        self.role.setCurrentIndex(self.role.findData(line.role))
        self.name.setFocus()

    def ask_password(self, line: OfficerLine) -> None:
        """Ask for a new password of an officer."""
        self._open(line, self.tr("Mật khẩu mới cho {code}").format(code=line.code), ("password", "again"))
        self.password.setFocus()

    def clear(self) -> None:
        """Forget what was typed."""
        for box in (self.code, self.name, self.password, self.again):
            box.clear()
        for part in self._fields.values():
            part.show_problem("")

    def save(self) -> None:
        """Hand over what was typed."""
        for part in self._fields.values():
            part.show_problem("")
        if self.password.text() != self.again.text():
            self._fields["again"].show_problem(self.tr("Hai lần gõ mật khẩu chưa giống nhau."))
            self.again.setFocus()
            return
        line, asked = self._line, self._asked
        self.saved.emit(
            OfficerEntry(
                code=line.code if line else self.code.text().strip(),
                name=self.name.text(),
                role=self.role.currentData() if "role" in asked else None,
                password=self.password.text() if "password" in asked else None,
            )
        )

    def show_problem(self, code: str, words: str) -> bool:
        """Say beside its field what was refused; False when it belongs to no field."""
        name = _FIELD_OF.get(code)
        if name is None:
            return False
        self._fields[name].show_problem(words)
        self._fields[name].setFocus()
        return True

    def problems(self) -> dict[str, str]:
        """What stands beside the fields, by name."""
        return {name: part.problem for name, part in self._fields.items() if part.problem}

    def _open(self, line: OfficerLine | None, title: str, asked: tuple[str, ...]) -> None:
        self.clear()
        self._line, self._asked = line, asked
        self._title.setText(title)
        self.setAccessibleName(title)
        for name, part in self._fields.items():
            part.setVisible(name in asked)
        self.show()


_FIELD_OF: Mapping[str, str] = {
    OFFICER_CODE_INVALID: "code",
    OFFICER_EXISTS: "code",
    OFFICER_NAME_MISSING: "name",
    PASSWORD_TOO_SHORT: "password",
}
