"""What a file of the chip looks like, without what it says: for support, to be shown to anybody.

Sizes, nested tags, protocol numbers, kinds of keys, the country and the years of a signer. No value of a
person, no serial number, and no hash: the hash of a machine-readable zone can be found by trying all of them.
Whatever is not known to be harmless is left out.

Sources: ICAO Doc 9303 parts 10 and 11 for the tags and numbers that are shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from asn1crypto import x509

from desktop_app.core.errors import AppError
from desktop_app.emrtd import ber, lds, tlv
from desktop_app.emrtd.chip_mapping import parse_card_security
from desktop_app.emrtd.cms import ASN1_ERRORS, SignedMessage
from desktop_app.emrtd.face import face_images
from desktop_app.emrtd.master_files import ATR_INFO, DIR
from desktop_app.emrtd.public_keys import DhKey, EcKey, RsaKey, parse_agreement_key, parse_public_key
from desktop_app.emrtd.security_infos import SecurityInfo, decode_oid, infos_of_dg14, parse_security_infos
from desktop_app.emrtd.sod import parse_sod
from desktop_app.emrtd.tlv import Tlv

# Tags that stand in files of this kind. A run of text that happens to parse as data objects has others.
_ASN1 = {*range(0x01, 0x07), 0x0A, 0x0C, *range(0x12, 0x1F), 0x30, 0x31}
_IN_CONTEXT = {*range(0x80, 0x8A), *range(0xA0, 0xAA)}
_OF_FILES = {0x5C, 0x5F01, 0x5F36, 0x5F1F, 0x7F60, 0x7F61, 0x5F2E, 0x7F2E, 0x7F66}
_OF_DETAILS = {
    *(0x5F0E, 0x5F0F, *range(0x5F10, 0x5F20), 0x5F26, 0x5F2B, 0x5F42, 0x5F43),
    *(0x5F50, 0x5F51, 0x5F52, 0x5F53, 0x5F55, 0x5F56),
}
_SHOWN_TAGS = _ASN1 | _IN_CONTEXT | _OF_FILES | _OF_DETAILS
_SHOWN_AT_TOP = {0x43, 0x46, 0x47, 0x4F, 0x50, *range(0x60, 0x78)}
# Arcs of ICAO, BSI, ANSI and RSA, NIST and SEC, Teletrust, OIW: numbers of protocols and algorithms.
_SHOWN_OIDS = (
    "2.23.136.",
    "0.4.0.127.0.7.",
    "1.2.840.",
    "1.3.132.",
    "1.3.36.",
    "1.3.14.",
    "2.16.840.1.101.3.",
)
_ABOUT_PEOPLE = ("DG11", "DG12", "DG13", "DG16")
_DEEPEST, _MOST_OBJECTS, _MOST_PICTURES = 16, 400, 16
_INTEGER, _SEQUENCE, _OID = 0x02, 0x30, 0x06
_LARGEST_NUMBER = 255  # versions, parameters and key numbers; no serial number is shown
_PICTURES = {b"\xff\xd8\xff": "jpeg", b"\x00\x00\x00\x0c": "jp2", b"\xff\x4f\xff\x51": "jpeg2000_codestream"}
_FORMS = {0x06: "named", 0x30: "explicit", 0x02: "numbered"}
_PUBLIC_KEYS = ("0.4.0.127.0.7.2.2.1.1", "0.4.0.127.0.7.2.2.1.2")


def outline(name: str, raw: bytes) -> dict[str, Any]:
    """One file as values of JSON.

    Args:
        name: as in `CardRead.files`, or of `master_files`.
        raw: the whole file.

    Returns:
        `size`, `structure` (None where it is not nested as it should be; without lengths where they tell of
        a person) and what this kind of file tells.
    """
    structure = _structure(raw)
    told: dict[str, Any] = {
        "size": len(raw),
        "structure": _shapes(structure) if name in _ABOUT_PEOPLE else structure,
    }
    describe = _DESCRIBED.get(name)
    if describe is not None:
        try:
            told |= describe(raw)
        except (AppError, *ASN1_ERRORS):
            told["unreadable"] = True
    return told


def _structure(raw: bytes) -> list[dict[str, Any]] | None:
    try:
        definite = ber.definite(raw) if raw[1:2] == b"\x80" else raw
        return _Objects().shown(tlv.parse(definite), _SHOWN_TAGS | _SHOWN_AT_TOP, _DEEPEST)
    except AppError:
        return None


def _shapes(structure: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Each way of nesting once, in no order of the card, without lengths and without what is left empty.

    The length of a text tells a woman from a man, and an empty field who is not married.
    """
    if structure is None:
        return None
    shapes: list[dict[str, Any]] = []
    for line in structure:
        shape = {"tag": line["tag"]}
        if "inside" in line:
            shape["inside"] = _shapes(line["inside"])
        if not any(_is_part(shape, other) for other in shapes):
            shapes = [*(other for other in shapes if not _is_part(other, shape)), shape]
    return sorted(shapes, key=str)


def _is_part(shape: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether every object of a shape stands in the other one too."""
    inside, others = shape.get("inside") or (), other.get("inside") or ()
    return shape["tag"] == other["tag"] and all(any(_is_part(a, b) for b in others) for a in inside)


class _Objects:
    """Counts what is shown: no file makes a report without end."""

    def __init__(self) -> None:
        self._left = _MOST_OBJECTS

    def shown(self, items: Sequence[Tlv], tags: set[int], levels: int) -> list[dict[str, Any]] | None:
        """Tags and lengths; None where one tag is unknown: then it may be no tag at all."""
        if any(item.tag not in tags for item in items):
            return None
        told: list[dict[str, Any]] = []
        for item in items:
            self._left -= 1
            if self._left < 0:
                break
            line: dict[str, Any] = {"tag": f"{item.tag:02X}", "length": len(item.value)}
            if item.constructed and levels:
                line["inside"] = self._inside(item, levels)
            told.append(line)
        return told

    def _inside(self, item: Tlv, levels: int) -> list[dict[str, Any]] | None:
        try:
            return self.shown(item.children(), _SHOWN_TAGS, levels - 1)
        except AppError:
            return None


# What the files tell --------------------------------------------------------------------------------------


def _com(raw: bytes) -> dict[str, Any]:
    com = lds.parse_com(raw)
    versions = (com.lds_version, com.unicode_version)
    lds_version, unicode_version = (v if re.fullmatch(r"\d{4}|\d{6}", v) else None for v in versions)
    return {
        "lds_version": lds_version,
        "unicode_version": unicode_version,
        "data_groups": list(com.data_groups),
    }


def _sod(raw: bytes) -> dict[str, Any]:
    sod = parse_sod(raw)
    return {
        "open_lengths": raw[1:2] == b"\x80",
        "hash_algorithm": sod.hash_algorithm if sod.hash_algorithm[0].isalpha() else None,
        "data_groups": sorted(number for number in sod.hashes if 1 <= number <= 16),
        "signature": _signature(sod.message),
    }


def _card_security(raw: bytes) -> dict[str, Any]:
    security = parse_card_security(raw)
    return {"infos": _infos(security.infos), "signature": _signature(security.message)}


def _infos(infos: Sequence[SecurityInfo]) -> list[dict[str, Any]]:
    return [_info(info) for info in infos]


def _info(info: SecurityInfo) -> dict[str, Any]:
    told: dict[str, Any] = {"oid": _known(info.oid)}
    numbers = [int.from_bytes(p.value, "big") for p in info.parameters if p.tag == _INTEGER]
    told["numbers"] = [number if number <= _LARGEST_NUMBER else None for number in numbers]
    oids = [decode_oid(p.value) for p in info.parameters if p.tag == _OID]
    if oids:
        told["oids"] = [_known(oid) for oid in oids]
    if info.oid in _PUBLIC_KEYS and info.parameters and info.parameters[0].tag == _SEQUENCE:
        told["key"] = _key(tlv.encode(_SEQUENCE, info.parameters[0].value))
    return told


def _dg2(raw: bytes) -> dict[str, Any]:
    pictures = [
        {
            "kind": next((kind for begin, kind in _PICTURES.items() if image.startswith(begin)), None),
            "size": len(image),
        }
        for image in face_images(raw)[:_MOST_PICTURES]
    ]
    return {"facial_record": b"FAC\x00" in raw, "pictures": pictures}


def _dg15(raw: bytes) -> dict[str, Any]:
    return {"key": _key(lds.key_of_dg15(raw))}


def _atr_info(raw: bytes) -> dict[str, Any]:
    sizes = tlv.find(tlv.parse(raw), 0x7F66)
    limits = [int.from_bytes(item.value, "big") for item in sizes.children()] if sizes is not None else []
    return {"extended_limits": [limit for limit in limits if limit <= 0xFFFF]}


def _dir(raw: bytes) -> dict[str, Any]:
    names = [tlv.find(item.children(), 0x4F) for item in tlv.parse(raw) if item.constructed]
    ours = [name is not None and name.value == lds.APPLICATION for name in names]
    return {"applications": len(names), "travel_document": any(ours)}


_DESCRIBED: Mapping[str, Callable[[bytes], dict[str, Any]]] = {
    ATR_INFO: _atr_info,
    DIR: _dir,
    lds.CARD_ACCESS.name: lambda raw: {"infos": _infos(parse_security_infos(raw))},
    lds.CARD_SECURITY.name: _card_security,
    lds.COM.name: _com,
    lds.SOD.name: _sod,
    lds.DG2.name: _dg2,
    lds.DG14.name: lambda raw: {"infos": _infos(infos_of_dg14(raw))},
    lds.DG15.name: _dg15,
}


def _signature(message: SignedMessage) -> dict[str, Any]:
    signer = message.signer
    return {
        "content": _known(message.content_type),
        "digest": _known(signer["digest_algorithm"]["algorithm"].dotted),
        "algorithm": _known(signer["signature_algorithm"]["algorithm"].dotted),
        "signer": _certificate(message.certificate) if message.certificate is not None else None,
        "other_certificates": len(message.others),
    }


def _certificate(der: bytes) -> dict[str, Any]:
    certificate: Any = x509.Certificate.load(der)
    country = str(certificate.issuer.native.get("country_name", ""))
    validity = certificate["tbs_certificate"]["validity"]
    return {
        "country": country.upper() if re.fullmatch("[A-Za-z]{2}", country) else None,
        "algorithm": _known(certificate["signature_algorithm"]["algorithm"].dotted),
        "from_year": validity["not_before"].native.year,
        "to_year": validity["not_after"].native.year,
        "key": _key(certificate.public_key.dump()),
    }


def _key(der: bytes) -> dict[str, Any]:
    """Kind, size, and how its group is said."""
    algorithm, *parameters = tlv.parse_one(der).children()[0].children()
    told: dict[str, Any] = {"algorithm": _known(decode_oid(algorithm.value))}
    try:
        key = _parsed(der)
    except AppError:
        return told | {"unknown": True}
    if isinstance(key, RsaKey):
        return told | {"bits": key.modulus.bit_length(), "exponent_bits": key.exponent.bit_length()}
    form = _FORMS.get(parameters[0].tag) if parameters else None
    if isinstance(key, EcKey):
        return told | {"curve": key.curve.name, "bits": key.curve.n.bit_length(), "form": form}
    return told | {"bits": key.group.p.bit_length(), "form": form}


def _parsed(der: bytes) -> RsaKey | EcKey | DhKey:
    try:
        return parse_public_key(der)
    except AppError:
        return parse_agreement_key(der)


def _known(oid: str) -> str | None:
    return oid if oid.startswith(_SHOWN_OIDS) else None
