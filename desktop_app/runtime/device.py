"""One thread per device: what is asked of a reader or scanner happens in order, never twice at once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from desktop_app.runtime.tasks import CLOSING_PATIENCE_S, Cancel, Done, Work, finish, outcome_of

T = TypeVar("T")


class DeviceThread:
    """Does what it is given one after the other.

    Args:
        name: of the device, for the thread's name; never a personal value.
    """

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[tuple[Callable[[], Any], Cancel] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._waiting: set[Cancel] = set()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name=f"device-{name}", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T], done: Done[T]) -> Cancel:
        """Queue work; `done` is called once with the outcome, on this device's thread.

        Work that is cancelled while it waits still runs: it sees that it should stop, and says so itself.

        Raises:
            RuntimeError: this was closed (a bug of the caller).
        """
        cancel = Cancel()
        with self._lock:
            if self._closed:
                raise RuntimeError("this device was closed")
            self._waiting.add(cancel)
            self._jobs.put((lambda: finish(done, outcome_of(work, cancel)), cancel))
        return cancel

    def close(self) -> None:
        """Ask all work to stop, let it end in order, and wait for it a while."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
            for cancel in self._waiting:
                cancel.set()
        self._thread.join(CLOSING_PATIENCE_S)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            run, cancel = job
            run()
            with self._lock:
                self._waiting.discard(cancel)
