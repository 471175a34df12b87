"""The machine readable zone of the citizen card: TD1, three lines of thirty characters.

Source: ICAO Doc 9303 part 5, 4.2; the use of the optional data is Vietnam's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from desktop_app.cccd.number import is_number
from desktop_app.core.errors import AppError
from desktop_app.emrtd import tlv

_ZONE = re.compile(r"[0-9A-Z<]{90}")
_DG1, _MRZ = 0x61, 0x5F1F


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
    """

    lines: tuple[str, str, str] = field(repr=False)
    document_number: str = field(repr=False)
    number: str | None = field(repr=False)
    birth: str = field(repr=False)
    sex: str = field(repr=False)
    expiry: str = field(repr=False)
    nationality: str = field(repr=False)
    name: str = field(repr=False)


def parse_td1(zone: str) -> Td1 | None:
    """The values of ninety characters; None if they are no TD1 zone. Check digits are not looked at."""
    if not _ZONE.fullmatch(zone):
        return None
    first, second, third = zone[:30], zone[30:60], zone[60:]
    number = first[15:27]
    return Td1(
        lines=(first, second, third),
        document_number=first[5:14],
        number=number if is_number(number) else None,
        birth=second[:6],
        sex=second[7],
        expiry=second[8:14],
        nationality=second[15:18].rstrip("<"),
        name=" ".join(third.replace("<", " ").split()),
    )


def zone_of_dg1(raw: bytes) -> Td1 | None:
    """The zone in a DG1 (tag 61, inside it 5F1F); None if there is no TD1 zone in it.

    Source: ICAO Doc 9303 part 10, 4.7.1.
    """
    try:
        outer = tlv.parse_one(raw)
        inner = tlv.find(tlv.parse(outer.value), _MRZ) if outer.tag == _DG1 else None
        return parse_td1(inner.value.decode("ascii")) if inner else None
    except (AppError, UnicodeDecodeError):
        return None
