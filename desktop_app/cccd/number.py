"""The citizen number (số định danh cá nhân): twelve digits, no check digit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from desktop_app.core.errors import AppError, declare

NUMBER_MALFORMED = declare("cccd.number_malformed")

_NUMBER = re.compile(r"[0-9]{12}")


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """What the digits say. They were given at birth: a later correction of sex or date does not change them.

    Attributes:
        registration_code: three digits, province of birth registration or country code.
        sex: `M` or `F`.
        birth_year: four digits.
    """

    registration_code: str = field(repr=False)
    sex: Literal["M", "F"] = field(repr=False)
    birth_year: int = field(repr=False)

    @property
    def century(self) -> int:
        """First year of the century of birth, such as 1900."""
        return self.birth_year // 100 * 100


def is_number(text: str) -> bool:
    """True for exactly twelve digits 0 to 9."""
    return _NUMBER.fullmatch(text) is not None


def can_of_number(number: str) -> str:
    """The card access number: the last six digits (it is not printed apart).

    Raises:
        AppError: `cccd.number_malformed`.
    """
    return _checked(number)[-6:]


def document_number_of(number: str) -> str:
    """The document number of the machine readable zone: the last nine digits.

    Raises:
        AppError: `cccd.number_malformed`.
    """
    return _checked(number)[-9:]


def facts_of_number(number: str) -> NumberFacts:
    """Sex, year of birth and place code held in the number.

    Raises:
        AppError: `cccd.number_malformed`.

    Source: Thông tư 59/2021/TT-BCA, article 4: even digits for men, odd for women, two per century from 1900.
    """
    digits = _checked(number)
    code = int(digits[3])
    return NumberFacts(digits[:3], "F" if code % 2 else "M", 1900 + code // 2 * 100 + int(digits[4:6]))


def _checked(number: str) -> str:
    if not is_number(number):
        raise AppError(NUMBER_MALFORMED, {"length": len(number)})
    return number
