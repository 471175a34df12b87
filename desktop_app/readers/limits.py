"""Remembers what readers and cards have shown that they can do, so that nothing is tried twice in vain.

What a reader fails at is kept in the profile, by the reader's name; what one kind of card takes in it is
kept for this process, by the answer to reset. Neither says anything about a person: cards of one kind give
the same answer to reset.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop_app.core.errors import AppError
from desktop_app.core.files import write_atomically
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.read_limits import EXTENDED_BLOCK, ReadLimits

FILE_NAME = "readers.json"
"""Of the memory, in a profile's folder."""

_SLOT = re.compile(r"( [0-9A-Fa-f]{2}){1,2}$| [0-9]{1,2}$")
_FORGET_AFTER = timedelta(days=30)  # drivers and firmware get better
_MOST_READERS = 100
_MOST_CARDS = 500


class LimitsMemory:
    """What is known about the readers of this workstation. May be shared by threads.

    Args:
        path: file in the profile; None remembers for this process only.
        today: the date, in which failures of a reader grow old.
    """

    def __init__(self, path: Path | None, today: Callable[[], date] = date.today) -> None:
        self._path = path
        self._today = today
        self._lock = threading.Lock()
        self._cards: dict[tuple[str, bytes], ReadLimits] = {}
        self._readers = self._load()  # name -> most plain bytes of an extended command, and since when

    def of(self, card: Card) -> ReadLimits:
        """What to ask of this card; all is open for a card that lies in no named reader."""
        place = _place(card)
        if place is None:
            return ReadLimits()
        with self._lock:
            known = self._cards.get(place, ReadLimits())
            failed = self._readers.get(place[0])
            if failed is None or self._today() - failed[1] > _FORGET_AFTER:
                return replace(known, reader_fails=False)
            most = failed[0] if known.extended is None else min(failed[0], known.extended)
            return replace(known, extended=most, reader_fails=True)

    def learn(self, card: Card, limits: ReadLimits) -> None:
        """Keep what a read has shown. A profile that cannot be written costs nothing but the memory."""
        place = _place(card)
        if place is None:
            return
        with self._lock:
            if len(self._cards) >= _MOST_CARDS:
                self._cards.clear()
            self._cards[place] = limits
            if not limits.reader_fails or limits.extended is None:
                return
            before = self._readers.get(place[0])
            if before is not None and before[0] == limits.extended:
                return
            if len(self._readers) >= _MOST_READERS:
                self._readers.clear()
            self._readers[place[0]] = (limits.extended, self._today())
            self._save()

    def _load(self) -> dict[str, tuple[int, date]]:
        if self._path is None:
            return {}
        try:
            held: Any = json.loads(self._path.read_bytes())
            return {
                str(name): (_size(entry["extended"]), date.fromisoformat(entry["since"]))
                for name, entry in held["readers"].items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}  # absent or damaged: it is learned again

    def _save(self) -> None:
        if self._path is None:
            return
        readers = {
            name: {"extended": extended, "since": since.isoformat()}
            for name, (extended, since) in sorted(self._readers.items())
        }
        try:
            write_atomically(self._path, json.dumps({"readers": readers}, ensure_ascii=False).encode())
        except AppError:
            return


class RememberedCard:
    """A card whose reader is remembered; an `emrtd.card.KnownCard`.

    Args:
        card: in a reader; what it says of itself (`reader_name`, `atr`) is what is remembered by.
        memory: of this process.
    """

    def __init__(self, card: Card, memory: LimitsMemory) -> None:
        self._card = card
        self._memory = memory

    @property
    def atr(self) -> bytes | None:
        """Answer to reset: the same for all cards of one kind. None: the card tells none."""
        return getattr(self._card, "atr", None)

    def transmit(self, command: bytes) -> bytes:
        """As the card."""
        return self._card.transmit(command)

    def reset(self) -> None:
        """As the card."""
        self._card.reset()

    def known_limits(self) -> ReadLimits:
        """What to ask of it."""
        return self._memory.of(self._card)

    def learn(self, limits: ReadLimits) -> None:
        """Remember what a read has shown."""
        self._memory.learn(self._card, limits)


def _place(card: Card) -> tuple[str, bytes] | None:
    """Name of the reader without the number of its slot, which changes; and the kind of card."""
    name, atr = getattr(card, "reader_name", None), getattr(card, "atr", None)
    if not isinstance(name, str) or not isinstance(atr, bytes):
        return None
    return _SLOT.sub("", name), atr


def _size(value: Any) -> int:
    if not isinstance(value, int) or not 0 <= value <= EXTENDED_BLOCK:
        raise ValueError("not a size")
    return value
