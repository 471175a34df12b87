"""Why an event is not at the province, in words with its code, and what a person can do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.messages import Message
from desktop_app.sync.listing import OutboxLine, Shown
from desktop_app.ui.models.outbox_model import event_words, when
from desktop_app.ui.parts import Notice, Panel, button, label
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import Type


class RefusalPanel(Panel):
    """Beside the list: the event that is selected."""

    again = Signal(str)
    """The id of an event that a person wants sent again."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Lý do"))
        self._services = services
        self._event_id = ""
        self._title = label(type=Type.LABEL, wrap=True)
        self._what = label(tone="quiet", wrap=True)
        self._reason = Notice()
        self._step = label(wrap=True)
        self._code = label(type=Type.SMALL, tone="quiet", wrap=True)
        for part in (self._title, self._what, self._reason, self._step, self._code):
            self.body.addWidget(part)
        self.again_button = button(
            self.tr("Gửi lại bản tin này"),
            lambda: self.again.emit(self._event_id),
            icon_name="refresh-cw",
            name="sync.again",
        )
        self.body.addWidget(self.again_button)
        self.body.addStretch(1)

    @property
    def words(self) -> str:
        """All that is said."""
        return "\n".join(
            (self._title.text(), self._what.text(), self._reason.text, self._step.text(), self._code.text())
        )

    def show_line(self, line: OutboxLine) -> None:
        """Show an event with the reason it has."""
        refused = line.shown is Shown.REFUSED
        words = self._words(line.last_code or "")
        self._event_id = line.event_id
        self._title.setText(words.title)
        number = line.dossier_number or self.tr("không thuộc hồ sơ nào")
        self._what.setText(f"{event_words(line.type)} · {number}")
        self._reason.tell("failed" if refused else "attention", words.cause)
        self._step.setText(words.step)
        answered = line.answered_at
        told = self.tr("Tỉnh trả lời lúc {time}").format(time=when(answered)) if answered else ""
        self._code.setText(
            " · ".join(part for part in (self.tr("Mã: {code}").format(code=line.last_code), told) if part)
        )
        self.again_button.setVisible(refused)

    def _words(self, code: str) -> Message:
        messages = self._services.messages
        if code in messages.codes():
            return messages.of(code)
        # A province may refuse for reasons that this program has no words for.
        return Message(
            self.tr("Tỉnh không nhận bản tin này"),
            self.tr("Máy chủ của tỉnh nêu một lý do mà chương trình chưa biết."),
            self.tr("Báo cho người quản trị kèm mã bên dưới. Hồ sơ vẫn còn nguyên trên máy này."),
        )
