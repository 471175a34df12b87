"""A card that says again what another one said, to whoever says the same to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from desktop_app.core.errors import AppError, Retry, declare
from desktop_app.emrtd.read_limits import ReadLimits
from desktop_app.readers.recording import Drawn, Event, Exchanged, Recording, WasReset

REPLAY_DIFFERS = declare("readers.replay_differs")


class Replay:
    """Plays a recording strictly: same commands, same resets, same random bytes, in the same order.

    An `emrtd.card.KnownCard`. After the first difference it answers nothing more, whatever is asked.

    Args:
        recording: of one read.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._next = 0
        self._difference: AppError | None = None

    def transmit(self, command: bytes) -> bytes:
        """The recorded answer.

        Raises:
            AppError: readers.replay_differs with the ordinal of the event (from 1), or the recorded error.
        """
        event = self._take(lambda event: isinstance(event, Exchanged) and event.command == command)
        assert isinstance(event, Exchanged)
        if event.failure is not None:
            raise event.failure.to_error()
        return event.answer or b""

    def reset(self) -> None:
        """Do what the recorded reset did.

        Raises:
            AppError: as `transmit`.
        """
        event = self._take(lambda event: isinstance(event, WasReset))
        assert isinstance(event, WasReset)
        if event.failure is not None:
            raise event.failure.to_error()

    def random(self, size: int) -> bytes:
        """The recorded random bytes.

        Raises:
            AppError: readers.replay_differs.
        """
        event = self._take(lambda event: isinstance(event, Drawn) and len(event.value) == size)
        assert isinstance(event, Drawn)
        return event.value

    def known_limits(self) -> ReadLimits:
        """What was known before the recorded read."""
        return self._recording.limits

    def learn(self, limits: ReadLimits) -> None:
        """Learn nothing: there is no card."""

    def expect_end(self) -> None:
        """Whether all of it was played.

        Raises:
            AppError: readers.replay_differs.
        """
        if self._difference is not None:
            raise self._difference
        if self._next < len(self._recording.events):
            self._differ()

    def _take(self, fits: Callable[[Event], bool]) -> Event:
        if self._difference is not None:
            raise self._difference
        events = self._recording.events
        if self._next >= len(events) or not fits(events[self._next]):
            self._differ()
        self._next += 1
        return events[self._next - 1]

    def _differ(self) -> NoReturn:
        facts = {"ordinal": self._next + 1, "of": len(self._recording.events)}
        self._difference = AppError(REPLAY_DIFFERS, facts, retry=Retry.NEVER)
        raise self._difference
