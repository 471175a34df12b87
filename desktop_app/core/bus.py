"""`Changed(kind, id)`: what the store tells the window after a commit, and nothing more."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Changed:
    """A row changed. The receiver reads it again by query.

    Attributes:
        kind: the kind of row, such as `dossier`, `outbox`.
        id: its identifier.
    """

    kind: str
    id: str


class Bus:
    """Hands each `Changed` to every subscriber, on the thread that publishes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._receivers: list[Callable[[Changed], None]] = []

    def subscribe(self, receiver: Callable[[Changed], None]) -> Callable[[], None]:
        """Add a receiver; call the result to remove it."""
        with self._lock:
            self._receivers.append(receiver)

        def remove() -> None:
            with self._lock:
                if receiver in self._receivers:
                    self._receivers.remove(receiver)

        return remove

    def publish(self, change: Changed) -> None:
        """Tell all receivers; a receiver that fails is logged and does not stop the others."""
        with self._lock:
            receivers = list(self._receivers)
        for receiver in receivers:
            try:
                receiver(change)
            except Exception:
                log.exception("a receiver of %s failed", change.kind)
