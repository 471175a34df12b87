"""Đồng bộ: what waits for the province, what it refused and why, and a way to send now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import AppError
from desktop_app.runtime.tasks import Cancel
from desktop_app.sync import listing, outbox
from desktop_app.sync.engine import SyncReport
from desktop_app.sync.listing import OutboxLine, Shown
from desktop_app.sync.outbox import OutboxSummary
from desktop_app.ui.models.outbox_model import STATE, WHAT, OutboxModel, when
from desktop_app.ui.models.table_view import table_view
from desktop_app.ui.page import Action, HelpKey, Page
from desktop_app.ui.pages.sync.refusal_panel import RefusalPanel
from desktop_app.ui.parts import Elided, Notice, button, label, restyle
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Space, Type


@dataclass(frozen=True, slots=True)
class _Figures:
    summary: OutboxSummary
    counts: Mapping[Shown, int]


class SyncPage(Page):
    """The page behind F7."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.model = OutboxModel(services, self)
        self._figures: _Figures | None = None
        self._trouble: AppError | None = None
        self._sending: Cancel | None = None
        self._asking = self._ask_again_soon = False
        self._build()
        self.model.loading_changed.connect(self._tell_list)
        self.model.failed.connect(self._read_failed)
        services.bridge.changed.connect(self._row_changed)
        services.bridge.synced.connect(self._synced)
        # Many events change at once when a batch is answered: the figures are asked for once.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask_figures)

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Đồng bộ")

    @property
    def status(self) -> str:
        """The words above the list."""
        return self._status.text

    @property
    def next_attempt(self) -> str:
        """When the next sending is due, in words."""
        return self._values[-1].text()

    def primary_action(self) -> Action:
        """Send now."""
        waiting = self._figures is None or self._figures.summary.waiting > 0
        text = self.tr("Đang gửi…") if self._sending else self.tr("Gửi ngay")
        return Action(text, self.send_now, enabled=waiting and self._sending is None, icon="send")

    def secondary_actions(self) -> Sequence[Action]:
        """Stop waiting for the province's answer."""
        if self._sending is None:
            return ()
        return (Action(self.tr("Không chờ nữa"), self.stop_waiting, key="", icon="x"),)

    def help_keys(self) -> Sequence[HelpKey]:
        """Keys of this page."""
        return (
            HelpKey("Ctrl+1", self.tr("Bản tin đang chờ gửi")),
            HelpKey("Ctrl+2", self.tr("Bản tin bị từ chối")),
            HelpKey("Ctrl+3", self.tr("Bản tin tỉnh đã nhận")),
            HelpKey("Esc", self.tr("Không chờ trả lời của tỉnh nữa; việc gửi vẫn chạy phía sau")),
        )

    def entered(self) -> None:
        """Read afresh; the refused ones first when there are any."""
        self._ask_figures()
        self.model.show_list(self.model.shown)
        (self.table if self.model.rowCount() else self._choices[self.model.shown]).setFocus()

    def step_back(self) -> bool:
        """Esc stops waiting."""
        if self._sending is None:
            return False
        self.stop_waiting()
        return True

    def send_now(self) -> None:
        """Send everything that waits, now."""
        if self._sending is not None:
            return
        services = self.services
        self._sending = services.bridge.run(
            lambda _cancel: services.send_now(),
            self._sent,
            self._send_failed,
            ended=self._send_ended,
            owner=self,
        )
        self._status.tell("info", self.tr("Đang gửi lên tỉnh…"), icon_name="cloud-upload")
        self.state_changed.emit()

    def stop_waiting(self) -> None:
        """Leave the sending to the background."""
        if self._sending is not None:
            self._sending.set()
            self._sending = None
            self._tell_status()
            self.state_changed.emit()

    def show_list(self, shown: Shown) -> None:
        """Show what waits, was refused, or was delivered."""
        self._choices[shown].setChecked(True)
        self.model.show_list(shown)
        self._show_selected()

    # building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(self._figures_row())
        self._status = Notice()
        self._status.setObjectName("sync.status")
        column.addWidget(self._status)
        column.addLayout(self._choices_row())
        middle = QHBoxLayout()
        middle.setSpacing(Space.L)
        self._stack = QStackedWidget()
        self.table = self._table()
        self._stack.addWidget(self.table)
        self._empty = _Empty()
        self._stack.addWidget(self._empty)
        middle.addWidget(self._stack, 3)
        self.refusal = RefusalPanel(self.services)
        self.refusal.again.connect(self._ask_again)
        self.refusal.hide()
        middle.addWidget(self.refusal, 2)
        column.addLayout(middle, 1)

    def _figures_row(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.XL)
        grid.setVerticalSpacing(0)
        styles = (Type.NUMBER, Type.NUMBER, Type.LABEL, Type.LABEL)
        self._values = [label(type=style) for style in styles]
        titles = (
            self.tr("Đang chờ gửi"),
            self.tr("Bị từ chối, cần người xem"),
            self.tr("Tỉnh trả lời lần gần nhất"),
            self.tr("Lần gửi tiếp theo"),
        )
        lowest = QFontMetrics(font(Type.NUMBER)).descent()  # figures and smaller words stand on one line
        for at, (title, style, value) in enumerate(zip(titles, styles, self._values, strict=True)):
            name = Elided(title, Type.BODY, "quiet")
            name.setBuddy(value)
            grid.addWidget(name, 0, at)
            grid.addWidget(value, 1, at, Qt.AlignmentFlag.AlignBottom)
            value.setContentsMargins(0, 0, 0, lowest - QFontMetrics(font(style)).descent())
            value.setText("–")
            value.setAccessibleName(title)
        grid.setColumnStretch(len(titles), 1)
        return grid

    def _choices_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        group = QButtonGroup(self)
        self._choices = {}
        for at, shown in enumerate(Shown, 1):
            made = button("", name=f"sync.list.{shown}", kind="rail")
            made.setCheckable(True)
            made.setShortcut(f"Ctrl+{at}")
            made.clicked.connect(lambda _on, shown=shown: self.show_list(shown))
            group.addButton(made)
            row.addWidget(made)
            self._choices[shown] = made
        self._choices[Shown.WAITING].setChecked(True)
        row.addStretch(1)
        self._tell_choices({})
        return row

    def _table(self) -> QTableView:
        table = table_view(self.model, self.tr("Các bản tin"), "sync.table", wide=(WHAT, STATE))
        table.selectionModel().currentChanged.connect(lambda *_: self._show_selected())
        self.model.dataChanged.connect(lambda *_: self._show_selected())
        self.model.rowsRemoved.connect(lambda *_: self._show_selected())
        return table

    # figures

    def _row_changed(self, kind: str, _event_id: str) -> None:
        if kind == "outbox":
            self._soon.start()

    def _ask_figures(self) -> None:
        if self._asking:
            self._ask_again_soon = True
            return
        self._asking = True
        services = self.services

        def work(_cancel: Cancel) -> _Figures:
            now = services.clock.now()
            return services.store.read(
                lambda session: _Figures(outbox.summary(session, now), listing.counts(session))
            )

        services.bridge.run(
            work, self._take_figures, self._read_failed, ended=self._figures_asked, owner=self
        )

    def _figures_asked(self) -> None:
        self._asking = False
        if self._ask_again_soon:
            self._ask_again_soon = False
            self._ask_figures()

    def _take_figures(self, figures: _Figures) -> None:
        self._figures = figures
        summary = figures.summary
        waiting, refused, last, following = self._values
        waiting.setText(str(summary.waiting))
        refused.setText(str(summary.rejected))
        restyle(refused, tone="failed" if summary.rejected else "")
        last.setText(when(summary.last_success_at) if summary.last_success_at else self.tr("chưa lần nào"))
        following.setText(self._next_words(summary))
        for value in self._values:
            value.setAccessibleDescription(value.text())
        self._tell_choices(figures.counts)
        if self._sending is None:
            self._tell_status()
        self._tell_list()
        self.state_changed.emit()

    def _next_words(self, summary: OutboxSummary) -> str:
        if not summary.waiting:
            return self.tr("không có gì chờ")
        if summary.next_attempt_at is None:
            return self.tr("trong nửa phút nữa")
        return when(summary.next_attempt_at)

    def _tell_choices(self, counts: Mapping[Shown, int]) -> None:
        words = {
            Shown.WAITING: self.tr("Đang chờ"),
            Shown.REFUSED: self.tr("Bị từ chối"),
            Shown.DELIVERED: self.tr("Tỉnh đã nhận"),
        }
        for at, (shown, made) in enumerate(self._choices.items(), 1):
            # Setting a text takes the shortcut away.
            made.setText(f"{words[shown]} ({counts.get(shown, 0)})")
            made.setAccessibleName(words[shown])
            made.setShortcut(f"Ctrl+{at}")
            made.setToolTip(f"Ctrl+{at}")

    # what is said

    def _tell_status(self) -> None:
        summary = self._figures.summary if self._figures else None
        if self._trouble is not None:
            words = self.services.messages.of_error(self._trouble)
            self._status.tell(
                "attention", f"{words.title}. {words.cause} {words.step}", icon_name="cloud-off"
            )
        elif summary is None:
            self._status.tell("info", self.tr("Đang xem hàng chờ…"), icon_name="loader-circle")
        elif summary.rejected:
            self._status.tell(
                "failed",
                self.tr(
                    "Có bản tin bị tỉnh từ chối. Mở danh sách Bị từ chối, đọc lý do rồi quyết định gửi lại."
                ),
            )
        elif summary.waiting:
            self._status.tell(
                "info",
                self.tr("Máy tự gửi phía sau. Cứ tiếp nhận bình thường; muốn gửi luôn thì bấm Gửi ngay."),
                icon_name="cloud-upload",
            )
        elif summary.last_success_at is None:
            self._status.tell("info", self.tr("Chưa có bản tin nào để gửi."), icon_name="cloud-check")
        else:
            self._status.tell("verified", self.tr("Mọi bản tin đã tới tỉnh."), icon_name="cloud-check")

    def _tell_list(self) -> None:
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.table)
            return
        if self.model.loading:
            self._empty.tell(self.tr("Đang đọc danh sách…"), "")
        elif self.model.shown is Shown.WAITING:
            self._empty.tell(
                self.tr("Không có bản tin nào đang chờ"),
                self.tr("Tiếp nhận hồ sơ mới: bấm F2."),
            )
        elif self.model.shown is Shown.REFUSED:
            self._empty.tell(self.tr("Không có bản tin nào bị từ chối"), self.tr("Không phải làm gì thêm."))
        else:
            self._empty.tell(
                self.tr("Tỉnh chưa nhận bản tin nào từ máy này"),
                self.tr("Bản tin được gửi đi sau khi tiếp nhận hồ sơ đầu tiên."),
            )
        self._stack.setCurrentWidget(self._empty)

    def _show_selected(self) -> None:
        index: QModelIndex = self.table.currentIndex()
        line = self.model.line(index.row()) if index.isValid() else None
        self.refusal.setVisible(line is not None and self._has_reason(line))
        if line is not None and self._has_reason(line):
            self.refusal.show_line(line)

    def _has_reason(self, line: OutboxLine) -> bool:
        return line.last_code is not None and line.shown is not Shown.DELIVERED

    # sending

    def _sent(self, report: SyncReport) -> None:
        self._trouble = report.failure

    def _send_failed(self, error: AppError) -> None:
        self._trouble = error

    def _send_ended(self) -> None:
        self._sending = None
        self._ask_figures()
        self._tell_status()
        self.state_changed.emit()

    def _synced(self, report: SyncReport) -> None:
        self._trouble = report.failure
        self._ask_figures()

    def _read_failed(self, error: AppError) -> None:
        words = self.services.messages.of_error(error)
        self._status.tell("failed", f"{words.title}. {words.step}")

    def _ask_again(self, event_id: str) -> None:
        services, actor = self.services, self.services.desk.actor
        services.bridge.run(
            lambda _cancel: services.store.write(
                actor, lambda session: outbox.ask_again(session, event_id, services.clock.now())
            ),
            lambda _asked: self.send_now(),
            self._read_failed,
            owner=self,
        )


class _Empty(QWidget):
    """What stands where a list is empty: why, and what to do."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.addStretch(1)
        self._title = label(type=Type.LABEL)
        self._step = label(tone="quiet", wrap=True)
        for words in (self._title, self._step):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
        column.addStretch(2)

    @property
    def words(self) -> str:
        return "\n".join(words.text() for words in (self._title, self._step) if words.text())

    def tell(self, title: str, step: str) -> None:
        self._title.setText(title)
        self._step.setText(step)
