"""Calendar dates as the card writes them; day and month may be unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_PRINTED = re.compile(
    r"(?:(?P<day>[0-9]{1,2}|[-_.*xX<]{1,2})[/.\-])??(?:(?P<month>[0-9]{1,2}|[-_.*xX<]{1,2})[/.\-])?(?P<year>[0-9]{4})"
)
_COMPACT = re.compile(r"(?P<day>[0-9]{2})??(?P<month>[0-9]{2})?(?P<year>[0-9]{4})")
_MRZ = re.compile(r"(?P<year>[0-9]{2})(?P<month>[0-9]{2}|<<)(?P<day>[0-9]{2}|<<)")


@dataclass(frozen=True, slots=True, repr=False)
class PartialDate:
    """A date of which the day, or day and month, may be unknown. Its repr shows nothing: it may be personal.

    Attributes:
        year: four digits.
        month: 1 to 12, or None.
        day: of that month, or None; None whenever `month` is.

    Raises:
        ValueError: no such day.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day without a month")
        date(self.year, self.month or 1, self.day or 1)

    def iso(self) -> str:
        """`1999-01-15`, `1999-01` or `1999`."""
        text = f"{self.year:04}"
        if self.month is not None:
            text += f"-{self.month:02}"
        if self.day is not None:
            text += f"-{self.day:02}"
        return text


def parse_dd_mm_yyyy(text: str) -> PartialDate | None:
    """The date in `15/01/1999`, `01/1999`, `1999`; zeros, dashes or underscores stand for unknown.

    Returns:
        None if the text is no date, such as `Không thời hạn`.
    """
    return _from_match(_PRINTED.fullmatch(text.strip()))


def parse_ddmmyyyy(text: str) -> PartialDate | None:
    """The date in `15011999`, `011999`, `1999`; `00` stands for unknown. None if it is no date."""
    return _from_match(_COMPACT.fullmatch(text.strip()))


def from_mrz(yymmdd: str, century: int) -> PartialDate | None:
    """The date of a machine readable zone.

    Args:
        yymmdd: six characters; `<<` stands for an unknown month or day.
        century: first year of the century, such as 1900: the zone does not say it.

    Returns:
        None if the characters are no date.

    Source: ICAO Doc 9303 part 3, 4.8 (dates in the MRZ).
    """
    return _from_match(_MRZ.fullmatch(yymmdd), century)


def _from_match(match: re.Match[str] | None, century: int = 0) -> PartialDate | None:
    if match is None:
        return None
    month, day = _known(match["month"]), _known(match["day"])
    if month is None:
        day = None  # a day of an unknown month says nothing
    try:
        return PartialDate(century + int(match["year"]), month, day)
    except ValueError:
        return None


def _known(digits: str | None) -> int | None:
    return int(digits) or None if digits and digits.isdecimal() else None
