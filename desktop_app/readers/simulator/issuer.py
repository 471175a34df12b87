"""The training issuer: a made-up state with a root, a signer, and a press that makes chips.

Its root is trusted in the training profile that made it and nowhere else.

Source: ICAO Doc 9303 part 10, 4.6.2 (Document Security Object) and part 12.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from desktop_app.emrtd import tlv
from desktop_app.readers.simulator import certificates, face_record, lds, signed_data
from desktop_app.readers.simulator.chip_data import (
    ATR_INFO,
    CARD_ACCESS,
    CARD_SECURITY,
    COM,
    DIR,
    LDS_APPLICATION,
    SOD,
    ChipData,
    ChipKey,
    Mapping,
)
from desktop_app.readers.simulator.citizens import TrainingCitizen
from desktop_app.readers.simulator.key_groups import group_by_parameter_id
from desktop_app.readers.simulator.plan import USUAL, ActiveKind, KeyPlan, Plan, SodPlan

ActiveKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_FINGERPRINTS_SIZE = 900  # nobody can read them; their hash has to be of something
_SECURITY_OBJECT = "0.4.0.127.0.7.3.2.1"  # id-SecurityObject: what EF.CardSecurity signs
_EXTENDED_SIZE = 4352  # told in EF.ATR/INFO: a command or answer with 4,096 plain bytes, protected


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
    def create(cls, now: datetime, common_name: str = certificates.ROOT_NAME) -> Issuer:
        """Make new keys and certificates, valid from 2021 to many years after `now`."""
        root_key = ec.generate_private_key(ec.BrainpoolP384R1())
        root = certificates.make_root(root_key, now, common_name)
        return _with_new_signer(root, root_key, certificates.signer_end(now))

    def with_signer(self, until: datetime, common_name: str) -> Issuer:
        """The same root with another signer, whose certificate ends then."""
        return _with_new_signer(
            x509.load_der_x509_certificate(self.csca_der), self.root_key, until, common_name
        )

    def revocation_list(self, now: datetime) -> bytes:
        """The root's list of revoked signers, DER: it names this signer."""
        signer, root = (x509.load_der_x509_certificate(der) for der in (self.signer_der, self.csca_der))
        made = certificates.make_revocation_list(signer, root, self.root_key, now)
        return made.public_bytes(serialization.Encoding.DER)

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

    def personalize(self, citizen: TrainingCitizen, photo: bytes, plan: Plan = USUAL) -> ChipData:
        """Make a chip: its own keys, its files, and the signature over them.

        Args:
            citizen: whose card it is.
            photo: JPEG.
            plan: what it is made of.
        """
        chip_keys = tuple(new_chip_key(key) for key in plan.chip_keys)
        offered = () if plan.mapping_only else chip_keys
        active_key = _new_active_key(plan.active) if plan.active is not None else None
        curve_hash = (plan.active_hash or "sha256") if plan.active is ActiveKind.EC else None
        groups = {
            1: lds.dg1(citizen),
            3: tlv.encode(0x63, secrets.token_bytes(_FINGERPRINTS_SIZE)),
            13: lds.dg13_of(citizen, plan.texts, plan.filling),
            14: lds.dg14(plan.pace, offered, named=plan.named_curves, active_hash=curve_hash),
        }
        if plan.face is not None:
            groups[2] = face_record.dg2(photo, plan.face, woman=citizen.is_woman)
        further = {11: lds.dg11, 12: lds.dg12, 16: lds.dg16}
        groups |= {number: make(citizen) for number, make in further.items() if number in plan.order}
        if active_key is not None:
            groups[15] = lds.dg15(_spki(active_key.public_key()))
        files = {0x0100 + number: group for number, group in groups.items() if number != 3}
        if plan.pace:
            files[CARD_ACCESS] = lds.card_access(plan.pace, offered)
        files[COM] = lds.com([number for number in plan.order if number in groups])
        signed = {number: group for number, group in groups.items() if number not in plan.unsigned}
        files[SOD] = self.sign(signed, plan.sod)
        master_files = {DIR: lds.dir_([LDS_APPLICATION]), ATR_INFO: lds.atr_info(_EXTENDED_SIZE)}
        if chip_keys and any(offer.mapping is Mapping.CHIP for offer in plan.pace):
            master_files[CARD_SECURITY] = self._card_security(plan, chip_keys[0])
        return ChipData(
            files=files,
            master_files=master_files,
            mrz_information=citizen.mrz_information,
            can=citizen.can,
            pace=plan.pace,
            chip_key=chip_keys[0] if chip_keys else None,
            other_chip_keys=chip_keys[1:],
            active_key=_pkcs8(active_key) if active_key is not None else None,
            active_hash=plan.active_hash,
        )

    def _card_security(self, plan: Plan, chip_key: ChipKey) -> bytes:
        content = lds.card_security_content(plan.pace, chip_key)
        signer = asn1_x509.Certificate.load(self.signer_der)
        return signed_data.sign(content, _SECURITY_OBJECT, signer, self.signer_key)

    def sign(self, groups: MappingOf[int, bytes], plan: SodPlan = USUAL.sod) -> bytes:
        """EF.SOD over data groups (number to contents): signed data, ECDSA, the signer inside."""
        content = lds.security_object(groups, plan.hash_name)
        signer = asn1_x509.Certificate.load(self.signer_der)
        message = signed_data.sign(content, plan.content_type, signer, self.signer_key, plan.hash_name)
        if plan.indefinite:
            message = signed_data.with_open_lengths(message)
        if plan.open_end:
            return b"\x77\x80" + message + b"\x00\x00"
        return tlv.encode(0x77, message) if plan.wrapped else message


def _with_new_signer(
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    until: datetime,
    common_name: str = certificates.SIGNER_NAME,
) -> Issuer:
    signer_key = ec.generate_private_key(ec.BrainpoolP256R1())
    signer = certificates.make_signer(signer_key.public_key(), root, root_key, until, common_name)
    return Issuer(_der(root), _der(signer), root_key, signer_key)


def new_chip_key(plan: KeyPlan) -> ChipKey:
    """A fresh key of Chip Authentication."""
    group = group_by_parameter_id(plan.parameter_id)
    if group is None:
        raise ValueError(f"no group has the number {plan.parameter_id}")
    private = group.draw().to_bytes((group.order.bit_length() + 7) // 8, "big")
    return ChipKey(private, plan.suite, plan.parameter_id, plan.key_id)


def new_signature_key() -> bytes:
    """A fresh key of Active Authentication over a curve, PKCS #8 DER."""
    return _pkcs8(_new_active_key(ActiveKind.EC))


def public_part(key: bytes) -> bytes:
    """SubjectPublicKeyInfo, DER, of a private key over a curve, PKCS #8 DER."""
    private = serialization.load_der_private_key(key, None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise TypeError("no key over a curve")
    return _spki(private.public_key())


def _new_active_key(kind: ActiveKind) -> ActiveKey:
    match kind:
        case ActiveKind.EC:
            return ec.generate_private_key(ec.BrainpoolP256R1())
        case ActiveKind.RSA_1024:
            return rsa.generate_private_key(65537, 1024)
        case ActiveKind.RSA_2048:
            return rsa.generate_private_key(65537, 2048)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _spki(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _pkcs8(key: ActiveKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
