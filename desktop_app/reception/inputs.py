"""What may stand in a field: tidied up when the focus leaves it, judged always, untouched while typing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from desktop_app.catalogue.form_model import InputKind
from desktop_app.cccd.dates import PartialDate, parse_dd_mm_yyyy, parse_ddmmyyyy
from desktop_app.cccd.number import facts_of_number, is_number
from desktop_app.core.errors import Fact
from desktop_app.core.text import fold, nfc

# In the country ten digits from 0, or eleven for an office's line; abroad it begins with +.
_PHONE = re.compile(r"(0[0-9]{9,10}|\+[0-9]{8,15})")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SEXES = {"M": "nam", "F": "nu"}


class FieldProblem(StrEnum):
    """What may be wrong with a value; the words are in the messages of `field`."""

    DATE_UNREADABLE = "field.date_unreadable"
    DATE_IN_FUTURE = "field.date_in_future"
    NUMBER_DIGITS = "field.number_digits"
    NUMBER_OTHER_SEX = "field.number_other_sex"
    NUMBER_OTHER_YEAR = "field.number_other_year"
    PHONE = "field.phone"
    EMAIL = "field.email"
    NAME_DIGITS = "field.name_digits"
    COUNT = "field.count"
    CHOICE = "field.choice"
    TOO_LONG = "field.too_long"


# The number was given at birth: sex or date may have been corrected since, so these two are only told.
_ONLY_TOLD = (FieldProblem.NUMBER_OTHER_SEX, FieldProblem.NUMBER_OTHER_YEAR)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value."""

    code: FieldProblem
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        """Whether the dossier must wait until it is put right."""
        return self.code not in _ONLY_TOLD


def tidy(kind: InputKind, text: str) -> str:
    """The text as it should have been typed: composed letters, single spaces; numbers without any."""
    if kind is InputKind.LINES:
        lines = [nfc(line) for line in text.splitlines()]
        return "\n".join(lines).strip()
    text = nfc("".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf") or c.isspace()))
    if kind in (InputKind.NUMBER, InputKind.PHONE):
        return re.sub(r"[\s.\-]", "", text)
    if kind is InputKind.DATE:
        day = _date(text)
        return text if day is None else shown_date(day.iso())
    return text


def paper_value(kind: InputKind, text: str) -> str:
    """The value as it is kept and printed: tidy, dates as ISO."""
    text = tidy(kind, text)
    if kind is InputKind.DATE:
        day = _date(text)
        return text if day is None else day.iso()
    return text


def shown_date(iso: str) -> str:
    """`1999-01-15` as `15/01/1999`, `1999-01` as `01/1999`; other text stays."""
    match = _ISO.fullmatch(iso)
    return "/".join(part for part in reversed(match.groups()) if part) if match else iso


def judge(
    kind: InputKind, value: str, *, today: date, choices: Sequence[str] = (), max_length: int = 0
) -> Problem | None:
    """What is wrong with a value, if anything; empty text is never wrong, only missing.

    Args:
        value: as `paper_value` gives it.
        choices: the only answers of a choice; suggestions for every other kind.
        max_length: most characters; 0 for no limit.
    """
    if not value:
        return None
    if max_length and len(value) > max_length:
        return Problem(FieldProblem.TOO_LONG, {"most": max_length})
    match kind:
        case InputKind.DATE:
            return _judge_date(value, today)
        case InputKind.NUMBER if not is_number(value):
            return Problem(FieldProblem.NUMBER_DIGITS, {"digits": sum(c.isdigit() for c in value)})
        case InputKind.PHONE if not _PHONE.fullmatch(value):
            return Problem(FieldProblem.PHONE)
        case InputKind.EMAIL if not _EMAIL.fullmatch(value):
            return Problem(FieldProblem.EMAIL)
        case InputKind.NAME if any(c.isdigit() for c in value):
            return Problem(FieldProblem.NAME_DIGITS)
        case InputKind.COUNT if not (value.isascii() and value.isdigit()):
            return Problem(FieldProblem.COUNT)
        case InputKind.CHOICE if choices and value not in choices:
            return Problem(FieldProblem.CHOICE)
        case _:
            return None


def judge_number(value: str, sex: str, birth_date: str) -> Problem | None:
    """Whether sex and year of birth are those in the citizen number of the same person.

    Args:
        sex: as written, empty where not known.
        birth_date: ISO, may be partial or empty.
    """
    if not is_number(value):
        return None
    facts = facts_of_number(value)
    if fold(sex) in _SEXES.values() and fold(sex) != _SEXES[facts.sex]:
        return Problem(FieldProblem.NUMBER_OTHER_SEX)
    if _ISO.fullmatch(birth_date) and birth_date[:4] != str(facts.birth_year):
        return Problem(FieldProblem.NUMBER_OTHER_YEAR, {"year": facts.birth_year})
    return None


def _judge_date(value: str, today: date) -> Problem | None:
    match = _ISO.fullmatch(value)
    if match is None:
        return Problem(FieldProblem.DATE_UNREADABLE)
    year, month, day = (int(part) if part else None for part in match.groups())
    first = date(year or 1, month or 1, day or 1)
    return Problem(FieldProblem.DATE_IN_FUTURE) if first > today else None


def _date(text: str) -> PartialDate | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return parse_dd_mm_yyyy(text) or parse_ddmmyyyy(text)
    try:
        return PartialDate(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None
