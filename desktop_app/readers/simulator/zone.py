"""The machine readable zone of a training card, three lines of thirty characters.

Source: ICAO Doc 9303 part 5 (TD1), part 3, 4.9 (check digits).
"""

from __future__ import annotations

from desktop_app.cccd.dates import PartialDate
from desktop_app.core.text import fold

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STATE = "VNM"
# What the zone of a card without expiry holds is not known; tests must not rely on it.
_NO_EXPIRY = "991231"


def check_digit(text: str) -> str:
    """Sum of the characters' values weighted 7, 3, 1, modulo ten; the filler counts zero."""
    total = sum((7, 3, 1)[i % 3] * max(_ALPHABET.find(c), 0) for i, c in enumerate(text))
    return str(total % 10)


def zone_date(day: PartialDate | None) -> str:
    """Six digits; fillers for an unknown month or day. None: no expiry."""
    if day is None:
        return _NO_EXPIRY
    month = "<<" if day.month is None else f"{day.month:02}"
    return f"{day.year % 100:02}{month}{'<<' if day.day is None else f'{day.day:02}'}"


def mrz_information(number: str, birth: str, expiry: str) -> str:
    """The secret that opens the chip: document number, birth, expiry, each with its check digit.

    Args:
        number: twelve digits, of which the last nine are the document number.
        birth: as `zone_date` writes it.
        expiry: likewise.
    """
    return "".join(part + check_digit(part) for part in (number[-9:], birth, expiry))


def td1(number: str, birth: str, sex: str, expiry: str, full_name: str) -> str:
    """The three lines, joined by line feeds.

    Args:
        number: twelve digits.
        birth: as `zone_date` writes it.
        sex: `M` or `F`.
        expiry: as `zone_date` writes it.
        full_name: with accents, surname first.
    """
    document = number[-9:]
    first = f"ID{_STATE}{document}{check_digit(document)}{number}<<{check_digit(number)}"
    second = f"{birth}{check_digit(birth)}{sex}{expiry}{check_digit(expiry)}{_STATE}".ljust(29, "<")
    composite = check_digit(first[5:] + second[:7] + second[8:15] + second[18:29])
    # Apostrophes are left out, other marks part words (part 3, 4.6).
    plain = fold(full_name).upper().replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    surname, _, given = "".join(c if c.isalnum() else " " for c in plain).partition(" ")
    name = f"{surname}<<{'<'.join(given.split())}"[:30].ljust(30, "<")
    return "\n".join((first, second + composite, name))
