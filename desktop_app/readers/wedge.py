"""A QR scanner that types: told from a person by its pace. Pure: characters with times in, verdicts out."""

from __future__ import annotations

from enum import Enum, auto

LEAST_CHARACTERS = 12
FASTEST_TYPIST_MS = 35.0
"""Nobody types this fast for long; scanners send a character every 1 to 20 ms."""
SILENCE_MS = 150.0
"""A caught scan that pauses this long is over: not every scanner ends with Enter."""


class Seen(Enum):
    """What a character is."""

    FIRST = auto()  # may begin a scan: note what the field holds before it gets the character
    NEXT = auto()  # may go on with one: the field gets it
    CAUGHT = auto()  # it is a scan: put back what the field held at FIRST, and keep this character from it
    MORE = auto()  # belongs to the scan: keep it from the field


class WedgeRecogniser:
    """Watches characters as they come, whatever field has the focus.

    Args:
        prefix: what the office's scanner is set to send first; a scan is then known at once. Empty: by pace.
    """

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self._text = ""
        self._last_ms = 0.0
        self._caught = False

    @property
    def caught(self) -> bool:
        """True while a scan is coming in."""
        return self._caught

    def character(self, character: str, at_ms: float) -> Seen:
        """One more character at this time, in milliseconds of any clock."""
        allowed_ms = SILENCE_MS if self._caught else FASTEST_TYPIST_MS
        goes_on = bool(self._text) and 0 <= at_ms - self._last_ms < allowed_ms
        if not goes_on:
            self.forget()
        self._text += character
        self._last_ms = at_ms
        if self._caught:
            return Seen.MORE
        if self._is_scan():
            self._caught = True
            return Seen.CAUGHT
        return Seen.NEXT if goes_on else Seen.FIRST

    def touch(self, at_ms: float) -> None:
        """Something without a character came in the middle of a scan, such as half of an Alt code."""
        self._last_ms = at_ms

    def is_over(self, at_ms: float) -> bool:
        """True when a scan came in and nothing followed for a while: `end` it."""
        return self._caught and at_ms - self._last_ms >= SILENCE_MS

    def end(self) -> str | None:
        """The line is over (Enter, Tab or silence).

        Returns:
            The text of the scan without the prefix; None if it was a person who typed.
        """
        text = self._text.removeprefix(self._prefix) if self._caught else None
        self.forget()
        return text

    def forget(self) -> None:
        """Something came that no scanner sends: start anew."""
        self._text = ""
        self._caught = False

    def _is_scan(self) -> bool:
        by_prefix = bool(self._prefix) and self._text.startswith(self._prefix)
        return by_prefix or len(self._text) >= LEAST_CHARACTERS
