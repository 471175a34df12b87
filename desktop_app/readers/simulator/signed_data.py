"""The signed message in EF.SOD: made by the training issuer, and written as BER too.

Source: ICAO Doc 9303 part 10, 4.6.2; RFC 5652; X.690, 8.1.3.6 (lengths that are left open).
"""

from __future__ import annotations

import hashlib

from asn1crypto import cms, core, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from desktop_app.emrtd import tlv

_HASHES = {
    "sha1": hashes.SHA1(),
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_OCTETS, _OCTETS_IN_PIECES = 0x04, 0x24


def sign(
    content: bytes,
    content_type: str,
    signer: x509.Certificate,
    key: ec.EllipticCurvePrivateKey,
    hash_name: str = "sha256",
) -> bytes:
    """A ContentInfo with SignedData, DER.

    Args:
        content: what is signed.
        content_type: its object identifier, dotted.
        signer: goes inside.
        key: of the signer.
        hash_name: as hashlib names it.
    """
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": [content_type]},
            {"type": "message_digest", "values": [hashlib.new(hash_name, content).digest()]},
        ]
    )
    signature = key.sign(attributes.dump(), ec.ECDSA(_HASHES[hash_name]))
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": hash_name}],
            "encap_content_info": {
                "content_type": content_type,
                "content": core.ParsableOctetString(content),
            },
            "certificates": [signer],
            "signer_infos": [
                {
                    "version": "v1",
                    "sid": cms.IssuerAndSerialNumber(
                        {"issuer": signer.issuer, "serial_number": signer.serial_number}
                    ),
                    "digest_algorithm": {"algorithm": hash_name},
                    "signed_attrs": attributes,
                    "signature_algorithm": {"algorithm": f"{hash_name}_ecdsa"},
                    "signature": signature,
                }
            ],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()


def with_open_lengths(message: bytes) -> bytes:
    """The same message as signers write it who do not know lengths beforehand: open at each outer level.

    What is signed (the attributes) and the certificate stay as they are.
    """
    kind, wrapped = tlv.parse_one(message).children()
    version, digests, content, *others = wrapped.children()[0].children()
    content_type, held = content.children()
    octets = held.children()[0]
    pieces = _open(_OCTETS_IN_PIECES, tlv.encode(_OCTETS, octets.value))
    content_info = _open(content.tag, _encoded(content_type) + _open(held.tag, pieces))
    inside = _encoded(version) + _encoded(digests) + content_info + b"".join(map(_encoded, others))
    signed = _open(wrapped.children()[0].tag, inside)
    return _open(0x30, _encoded(kind) + _open(wrapped.tag, signed))


def _encoded(item: tlv.Tlv) -> bytes:
    return tlv.encode(item.tag, item.value)


def _open(tag: int, content: bytes) -> bytes:
    """An element whose end is told by two zero bytes."""
    return bytes([tag, 0x80]) + content + b"\0\0"
