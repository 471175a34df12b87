"""Whether what the card says in several places is the same: chip text, zone of the chip, QR code, number.

Nothing here rejects a card: names, dates and sexes are corrected after a number was given, and officers spell
addresses differently. Everything is a notice for the clerk's eyes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop_app.cccd import dg13
from desktop_app.cccd.dates import PartialDate, from_mrz, parse_dd_mm_yyyy, parse_ddmmyyyy
from desktop_app.cccd.dg13 import Dg13
from desktop_app.cccd.mrz import Td1, zone_of_dg1
from desktop_app.cccd.number import document_number_of, facts_of_number, is_number
from desktop_app.cccd.provinces import is_province
from desktop_app.cccd.qr import CardQr
from desktop_app.core.errors import AppError
from desktop_app.core.terms import Severity
from desktop_app.core.text import fold
from desktop_app.emrtd.result import Finding

SEXES = {"M": "Nam", "F": "Nữ"}
_ZONE_NAME = 30  # characters of the zone's line for names
_EXPIRY_CENTURY = 2000  # no such card was issued before 2021


class CrossCode(StrEnum):
    """What does not fit together. Words: `resources/messages/*/findings.toml`."""

    NUMBER_DIFFERS = "number_differs"
    DOCUMENT_NUMBER_DIFFERS = "document_number_differs"
    NAME_DIFFERS = "name_differs"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    SEX_DIFFERS = "sex_differs"
    EXPIRY_DIFFERS = "expiry_differs"
    ZONE_CHECK_DIGIT = "zone_check_digit"
    NUMBER_BIRTH_DIFFERS = "number_birth_differs"
    NUMBER_SEX_DIFFERS = "number_sex_differs"
    PROVINCE_UNKNOWN = "province_unknown"
    CARD_EXPIRED = "card_expired"
    QR_OF_ANOTHER_CARD = "qr_of_another_card"
    QR_NAME_DIFFERS = "qr_name_differs"
    QR_BIRTH_DATE_DIFFERS = "qr_birth_date_differs"
    QR_SEX_DIFFERS = "qr_sex_differs"
    QR_RESIDENCE_DIFFERS = "qr_residence_differs"
    QR_ISSUE_DATE_DIFFERS = "qr_issue_date_differs"


ABOUT_THE_CARD = frozenset(
    {
        CrossCode.DOCUMENT_NUMBER_DIFFERS,
        CrossCode.EXPIRY_DIFFERS,
        CrossCode.ZONE_CHECK_DIGIT,
        CrossCode.PROVINCE_UNKNOWN,
    }
)
"""What no value of the citizen's record shows."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not fit.

    Attributes:
        field: of the citizen's record; None where it is about the card.
        first: where the value that is used stands: `DG13`, `MRZ`, `card`.
        second: where another one stands: `MRZ`, `QR`, `number`.
    """

    code: CrossCode
    field: str | None = None
    first: str = ""
    second: str = ""


def cross_check(files: Mapping[str, bytes], qr: CardQr | None, today: date) -> tuple[Finding, ...]:
    """Everything that does not fit, as findings.

    Args:
        files: whole files of the chip by name; any may be missing or damaged.
        qr: the code on the card; None if it was not scanned.
        today: tells whether the card has expired.
    """
    card = _card(files.get("DG13"))
    zone = zone_of_dg1(files["DG1"]) if "DG1" in files else None
    found = [difference.code for difference in differences(card, zone, qr)]
    expiry = expiry_of(card, zone)
    if expiry is not None and has_passed(expiry, today):
        found.append(CrossCode.CARD_EXPIRED)
    return tuple(Finding(code, Severity.NOTICE) for code in dict.fromkeys(found))


def differences(card: Dg13 | None, zone: Td1 | None, qr: CardQr | None) -> tuple[Difference, ...]:
    """What does not fit between the places that were read."""
    found = [*_chip_and_zone(card, zone), *_number(card, zone, qr)]
    if qr is not None:
        found += _code(card, zone, qr)
    return tuple(found)


def is_of_another(qr: CardQr, card: Dg13 | None, zone: Td1 | None) -> bool:
    """Whether the code stands on another card than the chip."""
    if card and card.number:
        return card.number != qr.number
    if zone:
        return zone.document_number != document_number_of(qr.number)
    return False


def same_name(full: str, other: str) -> bool:
    """Whether a name without accents, as in the zone, is this one; the zone cuts long names."""
    one, two = (_words(name) for name in (full, other))
    if "".join(one) == "".join(two):
        return True
    if len(other) < _ZONE_NAME - 2:
        return False
    # Cut at the end of the line, or word by word (ICAO Doc 9303 part 5, 4.2.3).
    return "".join(one).startswith("".join(two)) or (
        len(one) >= len(two) and all(whole.startswith(cut) for whole, cut in zip(one, two, strict=False))
    )


def same_text(one: str, other: str) -> bool:
    """Whether two texts are spelled alike but for accents, case, spaces and marks."""
    return "".join(_words(one)) == "".join(_words(other))


def same_day(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates agree as far as both are known."""
    return one.iso().startswith(other.iso()) or other.iso().startswith(one.iso())


def has_passed(day: PartialDate, today: date) -> bool:
    """Whether the last day is over. Of a month or a year alone the end counts."""
    return day.iso().ljust(10, "~") < today.isoformat()


def expiry_of(card: Dg13 | None, zone: Td1 | None) -> PartialDate | None:
    """The last day; None where the card has none or does not say."""
    if card is not None and card.expiry_text is not None:
        return day_of(card.expiry_text)
    return from_mrz(zone.expiry, _EXPIRY_CENTURY) if zone is not None else None


def day_of(text: str | None) -> PartialDate | None:
    """A date as DG13 writes it."""
    return None if text is None else parse_dd_mm_yyyy(text) or parse_ddmmyyyy(text)


def birth_of(zone: Td1) -> PartialDate | None:
    """The day in the zone; its century stands in the number."""
    return None if zone.number is None else from_mrz(zone.birth, facts_of_number(zone.number).century)


def _chip_and_zone(card: Dg13 | None, zone: Td1 | None) -> Iterator[Difference]:
    if zone is None:
        return
    if zone.wrong_check_digits:
        yield Difference(CrossCode.ZONE_CHECK_DIGIT)
    number = card.number if card and card.number else zone.number
    if card and card.number and zone.number and card.number != zone.number:
        yield Difference(CrossCode.NUMBER_DIFFERS, "number", "DG13", "MRZ")
    if number and is_number(number) and zone.document_number != document_number_of(number):
        yield Difference(CrossCode.DOCUMENT_NUMBER_DIFFERS)
    if card is None:
        return
    if card.full_name and zone.name and not same_name(card.full_name, zone.name):
        yield Difference(CrossCode.NAME_DIFFERS, "full_name", "DG13", "MRZ")
    sex = SEXES.get(zone.sex)
    if card.sex and sex and card.sex != sex:
        yield Difference(CrossCode.SEX_DIFFERS, "sex", "DG13", "MRZ")
    born, in_zone = day_of(card.birth_date), birth_of(zone)
    if born and in_zone and not same_day(born, in_zone):
        yield Difference(CrossCode.BIRTH_DATE_DIFFERS, "birth_date", "DG13", "MRZ")
    ends, zone_ends = day_of(card.expiry_text), from_mrz(zone.expiry, _EXPIRY_CENTURY)
    if ends and zone_ends and not same_day(ends, zone_ends):
        yield Difference(CrossCode.EXPIRY_DIFFERS)


def _number(card: Dg13 | None, zone: Td1 | None, qr: CardQr | None) -> Iterator[Difference]:
    """Where the digits, which were given at birth, say something else than the card."""
    said = (card.number if card else None) or (zone.number if zone else None) or (qr.number if qr else None)
    if not said or not is_number(said):
        return
    facts = facts_of_number(said)
    sex = (card.sex if card else None) or (SEXES.get(zone.sex) if zone else None) or (qr.sex if qr else None)
    born = (day_of(card.birth_date) if card else None) or (qr.birth_date if qr else None)
    if sex and sex != SEXES[facts.sex]:
        yield Difference(CrossCode.NUMBER_SEX_DIFFERS, "sex", "card", "number")
    # The zone says two digits of the year; which century it is nobody knows but the number.
    year = f"{born.year:04}" if born else zone.birth[:2] if zone else ""
    if year and not f"{facts.birth_year:04}".endswith(year):
        yield Difference(CrossCode.NUMBER_BIRTH_DIFFERS, "birth_date", "card", "number")
    if not is_province(facts.registration_code):
        yield Difference(CrossCode.PROVINCE_UNKNOWN)


def _code(card: Dg13 | None, zone: Td1 | None, qr: CardQr) -> Iterator[Difference]:
    if is_of_another(qr, card, zone):
        yield Difference(CrossCode.QR_OF_ANOTHER_CARD)
        return
    first = "DG13" if card else "MRZ"
    name = (card.full_name if card else None) or (zone.name if zone else None)
    if name and qr.full_name and not _fits(name, qr.full_name, plain=card is None):
        yield Difference(CrossCode.QR_NAME_DIFFERS, "full_name", first, "QR")
    sex = (card.sex if card else None) or (SEXES.get(zone.sex) if zone else None)
    if sex and qr.sex and sex != qr.sex:
        yield Difference(CrossCode.QR_SEX_DIFFERS, "sex", first, "QR")
    born = (day_of(card.birth_date) if card else None) or (birth_of(zone) if zone else None)
    if born and qr.birth_date and not same_day(born, qr.birth_date):
        yield Difference(CrossCode.QR_BIRTH_DATE_DIFFERS, "birth_date", first, "QR")
    if card is None:
        return
    if card.residence and qr.address and not same_text(card.residence, qr.address):
        yield Difference(CrossCode.QR_RESIDENCE_DIFFERS)
    issued = day_of(card.issue_date)
    if issued and qr.issue_date and not same_day(issued, qr.issue_date):
        yield Difference(CrossCode.QR_ISSUE_DATE_DIFFERS)


def _fits(name: str, printed: str, *, plain: bool) -> bool:
    return same_name(printed, name) if plain else same_text(name, printed)


def _words(text: str) -> list[str]:
    return ["".join(c for c in word if c.isalnum()) for word in fold(text).split()]


def _card(raw: bytes | None) -> Dg13 | None:
    if raw is None:
        return None
    try:
        return dg13.decode(raw)
    except AppError:
        return None
