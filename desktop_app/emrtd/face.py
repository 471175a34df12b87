"""The face in DG2: finds the picture's bytes, whatever surrounds them. Decoding it is not done here."""

from __future__ import annotations

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import tlv

FACE_MISSING = declare("emrtd.face_missing")

# What the bytes begin with decides, not the type byte of the record, which chips get wrong.
# JPEG (ISO 10918-1), JP2 box and raw JPEG 2000 codestream (ISO 15444-1).
_BEGINNINGS = (b"\xff\xd8\xff", b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
_BIOMETRIC_DATA = (0x5F2E, 0x7F2E)


def face_image(dg2: bytes) -> bytes:
    """The encoded picture of the first face.

    Args:
        dg2: the whole file.

    Returns:
        JPEG, JP2 or a JPEG 2000 codestream, from its first byte to the end of the record.

    Raises:
        AppError: `emrtd.face_missing`, `emrtd.bad_tlv`.

    Source: ICAO Doc 9303 part 10 (DG2); ISO/IEC 19794-5, ISO/IEC 39794-5.
    """
    record = _record(tlv.parse(dg2))
    if record is None:
        raise AppError(FACE_MISSING)
    starts = [at for at in (record.find(beginning) for beginning in _BEGINNINGS) if at >= 0]
    if not starts:
        raise AppError(FACE_MISSING)
    return record[min(starts) :]


def _record(items: list[tlv.Tlv]) -> bytes | None:
    for item in items:
        if item.tag in _BIOMETRIC_DATA:
            return item.value
        if item.constructed and (found := _record(tlv.parse(item.value))) is not None:
            return found
    return None
