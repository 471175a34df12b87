"""A field of the form: label, input, where the value came from, what is wrong with it in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.core.messages import Messages
from desktop_app.core.terms import ValueSource
from desktop_app.reception.view import FieldView
from desktop_app.ui.pages.reception.editors import Editor, editor_for
from desktop_app.ui.parts import IconLabel, label, restyle
from desktop_app.ui.theme.tokens import INPUT_HEIGHT, Space, Type

_MARK_ICONS = {
    ValueSource.CHIP: "cpu",
    ValueSource.QR: "qr-code",
    ValueSource.CATALOGUE: "book-open",
    ValueSource.EARLIER: "history",
    ValueSource.TYPED: "pencil",
    ValueSource.OFFICE: "landmark",
}
# The longest label of the three forms breaks into two lines at this width; the input keeps more than half.
_LABEL_SHARE, _INPUT_SHARE = 32, 68


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
        self._icon = IconLabel()
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

    def widest(self) -> int:
        """The width that every word fits into, in pixels."""
        words = [source_words(source) for source in ValueSource]
        words += [
            QCoreApplication.translate("FieldMark", "xem lại"),
            QCoreApplication.translate("FieldMark", "cần điền"),
        ]
        self._words.ensurePolished()
        metrics = self._words.fontMetrics()
        return (
            self._icon.width() + Space.XS + max(metrics.horizontalAdvance(word) for word in words) + Space.XS
        )

    def _tell(self, icon_name: str, tone: str, words: str) -> None:
        self._icon.show_icon(icon_name, tone)
        self._words.setText(words)
        restyle(self._words, tone=tone)
        self.setToolTip(words)


class FieldBox(QWidget):
    """One field: its parts, and how it follows the view. Subclasses lay the parts out.

    Signals carry the target (`field.KEY`, `row.N.KEY`): the box outlives no field, its number may change.
    """

    typed = Signal(str, str)
    left = Signal(str)
    entered = Signal()
    next_wanted = Signal(str)
    back_wanted = Signal(str)

    def __init__(self, field: FieldView, messages: Messages) -> None:
        super().__init__()
        self._messages = messages
        self._shown: FieldView | None = None
        self.target = field.target
        self.editor: Editor = editor_for(field.input, field.choices)
        self.name = label(type=Type.BODY, wrap=True)
        self.mark = FieldMark()
        self.below = label(type=Type.SMALL, tone="failed", wrap=True)
        self.below.hide()
        self.name.setBuddy(self.control)
        self._given = ""
        self.editor.typed.connect(self._tell_typed)
        self.editor.left.connect(lambda: self.left.emit(self.target))
        self.editor.entered.connect(self.entered)
        self.editor.next_wanted.connect(lambda: self.next_wanted.emit(self.target))
        self.editor.back_wanted.connect(lambda: self.back_wanted.emit(self.target))
        self._lay_out()
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

    def _tell_typed(self, text: str) -> None:
        """What was typed; nothing, where the value that was given stands there again."""
        self.typed.emit(self.target, "" if text == self._given else text)

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
        self.control.setAccessibleName(field.label)
        said = (problem, self.mark.words, field.hint)
        self.control.setAccessibleDescription(" · ".join(part for part in said if part))
        show_hint = getattr(self.control, "setPlaceholderText", None)
        if show_hint is not None:
            show_hint(field.hint)

    def _lay_out(self) -> None:
        raise RuntimeError("every kind of field has its own")


class FieldRow(FieldBox):
    """A field of the form: label, input and mark side by side, problem below the input."""

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.XS)
        self.name.setMinimumHeight(INPUT_HEIGHT)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.control.setSizePolicy(QSizePolicy.Policy.Ignored, self.control.sizePolicy().verticalPolicy())
        self.mark.setFixedHeight(INPUT_HEIGHT)
        grid.addWidget(self.name, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.control, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.mark, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.below, 1, 1, 1, 2)
        grid.setRowStretch(1, 1)  # words below the input stand close to it, however high the label is
        grid.setColumnStretch(0, _LABEL_SHARE)
        grid.setColumnStretch(1, _INPUT_SHARE)
        self.mark.setFixedWidth(self.mark.widest())

    def changeEvent(self, event: QEvent) -> None:
        """Marks stay in one column when the font changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.layout() is not None:
            self.mark.setFixedWidth(self.mark.widest())


class FieldCell(FieldBox):
    """A field of the table: label above the input, mark and problem below it."""

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        restyle(self.name, type=Type.SMALL.value, tone="quiet")
        column.addWidget(self.name)
        column.addWidget(self.control)
        column.addWidget(self.mark)
        column.addWidget(self.below)
        column.addStretch(1)
        self.control.setSizePolicy(QSizePolicy.Policy.Ignored, self.control.sizePolicy().verticalPolicy())


def heading(text: str) -> QLabel:
    """A heading within the form."""
    made = label(text, Type.LABEL, wrap=True)
    made.setContentsMargins(0, Space.M, 0, 0)
    return made
