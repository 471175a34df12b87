"""The QR scanner that types, in the window: its keys are caught on any page and leave no trace in a field."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from desktop_app.readers.wedge import SILENCE_MS, Seen, WedgeRecogniser
from desktop_app.ui.listening import listen

_WATCHED = (
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.InputMethod,
)
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_ALONE = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock)
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class WedgeFilter(QObject):
    """Filters the keys of the whole application. `install` it once; `scanned` tells what was scanned.

    Args:
        prefix: what the office's scanner sends first; empty: it is known by its pace.
        is_open: False while nothing may be taken in (nobody signed in, locked): keys then go where they go.
        now_ms: for events that carry no time of their own.
    """

    scanned = Signal(str)
    """The text of a scan. Personal: show it to nobody but the parser."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        prefix: str = "",
        is_open: Callable[[], bool] = lambda: True,
        now_ms: Callable[[], float] = lambda: time.monotonic() * 1000,
    ) -> None:
        super().__init__(parent)
        self._recogniser = WedgeRecogniser(prefix)
        self._is_open = is_open
        self._now_ms = now_ms
        self._put_back: Callable[[], None] | None = None
        self._silence = QTimer(self, singleShot=True, interval=int(SILENCE_MS))
        self._silence.timeout.connect(self._silent)

    def set_prefix(self, prefix: str) -> None:
        """From now on the scanner sends this first; "": it is known by its pace."""
        self._finish()
        self._recogniser = WedgeRecogniser(prefix)

    def install(self) -> None:
        """Watch the whole application until this object goes."""
        listen(self, _WATCHED)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook; True keeps the event from the widget."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _is_first(watched):
            return self._is_open() and self._key(event)
        if kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyRelease) and self._recogniser.caught:
            if kind == QEvent.Type.ShortcutOverride:
                event.accept()  # no shortcut may fire in the middle of a scan
            return isinstance(watched, QWidget)
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            return self._is_open() and self._committed(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        at_ms = (
            float(event.timestamp()) or self._now_ms()
        )  # the system's time: a busy window cannot bunch keys
        if self._recogniser.is_over(at_ms):
            self._finish()
        if event.key() in _ALONE:
            return False
        if event.isAutoRepeat():  # a key held down is as fast as a scanner
            if not self._recogniser.caught:
                self._recogniser.forget()
            return self._recogniser.caught
        if event.key() in _ENDS:
            return self._finish()
        if event.modifiers() & _COMMANDS and self._recogniser.caught:
            self._recogniser.touch(at_ms)
            self._silence.start()
            return True
        if event.modifiers() & _COMMANDS or not event.text().isprintable() or not event.text():
            if not self._recogniser.caught:
                self._recogniser.forget()
            return self._recogniser.caught
        return self._character(event.text(), at_ms)

    def _committed(self, event: QInputMethodEvent) -> bool:
        """An input method hands over letters one by one; a longer text at once comes from a person."""
        text = event.commitString()
        if len(text) == 1 and not event.preeditString():
            return self._character(text, self._now_ms())
        if text and not self._recogniser.caught:
            self._recogniser.forget()
        return False

    def _character(self, text: str, at_ms: float) -> bool:
        match self._recogniser.character(text, at_ms):
            case Seen.FIRST:
                self._put_back = keeper_of(QApplication.focusWidget())
                return False
            case Seen.NEXT:
                return False
            case Seen.CAUGHT:
                if self._put_back is not None:
                    self._put_back()
            case Seen.MORE:
                pass
        self._silence.start()
        return True

    def _silent(self) -> None:
        # Keys that came in time may wait behind a busy window: they go before a timer of no length.
        QTimer.singleShot(0, self, lambda: self._silence.isActive() or self._finish())

    def _finish(self) -> bool:
        """End the scan; True if there was one."""
        self._silence.stop()
        self._put_back = None
        text = self._recogniser.end()
        if text is None:
            return False
        self.scanned.emit(text)
        return True


def _is_first(watched: QObject) -> bool:
    """A key that a widget does not want goes on to its parents: it is counted once."""
    if not isinstance(watched, QWidget):
        return False
    popup = QApplication.activePopupWidget()
    first = (popup.focusWidget() or popup) if popup is not None else QApplication.focusWidget()
    return first is None or watched is first


def keeper_of(widget: QWidget | None) -> Callable[[], None] | None:
    """What puts a field back to what it holds now, as if edited by hand; None for what is no field."""
    match widget:
        case QLineEdit():
            return _line_keeper(widget)
        case QPlainTextEdit() | QTextEdit():
            return _text_keeper(widget)
        case QComboBox():
            index = widget.currentIndex()
            return lambda: widget.setCurrentIndex(index)
        case _:
            return None


def _line_keeper(edit: QLineEdit) -> Callable[[], None]:
    text, cursor = edit.text(), edit.cursorPosition()
    start, length = edit.selectionStart(), len(edit.selectedText())

    def put_back() -> None:
        edit.selectAll()
        edit.insert(text)  # not setText: what listens to the clerk's typing must hear it
        completer = edit.completer()
        popup = completer.popup() if completer is not None else None
        if popup is not None:  # nobody asked for suggestions
            popup.hide()
        if length:
            edit.setSelection(start, length)
        else:
            edit.setCursorPosition(cursor)

    return put_back


def _text_keeper(edit: QPlainTextEdit | QTextEdit) -> Callable[[], None]:
    text, position = edit.toPlainText(), edit.textCursor().position()

    def put_back() -> None:
        cursor = edit.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.setPosition(position)
        edit.setTextCursor(cursor)

    return put_back
