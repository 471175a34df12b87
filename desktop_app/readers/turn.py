"""Waits for a turn that may never come, in a thread of its own, so that somebody can stop waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Turn:
    """A wait for something that blocks without bound and cannot be ended.

    Args:
        wait: blocks until the turn has come; returns the code of how.
        let_go: called in the thread with that code when nobody waits any more.

    Attributes:
        came: set when the wait is over, well or not.
        code: of the wait, once it is over.
    """

    def __init__(self, wait: Callable[[], int], let_go: Callable[[int], None]) -> None:
        self.came = threading.Event()
        self.code = 0
        self._wait, self._let_go = wait, let_go
        self._given_up = False
        self._lock = threading.Lock()
        threading.Thread(target=self._run, name="turn", daemon=True).start()

    def _run(self) -> None:
        code = self._wait()
        with self._lock:
            self.code = code
            self.came.set()
            if not self._given_up:
                return
        self._let_go(code)

    def give_up(self) -> bool:
        """Stop waiting; False when the turn has just come after all."""
        with self._lock:
            self._given_up = not self.came.is_set()
            return self._given_up
