"""The office, this workstation, and the numbers it has left today; a manager changes them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_app.core.clock import local_day
from desktop_app.core.errors import AppError
from desktop_app.dossiers.numbering import numbers_left
from desktop_app.runtime.tasks import Cancel
from desktop_app.security.office import OfficeView
from desktop_app.security.office_admin import OfficeChange
from desktop_app.security.officers import WorkstationLine, workstation
from desktop_app.ui.page import Action
from desktop_app.ui.pages.admin.facts import Facts
from desktop_app.ui.pages.admin.office_editor import OfficeEditor
from desktop_app.ui.pages.admin.section import Section
from desktop_app.ui.services import UiServices

FEW_NUMBERS = 20


@dataclass(frozen=True, slots=True)
class _Station:
    line: WorkstationLine | None
    left: int | None


class OfficeSection(Section):
    """What is printed on every receipt, and where events go."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(
            services,
            QCoreApplication.translate("OfficeSection", "Cơ quan và máy trạm"),
            QCoreApplication.translate(
                "OfficeSection",
                "In trên giấy tờ và gửi tỉnh. Hồ sơ đã tiếp nhận giữ tên và mã của ngày tiếp nhận.",
            ),
            parent,
        )
        self._station: _Station | None = None
        self._told = ""  # to be said once the facts are fresh
        self.office = Facts(self.tr("Cơ quan"))
        self.body.addWidget(self.office)
        self.station = Facts(self.tr("Máy trạm này"))
        self.body.addWidget(self.station)
        self.editor = OfficeEditor(services.workstation)
        self.editor.saved.connect(self._save)
        self.body.addWidget(self.editor)
        self.editor.hide()
        self.body.addStretch(1)
        self._show_office()
        self._show(None)
        services.bridge.changed.connect(self._row_changed)

    def primary_action(self) -> Action:
        """Change it, or save what was changed."""
        if self.editor.isVisibleTo(self):
            return Action(self.tr("Lưu thay đổi"), self.editor.save, icon="save")
        can = self.may_manage and self._station is not None
        return Action(self.tr("Sửa thông tin"), self.edit, enabled=can, icon="pencil")

    def entered(self) -> None:
        """Count the numbers anew."""
        services, code = self.services, self.services.workstation
        day = local_day(services.clock.now())
        self.run(
            lambda _cancel: services.store.read(
                lambda session: _Station(workstation(session, code), numbers_left(session, code, day))
            ),
            self._show,
        )

    def left(self) -> None:
        """What was half typed is dropped."""
        self._close()

    def step_back(self) -> bool:
        """Esc: nothing is changed."""
        editing = self.editor.isVisibleTo(self)
        self._close()
        return editing

    def edit(self) -> None:
        """Open the form."""
        if self._station is None:
            return
        self.notice.clear()
        for part in (self.office, self.station):
            part.hide()
        self.editor.show()
        self.editor.fill(self.services.office, self._station.line)
        self.state_changed.emit()

    def _close(self) -> None:
        if not self.editor.isVisibleTo(self):
            return
        self.editor.hide()
        for part in (self.office, self.station):
            part.show()
        self.state_changed.emit()

    def _save(self, change: OfficeChange) -> None:
        reception, actor = self.services.reception, self.services.desk.actor

        def work(_cancel: Cancel) -> OfficeView:
            return reception.change_office(change, actor)

        self.services.bridge.run(work, self._saved, self._refused, owner=self)

    def _saved(self, _office: OfficeView) -> None:
        self._close()
        self._show_office()
        self.entered()
        self._told = self.tr("Đã lưu. Giấy tờ và hồ sơ từ bây giờ theo thông tin mới.")

    def _refused(self, error: AppError) -> None:
        words = self.services.messages.of_error(error)
        if not self.editor.show_refusal(error, f"{words.cause} {words.step}"):
            self.tell_error(error)

    def _row_changed(self, kind: str, _code: str) -> None:
        if kind == "office":
            self._show_office()

    def _show_office(self) -> None:
        office = self.services.office
        units = " · ".join((office.org_helping, office.org_receiving, office.org_competent))
        for name, value in (
            (self.tr("Tên cơ quan"), office.name),
            (self.tr("Cơ quan cấp trên"), office.parent_name),
            (self.tr("Nơi ghi trên giấy"), office.place),
            (self.tr("Điện thoại"), office.phone),
            (self.tr("Mã đơn vị"), office.unit_code),
            (self.tr("Kính gửi trên tờ khai"), office.recipient_name),
            (self.tr("Hỗ trợ · tiếp nhận · giải quyết"), units),
            (self.tr("Máy chủ của tỉnh"), office.province_url),
        ):
            self.office.put(name, value)

    def _show(self, station: _Station | None) -> None:
        self._station = station
        self.station.put(self.tr("Mã máy"), self.services.workstation)
        line = station.line if station else None
        if line is None or line.block_first is None or line.block_last is None:
            block = self.tr("chưa có; hồ sơ mang số tạm") if station else ""
            self.station.put(self.tr("Dải số được giao"), block)
            self.station.put(self.tr("Còn lại hôm nay"), "")
        else:
            self.station.put(self.tr("Dải số được giao"), f"{line.block_first:04d} – {line.block_last:04d}")
            self.station.put(self.tr("Còn lại hôm nay"), str(station.left if station else ""))
        prefix = line.scanner_prefix if line else ""
        self.station.put(self.tr("Tiền tố của máy quét QR"), prefix or self.tr("chưa đặt; nhận theo tốc độ"))
        told, self._told = self._told, ""
        if told:
            self.notice.tell("verified", told, icon_name="circle-check")
        elif station is not None and (station.left is None or station.left < FEW_NUMBERS):
            self.notice.tell(
                "attention",
                self.tr("Dải số sắp hết hoặc chưa có. Xin tỉnh giao thêm; hết số thì hồ sơ mang số tạm."),
            )
        else:
            self.notice.clear()
        self.state_changed.emit()
