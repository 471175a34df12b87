"""BER-TLV as chips use it: definite lengths, tags of one to three bytes.

Source: ISO/IEC 7816-4, BER-TLV data objects; ICAO Doc 9303 part 10.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop_app.core.errors import AppError, declare

BAD_TLV = declare("emrtd.bad_tlv")

_MAX_LENGTH_BYTES = 4  # 4 GB; no file of a chip comes near


@dataclass(frozen=True, slots=True)
class Header:
    """Tag and length of a data object.

    Attributes:
        tag: the tag bytes as one big-endian number, such as 0x7F49.
        length: of the value, in bytes.
        size: of tag and length together, in bytes.
    """

    tag: int
    length: int
    size: int


@dataclass(frozen=True, slots=True)
class Tlv:
    """One data object. The value is not shown: it may be personal."""

    tag: int
    value: bytes = field(repr=False)
    constructed: bool

    def children(self) -> list[Tlv]:
        """The data objects inside the value.

        Raises:
            AppError: emrtd.bad_tlv.
        """
        return parse(self.value)


def encode(tag: int, value: bytes) -> bytes:
    """One data object with the shortest (DER) length.

    Args:
        tag: as in `Header.tag`.
        value: of any length.
    """
    return _encode_tag(tag) + encode_length(len(value)) + value


def encode_length(length: int) -> bytes:
    """A DER length."""
    if length < 0x80:
        return bytes([length])
    digits = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(digits)]) + digits


def _encode_tag(tag: int) -> bytes:
    if tag <= 0:
        raise ValueError("a tag is a positive number")
    return tag.to_bytes((tag.bit_length() + 7) // 8, "big")


def read_header(data: bytes, offset: int = 0) -> Header:
    """Read tag and length at an offset; the value itself need not be there.

    Raises:
        AppError: emrtd.bad_tlv: too short, indefinite or absurd length, tag of more than three bytes.
    """
    at = offset
    tag = _byte(data, at)
    at += 1
    if tag & 0x1F == 0x1F:
        while True:
            byte = _byte(data, at)
            at += 1
            tag = tag << 8 | byte
            if byte & 0x80 == 0:
                break
            if at - offset == 3:
                raise AppError(BAD_TLV, {"why": "tag_too_long"})
    if tag == 0:
        raise AppError(BAD_TLV, {"why": "tag_zero"})
    length = _byte(data, at)
    at += 1
    if length >= 0x80:
        count = length & 0x7F
        if count == 0 or count > _MAX_LENGTH_BYTES:
            raise AppError(BAD_TLV, {"why": "length_form"})
        _byte(data, at + count - 1)
        length = int.from_bytes(data[at : at + count], "big")
        at += count
    return Header(tag, length, at - offset)


def _byte(data: bytes, at: int) -> int:
    if at >= len(data):
        raise AppError(BAD_TLV, {"why": "too_short"})
    return data[at]


def parse(data: bytes) -> list[Tlv]:
    """All data objects that stand one after the other in `data`, without going inside them.

    Raises:
        AppError: emrtd.bad_tlv.
    """
    items: list[Tlv] = []
    at = 0
    while at < len(data):
        header = read_header(data, at)
        start = at + header.size
        at = start + header.length
        if at > len(data):
            raise AppError(BAD_TLV, {"why": "too_short"})
        items.append(Tlv(header.tag, data[start:at], _is_constructed(header.tag)))
    return items


def _is_constructed(tag: int) -> bool:
    first = tag
    while first > 0xFF:
        first >>= 8
    return bool(first & 0x20)


def parse_one(data: bytes) -> Tlv:
    """The one data object that fills `data` exactly.

    Raises:
        AppError: emrtd.bad_tlv.
    """
    items = parse(data)
    if len(items) != 1:
        raise AppError(BAD_TLV, {"why": "not_one_object"})
    return items[0]


def find(items: Iterable[Tlv], tag: int) -> Tlv | None:
    """The first data object with this tag."""
    return next((item for item in items if item.tag == tag), None)
