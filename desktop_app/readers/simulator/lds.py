"""The files of a training chip as bytes, built from a citizen and the chip's public keys.

Source: ICAO Doc 9303 part 10 (EF.COM, DG1, DG2, DG14, DG15, EF.CardAccess), part 11, 9.2 (SecurityInfos);
ISO/IEC 19794-5 (face record); BSI TR-03111 (explicit curve parameters).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping

from asn1crypto import core
from PIL import Image

from desktop_app.cccd import dg13
from desktop_app.emrtd import tlv
from desktop_app.emrtd.curves import Curve, curve_by_parameter_id, encode_point, multiply
from desktop_app.readers.simulator.chip_data import ChipKey, PaceOffer
from desktop_app.readers.simulator.citizens import TrainingCitizen

# The order in which citizen cards list their groups: 1, 2, 3, 13, 15, 14.
_LISTED_TAGS = bytes.fromhex("6175636D6F6E")

SECURITY_OBJECT_OID = "2.23.136.1.1.1"
_SHA256 = "2.16.840.1.101.3.4.2.1"
_PK_ECDH = "0.4.0.127.0.7.2.2.1.2"
_TERMINAL_AUTHENTICATION = "0.4.0.127.0.7.2.2.2"
_ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"
_ECDSA_PLAIN_SHA256 = "0.4.0.127.0.7.1.1.4.1.3"
_FULL_FRONTAL, _JPEG, _COLOUR_24_BIT, _STILL_CAMERA = 1, 0, 1, 2
_MALE, _FEMALE = 1, 2


def com() -> bytes:
    """EF.COM: versions and the list of groups."""
    return tlv.encode(
        0x60,
        tlv.encode(0x5F01, b"0107") + tlv.encode(0x5F36, b"040000") + tlv.encode(0x5C, _LISTED_TAGS),
    )


def dg1(citizen: TrainingCitizen) -> bytes:
    """DG1: the machine readable zone."""
    return tlv.encode(0x61, tlv.encode(0x5F1F, citizen.mrz.replace("\n", "").encode("ascii")))


def dg2(citizen: TrainingCitizen, photo: bytes) -> bytes:
    """DG2: one face in a biometric information template.

    Args:
        citizen: whose sex goes into the record.
        photo: JPEG.
    """
    header = (
        tlv.encode(0x80, b"\x01\x01")  # version of the header
        + tlv.encode(0x81, b"\x02")  # facial features
        + tlv.encode(0x82, b"\x00")  # no subtype
        + tlv.encode(0x87, b"\x01\x01")  # owner and type of the format: ISO/IEC 19794-5
        + tlv.encode(0x88, b"\x00\x08")
    )
    template = tlv.encode(0xA1, header) + tlv.encode(0x5F2E, _face_record(citizen, photo))
    return tlv.encode(0x75, tlv.encode(0x7F61, tlv.encode(0x02, b"\x01") + tlv.encode(0x7F60, template)))


def _face_record(citizen: TrainingCitizen, photo: bytes) -> bytes:
    with Image.open(io.BytesIO(photo)) as image:
        width, height = image.size
    facial = (
        (0).to_bytes(2, "big")  # feature points
        + bytes([_FEMALE if citizen.is_woman else _MALE])
        + bytes(1 + 1 + 3 + 2 + 3 + 3)  # eye and hair colour, features, expression, pose: not given
    )
    image_info = (
        bytes([_FULL_FRONTAL, _JPEG])
        + width.to_bytes(2, "big")
        + height.to_bytes(2, "big")
        + bytes([_COLOUR_24_BIT, _STILL_CAMERA])
        + bytes(2 + 2)  # device and quality: not given
    )
    block_size = 4 + len(facial) + len(image_info) + len(photo)
    block = block_size.to_bytes(4, "big") + facial + image_info + photo
    return b"FAC\0" + b"010\0" + (14 + len(block)).to_bytes(4, "big") + (1).to_bytes(2, "big") + block


def dg13_of(citizen: TrainingCitizen) -> bytes:
    """DG13: the Vietnamese texts, in the shape seen in fixtures of real cards."""
    return dg13.encode(
        dg13.Dg13(
            number=citizen.number,
            full_name=citizen.full_name,
            birth_date=citizen.birth_text,
            sex=citizen.sex,
            nationality=citizen.nationality,
            ethnicity=citizen.ethnicity,
            religion=citizen.religion,
            origin_place=citizen.place,
            residence=citizen.address,
            features=citizen.features,
            issue_date=f"{citizen.issue_date:%d/%m/%Y}",
            expiry_text=citizen.expiry_text,
            father=citizen.father,
            mother=citizen.mother,
            spouse=citizen.spouse,
            old_number=citizen.old_number,
            chip_id=hashlib.sha256(b"chip" + citizen.number.encode()).hexdigest()[:16].upper(),
        )
    )


def card_access(offers: Iterable[PaceOffer], chip_key: ChipKey | None) -> bytes:
    """EF.CardAccess: what the chip can do before anybody is let in."""
    return _set_of(_common_infos(offers, chip_key))


def dg14(offers: Iterable[PaceOffer], chip_key: ChipKey) -> bytes:
    """DG14: the same signed, the public key of Chip Authentication, the hash of Active Authentication."""
    curve = _curve(chip_key)
    point = multiply(curve, int.from_bytes(chip_key.private, "big"), curve.g)
    info = _oid(_PK_ECDH) + _explicit_key(curve, encode_point(curve, point))
    if chip_key.key_id is not None:
        info += _integer(chip_key.key_id)
    active = _oid(_ACTIVE_AUTHENTICATION) + _integer(1) + _oid(_ECDSA_PLAIN_SHA256)
    infos = [*_common_infos(offers, chip_key), tlv.encode(0x30, info), tlv.encode(0x30, active)]
    return tlv.encode(0x6E, _set_of(infos))


def dg15(public_key: bytes) -> bytes:
    """DG15: the public key of Active Authentication.

    Args:
        public_key: SubjectPublicKeyInfo, DER.
    """
    return tlv.encode(0x6F, public_key)


def security_object(groups: Mapping[int, bytes]) -> bytes:
    """The content of EF.SOD that is signed: the hash of each data group (number to contents), SHA-256."""
    digests = b"".join(
        tlv.encode(0x30, _integer(number) + _octets(hashlib.sha256(group).digest()))
        for number, group in sorted(groups.items())
    )
    algorithm = tlv.encode(0x30, _oid(_SHA256) + core.Null().dump())
    return tlv.encode(0x30, _integer(0) + algorithm + tlv.encode(0x30, digests))


def _common_infos(offers: Iterable[PaceOffer], chip_key: ChipKey | None) -> list[bytes]:
    infos = [tlv.encode(0x30, _oid(_TERMINAL_AUTHENTICATION) + _integer(1))]
    if chip_key is not None:
        key_id = b"" if chip_key.key_id is None else _integer(chip_key.key_id)
        infos.append(tlv.encode(0x30, tlv.encode(0x06, chip_key.oid) + _integer(1) + key_id))
    infos += [
        tlv.encode(0x30, tlv.encode(0x06, offer.oid) + _integer(2) + _integer(offer.parameter_id))
        for offer in offers
    ]
    return infos


def _explicit_key(curve: Curve, point: bytes) -> bytes:
    """SubjectPublicKeyInfo with the curve written out, as the cards have it."""
    size = curve.field_size
    parameters = (
        _integer(1)
        + tlv.encode(0x30, _oid("1.2.840.10045.1.1") + _integer(curve.p))
        + tlv.encode(0x30, _octets(curve.a.to_bytes(size, "big")) + _octets(curve.b.to_bytes(size, "big")))
        + _octets(encode_point(curve, curve.g))
        + _integer(curve.n)
        + _integer(curve.h)
    )
    algorithm = tlv.encode(0x30, _oid("1.2.840.10045.2.1") + tlv.encode(0x30, parameters))
    return tlv.encode(0x30, algorithm + tlv.encode(0x03, b"\x00" + point))


def _curve(key: ChipKey) -> Curve:
    curve = curve_by_parameter_id(key.parameter_id)
    if curve is None:
        raise ValueError(f"no curve has the number {key.parameter_id}")
    return curve


def _set_of(items: Iterable[bytes]) -> bytes:
    return tlv.encode(0x31, b"".join(sorted(items)))  # DER sorts the members of a SET OF


def _oid(dotted: str) -> bytes:
    return core.ObjectIdentifier(dotted).dump()


def _integer(value: int) -> bytes:
    return core.Integer(value).dump()


def _octets(value: bytes) -> bytes:
    return tlv.encode(0x04, value)
