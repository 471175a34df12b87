"""The self-test: each part with its state, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.errors import AppError
from desktop_app.runtime.tasks import Cancel
from desktop_app.ui.page import Action
from desktop_app.ui.pages.admin.section import Section
from desktop_app.ui.parts import IconLabel, Panel, label
from desktop_app.ui.services import SelfTestPart, UiServices
from desktop_app.ui.theme.tokens import Space, Type

_SIGNS = {
    "good": ("circle-check", "verified"),
    "attention": ("triangle-alert", "attention"),
    "failed": ("circle-x", "failed"),
}


class SelfTestSection(Section):
    """Asks every part of the program on demand; what needs a person stands first."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(
            services,
            QCoreApplication.translate("SelfTestSection", "Tự kiểm tra"),
            QCoreApplication.translate(
                "SelfTestSection", "Hỏi từng phần: đầu đọc, kho dữ liệu, nhật ký, dải số, đường lên tỉnh."
            ),
            parent,
        )
        self._asking: Cancel | None = None
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.S)
        self.body.addLayout(self._column)
        self.body.addStretch(1)
        self._rows: list[_Row] = []

    def primary_action(self) -> Action:
        """Ask."""
        if self._asking is not None:
            return Action(self.tr("Đang kiểm tra…"), self.examine, enabled=False, icon="loader-circle")
        text = self.tr("Kiểm tra lại") if self._rows else self.tr("Kiểm tra")
        return Action(text, self.examine, icon="shield-check")

    def entered(self) -> None:
        """The first time the test runs by itself."""
        if not self._rows:
            self.examine()

    def left(self) -> None:
        """Nobody waits for the answers any more."""
        self._stop()

    def step_back(self) -> bool:
        """Esc stops waiting."""
        return self._stop()

    def examine(self) -> None:
        """Ask every part."""
        if self._asking is not None:
            return
        services = self.services
        self.notice.tell("info", self.tr("Đang kiểm tra… Esc để thôi chờ."), icon_name="loader-circle")
        self._asking = services.bridge.run(
            lambda _cancel: services.self_test(), self._show, self._failed, ended=self._ended, owner=self
        )
        self.state_changed.emit()

    def words(self) -> list[str]:
        """What is said of each part, in the order on screen."""
        return [row.words for row in self._rows]

    def _stop(self) -> bool:
        if self._asking is None:
            return False
        self._asking.set()
        self._asking = None
        self.notice.clear()
        self.state_changed.emit()
        return True

    def _ended(self) -> None:
        self._asking = None
        self.state_changed.emit()

    def _failed(self, error: AppError) -> None:
        self.tell_error(error)

    def _show(self, parts: Sequence[SelfTestPart]) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        order = list(_SIGNS)[::-1]
        self._rows = [
            _Row(self.services, part) for part in sorted(parts, key=lambda part: order.index(part.state))
        ]
        for row in self._rows:
            self._column.addWidget(row)
        wanting = sum(part.state != "good" for part in parts)
        if wanting:
            text = self.tr("{count} phần cần xem, đứng đầu danh sách.").format(count=wanting)
            self.notice.tell("attention", text)
        else:
            self.notice.tell("verified", self.tr("Mọi phần đều tốt."))


class _Row(Panel):
    """One part."""

    def __init__(self, services: UiServices, part: SelfTestPart) -> None:
        super().__init__("")
        self.body.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        said = services.messages.of(part.code, part.facts)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(IconLabel(*_SIGNS[part.state]))
        row.addWidget(label(said.title, Type.STRONG))
        row.addWidget(label(said.cause, tone="quiet", wrap=True), 1)
        self.body.addLayout(row)
        if part.state != "good":
            self.body.addWidget(label(f"{said.step}   [{part.code}]", wrap=True))
        self.words = f"{said.title}. {said.cause}"
        self.setAccessibleName(self.words)
