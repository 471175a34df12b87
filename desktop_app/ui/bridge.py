"""The only meeting of threads and widgets: work goes out, outcomes come back on the GUI thread."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from desktop_app.core.bus import Bus, Changed
from desktop_app.core.errors import AppError
from desktop_app.runtime.device import DeviceThread
from desktop_app.runtime.tasks import Cancel, Outcome, Tasks

T = TypeVar("T")


class Bridge(QObject):
    """Runs work beside the window and brings results back.

    Make it on the GUI thread.

    Args:
        bus: of the store; its changes come out as `changed`.
    """

    changed = Signal(str, str)
    """`Changed(kind, id)` of the store, after the commit: read that row again."""
    reader_event = Signal(object)
    """An event of `readers.monitor`."""
    synced = Signal(object)
    """A `SyncReport` of the background engine."""
    bug = Signal(object)
    """An exception that is no known error: the crash dialog shows it."""

    _posted = Signal(object)

    def __init__(self, bus: Bus | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks()
        self._lock = threading.Lock()
        self._closed = False
        self._errands: dict[int, _Errand] = {}
        self._numbers = itertools.count()
        self._posted.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._leave_bus = bus.subscribe(self._tell_change) if bus is not None else None

    def run(
        self,
        work: Callable[[Cancel], T],
        then: Callable[[T], None],
        failed: Callable[[AppError], None],
        *,
        ended: Callable[[], None] | None = None,
        on: DeviceThread | None = None,
        owner: QObject | None = None,
    ) -> Cancel:
        """Run work on another thread.

        Args:
            work: may block; touches no widget. `lambda cancel: store.read(…)`.
            then: gets the result on the GUI thread; not called once the result of this was cancelled.
            failed: gets the known error there; not called once cancelled.
            ended: called there at the very end, cancelled or not, after a bug too.
            on: a device's thread; else a thread of its own.
            owner: whose callbacks these are; once it is gone (a page of a closed window) none is called.

        Returns:
            What cancels it: the work is asked to stop, and its outcome is not shown.
        """
        errand = _Errand(work, then, failed, ended, owner)
        number = next(self._numbers)
        self._errands[number] = errand

        def done(outcome: Outcome[T]) -> None:
            if outcome.error is not None:
                outcome.error.__traceback__ = None  # its frames hold widgets
            self.post(lambda: self._deliver(number, outcome))

        once = _Once(work)
        errand.cancel = on.submit(once, done) if on is not None else self._tasks.run(once, done)
        return errand.cancel

    def post(self, call: Callable[[], None]) -> None:
        """Call something on the GUI thread soon; from any thread. After `close` nothing is called."""
        with self._lock:
            if not self._closed:
                self._posted.emit(call)

    def tell_reader_event(self, event: object) -> None:
        """Receiver for a `ReaderMonitor`, on its thread."""
        self.post(lambda: self.reader_event.emit(event))

    def close(self) -> None:
        """Stop all work; what comes late is dropped."""
        if self._leave_bus is not None:
            self._leave_bus()
        self._tasks.close()
        with self._lock:
            self._closed = True

    def _tell_change(self, change: Changed) -> None:
        self.post(lambda: self.changed.emit(change.kind, change.id))

    @Slot(object)
    def _call(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()

    def _deliver(self, number: int, outcome: Outcome[Any]) -> None:
        errand = self._errands.pop(number)
        if errand.owner is not None and not isValid(errand.owner):
            if outcome.bug is not None:
                self.bug.emit(outcome.bug)
            return
        try:
            if outcome.bug is not None:
                self.bug.emit(outcome.bug)
            elif errand.cancel.is_set():
                pass
            elif outcome.error is not None:
                errand.failed(outcome.error)
            else:
                errand.then(outcome.value)
        finally:
            if errand.ended is not None:
                errand.ended()


@dataclass(slots=True)
class _Errand:
    """What belongs to the GUI thread while work is done elsewhere.

    Widgets hang on every callable here. It is kept and dropped on the GUI thread, so that no widget dies on
    another one because a thread happened to hold it last.
    """

    work: Callable[[Cancel], Any]
    then: Callable[[Any], None]
    failed: Callable[[AppError], None]
    ended: Callable[[], None] | None
    owner: QObject | None
    cancel: Cancel = field(default_factory=Cancel)


class _Once:
    """Work that its thread lets go of before the outcome is told."""

    def __init__(self, work: Callable[[Cancel], Any]) -> None:
        self._work: Callable[[Cancel], Any] | None = work

    def __call__(self, cancel: Cancel) -> Any:
        work, self._work = self._work, None
        if work is None:
            raise RuntimeError("work is done once")
        return work(cancel)
