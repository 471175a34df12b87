"""The faces in DG2: finds the pictures' bytes, whatever surrounds them. Decoding them is not done here.

Source: ICAO Doc 9303 part 10 (DG2); ISO/IEC 19794-5, 5 (facial record); ISO/IEC 39794-5.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import tlv

FACE_MISSING = declare("emrtd.face_missing")

# What the bytes begin with decides, not the type byte of the record, which chips get wrong.
# JPEG (ISO 10918-1), JP2 box and raw JPEG 2000 codestream (ISO 15444-1).
_JPEG, _JP2, _CODESTREAM = b"\xff\xd8\xff", b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"
_BEGINNINGS = (_JPEG, _JP2, _CODESTREAM)
_BIOMETRIC_DATA = (0x5F2E, 0x7F2E)
_DEEPEST = 16  # levels of data objects; an ISO 39794-5 record has ten

# ISO/IEC 19794-5: record header, then for each image its header, feature points and image header.
_FACIAL_RECORD = b"FAC\x00"
_RECORD_HEADER, _FACE_HEADER, _FEATURE_POINT, _IMAGE_HEADER = 14, 20, 8, 12
_MOST_FACES = 16


def face_image(dg2: bytes) -> bytes:
    """The encoded picture of the first face.

    Args:
        dg2: the whole file.

    Returns:
        JPEG, JP2 or a JPEG 2000 codestream, from its first byte to the end of its record.

    Raises:
        AppError: `emrtd.face_missing`.
    """
    images = face_images(dg2)
    if not images:
        raise AppError(FACE_MISSING)
    return images[0]


def face_images(dg2: bytes) -> tuple[bytes, ...]:
    """The encoded pictures of all faces, in order; empty when there is none.

    Args:
        dg2: the whole file, or a facial record alone.
    """
    found: list[bytes] = []
    for record in _records(dg2, _DEEPEST):
        found += _in_record(record)
    return tuple(found or _in_record(dg2))


def _in_record(record: bytes) -> list[bytes]:
    return _of_facial_record(record) or _of_objects(record, _DEEPEST) or _somewhere(record)


def _records(data: bytes, levels: int) -> Iterator[bytes]:
    """Values of the biometric data blocks."""
    for item in _objects(data):
        if item.tag in _BIOMETRIC_DATA:
            yield item.value
        elif item.constructed and levels:
            yield from _records(item.value, levels - 1)


def _objects(data: bytes) -> list[tlv.Tlv]:
    """Data objects one after the other, as far as they can be told apart: chips pad files with zeros."""
    try:
        return tlv.parse(data)
    except AppError:
        pass
    try:
        header = tlv.read_header(data)
    except AppError:
        return []
    inside = data[header.size : header.size + header.length]
    return [tlv.Tlv(header.tag, inside, constructed=bool(data[0] & 0x20))]


def _of_facial_record(record: bytes) -> list[bytes]:
    """Pictures of an ISO 19794-5 record; none when it is something else or its lengths are wrong."""
    if not record.startswith(_FACIAL_RECORD) or len(record) < _RECORD_HEADER:
        return []
    count = int.from_bytes(record[12:14], "big")
    at, found = _RECORD_HEADER, []
    for _ in range(min(count, _MOST_FACES)):
        size = int.from_bytes(record[at : at + 4], "big")
        points = int.from_bytes(record[at + 4 : at + 6], "big")
        start = at + _FACE_HEADER + _FEATURE_POINT * points + _IMAGE_HEADER
        end = at + size
        if not start < end <= len(record):
            break
        found += _somewhere(record[start:end])
        at = end
    return found


def _of_objects(record: bytes, levels: int) -> list[bytes]:
    """Pictures that are the whole value of a data object, as in ISO 39794-5."""
    found: list[bytes] = []
    try:
        items = tlv.parse(record)
    except AppError:
        return found
    for item in items:
        if item.constructed and levels:
            found += _of_objects(item.value, levels - 1)
        elif item.value.startswith(_BEGINNINGS):
            found.append(item.value)
    return found


def _somewhere(data: bytes) -> list[bytes]:
    """The picture that begins first, up to the end."""
    starts = [at for at in (data.find(beginning) for beginning in _BEGINNINGS) if at >= 0]
    return [data[min(starts) :]] if starts else []
