"""EF.SOD made by hand, with every algorithm and form that issuers use."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import algos, cms, core, keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from desktop_app.emrtd import tlv
from desktop_app.emrtd.curves import Curve

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
LDS_OBJECT = "2.23.136.1.1.1"


@dataclass(frozen=True)
class Pss:
    """Parameters of RSASSA-PSS.

    Attributes:
        mask: hash of the mask generation.
        salt: bytes.
    """

    mask: str
    salt: int


def lds_object(hash_name: str, groups: dict[int, bytes], version: int = 0) -> bytes:
    """The LDS security object over these data groups."""
    entries = b"".join(
        tlv.encode(
            0x30,
            core.Integer(number).dump() + core.OctetString(hashlib.new(hash_name, raw).digest()).dump(),
        )
        for number, raw in groups.items()
    )
    algorithm = algos.DigestAlgorithm({"algorithm": hash_name}).dump()
    versions = tlv.encode(0x30, b"\x13\x040108" + b"\x13\x06040000") if version else b""
    return tlv.encode(0x30, core.Integer(version).dump() + algorithm + tlv.encode(0x30, entries) + versions)


def certificate_of(key: PrivateKey, public_key_info: bytes | None = None) -> bytes:
    """A document signer's certificate, self-signed.

    Args:
        key: the signer's.
        public_key_info: to be put in instead; the signature on the certificate is wrong then.
    """
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "DS")])
    now = datetime(2026, 11, 21, tzinfo=UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    der = built.public_bytes(Encoding.DER)
    if public_key_info is None:
        return der
    parsed: Any = asn1_x509.Certificate.load(der)
    parsed["tbs_certificate"]["subject_public_key_info"] = keys.PublicKeyInfo.load(public_key_info)
    return parsed.dump(force=True)


def explicit_public_key(
    curve: Curve, public: ec.EllipticCurvePublicKey, *, compressed: bool = False
) -> bytes:
    """SubjectPublicKeyInfo with the parameters of the curve by value.

    Args:
        curve: written out.
        public: on that curve.
        compressed: write the generator in compressed form.
    """
    size = curve.field_size
    numbers = public.public_numbers()
    x, y = curve.g.x.to_bytes(size, "big"), curve.g.y.to_bytes(size, "big")
    base = bytes([2 + (curve.g.y & 1)]) + x if compressed else b"\x04" + x + y
    field = tlv.encode(0x30, core.ObjectIdentifier("1.2.840.10045.1.1").dump() + core.Integer(curve.p).dump())
    coefficients = tlv.encode(
        0x30,
        core.OctetString(curve.a.to_bytes(size, "big")).dump()
        + core.OctetString(curve.b.to_bytes(size, "big")).dump(),
    )
    parameters = tlv.encode(
        0x30,
        core.Integer(1).dump()
        + field
        + coefficients
        + core.OctetString(base).dump()
        + core.Integer(curve.n).dump()
        + core.Integer(1).dump(),
    )
    algorithm = tlv.encode(0x30, core.ObjectIdentifier("1.2.840.10045.2.1").dump() + parameters)
    point = b"\x04" + numbers.x.to_bytes(size, "big") + numbers.y.to_bytes(size, "big")
    return tlv.encode(0x30, algorithm + tlv.encode(0x03, b"\x00" + point))


def signed_list(
    key: PrivateKey,
    content: bytes,
    *,
    certificate: bytes | None = None,
    digest: str = "sha256",
    pss: Pss | None = None,
    content_type: str = LDS_OBJECT,
    attributes: bool = True,
) -> bytes:
    """A bare CMS message, DER.

    Args:
        key: the signer's.
        content: what is signed.
        certificate: DER; a self-signed one when it is not given.
        digest: hash of the signature.
        pss: for RSASSA-PSS, else PKCS#1.
        content_type: dotted.
        attributes: whether there are signed attributes; else the content itself is signed.
    """
    certificate = certificate or certificate_of(key)
    signed_attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": [content_type]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.new(digest, content).digest()]}),
        ]
    )
    signature, algorithm = _sign(key, signed_attributes.dump() if attributes else content, digest, pss)
    parsed: Any = asn1_x509.Certificate.load(certificate)
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": parsed.issuer, "serial_number": parsed.serial_number}
                    )
                }
            ),
            "digest_algorithm": {"algorithm": digest},
            **({"signed_attrs": signed_attributes} if attributes else {}),
            "signature_algorithm": algorithm,
            "signature": signature,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": digest}],
            "encap_content_info": {
                "content_type": content_type,
                "content": core.ParsableOctetString(content),
            },
            "certificates": [cms.CertificateChoices({"certificate": parsed})],
            "signer_infos": [signer],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()


def _sign(key: PrivateKey, data: bytes, digest: str, pss: Pss | None) -> tuple[bytes, dict[str, Any]]:
    chosen = HASHES[digest]
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(chosen)), {"algorithm": f"{digest}_ecdsa"}
    if pss is None:
        return key.sign(data, padding.PKCS1v15(), chosen), {"algorithm": f"{digest}_rsa"}
    parameters = {
        "hash_algorithm": {"algorithm": digest},
        "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": pss.mask}},
        "salt_length": pss.salt,
    }
    scheme = padding.PSS(padding.MGF1(HASHES[pss.mask]), pss.salt)
    return key.sign(data, scheme, chosen), {"algorithm": "rsassa_pss", "parameters": parameters}


def indefinite(der: bytes, *, pieces: int = 0) -> bytes:
    """The same object in BER: constructed objects with indefinite length.

    Args:
        der: one object or several.
        pieces: octet strings of more than this are cut into pieces of that size; 0: left whole.
    """
    out = b""
    for item in tlv.parse(der):
        if item.constructed:
            out += item.tag.to_bytes(1, "big") + b"\x80" + indefinite(item.value, pieces=pieces) + b"\x00\x00"
        elif item.tag == 0x04 and 0 < pieces < len(item.value):
            cut = [item.value[i : i + pieces] for i in range(0, len(item.value), pieces)]
            out += b"\x24\x80" + b"".join(tlv.encode(0x04, piece) for piece in cut) + b"\x00\x00"
        else:
            out += tlv.encode(item.tag, item.value)
    return out
