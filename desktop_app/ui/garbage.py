"""Objects of the window die on the GUI thread.

Python collects circles of garbage on whichever thread happens to make the next object, and takes what is in
them apart there: a widget that dies on another thread tears the program down, at a place that has nothing to
do with it. So the automatic collection is off, and the window collects when there is something to collect.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QObject, QTimer

_LOOK_EVERY_MS = 500


def collect_here(application: QCoreApplication) -> None:
    """From now on garbage is collected on the calling thread alone, the GUI thread; again does no harm."""
    if application.findChild(_Collector) is None:
        _Collector(application)


def collect_due() -> None:
    """Collect what Python would have collected by itself: the oldest generation that is over its limit."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return


class _Collector(QObject):
    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        gc.disable()
        gc.freeze()  # what is loaded by now stays; nobody needs to look through it again and again
        timer = QTimer(self, interval=_LOOK_EVERY_MS)
        timer.timeout.connect(collect_due)
        timer.start()
