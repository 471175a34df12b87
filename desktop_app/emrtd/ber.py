"""Turns BER with indefinite lengths and strings in pieces into definite form; some issuers sign such lists.

Whatever is definite already is kept byte for byte: certificates and signed parts must not change.

Source: ITU-T X.690, 8.1.3.6 (indefinite form), 8.7.3 (constructed octet strings).
"""

from __future__ import annotations

from desktop_app.core.errors import AppError
from desktop_app.emrtd import tlv
from desktop_app.emrtd.tlv import BAD_TLV

_MAX_DEPTH = 40  # a signed list with certificates has about fifteen
_CONSTRUCTED = 0x20
_OCTET_STRING, _OCTET_STRING_IN_PIECES = 0x04, 0x24
_INDEFINITE = 0x80
_END = b"\x00\x00"


def definite(data: bytes) -> bytes:
    """The first object of `data` in definite form; what stands behind it is kept as it is.

    Raises:
        AppError: emrtd.bad_tlv: too short, or nested absurdly deep.
    """
    converted, end = _convert(data, 0, len(data), 0)
    return converted + data[end:]


def end_of_first(data: bytes) -> int | None:
    """Where the first object of `data` ends; None when it is cut off.

    Raises:
        AppError: emrtd.bad_tlv: it is no object, however many bytes follow.
    """
    try:
        return _convert(data, 0, len(data), 0)[1]
    except AppError as error:
        if error.facts.get("why") == "too_short":
            return None
        raise


def _convert(data: bytes, at: int, limit: int, depth: int) -> tuple[bytes, int]:
    """The object at `at` in definite form, and where the next one begins."""
    if depth > _MAX_DEPTH:
        raise AppError(BAD_TLV, {"why": "too_deep"})
    start = _after_tag(data, at, limit)
    if start >= limit:
        raise AppError(BAD_TLV, {"why": "too_short"})
    first = data[at]
    if data[start] != _INDEFINITE:
        header = tlv.read_header(data[at : start + 9])  # the longest length there is has five bytes
        body, end = at + header.size, at + header.size + header.length
        if end > limit:
            raise AppError(BAD_TLV, {"why": "too_short"})
        if not first & _CONSTRUCTED:
            return data[at:end], end
        children = _children(data, body, end, depth)
        content = b"".join(children)
        if first != _OCTET_STRING_IN_PIECES and content == data[body:end]:
            return data[at:end], end
        return _encode(data[at:start], children, content), end
    if not first & _CONSTRUCTED:
        raise AppError(BAD_TLV, {"why": "length_form"})
    children: list[bytes] = []
    at_child = start + 1
    while data[at_child : at_child + 2] != _END:
        child, at_child = _convert(data, at_child, limit, depth + 1)
        children.append(child)
    return _encode(data[at:start], children, b"".join(children)), at_child + 2


def _children(data: bytes, at: int, end: int, depth: int) -> list[bytes]:
    children: list[bytes] = []
    while at < end:
        child, at = _convert(data, at, end, depth + 1)
        children.append(child)
    return children


def _encode(tag: bytes, children: list[bytes], content: bytes) -> bytes:
    if tag == bytes([_OCTET_STRING_IN_PIECES]):
        pieces = [tlv.parse_one(child) for child in children]
        if any(piece.tag != _OCTET_STRING for piece in pieces):
            raise AppError(BAD_TLV, {"why": "pieces"})
        return tlv.encode(_OCTET_STRING, b"".join(piece.value for piece in pieces))
    return tag + tlv.encode_length(len(content)) + content


def _after_tag(data: bytes, at: int, limit: int) -> int:
    """Where the length begins: tags of one to three bytes."""
    if at >= limit:
        raise AppError(BAD_TLV, {"why": "too_short"})
    end = at + 1
    if data[at] & 0x1F == 0x1F:
        while end < limit and end - at < 3 and data[end] & 0x80:
            end += 1
        end += 1
    return end
