"""Drives the real window as a person would: keys to where the focus is, text as an input method gives it.

Nothing here calls a page: what it does, a clerk could do with the keyboard, and it counts the keys.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QKeyCombination, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QPainter, QPixmap, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from desktop_app.core.errors import AppError, declare
from desktop_app.core.files import disk_error
from desktop_app.core.text import fold
from desktop_app.ui.crash import CrashDialog
from desktop_app.ui.pages.drawn_reader import type_like_a_scanner

CONTROL_MISSING = declare("training.control_missing")
CONTROL_UNCLEAR = declare("training.control_unclear")
CONTROL_OUT_OF_REACH = declare("training.control_out_of_reach")
STATE_NOT_REACHED = declare("training.state_not_reached")

LOOK_EACH_MS = 5
ACTIVE_S = 10.0
_SETTLE_MS = 120  # seen: the focus came back up to 60 ms after a list of suggestions was folded
_MOST_TABS = 200
_LAYOUTS = 8
_WALKS = (
    3  # what comes while somebody walks stands at the end of the chain first, and moves to its place then
)


class Bug(RuntimeError):
    """The window showed its crash dialog."""


def wait_until(state: Callable[[], bool], limit_s: float, what: str) -> float:
    """Let the window work until it is in a state.

    Args:
        state: looked at again and again; must not change anything.
        what: named in the error.

    Returns:
        Milliseconds that passed.

    Raises:
        AppError: `training.state_not_reached`.
        Bug: the window broke meanwhile.
    """
    begin = time.monotonic()
    loop, timer = QEventLoop(), QTimer()
    bugs: list[CrashDialog] = []

    def look() -> None:
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, CrashDialog) and dialog.isVisible():
                bugs.append(dialog)
                dialog.reject()
        if bugs or state() or time.monotonic() - begin > limit_s:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(LOOK_EACH_MS)
    loop.exec()
    timer.stop()
    if bugs:
        raise Bug(what)
    if not state():
        raise AppError(STATE_NOT_REACHED, {"what": what, "limit_s": int(limit_s)})
    return (time.monotonic() - begin) * 1000


class Driver:
    """Hands and eyes at a window.

    Args:
        window: the main window; its dialogs get the keys while they are open.

    Attributes:
        keys: presses so far; a letter that an input method gives counts as one.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.keys = 0

    # keys and text

    def press(self, sequence: str, times: int = 1) -> None:
        """Press keys, such as `Ctrl+Return`.

        Raises:
            AppError: `training.control_missing` for a key that there is not.
        """
        keys = QKeySequence(sequence)
        if keys.count() != 1:
            raise AppError(CONTROL_MISSING, {"where": sequence})
        pressed: QKeyCombination = cast(Any, keys)[0]
        if pressed.key() == Qt.Key.Key_unknown:
            raise AppError(CONTROL_MISSING, {"where": sequence})
        self._wake()
        for _ in range(times):
            self.keys += 1
            # Not keyClick: what got the key may be gone when it comes up, or even before.
            for send in (QTest.keyPress, QTest.keyRelease):
                with contextlib.suppress(RuntimeError):
                    send(self._target(), pressed.key(), pressed.keyboardModifiers())

    def paste(self, text: str) -> None:
        """Give text to where the focus is at once; counts as one key."""
        before = self.keys
        self.write(text)
        self.keys = before + 1

    def write(self, text: str) -> None:
        """Give text to where the focus is, word by word, as an input method commits it."""
        self._wake()
        words = text.split(" ")
        for place, word in enumerate(words):
            piece = word if place == len(words) - 1 else f"{word} "
            # Not the focus object of Qt: a list that was unfolded may still claim to be that.
            focus = QApplication.focusWidget()
            if not piece or focus is None:
                continue
            self.keys += len(piece)
            event = QInputMethodEvent("", [])
            event.setCommitString(piece)
            QCoreApplication.sendEvent(focus, event)

    def scan(self, text: str) -> None:
        """A QR scanner types a line into whatever has the focus. No key of a person."""
        type_like_a_scanner(QApplication.focusWidget() or self._window, text)

    def fill(self, control: QWidget, text: str) -> None:
        """Put text into a control, by keyboard.

        Raises:
            AppError: `training.control_out_of_reach`; `training.control_missing`: there is no such answer.
        """
        self.reach(control)
        if isinstance(control, QComboBox):
            self._choose(control, text)
            return
        before = control.toPlainText() if isinstance(control, QPlainTextEdit) else _line(control)
        if before:
            self.press("Ctrl+A")
            if not text:
                self.press("Delete")
        self.write(text)
        self._fold_popup()

    # finding and reaching

    def find(self, name: str, among: str = "") -> QWidget:
        """A control that is shown, by its object name or by its accessible name; accents do not matter.

        Args:
            among: beginning of the object names that are tried first, such as `field.`.

        Raises:
            AppError: `training.control_missing`, `training.control_unclear`.
        """
        shown = [widget for widget in self._scope().findChildren(QWidget) if widget.isVisible()]
        for wanted in (f"{among}{name}", name):
            named = [widget for widget in shown if widget.objectName() == wanted]
            if named:
                return named[0]
        called = [
            widget
            for widget in shown
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and fold(widget.accessibleName()) == fold(name)
        ]
        if not called:
            raise AppError(CONTROL_MISSING, {"where": name})
        if len(called) > 1:
            raise AppError(CONTROL_UNCLEAR, {"where": name, "count": len(called)})
        return called[0]

    def reach(self, control: QWidget) -> None:
        """Go there with Tab or Shift+Tab, whichever is nearer.

        Raises:
            AppError: `training.control_out_of_reach`.
        """
        self._fold_popup()
        if self._has_focus(control):
            return
        for _ in range(_WALKS):
            forward, back = self._tabs(control, forward=True), self._tabs(control, forward=False)
            key = "Tab" if forward <= back else "Shift+Tab"
            for _ in range(min(forward, back) + 8):
                self.press(key)
                if self._has_focus(control):
                    return
        raise AppError(CONTROL_OUT_OF_REACH, {"where": control.objectName() or control.accessibleName()})

    def click(self, control: QWidget) -> None:
        """Go to a button or box and press Space.

        Raises:
            AppError: `training.control_out_of_reach`.
        """
        self.reach(control)
        self.press("Space")

    # pictures

    def picture(self, path: Path) -> None:
        """Keep what is seen: the window, with the dialogs that lie over it.

        Raises:
            AppError: `core.not_writable`, `core.disk_full`.
        """
        for _ in range(_LAYOUTS):  # what came or went asks for room; a layout may ask the one around it
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        seen = self._window.grab()
        painter = QPainter(seen)
        for dialog in self._over():
            at = dialog.mapToGlobal(QPoint(0, 0)) - self._window.mapToGlobal(QPoint(0, 0))
            shot: QPixmap = dialog.grab()
            painter.fillRect(
                at.x() - 1, at.y() - 1, dialog.width() + 2, dialog.height() + 2, Qt.GlobalColor.gray
            )
            painter.drawPixmap(at, shot)
        painter.end()
        if not seen.save(str(path), "PNG"):
            raise disk_error(OSError())

    def _over(self) -> Iterator[QWidget]:
        for widget in QApplication.topLevelWidgets():
            over = widget.windowType() in (Qt.WindowType.Dialog, Qt.WindowType.Popup)
            if over and widget.isVisible() and widget is not self._window and not widget.isMinimized():
                yield widget

    def _wake(self) -> None:
        """Without a window manager nobody gives the window back what a list or a dialog took from it."""
        if QApplication.activePopupWidget() is None and QApplication.activeWindow() is not self._scope():
            scope = self._scope()
            scope.activateWindow()
            wait_until(lambda: QApplication.activeWindow() is scope, ACTIVE_S, "window")

    def _fold_popup(self) -> None:
        """Suggestions that are unfolded take the next keys: fold them, as Esc does."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            self.keys += 1
            popup.close()
            # The platform tells a moment later that the window is active again, and Qt then puts the focus
            # back to where it was: before the next key, not after it.
            wait_until(lambda: QApplication.activePopupWidget() is not popup, ACTIVE_S, "popup")
            self._settle()
            self._wake()

    def _settle(self) -> None:
        """Let the event loop turn for a moment: what the platform tells late has been told by then."""
        loop = QEventLoop()
        QTimer.singleShot(_SETTLE_MS, loop.quit)
        loop.exec()

    def _scope(self) -> QWidget:
        return QApplication.activeModalWidget() or self._window

    def _target(self) -> QWindow:
        scope = self._scope()
        window = scope.windowHandle() if isValid(scope) else None
        if window is None or not isValid(window):
            window = self._window.windowHandle()
        assert window is not None  # it is shown
        return window

    def _has_focus(self, control: QWidget) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is control or control.focusProxy() is focus)

    def _tabs(self, control: QWidget, *, forward: bool) -> int:
        """How many stops it is away; a large number where the walk does not lead there."""
        begin = QApplication.focusWidget() or self._scope()
        stops, at = 0, begin
        for _ in range(5000):
            after = at.nextInFocusChain() if forward else at.previousInFocusChain()
            if after is None or after is begin:
                break
            at = after
            if at.isVisible() and at.isEnabled() and at.focusPolicy() & Qt.FocusPolicy.TabFocus.value:
                stops += at.focusProxy() is None
            if at is control or at is control.focusProxy():
                return stops
        return _MOST_TABS

    def _choose(self, box: QComboBox, text: str) -> None:
        answers = [fold(box.itemText(at)) for at in range(box.count())]
        if fold(text) not in answers:
            raise AppError(CONTROL_MISSING, {"where": f"{box.objectName()}: {box.count()}"})
        self.choose_at(box, answers.index(fold(text)))

    def choose_at(self, box: QComboBox, at: int) -> None:
        """Choose an answer of a box that has the focus, with the arrow keys."""
        steps = at - box.currentIndex()
        self.press("Down" if steps > 0 else "Up", abs(steps))


def _line(control: QWidget) -> str:
    return control.text() if isinstance(control, QLineEdit) else ""
