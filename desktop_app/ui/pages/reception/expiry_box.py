"""Where a card opens by its date of expiry alone: one date at one press, or the date typed from the card."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.cccd.dates import parse_dd_mm_yyyy, parse_ddmmyyyy
from desktop_app.cccd.expiry import whole
from desktop_app.reception.expiry import ExpiryOffer
from desktop_app.ui.parts import Field, Notice, button, label
from desktop_app.ui.theme.tokens import Space, Type

KEY = "Alt+H"


class ExpiryBox(QWidget):
    """Tries nothing by itself; each press of its button, and each Enter in its field, is one try."""

    tried = Signal(object, object)
    """The date typed from the card, None for the one that is offered; the birth date where it was typed."""

    def __init__(self, slot: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: ExpiryOffer | None = None
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(Space.XS)
        self.words = label("", Type.STRONG, wrap=True)
        body.addWidget(self.words)
        self.try_day = button("", lambda: self.tried.emit(None, None), name=f"expiry.try.{slot}")
        body.addWidget(self.try_day)
        self.why = label(
            QCoreApplication.translate(
                "ExpiryBox", "Ngày này suy từ ngày sinh và ngày cấp. Mỗi lần bấm chỉ thử một lần."
            ),
            Type.SMALL,
            "quiet",
            wrap=True,
        )
        body.addWidget(self.why)
        self.birth = self._date_line(
            QCoreApplication.translate("ExpiryBox", "Ngày sinh in trên thẻ"), f"expiry.birth.{slot}"
        )
        self.day = self._date_line(
            QCoreApplication.translate("ExpiryBox", "Ngày hết hạn in trên thẻ"), f"expiry.day.{slot}"
        )
        self._birth_field = Field(
            QCoreApplication.translate("ExpiryBox", "Ngày sinh in trên thẻ"), self.birth
        )
        self._day_field = Field(
            QCoreApplication.translate("ExpiryBox", "Gõ ngày hết hạn in trên thẻ rồi Enter"), self.day
        )
        body.addWidget(self._birth_field)
        body.addWidget(self._day_field)
        self.problem = Notice()
        body.addWidget(self.problem)
        self.hide()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the focus may go, what needs a human first."""
        return self.try_day, self.birth, self.day

    def show_offer(self, offer: ExpiryOffer | None) -> None:
        """Show what may be tried; None hides everything and forgets what was typed."""
        self.setVisible(offer is not None)
        if offer == self._offer:
            return
        self._offer = offer
        self.problem.clear()
        if offer is None:
            self.birth.clear()
            self.day.clear()
            return
        if offer.needs_number:
            self.words.setText(
                QCoreApplication.translate(
                    "ExpiryBox",
                    "Thẻ này chỉ mở bằng ngày hết hạn. Trước hết quét mã QR hoặc gõ đủ 12 số.",
                )
            )
        else:
            self.words.setText(QCoreApplication.translate("ExpiryBox", "Thẻ này chỉ mở bằng ngày hết hạn."))
        self.try_day.setVisible(offer.day is not None)
        self.why.setVisible(offer.day is not None)
        if offer.day is not None:
            words = QCoreApplication.translate("ExpiryBox", "Thử ngày {day}")
            self.try_day.setText(f"{words.format(day=f'{offer.day:%d/%m/%Y}')}   {KEY}")
        self._birth_field.setVisible(offer.needs_birth)
        self._day_field.setVisible(not offer.needs_number)

    def _date_line(self, name: str, object_name: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(object_name)
        made.setAccessibleName(name)
        made.setPlaceholderText(QCoreApplication.translate("ExpiryBox", "ngày/tháng/năm"))
        made.setMaxLength(10)
        made.returnPressed.connect(self._typed)
        return made

    def _typed(self) -> None:
        offer = self._offer
        if offer is None:
            return
        born, day = _day(self.birth.text()), _day(self.day.text())
        if offer.needs_birth and born is None:
            self._ask_again(self.birth)
        elif day is None:
            self._ask_again(self.day)
        else:
            self.problem.clear()
            self.tried.emit(day, born)

    def _ask_again(self, line: QLineEdit) -> None:
        if line.text():
            words = QCoreApplication.translate(
                "ExpiryBox", "Ngày chưa đúng. Gõ đủ ngày, tháng, năm như trên thẻ, ví dụ 15/05/2030."
            )
            self.problem.tell("attention", words)
        line.setFocus()
        line.selectAll()


def _day(text: str) -> date | None:
    return whole(parse_dd_mm_yyyy(text) or parse_ddmmyyyy(text))
