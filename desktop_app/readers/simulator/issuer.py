"""The training issuer: a made-up state with a root, a signer, and a press that makes chips.

Its root is trusted in the training profile that made it and nowhere else.

Source: ICAO Doc 9303 part 10, 4.6.2 (Document Security Object) and part 12.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from desktop_app.emrtd import tlv
from desktop_app.emrtd.curves import curve_by_parameter_id, random_scalar
from desktop_app.readers.simulator import certificates, lds
from desktop_app.readers.simulator.chip_data import (
    BRAINPOOL_P256R1,
    CARD_ACCESS,
    COM,
    SOD,
    ChipData,
    ChipKey,
    PaceOffer,
)
from desktop_app.readers.simulator.citizens import TrainingCitizen

_FINGERPRINTS_SIZE = 900  # nobody can read them; their hash has to be of something


@dataclass(frozen=True, slots=True)
class Issuer:
    """Root and signer with their keys. For training only: the keys are stored in the clear.

    Attributes:
        csca_der: certificate of the root.
        signer_der: certificate of the signer, which goes into each EF.SOD.
        root_key: private key of the root.
        signer_key: private key of the signer.
    """

    csca_der: bytes
    signer_der: bytes
    root_key: ec.EllipticCurvePrivateKey = field(repr=False)
    signer_key: ec.EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def create(cls, now: datetime) -> Issuer:
        """Make new keys and certificates, valid from 2021 to many years after `now`."""
        root_key = ec.generate_private_key(ec.BrainpoolP384R1())
        signer_key = ec.generate_private_key(ec.BrainpoolP256R1())
        root = certificates.make_root(root_key, now)
        signer = certificates.make_signer(signer_key.public_key(), root, root_key, now)
        return cls(_der(root), _der(signer), root_key, signer_key)

    def to_bytes(self) -> bytes:
        """For the training profile."""
        parts = (self.csca_der, self.signer_der, _pkcs8(self.root_key), _pkcs8(self.signer_key))
        return json.dumps([base64.b64encode(part).decode() for part in parts]).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Issuer:
        """Read what `to_bytes` wrote.

        Raises:
            ValueError, TypeError: it is something else.
        """
        csca, signer, *keys = (base64.b64decode(part) for part in json.loads(raw))
        root_key, signer_key = (serialization.load_der_private_key(key, None) for key in keys)
        if not isinstance(root_key, ec.EllipticCurvePrivateKey):
            raise TypeError("the root key is none of a curve")
        if not isinstance(signer_key, ec.EllipticCurvePrivateKey):
            raise TypeError("the signer key is none of a curve")
        return cls(csca, signer, root_key, signer_key)

    def personalize(self, citizen: TrainingCitizen, photo: bytes) -> ChipData:
        """Make a chip: its own keys, its files, and the signature over them.

        Args:
            citizen: whose card it is.
            photo: JPEG.
        """
        chip_key, offers = _new_chip_key(), (PaceOffer(),)
        active_key = ec.generate_private_key(ec.BrainpoolP256R1())
        groups = {
            1: lds.dg1(citizen),
            2: lds.dg2(citizen, photo),
            3: tlv.encode(0x63, secrets.token_bytes(_FINGERPRINTS_SIZE)),
            13: lds.dg13_of(citizen),
            14: lds.dg14(offers, chip_key),
            15: lds.dg15(_spki(active_key.public_key())),
        }
        files = {0x0100 + number: group for number, group in groups.items() if number != 3}
        files |= {
            CARD_ACCESS: lds.card_access(offers, chip_key),
            COM: lds.com(),
            SOD: self.sign(groups),
        }
        return ChipData(
            files=files,
            mrz_information=citizen.mrz_information,
            can=citizen.can,
            pace=offers,
            chip_key=chip_key,
            active_key=_pkcs8(active_key),
        )

    def sign(self, groups: dict[int, bytes]) -> bytes:
        """EF.SOD over data groups (number to contents): signed data, SHA-256, ECDSA, the signer inside."""
        content = lds.security_object(groups)
        signer = asn1_x509.Certificate.load(self.signer_der)
        attributes = cms.CMSAttributes(
            [
                {"type": "content_type", "values": [lds.SECURITY_OBJECT_OID]},
                {"type": "message_digest", "values": [hashlib.sha256(content).digest()]},
            ]
        )
        signature = self.signer_key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [{"algorithm": "sha256"}],
                "encap_content_info": {
                    "content_type": lds.SECURITY_OBJECT_OID,
                    "content": core.ParsableOctetString(content),
                },
                "certificates": [signer],
                "signer_infos": [
                    {
                        "version": "v1",
                        "sid": cms.IssuerAndSerialNumber(
                            {"issuer": signer.issuer, "serial_number": signer.serial_number}
                        ),
                        "digest_algorithm": {"algorithm": "sha256"},
                        "signed_attrs": attributes,
                        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                        "signature": signature,
                    }
                ],
            }
        )
        return tlv.encode(0x77, cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _new_chip_key() -> ChipKey:
    curve = curve_by_parameter_id(BRAINPOOL_P256R1)
    if curve is None:
        raise ValueError("brainpoolP256r1 is missing")
    return ChipKey(random_scalar(curve).to_bytes(curve.field_size, "big"))


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _spki(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _pkcs8(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
