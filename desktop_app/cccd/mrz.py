"""The machine readable zone of the citizen card: TD1, three lines of thirty characters.

Source: ICAO Doc 9303 part 5, 4.2; the use of the optional data is Vietnam's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_app.cccd.number import is_number
from desktop_app.core.errors import AppError
from desktop_app.emrtd import mrz
from desktop_app.emrtd.lds import mrz_of_dg1

NUMBER_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Td1:
    """Values of the zone, as they stand there.

    Attributes:
        lines: three times thirty characters.
        document_number: nine characters; the last nine digits of the citizen number.
        number: the citizen number in the optional data, or None.
        birth: YYMMDD.
        sex: `M`, `F` or `<`.
        expiry: YYMMDD.
        nationality: three letters.
        name: surname and given names, without accents, single spaces.
        wrong_check_digits: names of the fields whose check digit is wrong; empty when all are right.
    """

    lines: tuple[str, str, str] = field(repr=False)
    document_number: str = field(repr=False)
    number: str | None = field(repr=False)
    birth: str = field(repr=False)
    sex: str = field(repr=False)
    expiry: str = field(repr=False)
    nationality: str = field(repr=False)
    name: str = field(repr=False)
    wrong_check_digits: tuple[str, ...] = ()


def parse_td1(zone: str) -> Td1 | None:
    """The values of ninety characters; None if they are no TD1 zone. Wrong check digits are told."""
    try:
        read = mrz.parse_td1(zone)
    except AppError:
        return None
    number = read.optional_1[:NUMBER_LENGTH]
    return Td1(
        lines=(zone[:30], zone[30:60], zone[60:]),
        document_number=read.document_number,
        number=number if is_number(number) else None,
        birth=read.birth,
        sex=read.sex,
        expiry=read.expiry,
        nationality=read.nationality,
        name=f"{read.surname} {read.given_names}".strip(),
        wrong_check_digits=read.wrong_check_digits,
    )


def zone_of_dg1(raw: bytes) -> Td1 | None:
    """The zone in a DG1; None if there is no TD1 zone in it."""
    try:
        return parse_td1(mrz_of_dg1(raw))
    except AppError:
        return None
