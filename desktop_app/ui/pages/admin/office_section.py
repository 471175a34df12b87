"""The office, this workstation, and the numbers it has left today."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_app.core.clock import local_day
from desktop_app.dossiers.numbering import numbers_left
from desktop_app.security.officers import WorkstationLine, workstation
from desktop_app.ui.pages.admin.facts import Facts
from desktop_app.ui.pages.admin.section import Section
from desktop_app.ui.services import UiServices

FEW_NUMBERS = 20


@dataclass(frozen=True, slots=True)
class _Station:
    line: WorkstationLine | None
    left: int | None


class OfficeSection(Section):
    """What the office file said at set-up; it is printed on every receipt."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(
            services, QCoreApplication.translate("OfficeSection", "Cơ quan và máy trạm"), "", parent
        )
        office = services.office
        self.office = Facts(self.tr("Cơ quan"))
        for name, value in (
            (self.tr("Tên cơ quan"), office.name),
            (self.tr("Cơ quan cấp trên"), office.parent_name),
            (self.tr("Nơi ghi trên giấy"), office.place),
            (self.tr("Điện thoại"), office.phone),
            (self.tr("Mã đơn vị"), office.unit_code),
            (self.tr("Kính gửi trên tờ khai"), office.recipient_name),
            (self.tr("Hỗ trợ · tiếp nhận · giải quyết"), self._organisations()),
            (self.tr("Máy chủ của tỉnh"), office.province_url),
        ):
            self.office.put(name, value)
        self.body.addWidget(self.office)
        self.station = Facts(self.tr("Máy trạm này"))
        self.body.addWidget(self.station)
        self.body.addStretch(1)
        self._show(None)

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

    def _organisations(self) -> str:
        office = self.services.office
        return " · ".join((office.org_helping, office.org_receiving, office.org_competent))

    def _show(self, station: _Station | None) -> None:
        self.station.put(self.tr("Mã máy"), self.services.workstation)
        line = station.line if station else None
        if line is None or line.block_first is None or line.block_last is None:
            block = self.tr("chưa có; hồ sơ mang số tạm") if station else ""
            self.station.put(self.tr("Dải số được giao"), block)
            self.station.put(self.tr("Còn lại hôm nay"), "")
        else:
            self.station.put(self.tr("Dải số được giao"), f"{line.block_first:04d} – {line.block_last:04d}")
            self.station.put(self.tr("Còn lại hôm nay"), str(station.left if station else ""))
        if station is not None and (station.left is None or station.left < FEW_NUMBERS):
            self.notice.tell(
                "attention",
                self.tr("Dải số sắp hết hoặc chưa có. Xin tỉnh giao thêm; hết số thì hồ sơ mang số tạm."),
            )
        else:
            self.notice.clear()
