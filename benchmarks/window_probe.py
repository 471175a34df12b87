"""A window in a process of its own; says on standard output when it was painted, then ends.

Usage: python -m benchmarks.window_probe bare | motcua PROFILE
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget


class Painted(QObject):
    """Tells of the first paint of each window once it is done; the last one ends the program."""

    def __init__(self, app: QApplication, last: type[QWidget]) -> None:
        super().__init__(app)
        self._app, self._last, self._seen = app, last, set[str]()
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        window = isinstance(watched, QWidget) and watched.isWindow()
        if window and event.type() is QEvent.Type.Paint and type(watched).__name__ not in self._seen:
            self._seen.add(type(watched).__name__)
            QTimer.singleShot(0, lambda: self._tell(watched))
        return False

    def _tell(self, window: QObject) -> None:
        print(type(window).__name__, flush=True)
        if isinstance(window, self._last):
            QTimer.singleShot(0, self._app.quit)


def bare() -> None:
    app = QApplication(sys.argv[:1])
    Painted(app, QWidget)
    window = QLabel("Một cửa")
    window.resize(1280, 800)
    window.show()
    app.exec()


def motcua(profile: Path) -> None:
    from desktop_app.bootstrap.paths import ProfilePaths
    from desktop_app.bootstrap.program import Program, make_app
    from desktop_app.core.clock import SystemClock
    from desktop_app.ui.frame import MainWindow

    app = make_app()
    Painted(app, MainWindow)
    program = Program(app, ProfilePaths(profile), training=True, clock=SystemClock(), passphrase=lambda: None)
    program.begin()
    app.exec()
    program.close()


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    else:
        motcua(Path(sys.argv[2]))
