"""A field of the form: label, input, where the value came from, what is wrong with it in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop_app.core.messages import Messages
from desktop_app.core.terms import ValueSource
from desktop_app.reception.view import FieldView
from desktop_app.ui.pages.reception.editors import Editor, editor_for
from desktop_app.ui.parts import IconLabel, label, restyle
from desktop_app.ui.theme.tokens import SMALL_ICON_SIZE, Space, Type

_MARK_ICONS = {
    ValueSource.CHIP: "cpu",
    ValueSource.QR: "qr-code",
    ValueSource.CATALOGUE: "book-open",
    ValueSource.EARLIER: "history",
    ValueSource.TYPED: "pencil",
    ValueSource.OFFICE: "landmark",
}
_HALVES = 2


def source_words(source: ValueSource) -> str:
    """Where a value came from, in one or two words."""
    return {
        ValueSource.CHIP: QCoreApplication.translate("FieldMark", "chip"),
        ValueSource.QR: QCoreApplication.translate("FieldMark", "mã QR"),
        ValueSource.CATALOGUE: QCoreApplication.translate("FieldMark", "danh mục"),
        ValueSource.EARLIER: QCoreApplication.translate("FieldMark", "hồ sơ cũ"),
        ValueSource.TYPED: QCoreApplication.translate("FieldMark", "tự nhập"),
        ValueSource.OFFICE: QCoreApplication.translate("FieldMark", "cơ quan"),
    }[source]


class FieldMark(QWidget):
    """Icon and a word beside an input: where the value came from, or that it is needed, or wrong."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        self._icon = IconLabel(size=SMALL_ICON_SIZE)
        self._words = label(type=Type.SMALL, tone="quiet")
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_field(self, field: FieldView) -> None:
        """Say what there is to say about a field's value."""
        if field.problem is not None:
            tone = "failed" if field.problem.blocks else "attention"
            self._tell("triangle-alert", tone, QCoreApplication.translate("FieldMark", "xem lại"))
        elif field.source is not None and field.value:
            self._tell(_MARK_ICONS[field.source], "quiet", source_words(field.source))
        elif field.required:
            self._tell("circle-dashed", "attention", QCoreApplication.translate("FieldMark", "cần điền"))
        else:
            self._tell("", "quiet", "")

    def _tell(self, icon_name: str, tone: str, words: str) -> None:
        self._icon.show_icon(icon_name, tone)
        self._words.setText(words)
        restyle(self._words, tone=tone)
        self.setToolTip(words)


class FieldBox(QObject):
    """One field: label and mark above the input, what is wrong below it.

    Signals carry the target (`field.KEY`, `row.N.KEY`): the box outlives no field, its number may change.

    Args:
        line: holds the parts.
        grid: the line's layout; its rows are labels, inputs, and what is wrong.
        column: where the parts go, and over how many columns.
    """

    typed = Signal(str, str)
    left = Signal(str)
    entered = Signal()
    next_wanted = Signal(str)
    back_wanted = Signal(str)

    def __init__(
        self, field: FieldView, messages: Messages, line: QWidget, grid: QGridLayout, column: int, span: int
    ) -> None:
        super().__init__(line)
        self._messages = messages
        self._shown: FieldView | None = None
        self.target = field.target
        self.editor: Editor = editor_for(field.input, field.choices)
        self.name = label(type=Type.SMALL, wrap=True)
        self.mark = FieldMark()
        self.below = label(type=Type.SMALL, tone="failed", wrap=True)
        self.below.hide()
        self.name.setBuddy(self.control)
        self._given = ""
        self.editor.typed.connect(self._tell_typed)
        self.editor.left.connect(self._tell_left)  # methods: they go with the box, before its input does
        self.editor.entered.connect(self.entered)
        self.editor.next_wanted.connect(self._ask_next)
        self.editor.back_wanted.connect(self._ask_back)
        self._lay_out(grid, column, span)
        self.show_field(field)

    @property
    def control(self) -> QWidget:
        """The input itself."""
        return self.editor.widget

    def show_field(self, field: FieldView) -> None:
        """Show the field as it is now; what did not change is not touched."""
        self.editor.show_value(field.value)
        if field == self._shown:
            return
        self.target, self._shown = field.target, field
        if field.source is not ValueSource.TYPED:
            self._given = field.value
        self.name.setText(field.label)
        self.editor.show_choices(field.choices)
        self.mark.show_field(field)
        problem = self._problem(field)
        self.below.setText(problem)
        restyle(self.below, tone="failed" if field.problem is None or field.problem.blocks else "attention")
        self.below.setVisible(bool(problem))
        self._look(field)
        self._describe(field, problem)

    def call(self, title: str) -> None:
        """The name for the ear and for scripts: with whose field it is, where another has the same label."""
        if self.control.accessibleName() != title:
            self.control.setAccessibleName(title)

    def _tell_typed(self, text: str) -> None:
        """What was typed; nothing, where the value that was given stands there again."""
        self.typed.emit(self.target, "" if text == self._given else text)

    def _tell_left(self) -> None:
        self.left.emit(self.target)

    def _ask_next(self) -> None:
        self.next_wanted.emit(self.target)

    def _ask_back(self) -> None:
        self.back_wanted.emit(self.target)

    def _problem(self, field: FieldView) -> str:
        if field.problem is None:
            return ""
        words = self._messages.of(str(field.problem.code), field.problem.facts)
        return f"{words.cause} {words.step}"

    def _look(self, field: FieldView) -> None:
        open_ = field.required and not field.value and field.problem is None
        restyle(
            self.control,
            problem="true" if field.problem is not None and field.problem.blocks else "false",
            soft="attention" if open_ else "",
            calm="true" if field.quiet else "false",
        )

    def _describe(self, field: FieldView, problem: str) -> None:
        self.control.setObjectName(field.target)
        said = (problem, self.mark.words, field.hint)
        self.control.setAccessibleDescription(" · ".join(part for part in said if part))
        show_hint = getattr(self.control, "setPlaceholderText", None)
        if show_hint is not None:
            show_hint(field.hint)

    def _lay_out(self, grid: QGridLayout, column: int, span: int) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.XS)
        # Of two fields side by side one label may break into two lines: all the same the inputs stand level.
        self.name.setAlignment(Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.name, 1)
        head.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignBottom)
        grid.addLayout(head, 0, column, 1, span)
        grid.addWidget(self.control, 1, column, 1, span, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.below, 2, column, 1, span)
        for part in (self.name, self.control, self.below):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, part.sizePolicy().verticalPolicy())


class FieldLine(QWidget):
    """One field, or two short ones, across the form; the halves of all lines stand below each other."""

    def __init__(self, fields: Sequence[FieldView], messages: Messages) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.XS)
        for half in range(_HALVES):
            grid.setColumnStretch(half, 1)
        span = 1 if fields[0].short else _HALVES
        self.boxes = tuple(
            FieldBox(field, messages, self, grid, place, span) for place, field in enumerate(fields)
        )
        if span == len(fields) == 1:
            grid.addWidget(QWidget(), 0, 1)  # alone, and still half


def lines_of(fields: Sequence[FieldView]) -> list[list[FieldView]]:
    """Which fields stand in one line, in the order of the paper: two short ones after each other."""
    lines: list[list[FieldView]] = []
    for field in fields:
        last = lines[-1] if lines else []
        beside = field.short and len(last) == 1 and last[0].short and last[0].group == field.group
        if beside:
            last.append(field)
        else:
            lines.append([field])
    return lines


def heading(text: str) -> QLabel:
    """A heading within the form."""
    made = label(text, Type.LABEL, wrap=True)
    made.setContentsMargins(0, Space.M, 0, 0)
    return made
