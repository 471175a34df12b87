"""DG13 of the citizen card: sixteen numbered fields in a loose ASN.1 tree.

No public text defines it. Every shape that has been reported is accepted: with version and object identifier
or without, with a SET or without, parents and spouse nested or flat, four ways to leave a value out, any BER
length. The writer makes the same shapes. Source: reports and fixtures of several open readers of the card.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import cast

from asn1crypto import parser

from desktop_app.cccd.printed import printed_text
from desktop_app.core.errors import AppError, declare

DG13_UNREADABLE = declare("cccd.dg13_unreadable")

NAMES: Mapping[int, str] = MappingProxyType(
    {
        1: "number",
        2: "full_name",
        3: "birth_date",
        4: "sex",
        5: "nationality",
        6: "ethnicity",
        7: "religion",
        8: "origin_place",
        9: "residence",
        10: "features",
        11: "issue_date",
        12: "expiry_text",
        14: "spouse",
        15: "old_number",
        16: "chip_id",
    }
)
PARENTS = 13

_INTEGER, _OCTETS, _OID, _UTF8, _PRINTABLE, _BMP = 0x02, 0x04, 0x06, 0x0C, 0x13, 0x1E
_SEQUENCE, _SET, _ROOT = 0x30, 0x31, 0x6D
_TEXTS = frozenset({_OCTETS, _UTF8, _PRINTABLE, 0x14, 0x16, 0x1A, _BMP})  # T61, IA5, Visible: ASCII
_Parsed = tuple[int, int, int, bytes, bytes, bytes]  # class, method, tag, header, content, trailer
_DEPTH = 8  # the deepest reported shape needs five
_PRINTABLE_FIELDS = frozenset({1, 3, 11, 15, 16})
_VERSION_OID = bytes.fromhex("020101060628D316010008")  # 1.0.10646.1.0.8: UTF-8 text of ISO/IEC 10646


@dataclass(frozen=True, slots=True)
class Dg13:
    """The fields as printed. None: the card does not hold it.

    Attributes:
        number: twelve digits.
        birth_date: `dd/mm/yyyy`, or less of it.
        origin_place: field 8; place of birth registration on cards of 2024.
        residence: field 9; permanent residence, on cards of 2024 place of residence.
        features: identifying features.
        expiry_text: `dd/mm/yyyy` or words such as `Không thời hạn`.
        chip_id: field 16; its meaning is not known for certain.
        unknown: field number to the bytes after it, for fields this program does not know and for known
            fields whose text cannot be read.
    """

    number: str | None = field(default=None, repr=False)
    full_name: str | None = field(default=None, repr=False)
    birth_date: str | None = field(default=None, repr=False)
    sex: str | None = field(default=None, repr=False)
    nationality: str | None = field(default=None, repr=False)
    ethnicity: str | None = field(default=None, repr=False)
    religion: str | None = field(default=None, repr=False)
    origin_place: str | None = field(default=None, repr=False)
    residence: str | None = field(default=None, repr=False)
    features: str | None = field(default=None, repr=False)
    issue_date: str | None = field(default=None, repr=False)
    expiry_text: str | None = field(default=None, repr=False)
    father: str | None = field(default=None, repr=False)
    mother: str | None = field(default=None, repr=False)
    spouse: str | None = field(default=None, repr=False)
    old_number: str | None = field(default=None, repr=False)
    chip_id: str | None = field(default=None, repr=False)
    unknown: Mapping[int, bytes] = field(default_factory=dict, repr=False)

    @property
    def damaged(self) -> tuple[int, ...]:
        """Numbers of known fields whose text cannot be read."""
        return tuple(sorted(n for n in self.unknown if n in NAMES or n == PARENTS))


class Envelope(StrEnum):
    """What stands between the file's tag and the fields."""

    VERSION_OID_SET = "version_oid_set"
    VERSION_OID = "version_oid"
    SEQUENCE_SET = "sequence_set"
    SEQUENCE = "sequence"
    SET = "set"
    NONE = "none"


class Nesting(StrEnum):
    """How the names of relatives stand in fields 13 and 14."""

    SIBLINGS = "siblings"  # number, SEQUENCE of name, SEQUENCE of name
    ONE_SEQUENCE = "one_sequence"  # number, SEQUENCE of names
    NESTED = "nested"  # number, SEQUENCE of SEQUENCES of name
    FLAT = "flat"  # number, name, name


class Absence(StrEnum):
    """How a missing value is written."""

    NUMBER_ONLY = "number_only"
    LEFT_OUT = "left_out"
    EMPTY_TEXT = "empty_text"
    EMPTY_SEQUENCE = "empty_sequence"


class TextForm(StrEnum):
    """Which string types hold the values."""

    AS_SEEN = "as_seen"  # PrintableString for numbers and dates, UTF8String for the rest
    UTF8 = "utf8"
    OCTETS = "octets"


@dataclass(frozen=True, slots=True)
class Dg13Shape:
    """One way to write a DG13; the default is the one seen in fixtures of real cards.

    Attributes:
        rooted: False leaves the file's tag 6D out (needs an envelope that starts with a SEQUENCE).
        long_lengths: every length in three bytes, as BER allows.
    """

    envelope: Envelope = Envelope.VERSION_OID_SET
    nesting: Nesting = Nesting.SIBLINGS
    absence: Absence = Absence.NUMBER_ONLY
    text: TextForm = TextForm.AS_SEEN
    rooted: bool = True
    long_lengths: bool = False


def decode(raw: bytes) -> Dg13:
    """Read a DG13 of any known shape.

    Args:
        raw: the file with its tag `6D`, or the bare SEQUENCE; bytes after it (padding) are ignored.

    Returns:
        The fields; a field whose text is damaged is in `unknown`, the others are still there.

    Raises:
        AppError: `cccd.dg13_unreadable` with `reason` `not_asn1` or `no_fields`.
    """
    try:
        tag, content = _first(raw)
        if tag not in (_ROOT, _SEQUENCE):
            raise ValueError("not the tag of a DG13")
        fields = dict(_fields(content if tag == _ROOT else raw, 0))
    except ValueError as error:
        raise AppError(DG13_UNREADABLE, {"reason": "not_asn1", "size_bytes": len(raw)}) from error
    if not fields:
        raise AppError(DG13_UNREADABLE, {"reason": "no_fields", "size_bytes": len(raw)})
    return _from_fields(fields)


def encode(dg13: Dg13, shape: Dg13Shape | None = None) -> bytes:
    """Write a DG13 in the given shape.

    Raises:
        ValueError: the shape has neither a tag nor a SEQUENCE around its fields.
    """
    shape = shape or Dg13Shape()
    if not shape.rooted and shape.envelope in (Envelope.SET, Envelope.NONE):
        raise ValueError("without the tag 6D an envelope must start with a SEQUENCE")
    return _Writer(shape).file(dg13)


def _first(data: bytes) -> tuple[int, bytes]:
    for tag, content, _ in _children(data):
        return tag, content
    raise ValueError("no element")


def _children(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Tag byte, content and end of each element; zeros after the last are padding.

    Raises:
        ValueError: the bytes are no elements.
    """
    end, padding = 0, len(data.rstrip(b"\0"))
    while end < padding:
        _, _, _, header, content, trailer = cast(_Parsed, parser.parse(data[end:]))
        end += len(header) + len(content) + len(trailer)
        yield header[0], content, end


def _fields(data: bytes, depth: int) -> Iterator[tuple[int, bytes]]:
    """Number and value bytes of each field below an envelope."""
    if depth > _DEPTH:
        raise ValueError("nested too deep")
    for tag, content, _ in _children(data):
        found = _field(content) if tag == _SEQUENCE else None
        if found is not None:
            yield found
        elif tag in (_SEQUENCE, _SET) or (tag == _OCTETS and content[:1] in (b"\x30", b"\x31")):
            yield from _fields(content, depth + 1)  # one reader met the tree inside an OCTET STRING


def _field(content: bytes) -> tuple[int, bytes] | None:
    """Field number and value bytes; None if the SEQUENCE is an envelope (which may start with a version)."""
    head: tuple[int, bytes] | None = None
    try:
        for tag, inner, end in _children(content):
            if head is None:
                if tag != _INTEGER or not 1 <= len(inner) <= 2:
                    return None
                head = (int.from_bytes(inner, "big"), content[end:])
            elif tag in (_OID, _SET) or (tag == _SEQUENCE and inner and _first(inner)[0] == _INTEGER):
                return None
    except ValueError:
        if head is None:
            raise
    return head  # a field with a damaged value is still that field


def _from_fields(fields: Mapping[int, bytes]) -> Dg13:
    values: dict[str, str | None] = {}
    unknown: dict[int, bytes] = {}
    for number, value in fields.items():
        try:
            if number in NAMES:
                values[NAMES[number]] = _text(value)
            elif number == PARENTS:
                values["father"], values["mother"] = _parents(value)
            else:
                unknown[number] = value
        except ValueError:
            unknown[number] = value
    return Dg13(**values, unknown=MappingProxyType(unknown))


def _text(data: bytes, depth: int = 0) -> str | None:
    """The first text in the elements, however deep; None for the absent forms."""
    if depth > _DEPTH:
        raise ValueError("nested too deep")
    for tag, content, _ in _children(data):
        if tag in _TEXTS:
            return printed_text(content.decode("utf-16-be" if tag == _BMP else "utf-8")) or None
        if tag in (_SEQUENCE, _SET):
            return _text(content, depth + 1)
        raise ValueError("no text")
    return None


def _parents(data: bytes) -> tuple[str | None, str | None]:
    """Father, then mother. The place decides who is who: an empty element stands for a missing name."""
    items = list(_children(data))
    if len(items) == 1 and items[0][0] in (_SEQUENCE, _SET):
        inner = list(_children(items[0][1]))
        if len(inner) > 1 or all(tag in (_SEQUENCE, _SET) for tag, _, _ in inner):
            data, items = items[0][1], inner
    names: list[str | None] = []
    start = 0
    for _, _, end in items[:2]:
        names.append(_text(data[start:end]))
        start = end
    father, mother = [*names, None, None][:2]
    return father, mother


class _Writer:
    """Writes one shape."""

    def __init__(self, shape: Dg13Shape) -> None:
        self._shape = shape

    def file(self, dg13: Dg13) -> bytes:
        content = self._envelope(b"".join(self._all_fields(dg13)))
        return self._element(_ROOT, content) if self._shape.rooted else content

    def _all_fields(self, dg13: Dg13) -> Iterator[bytes]:
        values = dict(dg13.unknown)
        for number, name in NAMES.items():
            value = self._value(number, getattr(dg13, name))
            if value is not None:
                values.setdefault(number, value)
        parents = self._people(dg13.father, dg13.mother)
        if parents is not None:
            values.setdefault(PARENTS, parents)
        for number in sorted(values):
            width = 1 if number < 0x80 else 2
            head = self._element(_INTEGER, number.to_bytes(width, "big"))
            yield self._element(_SEQUENCE, head + values[number])

    def _value(self, number: int, text: str | None) -> bytes | None:
        if number == 14:
            return self._people(text)
        return self._absent() if text is None else self._string(number, text)

    def _people(self, *names: str | None) -> bytes | None:
        if all(name is None for name in names):
            return self._absent()
        match self._shape.nesting:
            case Nesting.FLAT:
                return b"".join(self._string(PARENTS, name or "") for name in names)
            case Nesting.ONE_SEQUENCE:
                # A lone name in one SEQUENCE would read as the first: both places are always written.
                return self._element(_SEQUENCE, b"".join(self._string(PARENTS, name or "") for name in names))
            case Nesting.NESTED:
                return self._element(_SEQUENCE, self._boxes(names))
            case Nesting.SIBLINGS:
                return self._boxes(names)

    def _boxes(self, names: Iterable[str | None]) -> bytes:
        return b"".join(
            self._element(_SEQUENCE, b"" if name is None else self._string(PARENTS, name)) for name in names
        )

    def _absent(self) -> bytes | None:
        match self._shape.absence:
            case Absence.NUMBER_ONLY:
                return b""
            case Absence.LEFT_OUT:
                return None
            case Absence.EMPTY_TEXT:
                return self._element(_OCTETS if self._shape.text is TextForm.OCTETS else _UTF8, b"")
            case Absence.EMPTY_SEQUENCE:
                return self._element(_SEQUENCE, b"")

    def _string(self, number: int, text: str) -> bytes:
        tag = _UTF8
        if self._shape.text is TextForm.OCTETS:
            tag = _OCTETS
        elif self._shape.text is TextForm.AS_SEEN and number in _PRINTABLE_FIELDS and text.isascii():
            tag = _PRINTABLE
        return self._element(tag, text.encode())

    def _envelope(self, fields: bytes) -> bytes:
        boxed = self._element(_SET, fields)
        match self._shape.envelope:
            case Envelope.VERSION_OID_SET:
                return self._element(_SEQUENCE, _VERSION_OID + boxed)
            case Envelope.VERSION_OID:
                return self._element(_SEQUENCE, _VERSION_OID + fields)
            case Envelope.SEQUENCE_SET:
                return self._element(_SEQUENCE, boxed)
            case Envelope.SEQUENCE:
                return self._element(_SEQUENCE, fields)
            case Envelope.SET:
                return boxed
            case Envelope.NONE:
                return fields

    def _element(self, tag: int, content: bytes) -> bytes:
        size = len(content)
        if self._shape.long_lengths:
            length = b"\x82" + size.to_bytes(2, "big")
        elif size < 0x80:
            length = bytes([size])
        else:
            octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
            length = bytes([0x80 | len(octets)]) + octets
        return bytes([tag]) + length + content
