"""Time: instants are aware UTC, calendar days belong to Vietnam."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved; for tests and training."""

    def __init__(self, instant: datetime) -> None:
        if instant.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it stands at."""
        return self._instant

    def move(self, by: timedelta) -> None:
        """Move the hands, forward or back."""
        self._instant += by


def local(instant: datetime) -> datetime:
    """The same instant on a clock in Vietnam."""
    return instant.astimezone(VIETNAM)


def local_day(instant: datetime) -> date:
    """The calendar day in Vietnam at this instant."""
    return local(instant).date()


def to_text(instant: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and `Z`: one form in database, events and audit."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """The instant written by `to_text`.

    Raises:
        ValueError: not ISO 8601 with a time zone.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC)
