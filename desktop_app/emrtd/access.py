"""What opens a chip: the access number of the card, or three fields of its machine-readable zone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.emrtd.mrz import check_digit

_CAN = re.compile(r"[0-9]{6}")
_NUMBER = re.compile(r"[0-9A-Z<]{1,22}")
_DATE = re.compile(r"[0-9<]{6}")


@dataclass(frozen=True, slots=True)
class CanKey:
    """The card access number: six digits.

    Raises:
        ValueError: not six digits.
    """

    can: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _CAN.fullmatch(self.can):
            raise ValueError("an access number has six digits")


@dataclass(frozen=True, slots=True)
class MrzKey:
    """Three fields of the machine-readable zone.

    Attributes:
        document_number: without its check digit; shorter than nine is filled with `<`.
        birth: YYMMDD; `<<` where day or month is unknown.
        expiry: YYMMDD.

    Raises:
        ValueError: a field has a form that no zone has.
    """

    document_number: str = field(repr=False)
    birth: str = field(repr=False)
    expiry: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(self.document_number):
            raise ValueError("not a document number")
        if not (_DATE.fullmatch(self.birth) and _DATE.fullmatch(self.expiry)):
            raise ValueError("a date of the zone has six characters")

    @property
    def information(self) -> str:
        """The MRZ information: the three fields, each followed by its check digit (9303-11, 4.3.2, D.2)."""
        fields = (self.document_number.ljust(9, "<"), self.birth, self.expiry)
        return "".join(text + check_digit(text) for text in fields)


AccessKey = CanKey | MrzKey


class AccessMode(StrEnum):
    """Which protocol may open the chip."""

    AUTO = "auto"  # PACE, and BAC only when the chip offers no PACE
    PACE = "pace"
    BAC = "bac"
