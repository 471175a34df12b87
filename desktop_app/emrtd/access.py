"""What opens a chip: its access number, three fields of its machine-readable zone, its PIN, its PUK.

Source: ICAO Doc 9303 part 11, 4.4; BSI TR-03110 part 3 (PIN and PUK).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.emrtd.mrz import check_digit

_CAN = re.compile(r"[0-9]{6}")
_SECRET = re.compile(r"[0-9]{4,16}")
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


@dataclass(frozen=True, slots=True)
class PinKey:
    """The holder's secret number. A chip counts wrong ones, and blocks after the last.

    Attributes:
        pin: four to sixteen digits.
        can: access number that resumes a suspended PIN; None where none is at hand.
        last_try: the holder knows that this may be the last try, and wants it.

    Raises:
        ValueError: not such a number.
    """

    pin: str = field(repr=False)
    can: CanKey | None = None
    last_try: bool = False

    def __post_init__(self) -> None:
        if not _SECRET.fullmatch(self.pin):
            raise ValueError("a PIN has four to sixteen digits")


@dataclass(frozen=True, slots=True)
class PukKey:
    """The number that came with the PIN, for when that is blocked. It is counted too.

    Attributes:
        puk: four to sixteen digits.
        last_try: as in `PinKey`.

    Raises:
        ValueError: not such a number.
    """

    puk: str = field(repr=False)
    last_try: bool = False

    def __post_init__(self) -> None:
        if not _SECRET.fullmatch(self.puk):
            raise ValueError("a PUK has four to sixteen digits")


AccessKey = CanKey | MrzKey | PinKey | PukKey


class AccessMode(StrEnum):
    """Which protocol may open the chip."""

    AUTO = "auto"  # PACE, and BAC only when the chip offers no PACE
    PACE = "pace"
    BAC = "bac"
