"""What the reader is doing, as one value that the top line shows in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot

from desktop_app.readers.monitor import (
    CardInserted,
    CardRemoved,
    CardUnresponsive,
    ReaderAdded,
    ReaderRemoved,
    ServiceDown,
    ServiceUp,
)


class ReaderKind(StrEnum):
    """The states a clerk can tell apart."""

    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    PLACE_CARD = "place_card"
    CARD_THERE = "card_there"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReaderView:
    """What to show.

    Attributes:
        step: files read so far, while reading.
        total: files to read.
        code: failure code, when it failed.
    """

    kind: ReaderKind
    step: int = 0
    total: int = 0
    code: str = ""


class ReaderState(QObject):
    """Follows the monitor's events, and what a page says of the read under way."""

    changed = Signal(object)
    """The new `ReaderView`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service = True
        self._readers: set[str] = set()
        self._cards: dict[str, int] = {}
        self._read: ReaderView | None = None
        self._shown = ReaderView(ReaderKind.NO_READER)

    @property
    def view(self) -> ReaderView:
        """What is shown now."""
        return self._shown

    @Slot(object)
    def see(self, event: object) -> None:
        """An event of `readers.monitor`, on the GUI thread."""
        match event:
            case ServiceUp():
                self._service = True
            case ServiceDown():
                self._service = False
            case ReaderAdded(reader):
                self._readers.add(reader)
            case ReaderRemoved(reader):
                self._readers.discard(reader)
            case CardInserted(reader, insertion, _):
                self._cards[reader] = insertion
                self._read = None
            case CardUnresponsive(reader, insertion):
                self._cards[reader] = insertion
                self._read = ReaderView(ReaderKind.FAILED, code="readers.unresponsive_card")
            case CardRemoved(reader, insertion):
                if self._cards.get(reader) == insertion:
                    del self._cards[reader]
                if self._read is not None and self._read.kind is not ReaderKind.READING:
                    self._read = None
        self._show()

    def reading(self, step: int, total: int) -> None:
        """A page reads a card: `step` of `total` files are there."""
        self._read = ReaderView(ReaderKind.READING, step, total)
        self._show()

    def done(self) -> None:
        """The card was read and may be taken."""
        self._read = ReaderView(ReaderKind.DONE)
        self._show()

    def failed(self, code: str) -> None:
        """The read ended with a failure code."""
        self._read = ReaderView(ReaderKind.FAILED, code=code)
        self._show()

    def forget(self) -> None:
        """Begin anew: nothing is plugged in, no card lies anywhere, no read is under way."""
        self._readers.clear()
        self._cards.clear()
        self.idle()

    def idle(self) -> None:
        """No read any more: show the reader itself."""
        self._read = None
        self._show()

    def _show(self) -> None:
        view = self._read or ReaderView(self._of_reader())
        if view != self._shown:
            self._shown = view
            self.changed.emit(view)

    def _of_reader(self) -> ReaderKind:
        if self._cards:
            return ReaderKind.CARD_THERE
        if self._readers:
            return ReaderKind.PLACE_CARD
        return ReaderKind.NO_READER if self._service else ReaderKind.NO_SERVICE
