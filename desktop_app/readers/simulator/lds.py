"""The files of a training chip as bytes, built from a citizen and the chip's public keys.

DG2 is made in `face_record.py`.

Source: ICAO Doc 9303 part 10 (EF.COM, DG1, DG14, DG15, EF.CardAccess, EF.ATR/INFO), part 11, 9.2
(SecurityInfos); BSI TR-03111 (explicit curve parameters).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from asn1crypto import core

from desktop_app.cccd import dg13
from desktop_app.emrtd import tlv
from desktop_app.readers.simulator.chip_data import ChipKey, PaceOffer
from desktop_app.readers.simulator.citizens import TrainingCitizen
from desktop_app.readers.simulator.key_info import KeyForm, key_number, public_key_info

# Tags of the data groups 1 to 16.
_TAGS = bytes.fromhex("6175637665666768696A6B6C6D6E6F70")

_HASHES = {
    "sha1": "1.3.14.3.2.26",
    "sha224": "2.16.840.1.101.3.4.2.4",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
_TERMINAL_AUTHENTICATION = "0.4.0.127.0.7.2.2.2"
_ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"
_ECDSA_PLAIN = {
    "sha1": "0.4.0.127.0.7.1.1.4.1.1",
    "sha224": "0.4.0.127.0.7.1.1.4.1.2",
    "sha256": "0.4.0.127.0.7.1.1.4.1.3",
    "sha384": "0.4.0.127.0.7.1.1.4.1.4",
    "sha512": "0.4.0.127.0.7.1.1.4.1.5",
}
_UNKNOWN_FIELD = 17  # of DG13: nobody has seen one


def com(groups: Sequence[int]) -> bytes:
    """EF.COM: versions and the list of groups, in this order."""
    tags = bytes(_TAGS[number - 1] for number in groups)
    return tlv.encode(
        0x60,
        tlv.encode(0x5F01, b"0107") + tlv.encode(0x5F36, b"040000") + tlv.encode(0x5C, tags),
    )


def atr_info(extended_limit: int) -> bytes:
    """EF.ATR/INFO: that extended lengths are taken, and how much fits into a command and an answer."""
    size = _integer(extended_limit)
    return tlv.encode(0x47, b"\x00\x00\x60") + tlv.encode(0x7F66, size + size)


def dir_(applications: Iterable[bytes]) -> bytes:
    """EF.DIR: the applications by their names."""
    return b"".join(tlv.encode(0x61, tlv.encode(0x4F, name)) for name in applications)


def dg1(citizen: TrainingCitizen) -> bytes:
    """DG1: the machine readable zone."""
    return tlv.encode(0x61, tlv.encode(0x5F1F, citizen.mrz.replace("\n", "").encode("ascii")))


def dg13_of(citizen: TrainingCitizen, shape: dg13.Dg13Shape | None = None, filling: int = 0) -> bytes:
    """DG13: the Vietnamese texts.

    Args:
        citizen: whose.
        shape: None: the one seen in fixtures of real cards.
        filling: bytes of a field that nobody knows; 0: there is none.
    """
    unknown = {_UNKNOWN_FIELD: _octets(bytes(filling))} if filling else {}
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
            unknown=unknown,
        ),
        shape,
    )


def dg11(citizen: TrainingCitizen) -> bytes:
    """DG11, further details of the person: full name, number, place of birth."""
    values = {
        0x5F0E: citizen.mrz.splitlines()[2].rstrip("<").encode(),
        0x5F10: citizen.number.encode(),
        0x5F11: (citizen.place or "").encode(),
    }
    return tlv.encode(0x6B, _with_tag_list(values))


def dg12(citizen: TrainingCitizen) -> bytes:
    """DG12, further details of the document: who issued it, and when."""
    values = {0x5F19: b"HUAN LUYEN", 0x5F26: f"{citizen.issue_date:%Y%m%d}".encode()}
    return tlv.encode(0x6C, _with_tag_list(values))


def dg16(citizen: TrainingCitizen) -> bytes:
    """DG16, whom to tell: one person."""
    person = (
        tlv.encode(0x5F50, f"{citizen.issue_date:%Y%m%d}".encode())
        + tlv.encode(0x5F51, b"NGUOI<<THAN<HUAN<LUYEN")
        + tlv.encode(0x5F52, b"+84000000000")
        + tlv.encode(0x5F53, citizen.address.encode())
    )
    return tlv.encode(0x70, tlv.encode(0x02, b"\x01") + tlv.encode(0xA1, person))


def _with_tag_list(values: Mapping[int, bytes]) -> bytes:
    tags = b"".join(tag.to_bytes(2, "big") for tag in values)
    return tlv.encode(0x5C, tags) + b"".join(tlv.encode(tag, value) for tag, value in values.items())


def card_access(offers: Iterable[PaceOffer], chip_keys: Iterable[ChipKey]) -> bytes:
    """EF.CardAccess: what the chip can do before anybody is let in."""
    return _set_of(_common_infos(offers, chip_keys))


def card_security_content(offers: Iterable[PaceOffer], chip_key: ChipKey) -> bytes:
    """What EF.CardSecurity signs: PACE, and the key that is proven on the way."""
    infos = [*_pace_infos(offers), public_key_info(chip_key, KeyForm.NUMBERED)]
    return _set_of(infos)


def dg14(
    offers: Iterable[PaceOffer],
    chip_keys: Sequence[ChipKey],
    *,
    named: bool = False,
    active_hash: str | None = "sha256",
) -> bytes:
    """DG14: the same signed, the public keys of Chip Authentication, the hash of Active Authentication.

    Args:
        offers: of PACE.
        chip_keys: of Chip Authentication.
        named: curves by their names instead of their parameters.
        active_hash: of Active Authentication with a curve; None: nothing is said about it.
    """
    infos = _common_infos(offers, chip_keys)
    infos += [public_key_info(key, KeyForm.NAMED if named else KeyForm.EXPLICIT) for key in chip_keys]
    if active_hash is not None:
        active = _oid(_ACTIVE_AUTHENTICATION) + _integer(1) + _oid(_ECDSA_PLAIN[active_hash])
        infos.append(tlv.encode(0x30, active))
    return tlv.encode(0x6E, _set_of(infos))


def dg15(public_key: bytes) -> bytes:
    """DG15: the public key of Active Authentication.

    Args:
        public_key: SubjectPublicKeyInfo, DER.
    """
    return tlv.encode(0x6F, public_key)


def security_object(groups: Mapping[int, bytes], hash_name: str = "sha256") -> bytes:
    """The content of EF.SOD that is signed: the hash of each data group (number to contents)."""
    digests = b"".join(
        tlv.encode(0x30, _integer(number) + _octets(hashlib.new(hash_name, group).digest()))
        for number, group in sorted(groups.items())
    )
    algorithm = tlv.encode(0x30, _oid(_HASHES[hash_name]) + core.Null().dump())
    return tlv.encode(0x30, _integer(0) + algorithm + tlv.encode(0x30, digests))


def _common_infos(offers: Iterable[PaceOffer], chip_keys: Iterable[ChipKey]) -> list[bytes]:
    infos = [tlv.encode(0x30, _oid(_TERMINAL_AUTHENTICATION) + _integer(1))]
    infos += [
        tlv.encode(0x30, tlv.encode(0x06, key.oid) + _integer(1) + key_number(key)) for key in chip_keys
    ]
    return infos + _pace_infos(offers)


def _pace_infos(offers: Iterable[PaceOffer]) -> list[bytes]:
    return [
        tlv.encode(0x30, tlv.encode(0x06, offer.oid) + _integer(2) + _integer(offer.parameter_id))
        for offer in offers
    ]


def _set_of(items: Iterable[bytes]) -> bytes:
    return tlv.encode(0x31, b"".join(sorted(items)))  # DER sorts the members of a SET OF


def _oid(dotted: str) -> bytes:
    return core.ObjectIdentifier(dotted).dump()


def _integer(value: int) -> bytes:
    return core.Integer(value).dump()


def _octets(value: bytes) -> bytes:
    return tlv.encode(0x04, value)
