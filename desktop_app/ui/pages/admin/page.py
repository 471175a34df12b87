"""Quản trị: office, officers, workstation, catalogue, trust, the window itself, and the self-test."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QScrollArea, QStackedWidget, QWidget

from desktop_app.ui.page import Action, HelpKey, Missing, Page
from desktop_app.ui.pages.admin.catalogue_section import CatalogueSection
from desktop_app.ui.pages.admin.office_section import OfficeSection
from desktop_app.ui.pages.admin.officers_section import OfficersSection
from desktop_app.ui.pages.admin.section import Section
from desktop_app.ui.pages.admin.self_test_section import SelfTestSection
from desktop_app.ui.pages.admin.trust_section import TrustSection
from desktop_app.ui.pages.admin.window_section import WindowSection
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import INPUT_HEIGHT, RAIL_WIDTH, Space


class AdminPage(Page):
    """The page behind F8."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.sections: tuple[Section, ...] = (
            OfficeSection(services),
            OfficersSection(services),
            CatalogueSection(services),
            TrustSection(services),
            WindowSection(services),
            SelfTestSection(services),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        row.setSpacing(Space.XL)
        self.parts = QListWidget()
        self.parts.setObjectName("admin.parts")
        self.parts.setAccessibleName(self.tr("Các phần của Quản trị"))
        self.parts.setFixedWidth(RAIL_WIDTH + Space.XL)
        self.parts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        for section in self.sections:
            item = QListWidgetItem(section.title, self.parts)
            item.setSizeHint(QSize(0, INPUT_HEIGHT))  # the stylesheet's would overlap the next one
            self._stack.addWidget(_scrolling(section))
            section.state_changed.connect(self.state_changed)
        row.addWidget(self.parts)
        row.addWidget(self._stack, 1)
        self.parts.setCurrentRow(0)
        self.parts.currentRowChanged.connect(self._show)

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Quản trị")

    @property
    def section(self) -> Section:
        """The part that is shown."""
        return self.sections[self._stack.currentIndex()]

    def show_section(self, kind: type[Section]) -> None:
        """Show a part."""
        self.parts.setCurrentRow([type(section) for section in self.sections].index(kind))

    def primary_action(self) -> Action | None:
        """That of the part."""
        return self.section.primary_action()

    def missing(self) -> Missing | None:
        """Why a clerk cannot do what the part is for."""
        action = self.section.primary_action()
        if action is None or action.enabled or self.section.may_manage:
            return None
        return Missing(self.tr("Phần này do lãnh đạo hoặc quản trị sửa; ở đây chỉ xem."))

    def help_keys(self) -> Sequence[HelpKey]:
        """Keys of this page."""
        return (
            HelpKey("↑ ↓", self.tr("Chọn phần khác, khi đang đứng ở danh sách bên trái")),
            HelpKey("Tab", self.tr("Vào phần đang mở")),
            HelpKey("Esc", self.tr("Bỏ việc đang làm dở trong phần này")),
        )

    def entered(self) -> None:
        """Read the part afresh."""
        self.section.entered()
        self.parts.setFocus()

    def left(self) -> None:
        """Forget what was being typed."""
        self.section.left()

    def step_back(self) -> bool:
        """Esc: first within the part, then to the list of parts."""
        if self.section.step_back():
            return True
        if self.parts.hasFocus():
            return False
        self.parts.setFocus()
        return True

    def _show(self, row: int) -> None:
        self.section.left()
        self._stack.setCurrentIndex(row)
        self.section.entered()
        self.state_changed.emit()


def _scrolling(section: Section) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(section.title)
    area.setWidget(section)
    return area
