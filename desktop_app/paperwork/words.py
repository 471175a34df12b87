"""Dates in Vietnamese words, as civil status forms repeat them."""

from __future__ import annotations

import re
from datetime import date

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_MONTHS = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def date_in_words(iso: str) -> str:
    """A date in words: `Ngày mười lăm tháng một năm một nghìn chín trăm chín mươi chín`.

    Args:
        iso: whole or partial: `1999-01-15`, `1999-01`, `1999`.

    Returns:
        Words for what the date says; empty for text that is no date.
    """
    match = _ISO.fullmatch(iso)
    if match is None:
        return ""
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        return ""
    parts = [f"năm {_year(year or 0)}"]
    if month is not None:
        parts.insert(0, f"tháng {_MONTHS[month - 1]}")
    if day is not None:
        parts.insert(0, f"ngày {_below_hundred(day)}")
    words = " ".join(parts)
    return words[0].upper() + words[1:]


def _year(year: int) -> str:
    thousands, rest = divmod(year, 1000)
    hundreds, rest = divmod(rest, 100)
    words = [_DIGITS[thousands], "nghìn"]
    if hundreds or rest:
        words += [_DIGITS[hundreds], "trăm"]
    if 0 < rest < 10:
        words += ["linh", _DIGITS[rest]]
    elif rest:
        words.append(_below_hundred(rest))
    return " ".join(words)


def _below_hundred(number: int) -> str:
    """1 to 99. After `mươi` one is mốt, four is tư; five behind any ten is lăm."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones == 5:
        words.append("lăm")
    elif tens > 1 and ones in (1, 4):
        words.append("mốt" if ones == 1 else "tư")
    elif ones:
        words.append(_DIGITS[ones])
    return " ".join(words)
