"""The middle column: the procedure, then the form in the order of the paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalogue.pack import Pack
from desktop_app.catalogue.search import SearchIndex
from desktop_app.core.errors import AppError
from desktop_app.core.terms import ValueSource
from desktop_app.reception import events
from desktop_app.reception.view import FieldView, SessionView
from desktop_app.ui.pages.reception import remembered
from desktop_app.ui.pages.reception.fields import FieldBox, FieldLine, heading, lines_of
from desktop_app.ui.pages.reception.procedure_search import ChosenProcedure, ProcedureSearch
from desktop_app.ui.pages.reception.remembered import Remembered
from desktop_app.ui.pages.reception.rows import MembersTable
from desktop_app.ui.pages.reception.words import field_titles
from desktop_app.ui.parts import Notice, label
from desktop_app.ui.services import UiServices
from desktop_app.ui.theme.tokens import INPUT_HEIGHT, Space, Type

_FROM_CARDS = (ValueSource.CHIP, ValueSource.QR)


class FormColumn(QWidget):
    """Procedure and form. It changes nothing itself: what happens goes out, the next view comes in."""

    rebuilt = Signal()
    """Fields or rows came or went."""
    happened = Signal(object)
    """An event of `reception.events`."""
    wish = Signal(str, object)
    """Something the controller does: `("focus", target)` for a target outside this column; `("next", None)`
    for the first thing that needs a human, wherever it is;
    `("after_form", None)` when Enter leaves the last field."""

    def __init__(self, services: UiServices) -> None:
        super().__init__()
        self._services = services
        self._names: dict[str, str] = {}
        self._view: SessionView | None = None
        self._fields: dict[str, FieldBox] = {}
        self._shape: tuple[tuple[object, ...], ...] = ()
        self._boxes: dict[str, FieldBox] = {}
        self._memory = remembered.load(services.folder)
        self._seek = QTimer(self, singleShot=True, interval=0)
        self._seek.timeout.connect(self._keep_in_view)
        self._lay_out()
        self._connect()
        services.bridge.run(lambda cancel: services.reception.pack(), self.show_pack, self._show_error)

    def show_pack(self, pack: Pack) -> None:
        """Offer the procedures of a pack."""
        procedures = tuple(pack.procedures.values())
        index = SearchIndex(procedures)
        self._names = {procedure.code: procedure.name for procedure in procedures}
        self._problem.clear()
        self.search.offer(
            self._names,
            lambda query, last, favourites: index.find(query, last_used=last, favourites=favourites),
            self._memory,
        )
        if self._view is not None:
            self._show_procedure(self._view)

    def show_view(self, view: SessionView) -> None:
        """Show a session as it is now; what did not change is not touched, what is being typed stays."""
        before, self._view = self._view, view
        if before is not None and before.session_id != view.session_id:
            before = None
        if before is None or before.procedure != view.procedure:
            self._show_procedure(view)
        shape = tuple((f.key, f.input, bool(f.choices), f.group) for f in view.fields)
        anew = shape != self._shape
        if anew:
            self._make_fields(view.fields)
            self._shape = shape
        for field in view.fields:
            self._fields[field.key].show_field(field)
        if self.table.show_rows(view.table_label, view.columns, view.rows, view.can_add_member) or anew:
            self.rebuilt.emit()
        self._boxes = {box.target: box for box in (*self._fields.values(), *self.table.cells)}
        for target, title in field_titles(view).items():
            self._boxes[target].call(title)
        self._show_share(view)
        self._seek.start()
        if before is not None and view.next_focus and _cards_filled(before, view):
            self._follow(view.next_focus)

    def focus_target(self, target: str) -> bool:
        """Put the focus on a target of this column; False where it is none."""
        if target == "procedure":
            self._choose_again()
            return True
        box = self._boxes.get(target)
        if box is None:
            return False
        self._pages.setCurrentWidget(self._form_page)
        box.control.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def step_back(self) -> bool:
        """Esc: from searching another procedure back to the form. False: there is nothing to go back from."""
        if (
            self._view is None
            or self._view.procedure is None
            or self._pages.currentWidget() is self._form_page
        ):
            return False
        self._pages.setCurrentWidget(self._form_page)
        self.focus_target(self._view.next_focus or "")
        return True

    @property
    def being_typed(self) -> bool:
        """True while somebody is in the middle of typing in this column."""
        return any(box.editor.being_typed for box in self._boxes.values()) or (
            self.search.box.hasFocus() and bool(self.search.box.text())
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Insert adds a person to the table, from any field: Ctrl+Insert copies."""
        here = event.key() == Qt.Key.Key_Insert and event.modifiers() == Qt.KeyboardModifier.AltModifier
        if here and self.table.isVisible():
            self.table.add.click()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self._pages = QStackedLayout(self)
        search_page = QWidget()
        searching = QVBoxLayout(search_page)
        searching.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self._problem = Notice()
        self.search = ProcedureSearch()
        searching.addWidget(self._problem)
        searching.addWidget(self.search, 1)
        self._pages.addWidget(search_page)
        self._search_page = search_page

        self._form_page = QWidget()
        column = QVBoxLayout(self._form_page)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.S)
        head = QVBoxLayout()
        head.setContentsMargins(Space.L, 0, Space.L, 0)
        head.setSpacing(Space.S)
        self.chosen = ChosenProcedure()
        head.addWidget(self.chosen)
        head.addLayout(self._share_line())
        column.addLayout(head)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(Space.L, 0, Space.L, Space.L)
        self._inside.setSpacing(Space.S)
        self._form = QVBoxLayout()
        self._form.setSpacing(Space.S)
        self._inside.addLayout(self._form)
        self.table = MembersTable(self._services.messages)
        self.table.hide()
        self._inside.addWidget(self.table)
        self._inside.addStretch(1)
        self.area.setWidget(inside)
        column.addWidget(self.area, 1)
        self._pages.addWidget(self._form_page)

    def _share_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        self._share = QProgressBar()
        self._share.setProperty("thin", "true")
        self._share.setTextVisible(False)
        self._share_words = label(type=Type.SMALL, tone="quiet")
        self._share_words.setBuddy(self._share)
        for part in (self._share, self._share_words):
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # the form does not jump when the first card is read
            part.setSizePolicy(policy)
        line.addWidget(self._share, 1)
        line.addWidget(self._share_words)
        return line

    def _connect(self) -> None:
        self.search.chosen.connect(self._choose)
        self.search.remembered.connect(self._remember)
        self.chosen.change_wanted.connect(self._choose_again)
        self.table.made.connect(self._adopt)
        self.table.add_wanted.connect(self._add_row)
        self.table.remove_wanted.connect(lambda index: self.happened.emit(events.MemberRemoved(index)))

    def _make_fields(self, fields: tuple[FieldView, ...]) -> None:
        while (item := self._form.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._fields = {}
        group = ""
        for together in lines_of(fields):
            if together[0].group and together[0].group != group:
                self._form.addWidget(heading(together[0].group))
            group = together[0].group
            line = FieldLine(together, self._services.messages)
            self._form.addWidget(line)
            for field, box in zip(together, line.boxes, strict=True):
                self._fields[field.key] = box
                self._adopt(box)
        self.area.verticalScrollBar().setValue(0)

    def _adopt(self, box: FieldBox) -> None:
        box.typed.connect(lambda target, text: self.happened.emit(_typed(target, text)))
        box.left.connect(lambda target: self.happened.emit(_left(target)))
        box.entered.connect(self._seek.start)
        box.next_wanted.connect(lambda target: self._step(target, 1))
        box.back_wanted.connect(lambda target: self._step(target, -1))

    def _step(self, target: str, by: int) -> None:
        """Enter and Shift+Enter: to the next field or back, behind the last one out of the form."""
        order = list(self._boxes)
        at = order.index(target) + by
        if 0 <= at < len(order):
            self._boxes[order[at]].control.setFocus(
                Qt.FocusReason.TabFocusReason if by > 0 else Qt.FocusReason.BacktabFocusReason
            )
        elif by < 0:
            self.chosen.change.setFocus(Qt.FocusReason.BacktabFocusReason)
        else:
            self.wish.emit("after_form", None)

    def _keep_in_view(self) -> None:
        """The box with the focus, once everything lies where it belongs."""
        for box in self._boxes.values():
            if box.control.hasFocus():
                self.area.ensureWidgetVisible(box.control, 0, INPUT_HEIGHT + Space.XL)

    def _choose(self, code: str) -> None:
        self._remember(self._memory.using(code))
        same = self._view is not None and self._view.procedure == code
        self._pages.setCurrentWidget(self._form_page)
        if not same:
            self.happened.emit(events.ProcedureChosen(code))
        self.wish.emit("next", None)

    def _choose_again(self) -> None:
        self._pages.setCurrentWidget(self._search_page)
        self.search.start()

    def _remember(self, memory: Remembered) -> None:
        self._memory = memory
        self.search.remember(memory)
        remembered.keep(self._services.folder, memory)

    def _add_row(self) -> None:
        rows = len(self._view.rows) if self._view is not None else 0
        self.happened.emit(events.MemberAdded())
        first = next((t for t in self._boxes if t.startswith(f"row.{rows + 1}.")), "")
        self.focus_target(first)

    def _show_procedure(self, view: SessionView) -> None:
        if view.procedure is None:
            self._pages.setCurrentWidget(self._search_page)
            return
        self.chosen.show_procedure(view.procedure, self._names.get(view.procedure, ""))
        self._pages.setCurrentWidget(self._form_page)

    def _show_share(self, view: SessionView) -> None:
        shown = any(field.source in _FROM_CARDS for field in view.fields)
        for part in (self._share, self._share_words):
            part.setVisible(shown)  # before a card was read, there is nothing to say
        words = self.tr("{share} % không phải gõ").format(share=view.share_not_typed)
        self._share.setValue(view.share_not_typed)
        self._share.setAccessibleName(words)
        self._share_words.setText(words)

    def _follow(self, target: str) -> None:
        if not self.being_typed and not self.focus_target(target):
            self.wish.emit("focus", target)

    def _show_error(self, error: AppError) -> None:
        words = self._services.messages.of_error(error)
        self._problem.tell("failed", f"{words.title}. {words.step}")


def _typed(target: str, text: str) -> object:
    place, _, rest = target.partition(".")
    if place == "field":
        return events.FieldTyped(rest, text)
    index, _, key = rest.partition(".")
    return events.RowTyped(int(index), key, text)


def _left(target: str) -> object:
    place, _, rest = target.partition(".")
    if place == "field":
        return events.FieldLeft(rest)
    index, _, key = rest.partition(".")
    return events.RowLeft(int(index), key)


def _cards_filled(before: SessionView, now: SessionView) -> bool:
    """Whether a card put something into the form that was not there."""

    def of(view: SessionView) -> dict[str, str]:
        cells = (*view.fields, *(cell for row in view.rows for cell in row.cells))
        return {cell.target: cell.value for cell in cells if cell.source in _FROM_CARDS}

    return bool(of(now).items() - of(before).items())
