"""Training citizens: made-up people in TOML files, from whom training cards are made.

The form of the files is described in `README.md` beside them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import Any

from desktop_app.cccd.dates import PartialDate
from desktop_app.cccd.number import can_of_number, is_number
from desktop_app.core.errors import AppError, declare
from desktop_app.core.text import fold, nfc
from desktop_app.readers.simulator import zone

CITIZEN_INVALID = declare("simulator.citizen_invalid")
CITIZEN_UNKNOWN = declare("simulator.citizen_unknown")
NO_CITIZENS = declare("simulator.no_citizens")

NO_EXPIRY = "Không thời hạn"
_SEXES = {"nam": "Nam", "m": "Nam", "nu": "Nữ", "f": "Nữ"}
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")
_QR_EXTRA_FIELDS = 4
_TEXTS = frozenset(
    (
        "nationality",
        "ethnicity",
        "religion",
        "place",
        "origin_place",
        "birth_registration_place",
        "address",
        "features",
        "father",
        "mother",
        "spouse",
        "old_number",
    )
)
_OTHERS = frozenset(
    ("order", "number", "full_name", "sex", "birth_date", "card", "issue_date", "expiry_date", "qr_extra")
)


class CardKind(IntEnum):
    """Which card the citizen holds."""

    OF_2021 = 2021
    OF_2024 = 2024


@dataclass(frozen=True, slots=True, repr=False)
class TrainingCitizen:
    """A made-up citizen with a card. Texts as printed; None where the card has nothing.

    Attributes:
        name: what `--citizen` takes; the file's name without its ending.
        order: place in lists; the lowest is the default.
        number: twelve digits.
        sex: `Nam` or `Nữ`.
        birth_date: day and month may be unknown.
        card: decides how fields are meant and how long the QR text is.
        place: of origin (2021) or of birth registration (2024).
        address: permanent residence (2021) or place of residence (2024).
        features: identifying features.
        expiry_date: None: no expiry.
        qr_extra: the four last fields of the QR text of 2024.
    """

    name: str
    order: int
    number: str
    full_name: str
    sex: str
    birth_date: PartialDate
    card: CardKind
    issue_date: date
    expiry_date: date | None
    address: str
    place: str | None = None
    nationality: str = "Việt Nam"
    ethnicity: str | None = None
    religion: str | None = None
    features: str | None = None
    father: str | None = None
    mother: str | None = None
    spouse: str | None = None
    old_number: str | None = None
    qr_extra: tuple[str, ...] = ("",) * _QR_EXTRA_FIELDS

    @property
    def can(self) -> str:
        """The card access number: the last six digits of the number."""
        return can_of_number(self.number)

    @property
    def mrz(self) -> str:
        """The machine readable zone: three lines joined by line feeds."""
        return zone.td1(self.number, self._birth, "F" if self.is_woman else "M", self._expiry, self.full_name)

    @property
    def mrz_information(self) -> str:
        """Document number, birth and expiry with check digits: 24 characters."""
        return zone.mrz_information(self.number, self._birth, self._expiry)

    @property
    def qr(self) -> str:
        """Text of the QR code on the card: seven fields (2021) or eleven (2024), UTF-8."""
        fields = [
            self.number,
            self.old_number or "",
            self.full_name,
            _digits(self.birth_date),
            self.sex,
            self.address,
            f"{self.issue_date:%d%m%Y}",
        ]
        if self.card is CardKind.OF_2024:
            fields += self.qr_extra
        return "|".join(fields)

    @property
    def is_woman(self) -> bool:
        """Sex as a yes or no."""
        return self.sex == "Nữ"

    @property
    def birth_text(self) -> str:
        """Birth date as printed: `17/05/1990`, `05/1990` or `1990`."""
        birth = self.birth_date
        parts = [None if n is None else f"{n:02}" for n in (birth.day, birth.month)]
        return "/".join([part for part in parts if part is not None] + [f"{birth.year:04}"])

    @property
    def expiry_text(self) -> str:
        """Expiry as printed."""
        return NO_EXPIRY if self.expiry_date is None else f"{self.expiry_date:%d/%m/%Y}"

    @property
    def _birth(self) -> str:
        return zone.zone_date(self.birth_date)

    @property
    def _expiry(self) -> str:
        day = self.expiry_date
        return zone.zone_date(None if day is None else PartialDate(day.year, day.month, day.day))


def load_citizens(folder: Path) -> dict[str, TrainingCitizen]:
    """All citizens of a folder, by name, the default one first.

    Raises:
        AppError: `simulator.citizen_invalid` with `file` and `field`; `simulator.no_citizens`.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise AppError(NO_CITIZENS)
    citizens = [parse_citizen(path.stem, path.read_bytes()) for path in files]
    return {c.name: c for c in sorted(citizens, key=lambda c: (c.order, c.name))}


def find_citizen(citizens: Mapping[str, TrainingCitizen], wanted: str | None) -> TrainingCitizen:
    """The citizen with this name, full name (accents and case do not matter) or number; None: the default.

    Raises:
        AppError: `simulator.citizen_unknown`.
    """
    if wanted is None:
        return next(iter(citizens.values()))
    folded = fold(wanted)
    for citizen in citizens.values():
        if folded in (citizen.name, fold(citizen.full_name), citizen.number):
            return citizen
    raise AppError(CITIZEN_UNKNOWN)


def parse_citizen(name: str, raw: bytes) -> TrainingCitizen:
    """Read one citizen.

    Args:
        name: the file's name without ending.
        raw: TOML, UTF-8.

    Raises:
        AppError: `simulator.citizen_invalid`.
    """
    try:
        held = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise AppError(CITIZEN_INVALID, {"file": name, "field": "toml"}) from error
    return _Form(name, held).citizen()


class _Form:
    """One file; every question names the field that it is about."""

    def __init__(self, name: str, held: dict[str, Any]) -> None:
        self._name = name
        self._held = held

    def citizen(self) -> TrainingCitizen:
        for key in self._held:
            if key not in _TEXTS | _OTHERS:
                raise self._wrong(key)
        card = self._card()
        return TrainingCitizen(
            name=self._name,
            order=self._order(),
            number=self._number(),
            full_name=self._needed("full_name"),
            sex=self._sex(),
            birth_date=self._birth_date(),
            card=card,
            issue_date=self._day("issue_date"),
            expiry_date=self._expiry_date(),
            address=self._needed("address"),
            place=self._text("place") or self._text("origin_place") or self._text("birth_registration_place"),
            nationality=self._text("nationality") or "Việt Nam",
            ethnicity=self._text("ethnicity"),
            religion=self._text("religion"),
            features=self._text("features"),
            father=self._text("father"),
            mother=self._text("mother"),
            spouse=self._text("spouse"),
            old_number=self._old_number(),
            qr_extra=self._qr_extra(),
        )

    def _wrong(self, key: str) -> AppError:
        return AppError(CITIZEN_INVALID, {"file": self._name, "field": key})

    def _text(self, key: str) -> str | None:
        value = self._held.get(key, "")
        if not isinstance(value, str) or "|" in value:  # the bar separates the fields of the QR text
            raise self._wrong(key)
        return nfc(value) or None

    def _needed(self, key: str) -> str:
        value = self._text(key)
        if value is None:
            raise self._wrong(key)
        return value

    def _order(self) -> int:
        value = self._held.get("order", 1000)
        if not isinstance(value, int):
            raise self._wrong("order")
        return value

    def _number(self) -> str:
        number = self._needed("number")
        if not is_number(number):
            raise self._wrong("number")
        return number

    def _old_number(self) -> str | None:
        number = self._text("old_number")
        if number is not None and not (number.isascii() and number.isdigit() and len(number) in (9, 12)):
            raise self._wrong("old_number")
        return number

    def _sex(self) -> str:
        sex = _SEXES.get(fold(self._needed("sex")))
        if sex is None:
            raise self._wrong("sex")
        return sex

    def _card(self) -> CardKind:
        value = self._held.get("card")
        if value not in tuple(CardKind):
            raise self._wrong("card")
        return CardKind(value)

    def _birth_date(self) -> PartialDate:
        value = self._held.get("birth_date")
        match = _PARTIAL.fullmatch(value) if isinstance(value, str) else None
        if match:
            try:
                return PartialDate(int(match[1]), int(match[2]) if match[2] else None)
            except ValueError as error:
                raise self._wrong("birth_date") from error
        day = self._day("birth_date")
        return PartialDate(day.year, day.month, day.day)

    def _day(self, key: str) -> date:
        value = self._held.get(key)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError as error:
                raise self._wrong(key) from error
        if type(value) is not date:  # a moment is a date too, but no calendar day
            raise self._wrong(key)
        return value

    def _expiry_date(self) -> date | None:
        if fold(str(self._held.get("expiry_date"))) == fold(NO_EXPIRY):
            return None
        return self._day("expiry_date")

    def _qr_extra(self) -> tuple[str, ...]:
        value = self._held.get("qr_extra", [""] * _QR_EXTRA_FIELDS)
        if not isinstance(value, list) or len(value) != _QR_EXTRA_FIELDS:
            raise self._wrong("qr_extra")
        if not all(isinstance(item, str) and "|" not in item for item in value):
            raise self._wrong("qr_extra")
        return tuple(nfc(item) for item in value)


def _digits(day: PartialDate) -> str:
    """`ddmmyyyy`; what is unknown is left out."""
    return "".join(f"{n:02}" for n in (day.day, day.month) if n is not None) + f"{day.year:04}"
