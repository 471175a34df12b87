"""DG2: the portrait in a biometric record, in the old form and in the new one.

Source: ICAO Doc 9303 part 10, 4.7.2; ISO/IEC 19794-5:2005, 5; ISO/IEC 39794-5:2019.
"""

from __future__ import annotations

import io

from PIL import Image

from desktop_app.emrtd import tlv
from desktop_app.readers.simulator.plan import FacePlan, Picture

_FULL_FRONTAL, _COLOUR_24_BIT, _STILL_CAMERA = 1, 1, 2
_MALE, _FEMALE = 1, 2
_IMAGE_TYPES = {Picture.JPEG: 0, Picture.JP2: 1, Picture.CODESTREAM: 1}
_FORMATS_39794 = {Picture.JPEG: 2, Picture.JP2: 3, Picture.CODESTREAM: 3}
_END_OF_JPEG = b"\xff\xd9"
_JPEG_2000_RATE = 24  # one twenty-fourth of the raw pixels: about the size of the JPEG
_POINT_SIZE = 8


def dg2(photo: bytes, plan: FacePlan, *, woman: bool) -> bytes:
    """DG2 with one face.

    Args:
        photo: JPEG.
        plan: how it goes into the file.
        woman: sex in the record.
    """
    with Image.open(io.BytesIO(photo)) as image:
        width, height = image.size
    picture = _encoded(photo, plan)
    if plan.iso_39794:
        owner_and_type, record = b"\x00\x2b", tlv.encode(0x7F2E, _record_39794(picture, plan))
    else:
        owner_and_type = b"\x00\x08"
        record = tlv.encode(0x5F2E, _record_19794(picture, plan, width, height, woman=woman))
    header = (
        tlv.encode(0x80, b"\x01\x01")  # version of the header
        + tlv.encode(0x81, b"\x02")  # facial features
        + tlv.encode(0x82, b"\x00")  # no subtype
        + tlv.encode(0x87, b"\x01\x01")  # owner of the format
        + tlv.encode(0x88, owner_and_type)
    )
    template = tlv.encode(0xA1, header) + record
    return tlv.encode(0x75, tlv.encode(0x7F61, tlv.encode(0x02, b"\x01") + tlv.encode(0x7F60, template)))


def _encoded(photo: bytes, plan: FacePlan) -> bytes:
    """The picture as it stands in the record."""
    if plan.picture is not Picture.JPEG:
        buffer = io.BytesIO()
        with Image.open(io.BytesIO(photo)) as image:
            image.save(
                buffer,
                "JPEG2000",
                no_jp2=plan.picture is Picture.CODESTREAM,
                quality_mode="rates",
                quality_layers=[_JPEG_2000_RATE],
                irreversible=True,
            )
        photo = buffer.getvalue()
    if not plan.end_marker:
        photo = photo.removesuffix(_END_OF_JPEG)
    return photo + bytes(plan.padding)


def _record_19794(picture: bytes, plan: FacePlan, width: int, height: int, *, woman: bool) -> bytes:
    facial = (
        plan.points.to_bytes(2, "big")
        + bytes([_FEMALE if woman else _MALE])
        + bytes(1 + 1 + 3 + 2 + 3 + 3)  # eye and hair colour, features, expression, pose: not given
    )
    points = b"".join(_point(number, width, height) for number in range(plan.points))
    kind = _IMAGE_TYPES[plan.picture] if plan.type_byte is None else plan.type_byte
    image = (
        bytes([_FULL_FRONTAL, kind])
        + width.to_bytes(2, "big")
        + height.to_bytes(2, "big")
        + bytes([_COLOUR_24_BIT, _STILL_CAMERA])
        + bytes(2 + 2)  # device and quality: not given
    )
    block_size = 4 + len(facial) + len(points) + len(image) + len(picture)
    block = block_size.to_bytes(4, "big") + facial + points + image + picture
    return b"FAC\0" + b"010\0" + (14 + len(block)).to_bytes(4, "big") + (1).to_bytes(2, "big") + block


def _point(number: int, width: int, height: int) -> bytes:
    """A feature point of ISO/IEC 14496-2; where it lies matters to nobody here."""
    major, minor = divmod(number, 15)
    place = (number * 7 % width).to_bytes(2, "big") + (number * 11 % height).to_bytes(2, "big")
    return bytes([1, (major + 1 & 0xF) << 4 | minor + 1]) + place + bytes(_POINT_SIZE - 6)


def _record_39794(picture: bytes, plan: FacePlan) -> bytes:
    """A face image data block with its obligatory parts only."""
    version = tlv.encode(0xA0, tlv.encode(0x80, b"\x03") + tlv.encode(0x81, b"\x07\xe3"))  # 3, of 2019
    kind = tlv.encode(0xA0, tlv.encode(0x80, bytes([_FORMATS_39794[plan.picture]])))
    flat = tlv.encode(0xA0, tlv.encode(0x80, picture) + tlv.encode(0xA1, kind))
    representation = tlv.encode(0x30, tlv.encode(0x80, b"\x00") + tlv.encode(0xA1, tlv.encode(0xA0, flat)))
    return tlv.encode(0xA1, version + tlv.encode(0xA1, representation))
