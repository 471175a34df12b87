"""The files of the chip: identifiers, EF.COM, DG1, DG15.

Source: ICAO Doc 9303 part 10 (logical data structure).
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import tlv
from desktop_app.emrtd.tlv import Tlv

BAD_FILE = declare("emrtd.bad_file")

APPLICATION = bytes.fromhex("A0000002471001")


@dataclass(frozen=True, slots=True)
class ElementaryFile:
    """One file.

    Attributes:
        name: as in results, such as `DG13`.
        file_id: two bytes for SELECT.
        tag: outermost tag of the content.
        number: of the data group, None for the others.
    """

    name: str
    file_id: int
    tag: int
    number: int | None = None


CARD_ACCESS = ElementaryFile("CardAccess", 0x011C, 0x31)
CARD_ACCESS_SHORT_ID = 0x1C
CARD_SECURITY = ElementaryFile("CardSecurity", 0x011D, 0x30)
"""In the master file, where EF.SOD's number means this one."""
COM = ElementaryFile("COM", 0x011E, 0x60)
SOD = ElementaryFile("SOD", 0x011D, 0x77)
DG1 = ElementaryFile("DG1", 0x0101, 0x61, 1)
DG2 = ElementaryFile("DG2", 0x0102, 0x75, 2)
DG7 = ElementaryFile("DG7", 0x0107, 0x67, 7)
DG11 = ElementaryFile("DG11", 0x010B, 0x6B, 11)
DG12 = ElementaryFile("DG12", 0x010C, 0x6C, 12)
DG13 = ElementaryFile("DG13", 0x010D, 0x6D, 13)
DG14 = ElementaryFile("DG14", 0x010E, 0x6E, 14)
DG15 = ElementaryFile("DG15", 0x010F, 0x6F, 15)
DG16 = ElementaryFile("DG16", 0x0110, 0x70, 16)

DETAILS = (DG7, DG11, DG12, DG16)
"""What cards of other states hold beside; `details.py` reads them. Nothing at the counter rests on them."""
DATA_GROUPS = (DG1, DG2, DG7, DG11, DG12, DG13, DG14, DG15, DG16)
"""The data groups that are read here. DG3 and DG4 are not: they need the state's certificates, and some
chips end the session when they are asked for."""

_NUMBER_OF_TAG = {
    tag: number
    for number, tag in enumerate(
        (0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70),
        start=1,
    )
}


@dataclass(frozen=True, slots=True)
class Com:
    """EF.COM.

    Attributes:
        lds_version: such as `0107`.
        unicode_version: such as `040000`.
        data_groups: numbers, in the order of the card; unknown tags are left out.
    """

    lds_version: str
    unicode_version: str
    data_groups: tuple[int, ...]


def parse_com(raw: bytes) -> Com:
    """Read EF.COM.

    Raises:
        AppError: emrtd.bad_file.
    """
    items = _children(raw, COM)
    tags = tlv.find(items, 0x5C)
    if tags is None:
        raise AppError(BAD_FILE, {"file": COM.name})
    return Com(
        _text(tlv.find(items, 0x5F01)),
        _text(tlv.find(items, 0x5F36)),
        tuple(_NUMBER_OF_TAG[tag] for tag in tags.value if tag in _NUMBER_OF_TAG),
    )


def mrz_of_dg1(raw: bytes) -> str:
    """The machine-readable zone in DG1, as one run of characters.

    Raises:
        AppError: emrtd.bad_file.
    """
    zone = tlv.find(_children(raw, DG1), 0x5F1F)
    if zone is None or not zone.value.isascii():
        raise AppError(BAD_FILE, {"file": DG1.name})
    return zone.value.decode("ascii")


def key_of_dg15(raw: bytes) -> bytes:
    """The public key of Active Authentication: a DER SubjectPublicKeyInfo.

    Raises:
        AppError: emrtd.bad_file.
    """
    items = _children(raw, DG15)
    if len(items) != 1 or items[0].tag != 0x30:
        raise AppError(BAD_FILE, {"file": DG15.name})
    return tlv.encode(items[0].tag, items[0].value)


def _children(raw: bytes, file: ElementaryFile) -> list[Tlv]:
    try:
        outer = tlv.parse_one(raw)
        items = outer.children()
    except AppError as error:
        raise AppError(BAD_FILE, {"file": file.name}) from error
    if outer.tag != file.tag:
        raise AppError(BAD_FILE, {"file": file.name})
    return items


def _text(item: Tlv | None) -> str:
    return item.value.decode("ascii", "replace") if item is not None else ""
