"""One filter on the application for all who watch it.

Python is entered for every event of every widget, once for each filter there is: three of them doubled the
time that a form takes to be made. So there is one, and it asks only those who want the event.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from shiboken6 import isValid


def listen(watcher: QObject, kinds: Iterable[QEvent.Type]) -> None:
    """Let an object's `eventFilter` see these events of the whole application, until the object goes.

    As with Qt's own filters, the last one that came is asked first, and who returns True keeps the event from
    those that came before.
    """
    application = QCoreApplication.instance()
    if application is None:
        return
    ear = application.findChild(_Ear) or _Ear(application)
    ear.add(watcher, kinds)


class _Ear(QObject):
    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        # Weak: as with Qt, being asked keeps nobody alive.
        self._watchers: dict[QEvent.Type, tuple[weakref.ref[QObject], ...]] = {}
        application.installEventFilter(self)

    def add(self, watcher: QObject, kinds: Iterable[QEvent.Type]) -> None:
        for kind in kinds:
            others = [one for one in self._watchers.get(kind, ()) if one() not in (None, watcher)]
            self._watchers[kind] = (weakref.ref(watcher), *others)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        for known in self._watchers.get(event.type(), ()):
            watcher = known()
            if watcher is not None and isValid(watcher) and watcher.eventFilter(watched, event):
                return True
        return False
