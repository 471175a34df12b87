"""The officers: who may sign in, under which name and role, and new passwords."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError
from desktop_app.core.terms import OfficerRole
from desktop_app.runtime.tasks import Cancel
from desktop_app.security import officers
from desktop_app.security.officers import OfficerLine
from desktop_app.security.passwords import hash_password
from desktop_app.ui.desk import SignedIn
from desktop_app.ui.flow import FlowRow
from desktop_app.ui.models.rows_model import Column, RowsModel
from desktop_app.ui.models.table_view import table_view
from desktop_app.ui.page import Action
from desktop_app.ui.pages.admin.officer_form import OfficerEntry, OfficerForm
from desktop_app.ui.pages.admin.section import Section
from desktop_app.ui.parts import button
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import Space


class OfficersSection(Section):
    """List and form; only the head or an administrator changes anything."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(services, QCoreApplication.translate("OfficersSection", "Cán bộ"), "", parent)
        self.model: RowsModel[OfficerLine] = RowsModel(
            (
                Column(self.tr("Mã"), lambda line: line.code),
                Column(self.tr("Họ và tên"), lambda line: line.name),
                Column(self.tr("Vai trò"), lambda line: role_words(line.role)),
                Column(self.tr("Tình trạng"), _state, _sign),
            ),
            lambda line: line.code,
            self,
        )
        self.table = table_view(self.model, self.title, "admin.officers", wide=(1,))
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell_buttons())
        self._change = button(
            self.tr("Sửa tên, vai trò"), self._ask_change, icon_name="pencil", name="admin.change"
        )
        self._password = button(
            self.tr("Đặt mật khẩu mới"), self._ask_password, icon_name="key-round", name="admin.password"
        )
        self._active = button("", self._switch, icon_name="ban", name="admin.active")
        self.form = OfficerForm()
        self.form.saved.connect(self._save)
        self.form.hide()
        left = QVBoxLayout()
        left.setSpacing(Space.S)
        left.addWidget(self.table, 1)
        buttons = FlowRow()
        for made in (self._change, self._password, self._active):
            buttons.add(made)
        left.addWidget(buttons)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addLayout(left, 3)
        row.addWidget(self.form, 2)
        self.body.addLayout(row, 1)
        services.bridge.changed.connect(self._row_changed)
        self._tell_buttons()

    def primary_action(self) -> Action:
        """Add an officer, or save the form."""
        if self.form.isVisibleTo(self):
            return Action(self.tr("Lưu"), self.form.save, icon="save")
        return Action(self.tr("Thêm cán bộ"), self._add, enabled=self.may_manage, icon="user-plus")

    def entered(self) -> None:
        """Read the list."""
        if self.may_manage:
            self.notice.clear()
        else:
            self.notice.tell(
                "info", self.tr("Thêm, ngừng cán bộ và đặt mật khẩu là việc của lãnh đạo hoặc quản trị.")
            )
        self._read()
        self._tell_buttons()

    def left(self) -> None:
        """A password that was begun is forgotten."""
        self._close_form()

    def step_back(self) -> bool:
        """Esc closes the form."""
        if not self.form.isVisibleTo(self):
            return False
        self._close_form()
        self.table.setFocus()
        return True

    def _read(self) -> None:
        store = self.services.store
        self.run(lambda _cancel: store.read(officers.officers), self._show)

    def _show(self, lines: Sequence[OfficerLine]) -> None:
        self.model.put(lines)
        if not self.table.currentIndex().isValid() and lines:
            self.table.selectRow(0)
        self._tell_buttons()

    def _row_changed(self, kind: str, _code: str) -> None:
        if kind == "officer":
            self._read()

    def _chosen(self) -> OfficerLine | None:
        return self.model.line(self.table.currentIndex().row())

    def _tell_buttons(self) -> None:
        line = self._chosen()
        can = line is not None and self.may_manage
        self._change.setEnabled(can)
        self._password.setEnabled(can)
        self._active.setEnabled(can)
        self._active.setText(
            self.tr("Ngừng cán bộ này") if line is None or line.active else self.tr("Cho dùng lại")
        )

    def _add(self) -> None:
        self.form.ask_new()
        self.state_changed.emit()

    def _ask_change(self) -> None:
        line = self._chosen()
        if line is not None:
            self.form.ask_change(line)
            self.state_changed.emit()

    def _ask_password(self) -> None:
        line = self._chosen()
        if line is not None:
            self.form.ask_password(line)
            self.state_changed.emit()

    def _close_form(self) -> None:
        self.form.clear()
        self.form.hide()
        self.state_changed.emit()

    def _switch(self) -> None:
        line = self._chosen()
        if line is None:
            return
        store, actor, code, active = self.services.store, self.services.desk.actor, line.code, not line.active
        self.run(
            lambda _cancel: store.write(
                actor, lambda session: officers.set_active(session, by=actor, code=code, active=active)
            ),
            self._switched,
        )

    def _switched(self, line: OfficerLine) -> None:
        if line.active:
            text = self.tr("{code} đăng nhập lại được.")
        else:
            text = self.tr("{code} không đăng nhập được nữa. Hồ sơ đã làm vẫn giữ nguyên tên.")
        self.notice.tell("verified", text.format(code=line.code), icon_name="circle-check")

    def _save(self, entry: OfficerEntry) -> None:
        services, actor = self.services, self.services.desk.actor

        def work(_cancel: Cancel) -> OfficerLine:
            # Hashing takes long: not inside the transaction.
            hashed = hash_password(entry.password) if entry.password is not None else ""
            return services.store.write(
                actor, lambda session: _write(session, entry, hashed, by=actor, clock=services.clock)
            )

        services.bridge.run(work, lambda line: self._saved(line, entry), self._refused, owner=self)

    def _saved(self, line: OfficerLine, entry: OfficerEntry) -> None:
        self._close_form()
        if entry.role is not None and entry.password is not None:
            text = self.tr("Đã thêm {code}. Đưa mật khẩu tận tay và nhắc đổi khi đăng nhập lần đầu.")
        elif entry.role is not None:
            text = self.tr("Đã sửa {code}. Giấy tờ đã in vẫn giữ tên cũ.")
        else:
            text = self.tr("Đã đặt mật khẩu mới cho {code}.")
        self.notice.tell("verified", text.format(code=line.code), icon_name="circle-check")
        self.table.setFocus()
        desk = self.services.desk
        if desk.officer is not None and desk.officer.code == line.code and entry.role is not None:
            desk.sign_in(SignedIn(line.code, line.name, line.role))  # the same officer, named anew
            self._tell_buttons()

    def _refused(self, error: AppError) -> None:
        words = self.services.messages.of_error(error)
        if not self.form.show_problem(error.code, f"{words.cause} {words.step}"):
            self.tell_error(error)


def _write(session: Any, entry: OfficerEntry, hashed: str, *, by: str, clock: Clock) -> OfficerLine:
    """The one change that the form asked for."""
    if entry.role is None:
        return officers.set_password(session, by=by, code=entry.code, password_hash=hashed)
    if entry.password is None:
        return officers.change_officer(session, by=by, code=entry.code, name=entry.name, role=entry.role)
    return officers.add_officer(
        session, by=by, code=entry.code, name=entry.name, role=entry.role, password_hash=hashed, clock=clock
    )


def role_words(role: OfficerRole) -> str:
    """A role in words."""
    match role:
        case OfficerRole.CLERK:
            return QCoreApplication.translate("Officers", "Cán bộ một cửa")
        case OfficerRole.HEAD:
            return QCoreApplication.translate("Officers", "Lãnh đạo")
        case OfficerRole.ADMIN:
            return QCoreApplication.translate("Officers", "Quản trị")


def _state(line: OfficerLine) -> str:
    if line.active:
        return QCoreApplication.translate("Officers", "Đang làm việc")
    return QCoreApplication.translate("Officers", "Đã ngừng")


def _sign(line: OfficerLine) -> tuple[str, str]:
    return ("user-check", "verified") if line.active else ("ban", "quiet")
