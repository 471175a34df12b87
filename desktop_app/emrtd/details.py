"""Optional details of a document: DG7 (signatures as pictures), DG11 and DG12 (texts), DG16 (whom to tell).

Vietnamese cards have none of them (their details stand in DG13); cards of other states do. Values as they
stand there: nothing is judged, and what cannot be read is left out.

Source: ICAO Doc 9303 part 10, 4.7.7 (DG7), 4.7.11 (DG11), 4.7.12 (DG12), 4.7.16 (DG16).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from desktop_app.core.errors import AppError
from desktop_app.emrtd import lds, tlv
from desktop_app.emrtd.tlv import Tlv

_OTHERS = 0xA0  # holds a count and then several of one kind
_PICTURE_OF_SIGNATURE = 0x5F43
_OF_PERSON = {
    0x5F0E: "name",
    0x5F0F: "other_names",
    0x5F10: "personal_number",
    0x5F2B: "birth_date",
    0x5F11: "birth_place",
    0x5F42: "address",
    0x5F12: "telephone",
    0x5F13: "profession",
    0x5F14: "title",
    0x5F15: "summary",
    0x5F17: "other_document_numbers",
    0x5F18: "custody",
}
_OF_DOCUMENT = {
    0x5F19: "issuing_authority",
    0x5F26: "issue_date",
    0x5F1A: "other_persons",
    0x5F1B: "endorsements",
    0x5F1C: "tax_or_exit",
    0x5F55: "personalization_time",
    0x5F56: "personalization_system",
}
_TO_TELL = {0x5F50: "recorded_on", 0x5F51: "name", 0x5F52: "telephone", 0x5F53: "address"}
_LISTS = frozenset({"other_names", "other_persons"})
_PARTS = frozenset({"birth_place", "address", "other_document_numbers"})
_TIMES = frozenset({"birth_date", "issue_date", "personalization_time", "recorded_on"})
_PICTURES = {0x5F16: "proof_of_citizenship", 0x5F1D: "front", 0x5F1E: "rear"}


@dataclass(frozen=True, slots=True)
class Details:
    """Texts and pictures by name.

    Attributes:
        texts: each a tuple, for lists and for texts of several parts; dates are digits, YYYYMMDD.
        pictures: encoded, as they stand there; empty ones are left out.
    """

    texts: Mapping[str, tuple[str, ...]] = field(repr=False)
    pictures: Mapping[str, bytes] = field(repr=False)


def person_details(dg11: bytes) -> Details:
    """What DG11 says about the holder.

    Raises:
        AppError: emrtd.bad_tlv: the file is none.
    """
    return _details(_inside(dg11), _OF_PERSON)


def document_details(dg12: bytes) -> Details:
    """What DG12 says about the document.

    Raises:
        AppError: emrtd.bad_tlv: the file is none.
    """
    return _details(_inside(dg12), _OF_DOCUMENT)


def people_to_tell(dg16: bytes) -> tuple[Details, ...]:
    """Whom to tell in an emergency, as DG16 names them, in order.

    Raises:
        AppError: emrtd.bad_tlv: the file is none.
    """
    return tuple(_details(_children(item), _TO_TELL) for item in _inside(dg16) if item.constructed)


def signature_pictures(dg7: bytes) -> tuple[bytes, ...]:
    """The pictures of the holder's signature, encoded.

    Raises:
        AppError: emrtd.bad_tlv: the file is none.
    """
    return tuple(item.value for item in _inside(dg7) if item.tag == _PICTURE_OF_SIGNATURE and item.value)


def details_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What the optional groups among the files say, as values of JSON; pictures as their sizes in bytes.

    A group that cannot be read is left out.

    Args:
        files: name to raw content.
    """
    told: dict[str, Any] = {}
    for file, name, decode in (
        (lds.DG11, "person", lambda raw: _json(person_details(raw))),
        (lds.DG12, "document", lambda raw: _json(document_details(raw))),
        (lds.DG16, "to_tell", lambda raw: [_json(person) for person in people_to_tell(raw)]),
        (lds.DG7, "signatures", lambda raw: [len(picture) for picture in signature_pictures(raw)]),
    ):
        if file.name in files:
            with contextlib.suppress(AppError):
                told[name] = decode(files[file.name])
    return told


def _json(details: Details) -> dict[str, Any]:
    texts = {name: list(parts) for name, parts in details.texts.items()}
    return texts | {name: len(picture) for name, picture in details.pictures.items()}


def _inside(file: bytes) -> list[Tlv]:
    """The data objects of a file; zeros that pad it do not count."""
    header = tlv.read_header(file)
    return list(_readable(file[header.size : header.size + header.length]))


def _children(item: Tlv) -> list[Tlv]:
    return list(_readable(item.value))


def _readable(data: bytes) -> Iterator[Tlv]:
    """Data objects up to the first that is cut off."""
    at = 0
    while at < len(data):
        try:
            header = tlv.read_header(data, at)
        except AppError:
            return
        end = at + header.size + header.length
        if end > len(data):
            return
        yield tlv.parse_one(data[at:end])
        at = end


def _details(items: list[Tlv], names: Mapping[int, str]) -> Details:
    texts: dict[str, tuple[str, ...]] = {}
    pictures: dict[str, bytes] = {}
    flat = [part for item in items for part in (_children(item) if item.tag == _OTHERS else [item])]
    for item in flat:
        name = names.get(item.tag)
        if name is not None and (said := _text(name, item.value)) is not None:
            texts[name] = (*texts.get(name, ()), *said) if name in _LISTS else said
        elif item.tag in _PICTURES and item.value:
            pictures[_PICTURES[item.tag]] = item.value
    return Details(MappingProxyType(texts), MappingProxyType(pictures))


def _text(name: str, raw: bytes) -> tuple[str, ...] | None:
    if name in _TIMES and raw and not raw.isdigit():
        digits = raw.hex()  # four or seven bytes of two digits each; other chips write the digits as text
        return (digits,) if digits.isdigit() else None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    if name in _PARTS:
        return tuple(part.strip() for part in text.split("<") if part.strip())
    return (text,) if text else None
