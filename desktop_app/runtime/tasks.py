"""Work beside the window: plain threads, each with a way to be cancelled and one outcome."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from desktop_app.core.errors import AppError

T = TypeVar("T")
log = logging.getLogger(__name__)

CLOSING_PATIENCE_S = 5.0  # how long closing waits for work that was asked to stop; the threads are daemons


class Cancel:
    """Asks work to stop. Called like a function it says whether that was asked."""

    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """Ask the work to stop."""
        self._event.set()

    def is_set(self) -> bool:
        """True when the work should stop."""
        return self._event.is_set()

    def wait(self, timeout_s: float) -> bool:
        """Pause the work; returns early, with True, when it should stop."""
        return self._event.wait(timeout_s)

    def __call__(self) -> bool:
        """As `is_set`, for rooms that take `cancelled: Callable[[], bool]`."""
        return self._event.is_set()


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """How work ended: with a value, a known error, or a bug.

    Attributes:
        value: the result; None may be a result too.
        error: the known error, or None.
        bug: any other exception, or None.
    """

    value: T | None = None
    error: AppError | None = None
    bug: BaseException | None = None


Work = Callable[[Cancel], T]
Done = Callable[[Outcome[T]], None]


def outcome_of(work: Work[T], cancel: Cancel) -> Outcome[T]:
    """Run work here and now and catch how it ends."""
    try:
        return Outcome(value=work(cancel))
    except AppError as error:
        return Outcome(error=error)
    except BaseException as bug:  # SystemExit in a thread would vanish without a word
        return Outcome(bug=bug)


def finish(done: Done[T], outcome: Outcome[T]) -> None:
    """Hand the outcome over; a receiver that fails is logged and stops nobody."""
    try:
        done(outcome)
    except Exception:
        log.exception("a receiver of an outcome failed")


class Tasks:
    """Runs each piece of work on a thread of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[threading.Thread, Cancel] = {}
        self._closed = False

    def run(self, work: Work[T], done: Done[T]) -> Cancel:
        """Start work.

        Args:
            work: gets its `Cancel`; what it returns or raises is the outcome.
            done: called once with the outcome, on the thread of the work.

        Returns:
            What cancels it.

        Raises:
            RuntimeError: this was closed (a bug of the caller).
        """
        cancel = Cancel()

        def body() -> None:
            try:
                finish(done, outcome_of(work, cancel))
            finally:
                with self._lock:
                    self._running.pop(threading.current_thread(), None)

        thread = threading.Thread(target=body, name="task", daemon=True)
        with self._lock:
            if self._closed:
                raise RuntimeError("tasks were closed")
            self._running[thread] = cancel
            # Started under the lock, so that it cannot end before it is known.
            thread.start()
        return cancel

    def close(self) -> None:
        """Ask all work to stop and wait for it a while; nothing can be started afterwards."""
        with self._lock:
            self._closed = True
            running = dict(self._running)
        for cancel in running.values():
            cancel.set()
        for thread in running:
            thread.join(CLOSING_PATIENCE_S)
