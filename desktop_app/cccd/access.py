"""From what the clerk has (number, QR, access number, lines of the zone, PIN) to what opens the chip."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_app.cccd.number import can_of_number, document_number_of, is_number
from desktop_app.cccd.qr import parse_qr
from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd.access import CanKey, MrzKey, PinKey, PukKey
from desktop_app.emrtd.mrz import check_digit

CAN_MALFORMED = declare("cccd.can_malformed")
PIN_MALFORMED = declare("cccd.pin_malformed")
MRZ_MALFORMED = declare("cccd.mrz_malformed")
MRZ_CHECK_DIGIT = declare("cccd.mrz_check_digit")

_SPACES = re.compile(r"[\s|\ufeff]+")
_PARTS = re.compile(r"[\s|,;\ufeff]+")
_CHARACTERS = re.compile(r"[0-9A-Z<]+")
_DATE = re.compile(r"[0-9]{2}(?:[0-9]{2}|<<){2}")
_INFORMATION = 24


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the three fields stand; a check digit follows each. Source: ICAO Doc 9303 parts 4, 5, 6."""

    line_length: int
    number: int
    birth: int
    expiry: int


_PLACES = {
    90: _Place(30, 5, 30, 38),  # TD1, cards
    88: _Place(44, 44, 57, 65),  # TD3, passports
    72: _Place(36, 36, 49, 57),  # TD2
    _INFORMATION: _Place(24, 0, 10, 17),  # the three fields alone
}


def can_key(text: str) -> CanKey:
    """Key from a card access number as typed: six digits, spaces allowed.

    Raises:
        AppError: `cccd.can_malformed`.
    """
    digits = _SPACES.sub("", text)
    try:
        return CanKey(digits)
    except ValueError:
        raise AppError(CAN_MALFORMED, {"length": len(digits)}) from None


def pin_key(text: str, *, last_try: bool = False) -> PinKey:
    """Key from a PIN as typed: its digits; after white space the card access number, for a suspended PIN.

    Args:
        last_try: the holder wants even the last try.

    Raises:
        AppError: `cccd.pin_malformed`, `cccd.can_malformed`.
    """
    pin, *can = text.split(maxsplit=1) or [""]
    try:
        return PinKey(pin, can_key(can[0]) if can else None, last_try)
    except ValueError:
        raise AppError(PIN_MALFORMED, {"length": len(pin)}) from None


def puk_key(text: str, *, last_try: bool = False) -> PukKey:
    """Key from a PUK as typed.

    Raises:
        AppError: `cccd.pin_malformed`.
    """
    puk = _SPACES.sub("", text)
    try:
        return PukKey(puk, last_try)
    except ValueError:
        raise AppError(PIN_MALFORMED, {"length": len(puk)}) from None


def key_from_number(text: str) -> CanKey:
    """Key from a citizen number as typed: twelve digits, spaces allowed.

    Raises:
        AppError: `cccd.number_malformed`.
    """
    return CanKey(can_of_number(_SPACES.sub("", text)))


def key_from_qr(text: str) -> CanKey:
    """Key from the text of the card's QR code.

    Raises:
        AppError: `cccd.qr_not_a_card`.
    """
    return CanKey(can_of_number(parse_qr(text).number))


def key_from_mrz(text: str) -> MrzKey:
    """Key from the machine readable zone.

    Args:
        text: the whole zone (three lines of a card, two of a passport) with any white space or `|` in it; or
            its 24 characters of MRZ information; or `number,YYMMDD,YYMMDD` (number of the document or of the
            citizen, birth, expiry).

    Raises:
        AppError: `cccd.mrz_malformed`; `cccd.mrz_check_digit` with `line` and `field` if a character was
            misread. Only the three fields of the key are judged: the rest does not open the chip.
    """
    parts = [part for part in _PARTS.split(text.upper()) if part]
    if len(parts) == 3 and _DATE.fullmatch(parts[1]) and _DATE.fullmatch(parts[2]):
        return _key(document_number_of(parts[0]) if is_number(parts[0]) else parts[0], parts[1], parts[2])
    zone = "".join(parts)
    place = _PLACES.get(len(zone))
    if place is None or not _CHARACTERS.fullmatch(zone):
        raise AppError(MRZ_MALFORMED, {"length": len(zone)})
    number, end = zone[place.number : place.number + 9], place.number + 9
    if len(zone) == 90 and zone[end] == "<":
        # A number longer than nine goes on in the optional data, its check digit last (9303-5, 4.2.2.1).
        rest = zone[end + 1 : place.line_length].split("<")[0]
        number, end = number + rest[:-1], end + len(rest)
    _verify(zone, number, end, place, "document_number")
    birth = zone[place.birth : place.birth + 6]
    _verify(zone, birth, place.birth + 6, place, "birth_date")
    expiry = zone[place.expiry : place.expiry + 6]
    _verify(zone, expiry, place.expiry + 6, place, "expiry_date")
    return _key(number.rstrip("<"), birth, expiry)


def _verify(zone: str, value: str, digit_at: int, place: _Place, name: str) -> None:
    if check_digit(value) != zone[digit_at]:
        raise AppError(MRZ_CHECK_DIGIT, {"line": digit_at // place.line_length + 1, "field": name})


def _key(number: str, birth: str, expiry: str) -> MrzKey:
    try:
        return MrzKey(number, birth, expiry)
    except ValueError:
        raise AppError(MRZ_MALFORMED, {"length": len(number)}) from None
