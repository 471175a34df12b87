"""Inputs that leave the text alone while it is typed, whatever the input method does to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, QSizeF, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget

from desktop_app.catalogue.form_model import InputKind
from desktop_app.ui.parts import Combo
from desktop_app.ui.theme.tokens import INPUT_HEIGHT

_MOST_LINES = 6
_INSET = 2  # text begins where it begins in a line edit
_PADDING = 16
_NOT_LEAVING = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
_LONG = (InputKind.NAME, InputKind.TEXT, InputKind.LINES)
_HINTS = {
    InputKind.DATE: Qt.InputMethodHint.ImhPreferNumbers,
    InputKind.NUMBER: Qt.InputMethodHint.ImhPreferNumbers,
    InputKind.COUNT: Qt.InputMethodHint.ImhPreferNumbers,
    InputKind.PHONE: Qt.InputMethodHint.ImhPreferNumbers,
    InputKind.EMAIL: Qt.InputMethodHint.ImhEmailCharactersOnly,
}


class Editor(QObject):
    """A widget that holds one value, and the rules of who may write into it.

    What is shown wins over what stands there, except while somebody is at it: text that is being composed, or
    that was typed and has not come back with a view yet, is never overwritten.
    """

    typed = Signal(str)
    """The text changed by hand, input method, paste or wedge; not while it is being composed."""
    entered = Signal()
    left = Signal()
    """The focus went to another place of the window."""
    next_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.widget = widget
        self._last = ""
        self._unseen = False
        self._composing = False
        self._touched = False
        self._writing = False
        widget.installEventFilter(self)

    @property
    def text(self) -> str:
        """What stands there, without what is being composed."""
        raise RuntimeError("every editor has its own")

    @property
    def being_typed(self) -> bool:
        """True while somebody is in the middle of typing here."""
        return self.widget.hasFocus() and (self._composing or self._touched)

    def show_value(self, value: str) -> None:
        """Show a value, unless somebody is typing another one."""
        if value == self.text:
            self._unseen = False
            return
        if self._composing or (self._unseen and self.widget.hasFocus()):
            return
        self._unseen = False
        self._writing = True
        try:
            self._write(value)
        finally:
            self._writing = False
        self._last = self.text

    def show_choices(self, choices: Sequence[str]) -> None:
        """Offer these answers; only where the input has any."""

    def _write(self, value: str) -> None:
        raise RuntimeError("every editor has its own")

    def _popup_is_open(self) -> bool:
        return False

    def _changed(self) -> None:
        text = self.text
        if self._writing or text == self._last:
            return  # a text editor also tells of composing, with the text unchanged
        self._last, self._unseen, self._touched = text, True, True
        self.typed.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch focus, composing and the keys that leave the field."""
        match event.type():
            case QEvent.Type.KeyPress:
                return self._key(cast(QKeyEvent, event))
            case QEvent.Type.InputMethod:
                self._composing = bool(cast(QInputMethodEvent, event).preeditString())
            case QEvent.Type.FocusIn:
                self._touched = False
                self.entered.emit()
            case QEvent.Type.FocusOut if cast(QFocusEvent, event).reason() not in _NOT_LEAVING:
                self._composing = self._unseen = self._touched = False
                self.left.emit()
            case QEvent.Type.Wheel if not self.widget.hasFocus():
                event.ignore()  # the wheel moves the column, never a value in passing
                return True
            case _:
                pass
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if (
            event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            or self._composing
            or self._popup_is_open()
        ):
            return False
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.NoModifier:
            self.next_wanted.emit()
        elif modifiers == Qt.KeyboardModifier.ShiftModifier:
            self.back_wanted.emit()
        else:
            return False
        return True


class LineEditor(Editor):
    """One line: dates, numbers, and short text with suggestions below it (never completed in the line)."""

    def __init__(self, kind: InputKind) -> None:
        self._line = QLineEdit()
        super().__init__(self._line)
        if kind in _HINTS:
            self._line.setInputMethodHints(_HINTS[kind])
        self._line.textChanged.connect(self._changed)
        self._suggestions: QStringListModel | None = None

    @property
    def text(self) -> str:
        """What stands there."""
        return self._line.text()

    def show_choices(self, choices: Sequence[str]) -> None:
        """Offer suggestions; any other text may stand there too."""
        if not choices:
            return
        if self._suggestions is None:
            self._suggestions = QStringListModel(self)
            completer = QCompleter(self._suggestions, self)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self._line.setCompleter(completer)
        if self._suggestions.stringList() != list(choices):
            self._suggestions.setStringList(list(choices))

    def _write(self, value: str) -> None:
        self._line.setText(value)
        if not self._line.hasFocus():
            self._line.setCursorPosition(0)

    def _popup_is_open(self) -> bool:
        completer = self._line.completer()
        popup = completer.popup() if completer is not None else None
        return popup is not None and popup.isVisible()


class TextEditor(Editor):
    """Text that may be long: as high as it needs to be, so that nothing of it is hidden."""

    def __init__(self) -> None:
        self._area = _GrowingText()
        super().__init__(self._area)
        self._area.textChanged.connect(self._changed)

    @property
    def text(self) -> str:
        """What stands there."""
        return self._area.toPlainText()

    def _write(self, value: str) -> None:
        self._area.setPlainText(value)
        cursor = self._area.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self._area.setTextCursor(cursor)


class ChoiceEditor(Editor):
    """One of a few answers, or none."""

    def __init__(self) -> None:
        self._box = Combo()
        super().__init__(self._box)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(4)
        self._box.currentIndexChanged.connect(self._changed)

    @property
    def text(self) -> str:
        """The answer."""
        return self._box.currentText()

    def show_choices(self, choices: Sequence[str]) -> None:
        """Offer these answers and the empty one."""
        wanted = ["", *choices]
        if [self._box.itemText(i) for i in range(len(wanted))] == wanted:
            return
        now = self.text
        self._writing = True
        self._box.clear()
        self._box.addItems(wanted)
        self._write(now)
        self._writing = False

    def _write(self, value: str) -> None:
        index = self._box.findText(value)
        if index < 0:  # what a card says is shown, whether it is an answer or not
            self._box.addItem(value)
            index = self._box.count() - 1
        self._box.setCurrentIndex(index)

    def _popup_is_open(self) -> bool:
        return self._box.view().isVisible()


class _GrowingText(QPlainTextEdit):
    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(_INSET)
        self.setFixedHeight(INPUT_HEIGHT)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._grow(self.document().size())

    def changeEvent(self, event: QEvent) -> None:
        """A larger font needs more room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow(self.document().size())

    def _grow(self, size: QSizeF) -> None:
        lines = max(1, round(size.height()))  # a plain text's document counts its height in lines
        line = self.fontMetrics().lineSpacing()
        self.setFixedHeight(max(INPUT_HEIGHT, line + _PADDING) + (min(lines, _MOST_LINES) - 1) * line)
        shown = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if lines > _MOST_LINES
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setVerticalScrollBarPolicy(shown)


def editor_for(kind: InputKind, choices: Sequence[str]) -> Editor:
    """The input for a kind of value."""
    if kind is InputKind.CHOICE:
        editor: Editor = ChoiceEditor()
    elif kind in _LONG and not choices:
        editor = TextEditor()
    else:
        editor = LineEditor(kind)
    editor.show_choices(choices)
    return editor
