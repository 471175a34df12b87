"""The window itself: theme, language, and when it locks."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QSpinBox, QWidget

from desktop_app.core.errors import AppError
from desktop_app.ui.pages.admin.section import Section
from desktop_app.ui.parts import Combo, Field, Panel
from desktop_app.ui.services import UiServices
from desktop_app.ui.settings import LOCK_MINUTES, Language, ThemeName
from desktop_app.ui.theme.tokens import DIALOG_WIDTH, Space


class WindowSection(Section):
    """Settings of this computer; they hold at once."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(
            services,
            QCoreApplication.translate("WindowSection", "Giao diện và khóa máy"),
            QCoreApplication.translate("WindowSection", "Chỉ đổi cho máy này, có hiệu lực ngay."),
            parent,
        )
        panel = Panel()
        panel.setAccessibleName(self.title)
        panel.setMaximumWidth(DIALOG_WIDTH)
        panel.body.setSpacing(Space.L)
        self.theme, self.language, self.lock = Combo(), Combo(), QSpinBox()
        for theme, words in (
            (ThemeName.LIGHT, self.tr("Sáng")),
            (ThemeName.DARK, self.tr("Tối")),
            (ThemeName.HIGH_CONTRAST, self.tr("Tương phản cao")),
        ):
            self.theme.addItem(words, theme)
        # Each language is written in itself: whoever chose the wrong one finds the way back.
        self.language.addItem("Tiếng Việt", Language.VIETNAMESE)
        self.language.addItem("English", Language.ENGLISH)
        self.lock.setRange(*LOCK_MINUTES)
        self.lock.lineEdit().setTextMargins(Space.S, 0, 0, 0)
        self.lock.setSuffix(self.tr(" phút"))
        self.lock.setSpecialValueText(self.tr("Không tự khóa"))
        for box, name in (
            (self.theme, "admin.theme"), (self.language, "admin.language"), (self.lock, "admin.lock"),
        ):  # fmt: skip
            box.setObjectName(name)
        panel.body.addWidget(Field(self.tr("Màu sắc"), self.theme))
        panel.body.addWidget(
            Field(self.tr("Ngôn ngữ"), self.language, hint=self.tr("Giấy tờ in ra luôn là tiếng Việt."))
        )
        panel.body.addWidget(
            Field(
                self.tr("Tự khóa khi không ai dùng"),
                self.lock,
                hint=self.tr("Việc đang làm được giữ nguyên. Khóa ngay: Ctrl+L."),
            )
        )
        self.body.addWidget(panel)
        self.body.addStretch(1)
        self._show()
        self.theme.activated.connect(lambda _at: self._change(theme=self.theme.currentData()))
        self.language.activated.connect(lambda _at: self._change(language=self.language.currentData()))
        self.lock.editingFinished.connect(lambda: self._change(lock_after_minutes=self.lock.value()))

    def entered(self) -> None:
        """Show what holds."""
        self._show()

    def _show(self) -> None:
        values = self.services.settings.values
        self.theme.setCurrentIndex(self.theme.findData(values.theme))
        self.language.setCurrentIndex(self.language.findData(values.language))
        self.lock.setValue(values.lock_after_minutes)

    def _change(self, **parts: object) -> None:
        try:
            self.services.settings.change(**parts)
        except AppError as error:
            self.tell_error(error)
