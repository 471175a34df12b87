"""When the citizen comes back, what it costs, how the dossier came and how residence was proved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalogue.deadline import Appointment
from desktop_app.catalogue.model import Fee
from desktop_app.core.clock import local
from desktop_app.core.messages import Messages
from desktop_app.core.terms import Channel, ResidenceMethod
from desktop_app.reception import events
from desktop_app.reception.view import SessionView
from desktop_app.ui.flow import FlowRow
from desktop_app.ui.pages.reception.fields import source_words
from desktop_app.ui.parts import Combo, button, label, restyle
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.tokens import Space, Type


class DuePanel(QFrame):
    """Appointment, fee and the few choices that decide them."""

    happened = Signal(object)
    """An event of `reception.events`."""

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        restyle(self, place="panel")
        self._messages = messages
        self._codes: dict[QComboBox, tuple[object, ...]] = {}
        self._lay_out()

    def show_view(self, view: SessionView) -> None:
        """Show the session as it is now."""
        self._show_residence(view)
        self._fill(self.channel, view.channels, [channel_words(c) for c in view.channels], view.channel)
        self._show_line(self._channel_name, self.channel, len(view.channels) > 1)
        cases = tuple(term.case for term in view.terms)
        self._fill(self.case, cases, [term.name for term in view.terms], view.term.case if view.term else "")
        self._show_line(self._case_name, self.case, len(cases) > 1)
        self._fee.setText(fee_words(view.fee))
        self._show_appointment(view.appointment)
        self._receipt.setText(
            self.tr("Phải đưa giấy tiếp nhận và hẹn trả kết quả cho người nộp.")
            if view.receipt
            else self.tr("Trả kết quả trong ngày: chỉ in giấy tiếp nhận khi người dân yêu cầu.")
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.XS)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self.residence, self._residence_name = self._choice(
            self.tr("Cư trú chứng minh bằng"), "residence_method"
        )
        self.channel, self._channel_name = self._choice(self.tr("Cách nộp"), "channel")
        self.case, self._case_name = self._choice(self.tr("Trường hợp"), "term_case")
        grid.addWidget(self._residence_name, 0, 0, 1, 2)
        grid.addWidget(self.residence, 1, 0, 1, 2)
        grid.addWidget(self._channel_name, 2, 0)
        grid.addWidget(self.channel, 2, 1)
        grid.addWidget(self._case_name, 3, 0, 1, 2)  # cases have long names: the whole width is theirs
        grid.addWidget(self.case, 4, 0, 1, 2)
        self.residence.activated.connect(lambda at: self._chosen(self.residence, at))
        self.channel.activated.connect(lambda at: self._chosen(self.channel, at))
        self.case.activated.connect(lambda at: self._chosen(self.case, at))
        self._fee = label(wrap=True)
        column.addSpacing(Space.XS)
        column.addWidget(self._fee)
        titled = QHBoxLayout()
        titled.setSpacing(Space.S)
        titled.addWidget(label(self.tr("Hẹn trả kết quả"), Type.SMALL, "quiet"), 1)
        self.why = button(self.tr("Vì sao ngày này?"), kind="quiet", icon_name="chevron-right", name="why")
        self.why.setCheckable(True)
        self.why.toggled.connect(self._unfold)
        titled.addWidget(self.why)
        column.addLayout(titled)
        self._day = label(type=Type.NUMBER)
        self._day.setObjectName("appointment")
        self._hour = label(type=Type.LABEL)
        when = FlowRow()
        for part in (self._day, self._hour):
            when.add(part)
        column.addWidget(when)
        self._reasons = label(type=Type.SMALL, wrap=True)
        self._reasons.setObjectName("reasons")
        self._reasons.hide()
        column.addWidget(self._reasons)
        self._receipt = label(type=Type.SMALL, tone="quiet", wrap=True)
        column.addWidget(self._receipt)

    def _choice(self, title: str, name: str) -> tuple[QComboBox, QLabel]:
        box = Combo()
        box.setObjectName(name)
        box.setAccessibleName(title)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        words = label(title, Type.SMALL, wrap=True)
        words.setBuddy(box)
        return box, words

    def _fill(self, box: QComboBox, codes: Sequence[object], words: Sequence[str], now: object) -> None:
        with QSignalBlocker(box):
            if self._codes.get(box) != tuple(codes):
                self._codes[box] = tuple(codes)
                box.clear()
                box.addItems(list(words))
                metrics = box.view().fontMetrics()
                widest = max((metrics.horizontalAdvance(word) for word in words), default=0)
                box.view().setMinimumWidth(widest + Space.XXL)  # the list may be wider than the box
            box.setCurrentIndex(self._codes[box].index(now) if now in self._codes[box] else -1)
        box.setToolTip(box.currentText())

    def _show_residence(self, view: SessionView) -> None:
        methods: tuple[ResidenceMethod, ...] = tuple(ResidenceMethod)
        residence = view.residence
        self._fill(self.residence, methods, [method_words(m) for m in methods], residence.method)
        self._show_line(self._residence_name, self.residence, residence.required)
        open_ = residence.method is None
        restyle(self.residence, soft="attention" if open_ else "")
        restyle(self._residence_name, tone="attention" if open_ else "")
        words = self.tr("cần chọn") if residence.source is None else source_words(residence.source)
        self._residence_name.setText(f"{self.residence.accessibleName()} · {words}")
        self.residence.setAccessibleDescription(words)

    def _show_appointment(self, appointment: Appointment | None) -> None:
        if appointment is None:
            return
        due = appointment.due
        self._day.setText(self.tr("Không có thời hạn") if due is None else f"{local(due):%d/%m/%Y}")
        self._hour.setText("" if due is None else hour_words(due))
        self._hour.setVisible(due is not None)
        reasons = [self._messages.of(str(reason.code), reason.facts).cause for reason in appointment.reasons]
        self._reasons.setText("\n".join(f"{number}. {text}" for number, text in enumerate(reasons, 1)))
        self.why.setAccessibleDescription(" ".join(reasons))

    def _show_line(self, name: QWidget, box: QWidget, shown: bool) -> None:
        name.setVisible(shown)
        box.setVisible(shown)

    def _unfold(self, shown: bool) -> None:
        self.why.setIcon(icon("chevron-down" if shown else "chevron-right"))
        self._reasons.setVisible(shown)

    def _chosen(self, box: QComboBox, at: int) -> None:
        code = self._codes[box][at]
        if box is self.residence:
            self.happened.emit(events.ResidenceMethodChosen(ResidenceMethod(str(code))))
        elif box is self.channel:
            self.happened.emit(events.ChannelChosen(Channel(str(code))))
        else:
            self.happened.emit(events.TermCaseChosen(str(code)))


def hour_words(due: datetime) -> str:
    """`16:30, thứ Ba`, by the clock in Vietnam."""
    at = local(due)
    days = (
        QCoreApplication.translate("Due", "thứ Hai"),
        QCoreApplication.translate("Due", "thứ Ba"),
        QCoreApplication.translate("Due", "thứ Tư"),
        QCoreApplication.translate("Due", "thứ Năm"),
        QCoreApplication.translate("Due", "thứ Sáu"),
        QCoreApplication.translate("Due", "thứ Bảy"),
        QCoreApplication.translate("Due", "Chủ nhật"),
    )
    return f"{at:%H:%M}, {days[at.weekday()]}"


def fee_words(fee: Fee | None) -> str:
    """What it costs, in đồng."""
    if fee is None:
        return QCoreApplication.translate("Due", "Lệ phí: danh mục không ghi cho cách nộp này")
    if fee.amount_dong == 0:
        return QCoreApplication.translate("Due", "Lệ phí: không thu")
    amount = f"{fee.amount_dong:,}".replace(",", ".")
    return QCoreApplication.translate("Due", "Lệ phí: {amount} đồng").format(amount=amount)


def channel_words(channel: Channel) -> str:
    """How a dossier came."""
    return {
        Channel.DIRECT: QCoreApplication.translate("Due", "Trực tiếp"),
        Channel.POST: QCoreApplication.translate("Due", "Qua bưu chính công ích"),
        Channel.ONLINE: QCoreApplication.translate("Due", "Trực tuyến"),
        Channel.ONLINE_ASSISTED: QCoreApplication.translate("Due", "Trực tuyến, có hướng dẫn"),
    }[channel]


def method_words(method: ResidenceMethod) -> str:
    """One of the seven ways to prove residence.

    Source: Nghị định 104/2022/NĐ-CP.
    """
    return {
        ResidenceMethod.CARD_SEEN: QCoreApplication.translate("Due", "Thẻ căn cước, xem trực tiếp"),
        ResidenceMethod.QR: QCoreApplication.translate("Due", "Mã QR trên thẻ căn cước"),
        ResidenceMethod.CHIP: QCoreApplication.translate("Due", "Chip của thẻ căn cước"),
        ResidenceMethod.DATABASE: QCoreApplication.translate("Due", "Cơ sở dữ liệu quốc gia về dân cư"),
        ResidenceMethod.VNEID: QCoreApplication.translate("Due", "Tài khoản VNeID"),
        ResidenceMethod.CT07: QCoreApplication.translate("Due", "Giấy xác nhận CT07"),
        ResidenceMethod.NUMBER_NOTICE: QCoreApplication.translate("Due", "Thông báo số định danh cá nhân"),
    }[method]
