"""Locks the window when nobody has touched it for a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer

from desktop_app.ui.listening import listen

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """Sees what the whole application is touched by.

    Args:
        idle: called when nothing was touched for the time set.
    """

    def __init__(self, idle: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(idle)
        listen(self, _TOUCHES)

    @property
    def interval_ms(self) -> int:
        """How long nothing may happen; 0 when it never locks."""
        return self._timer.interval() if self._timer.isActive() else 0

    def set_minutes(self, minutes: int) -> None:
        """Lock after so many minutes; 0 never."""
        self._timer.stop()
        if minutes:
            self._timer.start(minutes * 60_000)

    def touch(self) -> None:
        """Somebody is here."""
        if self._timer.isActive():
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A touch; it goes on to where it goes."""
        self.touch()
        return False
