"""The top line: where this is, what the reader does, what waits for the province, who sits here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from desktop_app.core.clock import local
from desktop_app.core.errors import AppError
from desktop_app.sync import outbox
from desktop_app.sync.engine import SyncReport
from desktop_app.sync.outbox import OutboxSummary
from desktop_app.ui.parts import Elided, IconLabel, announce, button, label, restyle
from desktop_app.ui.reader_state import ReaderKind, ReaderView
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import TOP_HEIGHT, Space, Type


class TopLine(QFrame):
    """Always there while somebody is signed in.

    Args:
        menu: fills the officer's menu each time it opens.
    """

    def __init__(
        self, services: UiServices, menu: Callable[[QMenu], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self.setObjectName("top")
        self.setAccessibleName(QCoreApplication.translate("TopLine", "Tình trạng"))
        restyle(self, place="line")
        self.setFixedHeight(TOP_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, 0, Space.S, 0)
        row.setSpacing(Space.L)
        row.addWidget(self._office(), 1)
        self.reader = _State("top.reader")
        row.addWidget(self.reader)
        self.sync = _State("top.sync")
        row.addWidget(self.sync)
        if services.training:
            mark = label(QCoreApplication.translate("TopLine", "TẬP HUẤN"), Type.SMALL)
            mark.setObjectName("top.training")
            restyle(mark, mark="true")
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._officer(menu))
        services.reader.changed.connect(self._show_reader)
        services.bridge.changed.connect(self._changed)
        services.bridge.synced.connect(self._synced)
        services.desk.changed.connect(self._show_officer)
        self._asking, self._stale, self._failure = False, False, ""
        self._show_reader(services.reader.view)
        self._show_officer()
        self._ask()

    def _office(self) -> QWidget:
        where = self._where()
        made = self._place = Elided(where, Type.STRONG)
        made.setObjectName("top.office")
        made.setMinimumWidth(made.fontMetrics().horizontalAdvance(where.partition(" · ")[0] + "…"))
        # The office gives way first: everybody here knows it.
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return made

    def _where(self) -> str:
        return QCoreApplication.translate("TopLine", "Quầy {counter} · {office}").format(
            office=self._services.office.name, counter=self._services.workstation
        )

    def _officer(self, fill: Callable[[QMenu], None]) -> QPushButton:
        self.officer = button("", kind="quiet", icon_name="user", name="top.officer")
        menu = QMenu(self.officer)
        menu.aboutToShow.connect(lambda: (menu.clear(), fill(menu)))
        self.officer.setMenu(menu)
        return self.officer

    def _show_officer(self) -> None:
        officer = self._services.desk.officer
        name = officer.name if officer else ""
        self.officer.setText(name)
        self.officer.setAccessibleName(
            QCoreApplication.translate("TopLine", "Cán bộ {name}").format(name=name) if name else ""
        )

    def _show_reader(self, view: ReaderView) -> None:
        icon, role, words = self._reader_words(view)
        self.reader.show_state(icon, role, words)

    def _reader_words(self, view: ReaderView) -> tuple[str, str, str]:
        translate = QCoreApplication.translate
        match view.kind:
            case ReaderKind.NO_SERVICE:
                return "usb", "attention", translate("TopLine", "Đầu đọc: dịch vụ thẻ chưa chạy")
            case ReaderKind.NO_READER:
                return "usb", "attention", translate("TopLine", "Đầu đọc: chưa cắm")
            case ReaderKind.PLACE_CARD:
                return "nfc", "info", translate("TopLine", "Đầu đọc: mời đặt thẻ")
            case ReaderKind.CARD_THERE:
                return "id-card", "info", translate("TopLine", "Đầu đọc: có thẻ")
            case ReaderKind.READING:
                words = translate("TopLine", "Đang đọc {step}/{total}, giữ yên thẻ")
                return "loader-circle", "info", words.format(step=view.step, total=view.total)
            case ReaderKind.DONE:
                return "circle-check", "verified", translate("TopLine", "Đọc xong, mời lấy thẻ")
            case ReaderKind.FAILED:
                return "circle-x", "failed", self._services.messages.of(view.code).title

    def _changed(self, kind: str, _id: str) -> None:
        if kind == "outbox":
            self._ask()
        elif kind == "office":
            self._place.show_whole(self._where())

    def _synced(self, report: SyncReport) -> None:
        failure = report.failure
        self._failure = self._services.messages.of_error(failure).title if failure is not None else ""
        self._ask()

    def _ask(self) -> None:
        """Read the outbox again; many changes at once cost one look after the one under way."""
        if self._asking:
            self._stale = True
            return
        self._asking, self._stale = True, False
        services = self._services
        services.bridge.run(
            lambda _cancel: services.store.read(
                lambda session: outbox.summary(session, services.clock.now())
            ),
            self._show_outbox,
            self._outbox_failed,
            ended=self._answered,
            owner=self,
        )

    def _answered(self) -> None:
        self._asking = False
        if self._stale:
            self._ask()

    def _outbox_failed(self, error: AppError) -> None:
        self.sync.show_state("circle-x", "failed", self._services.messages.of_error(error).title)

    def _show_outbox(self, state: OutboxSummary) -> None:
        translate = QCoreApplication.translate
        if state.last_success_at is None:
            last = translate("TopLine", "chưa gửi lần nào")
        else:
            last = translate("TopLine", "gửi lúc {time}").format(time=self._time(state.last_success_at))
        if state.rejected:
            words = translate("TopLine", "Đồng bộ: {count} mục cần người xem · {last}")
            self.sync.show_state("triangle-alert", "attention", words.format(count=state.rejected, last=last))
        elif state.waiting:
            icon, role = ("cloud-off", "attention") if self._failure else ("cloud-upload", "info")
            words = translate("TopLine", "Đồng bộ: chờ gửi {count} · {last}")
            self.sync.show_state(icon, role, words.format(count=state.waiting, last=last), self._failure)
        else:
            words = translate("TopLine", "Đồng bộ: không có gì chờ · {last}")
            self.sync.show_state("cloud-check", "verified", words.format(last=last))

    def _time(self, instant: datetime) -> str:
        there, now = local(instant), local(self._services.clock.now())
        return there.strftime("%H:%M" if there.date() == now.date() else "%H:%M %d/%m")


class _State(QFrame):
    """Icon and words of something that lives; announced when the words change."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        self._icon = IconLabel()
        self._words = Elided("")
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)

    @property
    def text(self) -> str:
        """The words, whole."""
        return self._words.whole

    def show_state(self, icon: str, role: str, words: str, tip: str = "") -> None:
        """Show it."""
        self._icon.show_icon(icon, role)
        self._words.show_whole(words, tip)
        if words != self.accessibleName():
            self.setAccessibleName(words)
            announce(self, words)
