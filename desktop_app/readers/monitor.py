"""Watches readers and cards for as long as the program runs, whatever the smart-card service does.

pyscard's own monitor threads end for good when the service stops; this loop asks again. After every wake it
looks at the whole state, so that a lost notification costs at most one waiting time.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from desktop_app.core.errors import AppError
from desktop_app.readers.states import (
    SERVICE_TABLE,
    SLOT_TABLE,
    Presence,
    ServiceEffect,
    ServiceEvent,
    ServiceState,
    SlotEffect,
    SlotEvent,
    SlotState,
    SlotStatus,
)

log = logging.getLogger(__name__)

WAIT_S = 0.5  # longest time until a lost notification is noticed, and until `stop` returns
RETRY_S = 0.3  # pause between attempts to reach a stopped service


class StatusPort(Protocol):
    """What the monitor needs of the smart-card service."""

    def establish(self) -> None:
        """Connect to the service.

        Raises:
            AppError: the service does not answer.
        """
        ...

    def release(self) -> None:
        """Drop the connection; never raises."""
        ...

    def changes(self, timeout_s: float) -> Sequence[SlotStatus]:
        """Wait until something changes or the time is over, then describe every reader there is.

        Raises:
            AppError: the service has stopped; a new connection is needed.
        """
        ...


@dataclass(frozen=True, slots=True)
class ServiceUp:
    """The smart-card service answers."""


@dataclass(frozen=True, slots=True)
class ServiceDown:
    """The smart-card service does not answer.

    Attributes:
        code: the failure code.
    """

    code: str


@dataclass(frozen=True, slots=True)
class ReaderAdded:
    """A reader was plugged in."""

    reader: str


@dataclass(frozen=True, slots=True)
class ReaderRemoved:
    """A reader was unplugged, or the service that knew it stopped."""

    reader: str


@dataclass(frozen=True, slots=True)
class CardInserted:
    """A card lies on a reader.

    Attributes:
        reader: where.
        insertion: running number of this monitor; an answer for an earlier one is late and is discarded.
        atr: answer to reset.
    """

    reader: str
    insertion: int
    atr: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardUnresponsive:
    """Something lies on a reader and does not answer."""

    reader: str
    insertion: int


@dataclass(frozen=True, slots=True)
class CardRemoved:
    """The card of this insertion was taken away."""

    reader: str
    insertion: int


ReaderEvent = (
    ServiceUp | ServiceDown | ReaderAdded | ReaderRemoved | CardInserted | CardUnresponsive | CardRemoved
)


@dataclass(slots=True)
class _Slot:
    state: SlotState = SlotState.UNKNOWN
    counter: int = 0
    insertion: int = 0


class ReaderMonitor:
    """One thread that tells what changes at the readers.

    Args:
        port: the service, or a script in tests.
        publish: receives each event on the monitor's thread; its failure is logged and the watch goes on.
    """

    def __init__(self, port: StatusPort, publish: Callable[[ReaderEvent], None]) -> None:
        self._port = port
        self._publish = publish
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._service = ServiceState.STARTING
        self._connected = False
        self._slots: dict[str, _Slot] = {}
        self._insertions = 0

    def start(self) -> None:
        """Begin to watch, once."""
        self._thread = threading.Thread(target=self.run, name="reader-monitor", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the watch and wait for the thread."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def run(self) -> None:
        """Watch until `stop`."""
        while not self._stop.is_set():
            if not self.step():
                self._stop.wait(RETRY_S)
        self._port.release()

    def step(self) -> bool:
        """Look once.

        Returns:
            False if the service did not answer: pause before the next look.
        """
        try:
            if not self._connected:
                self._port.establish()
                self._connected = True
                self._service_event(ServiceEvent.ANSWERS)
            self._see(self._port.changes(WAIT_S))
        except AppError as error:
            self._lose(error.code)
            return False
        except Exception:
            log.exception("the reader monitor met a bug and starts over")
            self._lose("readers.service_stopped")
            return False
        return True

    def _lose(self, code: str) -> None:
        self._port.release()
        self._connected = False
        self._service_event(ServiceEvent.FAILS, code)

    def _service_event(self, event: ServiceEvent, code: str = "") -> None:
        before = self._service
        self._service, effects = SERVICE_TABLE[before, event]
        if self._service is not before:
            log.info("smart-card service: %s -> %s %s", before, self._service, code)
        for effect in effects:
            match effect:
                case ServiceEffect.TELL_UP:
                    self._tell(ServiceUp())
                case ServiceEffect.TELL_DOWN:
                    self._tell(ServiceDown(code))
                case ServiceEffect.FORGET_READERS:
                    self._see(())

    def _see(self, statuses: Sequence[SlotStatus]) -> None:
        present = {status.reader: status for status in statuses}
        for reader in list(self._slots):
            if reader not in present:
                self._slot_event(reader, SlotEvent.GONE)
                del self._slots[reader]
        for reader, status in present.items():
            slot = self._slots.setdefault(reader, _Slot())
            event = _event_of(slot, status)
            slot.counter = status.counter
            self._slot_event(reader, event, status.atr)

    def _slot_event(self, reader: str, event: SlotEvent, atr: bytes = b"") -> None:
        slot = self._slots[reader]
        before = slot.state
        slot.state, effects = SLOT_TABLE[before, event]
        if effects:
            log.info("reader %s: %s -> %s", reader, before, slot.state)
        for effect in effects:
            self._tell(self._event_of_effect(effect, reader, slot, atr))

    def _event_of_effect(self, effect: SlotEffect, reader: str, slot: _Slot, atr: bytes) -> ReaderEvent:
        match effect:
            case SlotEffect.READER_ADDED:
                return ReaderAdded(reader)
            case SlotEffect.READER_REMOVED:
                return ReaderRemoved(reader)
            case SlotEffect.CARD_REMOVED:
                return CardRemoved(reader, slot.insertion)
            case SlotEffect.CARD_INSERTED:
                self._insertions += 1
                slot.insertion = self._insertions
                return CardInserted(reader, slot.insertion, atr)
            case SlotEffect.CARD_UNRESPONSIVE:
                self._insertions += 1
                slot.insertion = self._insertions
                return CardUnresponsive(reader, slot.insertion)

    def _tell(self, event: ReaderEvent) -> None:
        try:
            self._publish(event)
        except Exception:
            log.exception("a receiver of reader events failed")


def _event_of(slot: _Slot, status: SlotStatus) -> SlotEvent:
    match status.presence:
        case Presence.EMPTY:
            return SlotEvent.SEEN_EMPTY
        case Presence.MUTE:
            return SlotEvent.SEEN_MUTE
        case Presence.CARD:
            same = status.counter == slot.counter
            return SlotEvent.SEEN_SAME_CARD if same else SlotEvent.SEEN_OTHER_CARD
