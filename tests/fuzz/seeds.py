"""Writes the corpus anew: `python -m tests.fuzz.seeds`. Files that a fuzzer found (`found-…`) stay."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

from asn1crypto import cms, core

from desktop_app.emrtd import tlv
from desktop_app.emrtd.security_infos import encode_oid
from desktop_app.readers.simulator.chip_data import CARD_SECURITY, Mapping, PaceOffer
from desktop_app.readers.simulator.citizens import TrainingCitizen
from desktop_app.readers.simulator.faces import draw_face
from desktop_app.readers.simulator.plan import ActiveKind, FacePlan, KeyPlan, Picture, Plan, SodPlan
from tests.fuzz.targets import CORPUS
from tests.support.training_card import NOW, first_citizen, issuer

_FOUR_GIGABYTES = bytes.fromhex("84FFFFFFFF")
_PLANS = {
    "usual": Plan(face=FacePlan(size_bytes=2_000)),
    "other": Plan(
        pace=(PaceOffer(mapping=Mapping.CHIP), PaceOffer(parameter_id=0)),
        chip_keys=(KeyPlan(),),
        named_curves=True,
        active=ActiveKind.RSA_1024,
        face=FacePlan(Picture.CODESTREAM, points=3, padding=9),
        order=(1, 2, 3, 11, 12, 13, 15, 14, 16),
        sod=SodPlan(indefinite=True, hash_name="sha512"),
    ),
    "primes": Plan(pace=(), chip_keys=(KeyPlan(parameter_id=0),), face=FacePlan(iso_39794=True)),
}
_TARGET_OF = {
    0x011C: "card_access",
    0x011D: "sod",
    0x011E: "com",
    0x0101: "com",
    0x0102: "dg2",
    0x010B: "details",
    0x010C: "details",
    0x0110: "details",
    0x010D: "dg13",
    0x010E: "dg14",
    0x010F: "dg15",
}


def _integer(value: int) -> bytes:
    return tlv.encode(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _key(oid: str, parameters: bytes, public: bytes) -> bytes:
    algorithm = tlv.encode(0x30, tlv.encode(0x06, encode_oid(oid)) + parameters)
    return tlv.encode(0x30, algorithm + tlv.encode(0x03, b"\x00" + public))


def _explicit(prime: int, *, compressed: bool) -> bytes:
    """A key on a curve by value over a field of any size: a composite prime would hang a square root."""
    size = (prime.bit_length() + 7) // 8
    base = b"\x02" + bytes(size - 1) + b"\x05" if compressed else b"\x04" + bytes(2 * size)
    parameters = tlv.encode(
        0x30,
        b"\x02\x01\x01"
        + tlv.encode(0x30, tlv.encode(0x06, encode_oid("1.2.840.10045.1.1")) + _integer(prime))
        + tlv.encode(0x30, tlv.encode(0x04, b"\x01") + tlv.encode(0x04, b"\x01"))
        + tlv.encode(0x04, base)
        + _integer(prime + 2),
    )
    return _key("1.2.840.10045.2.1", parameters, base)


_HOSTILE_KEYS = {
    "composite-field": _explicit((1 << 256) - 1, compressed=False),
    "composite-field-compressed": _explicit(((1 << 128) + 1) * ((1 << 128) - 159), compressed=True),
    "composite-1-modulo-8": _explicit(561 * 1105 * 1729, compressed=True),
    "field-zero": _explicit(0, compressed=False),
    "huge-modulus": _key(
        "1.2.840.113549.1.1.1", b"\x05\x00", tlv.encode(0x30, _integer((1 << 20_000) - 1) + _integer(3))
    ),
    "dh-composite": _key(
        "1.2.840.10046.2.1",
        tlv.encode(0x30, _integer((1 << 1024) - 1) + _integer(2) + _integer((1 << 1022) - 1)),
        _integer(5),
    ),
}


def _files() -> Iterator[tuple[str, str, bytes]]:
    """Of three cards: target, name, bytes."""
    citizen = first_citizen()
    for label, plan in _PLANS.items():
        size = plan.face.size_bytes if plan.face is not None else None
        made = issuer().personalize(citizen, draw_face("corpus", size or 2_000), plan)
        for file, target in _TARGET_OF.items():
            if file in made.files and len(made.files[file]) < 6_000:
                yield target, f"{label}-{file & 0xFF:02x}", made.files[file]
        if CARD_SECURITY in made.master_files:
            yield "card_access", f"{label}-security", made.master_files[CARD_SECURITY]
        for number, file in enumerate((0x011C, 0x011D, 0x011E, 0x0101, 0x0102, 0x010D, 0x010E, 0x010F)):
            if file in made.files and file != 0x0102 and label != "primes":
                yield "whole", f"{label}-{file & 0xFF:02x}", bytes([number]) + made.files[file]


def _hostile() -> Iterator[tuple[str, str, bytes]]:
    tags = {"sod": 0x77, "com": 0x60, "dg2": 0x75, "dg13": 0x6D, "dg14": 0x6E, "dg15": 0x6F}
    tags |= {"card_access": 0x31, "details": 0x6B, "tlv": 0x30, "trust": 0x30, "revocation": 0x30}
    for target, tag in tags.items():
        yield target, "four-gigabytes", bytes([tag]) + _FOUR_GIGABYTES + b"\x30\x80\x02\x01\x00"
        yield target, "four-gigabytes-inside", tlv.encode(tag, b"\x30" + _FOUR_GIGABYTES + b"\x02\x01\x00")
        yield target, "nested", tlv.encode(tag, b"\x30\x80" * 400)
        yield target, "pieces", tlv.encode(tag, b"\x24\x80" * 400)
        yield target, "tag-without-end", bytes([tag]) + b"\x7f" + b"\xff" * 400
    for name, key in _HOSTILE_KEYS.items():
        yield "dg15", name, tlv.encode(0x6F, key)
        info = tlv.encode(0x30, tlv.encode(0x06, encode_oid("0.4.0.127.0.7.2.2.1.2")) + key)
        yield "dg14", name, tlv.encode(0x6E, tlv.encode(0x31, info))
    long_arc = tlv.encode(0x30, tlv.encode(0x06, b"\xff" * 3_000 + b"\x7f"))
    yield "card_access", "long-arc", tlv.encode(0x31, long_arc)
    yield "dg14", "long-arc", tlv.encode(0x6E, tlv.encode(0x31, long_arc))
    faces = b"FAC\x00010\x00" + bytes.fromhex("FFFFFFFF FFFF") + bytes.fromhex("FFFFFFFF FFFF") + bytes(40)
    yield "dg2", "record-of-four-gigabytes", tlv.encode(0x75, tlv.encode(0x7F61, tlv.encode(0x5F2E, faces)))


def _answers(*answers: str) -> bytes:
    return b"".join(bytes([len(one) // 2]) + bytes.fromhex(one) for one in answers)


def _talk() -> Iterator[tuple[str, str, bytes]]:
    access = "3114301206 0A04007F0007020204020202010202010D9000".replace(" ", "")
    yield "apdu", "offers-pace", _answers(access, "9000", "7C12801000112233445566778899AABBCCDDEEFF9000")
    yield "apdu", "four-gigabytes", _answers("3184FFFFFFFF9000", "9000", "3184FFFFFFFF9000", *["6282"] * 9)
    yield "apdu", "more-for-ever", _answers(*["AABB61FF"] * 20)
    yield "apdu", "right-length-for-ever", _answers(*["6C00", "6C01"] * 10)
    yield "apdu", "empty", _answers(*["9000"] * 20)
    yield "apdu", "no-status", _answers("", "90", "9000")
    yield "session", "status", bytes.fromhex("990290009000")
    yield "session", "cryptogram", bytes.fromhex("871101" + "00" * 16 + "990290009000")
    yield "session", "odd", bytes.fromhex("8510" + "00" * 16 + "990290009000")
    yield "session", "lost", bytes.fromhex("6988")
    yield "tlv", "two", bytes.fromhex("7F4903020101 5F2B0400112233")


def _texts(citizen: TrainingCitizen) -> Iterator[tuple[str, str, bytes]]:
    yield "mrz", "td1", citizen.mrz.encode()
    yield "mrz", "td3", (b"P<UTO" + b"A" * 39 + b"L898902C36UTO7408122F1204159" + b"<" * 14 + b"06")[:88]
    yield "mrz", "td2", b"I<UTO" + b"<" * 31 + b"D231458907UTO7408122F1204159<<<<<<<6"
    number = citizen.number
    seven = f"{number}|012345678|Trần Văn Huấn|01021990|Nam|Số 1, Phố Huế, Hà Nội|01072021"
    yield "qr", "seven", seven.encode()
    yield "qr", "eleven", (seven + "||Nguyễn Thị A|Trần Văn B|").encode()
    yield "qr", "telex", f"{number}|012345678|Traanf Vawn Huaans|01021990|Nam|Phoos Hueej|01072021".encode()
    yield "qr", "vni", f"{number}|012345678|Tra62n Va8n Hua61n|01021990|Nam|Pho61 Hue61|01072021".encode()
    yield "qr", "mojibake", seven.encode().decode("cp1252", "replace").encode()
    yield "qr", "number-alone", f"{number}???".encode()
    yield "qr", "last-year-of-all", f"{number}||Trần Văn Huấn|31129999|Nam|Hà Nội|31129999".encode()
    yield "qr", "leap-day", f"{number}||Trần Văn Huấn|29021904|Nam|Hà Nội|29021904".encode()


def _trust() -> Iterator[tuple[str, str, bytes]]:
    made, revoked = issuer(), issuer().revocation_list(NOW)
    yield "trust", "root", made.csca_der
    yield "trust", "signer", made.signer_der
    yield "trust", "revocation", revoked
    yield "revocation", "list", revoked
    yield "revocation", "signer", made.signer_der
    for label, der in (("CERTIFICATE", made.csca_der), ("X509 CRL", revoked)):
        body = base64.encodebytes(der).decode()
        pem = f"-----BEGIN {label}-----\n{body}-----END {label}-----\n"
        yield "trust", f"pem-{label.split()[-1].lower()}", pem.encode()
    coded, lists = (base64.b64encode(der).decode() for der in (made.csca_der, revoked))
    ldif = (
        f"version: 1\ndn: c=VN,dc=data\nuserCertificate;binary:: {coded[:70]}\n {coded[70:]}\n\n"
        f"dn: c=VN,o=crl\ncertificateRevocationList;binary:: {lists}\n"
    )
    yield "trust", "ldif", ldif.encode()
    yield "trust", "ldif-broken", b"dn: c=VN\nuserCertificate;binary:: !!!!\nCscaMasterListData:: MIIB\n -\n"
    certificates = tlv.encode(0x31, made.csca_der)
    message: cms.ContentInfo = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v3",
                    "digest_algorithms": [{"algorithm": "sha256"}],
                    "encap_content_info": {
                        "content_type": "2.23.136.1.1.2",
                        "content": core.ParsableOctetString(tlv.encode(0x30, b"\x02\x01\x00" + certificates)),
                    },
                    "certificates": [],
                    "signer_infos": [],
                }
            ),
        }
    )
    yield "trust", "master-list", message.dump()


def seeds() -> Iterator[tuple[str, str, bytes]]:
    """Everything: target, name, bytes."""
    yield from _files()
    yield from _hostile()
    yield from _talk()
    yield from _texts(first_citizen())
    yield from _trust()


def write(folder: Path) -> None:
    """One folder for each target, one file for each seed."""
    for target, name, data in seeds():
        (folder / target).mkdir(parents=True, exist_ok=True)
        (folder / target / f"{name}.bin").write_bytes(data)


if __name__ == "__main__":
    write(CORPUS)
