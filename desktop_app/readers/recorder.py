"""A card that remembers everything that was said to it, for support and for tests."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime

from desktop_app.core.errors import AppError
from desktop_app.emrtd.card import Card, KnownCard
from desktop_app.emrtd.read_limits import ReadLimits
from desktop_app.readers.recording import Drawn, Event, Exchanged, Failure, Recording, WasReset


class Recorder:
    """Stands between a reader and a card; an `emrtd.card.KnownCard`. It keeps everything in memory only.

    A protected session can be played again only with the same random bytes: give `random` to the read.

    Args:
        card: what is read.
        random: where random bytes really come from.
    """

    def __init__(self, card: Card, random: Callable[[int], bytes] = os.urandom) -> None:
        self._card = card
        self._source = random
        self._limits: ReadLimits | None = None
        self._events: list[Event] = []

    def transmit(self, command: bytes) -> bytes:
        """As the card, and remembered.

        Raises:
            AppError: what the card raises; that is remembered too.
        """
        started = time.perf_counter()
        try:
            answer = self._card.transmit(command)
        except AppError as error:
            self._events.append(Exchanged(command, None, _failure(error), _since(started)))
            raise
        self._events.append(Exchanged(command, answer, None, _since(started)))
        return answer

    def reset(self) -> None:
        """As the card, and remembered.

        Raises:
            AppError: what the card raises; that is remembered too.
        """
        started = time.perf_counter()
        try:
            self._card.reset()
        except AppError as error:
            self._events.append(WasReset(_failure(error), _since(started)))
            raise
        self._events.append(WasReset(None, _since(started)))

    def random(self, size: int) -> bytes:
        """Random bytes, and remembered."""
        drawn = self._source(size)
        self._events.append(Drawn(drawn))
        return drawn

    def known_limits(self) -> ReadLimits:
        """As the card."""
        self._limits = self._card.known_limits() if isinstance(self._card, KnownCard) else ReadLimits()
        return self._limits

    def learn(self, limits: ReadLimits) -> None:
        """As the card."""
        if isinstance(self._card, KnownCard):
            self._card.learn(limits)

    def recording(self, at: datetime) -> Recording:
        """All that was said so far.

        Args:
            at: instant of the read.
        """
        return Recording(at, self._limits or ReadLimits(), tuple(self._events))


def _failure(error: AppError) -> Failure:
    return Failure(str(error.code), dict(error.facts), error.retry)


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)
