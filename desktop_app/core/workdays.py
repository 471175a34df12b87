"""Working days: a calendar of weekends, holidays and swapped days, given as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class DayKind(StrEnum):
    """Why a day is off, or on although it is a weekend."""

    HOLIDAY = "holiday"
    COMPENSATION = "compensation"  # nghỉ bù
    WORKING_SWAP = "working_swap"  # làm bù vào ngày nghỉ


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from the week's rule.

    Attributes:
        kind: off or on.
        name: in Vietnamese, for the explanation.
        verify: empty, or why the entry must be checked against the official notice.
    """

    kind: DayKind
    name: str
    verify: str = ""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked.

    Attributes:
        special: days that differ from the week's rule.
        weekend: ISO weekdays that are off (Saturday 6, Sunday 7).
        known_until: last day for which holidays are known; later days follow the week's rule only.
    """

    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset({6, 7})
    known_until: date = date.max

    def is_working(self, day: date) -> bool:
        """True if the office works on this day."""
        special = self.special.get(day)
        if special is not None:
            return special.kind is DayKind.WORKING_SWAP
        return day.isoweekday() not in self.weekend

    def next_working(self, day: date) -> date:
        """The day itself if worked, else the first worked day after it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, start: date, count: int) -> tuple[date, list[date]]:
        """The `count`-th worked day after `start` (which is day 0), and the days skipped on the way.

        Raises:
            ValueError: negative count.
        """
        if count < 0:
            raise ValueError("working days are counted forward")
        skipped: list[date] = []
        day = start
        while count:
            day += timedelta(days=1)
            if self.is_working(day):
                count -= 1
            else:
                skipped.append(day)
        return day, skipped
