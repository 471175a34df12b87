"""The sessions that wait: one's own by name, others' only by who and when, until they are taken over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.clock import local
from desktop_app.core.errors import AppError
from desktop_app.reception.draft_desk import ParkedDraft
from desktop_app.runtime.tasks import Cancel
from desktop_app.security.officers import MANAGERS
from desktop_app.ui.parts import Elided, Notice, Panel, button, label
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import Space, Type

MOST = 5  # more would push away what the clerk works on


class ParkedSessions(Panel):
    """A short list beside the counter: open again, take over, drop after asking. Hidden when empty."""

    chosen = Signal(str, bool)
    """A session's id, and whether it is another officer's and taken over."""

    def __init__(self, services: UiServices, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._services = services
        self._open, self._wanted = "", False
        self._asked = 0
        self.lines: tuple[ParkedDraft, ...] = ()
        self._title = label(type=Type.LABEL)
        self.body.addWidget(self._title)
        self.notice = Notice()
        self.body.addWidget(self.notice)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.M)
        self.body.addLayout(self._rows)
        self._more = label(type=Type.SMALL, tone="quiet", wrap=True)
        self.body.addWidget(self._more)
        self.question = _Question()
        self.body.addWidget(self.question)
        self.question.hide()
        self.question.no.clicked.connect(lambda: self.step_back())
        self.hide()
        services.bridge.changed.connect(self._row_changed)
        services.desk.changed.connect(self._desk_changed)

    def show_for(self, session_id: str, wanted: bool) -> None:
        """Show what waits beside a session.

        Args:
            session_id: of the open one; it does not wait.
            wanted: False while the clerk is at work on it: the list then stays away.
        """
        if (session_id, wanted) == (self._open, self._wanted):
            return
        self._open, self._wanted = session_id, wanted
        self._read()

    def open_at(self, place: int) -> bool:
        """As the button of the line at this place, from 1; False: nothing waits there."""
        if self.isHidden() or not 1 <= place <= min(len(self.lines), MOST):
            return False
        self._ask_or_open(self.lines[place - 1])
        return True

    def step_back(self) -> bool:
        """Esc: no answer to the question."""
        asked = self.question.isVisibleTo(self)
        self.question.hide()
        return asked

    def _row_changed(self, kind: str, _id: str) -> None:
        if kind in ("draft", "officer") and self._wanted:
            self._read()

    def _desk_changed(self) -> None:
        self._show(())  # names of the one who left are not for the next one
        self._read()

    def _read(self) -> None:
        officer = self._services.desk.officer
        if officer is None or not self._wanted:
            self._asked += 1  # no answer under way is wanted any more
            self._show(())
            return
        reception, but = self._services.reception, self._open
        self._asked += 1
        asked = self._asked

        def work(_cancel: Cancel) -> tuple[ParkedDraft, ...]:
            return reception.parked(officer.code, but=but)

        def take(lines: tuple[ParkedDraft, ...]) -> None:
            if asked == self._asked:  # an answer may come after one that was asked for later
                self._show(lines)

        self._services.bridge.run(work, take, self._tell, owner=self)

    def _show(self, lines: Sequence[ParkedDraft]) -> None:
        self.lines = tuple(lines)
        self.question.hide()
        self.notice.clear()
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        words = QCoreApplication.translate("Parked", "Hồ sơ đang chờ ({count})").format(count=len(lines))
        self._title.setText(words)
        self.setAccessibleName(words)
        for place, line in enumerate(self.lines[:MOST], 1):
            self._rows.addWidget(self._row(line, place))
        more = len(lines) - MOST
        self._more.setText(
            QCoreApplication.translate("Parked", "và {count} hồ sơ nữa").format(count=more)
            if more > 0
            else ""
        )
        self._more.setVisible(more > 0)
        self.setVisible(bool(lines))

    def _row(self, line: ParkedDraft, place: int) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(Space.S)
        words = QVBoxLayout()
        words.setSpacing(0)
        head, below = self._words(line)
        words.addWidget(Elided(head, Type.STRONG))
        words.addWidget(Elided(below, Type.SMALL, "quiet"))
        across.addLayout(words, 1)
        translate = QCoreApplication.translate
        text = translate("Parked", "Mở") if line.mine else translate("Parked", "Nhận")
        go = button(f"{text}   Alt+{place}", partial(self._ask_or_open, line), name=f"parked.open.{place}")
        says = translate("Parked", "Mở lại") if line.mine else translate("Parked", "Nhận làm tiếp")
        go.setAccessibleName(f"{says}: {head}, {below}")
        across.addWidget(go)
        if line.mine or self._manages():
            drop = button(translate("Parked", "Bỏ"), partial(self._ask_drop, line), kind="quiet",
                          name=f"parked.drop.{place}")  # fmt: skip
            drop.setAccessibleName(f"{translate('Parked', 'Bỏ')}: {head}, {below}")
            across.addWidget(drop)
        return row

    def _words(self, line: ParkedDraft) -> tuple[str, str]:
        translate = QCoreApplication.translate
        at = local(line.updated_at)
        today = local(self._services.clock.now()).date()
        when = f"{at:%H:%M}" if at.date() == today else f"{at:%H:%M %d/%m}"
        named = self._services.reception.pack().procedures.get(line.procedure or "")
        procedure = named.name if named else line.procedure or translate("Parked", "Chưa chọn thủ tục")
        if line.mine:
            return line.name or translate("Parked", "Chưa có thẻ nào"), f"{when} · {procedure}"
        return translate("Parked", "Của {officer}").format(officer=line.officer_name), f"{when} · {procedure}"

    def _manages(self) -> bool:
        officer = self._services.desk.officer
        return officer is not None and officer.role in MANAGERS

    def _ask_or_open(self, line: ParkedDraft) -> None:
        if line.mine:
            self.chosen.emit(line.session_id, False)
            return
        translate = QCoreApplication.translate
        self.question.ask(
            translate(
                "Parked",
                "Nhận hồ sơ {officer} đang làm dở? Dữ liệu của người dân sẽ hiện ra; việc này được ghi lại.",
            ).format(officer=line.officer_name),
            translate("Parked", "Nhận làm tiếp"),
            lambda: self.chosen.emit(line.session_id, True),
        )

    def _ask_drop(self, line: ParkedDraft) -> None:
        translate = QCoreApplication.translate
        head, _below = self._words(line)
        self.question.ask(
            translate("Parked", "Bỏ hẳn hồ sơ dở dang này ({name})? Không lấy lại được.").format(name=head),
            translate("Parked", "Bỏ hồ sơ"),
            partial(self._drop, line.session_id),
        )

    def _drop(self, session_id: str) -> None:
        reception, officer = self._services.reception, self._services.desk.actor
        self._services.bridge.run(
            lambda _cancel: reception.drop_parked(session_id, officer),
            lambda _none: self._read(),
            self._tell,
            owner=self,
        )

    def _tell(self, error: AppError) -> None:
        words = self._services.messages.of_error(error)
        self.notice.tell("failed", f"{words.title}. {words.step}")


class _Question(QWidget):
    """A decision where the eye is; Esc or the first button is no."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self._words = label(wrap=True)
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.no = button(QCoreApplication.translate("Parked", "Không"), name="parked.no")
        self.yes = button("", self._answer, name="parked.yes")
        row.addWidget(self.no)
        row.addWidget(self.yes)
        row.addStretch(1)
        column.addLayout(row)
        self._run: Callable[[], object] = lambda: None

    def ask(self, words: str, yes: str, run: Callable[[], object]) -> None:
        """Ask; `run` is what happens after yes."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.yes.setText(yes)
        self.yes.setAccessibleName(yes)
        self._run = run
        self.show()
        self.no.setFocus()

    def _answer(self) -> None:
        self.hide()
        self._run()
