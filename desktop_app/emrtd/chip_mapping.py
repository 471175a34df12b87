"""The proof inside PACE with chip authentication mapping: the chip's key for the mapping is its signed key.

The signed key stands in EF.CardSecurity, a file of the master file that is given out after PACE.

Source: ICAO Doc 9303 part 11, 4.4.3.3.3 and 4.4.3.5; part 10 (EF.CardSecurity); worked example I.1.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from desktop_app.core.errors import AppError
from desktop_app.emrtd import ber, cms, tlv
from desktop_app.emrtd.cms import SignedMessage
from desktop_app.emrtd.groups import EcGroup
from desktop_app.emrtd.lds import BAD_FILE
from desktop_app.emrtd.pace import PaceOffer, PaceRun
from desktop_app.emrtd.public_keys import EcKey, parse_agreement_key
from desktop_app.emrtd.result import VERIFIED, Check, Reason, failed, not_possible
from desktop_app.emrtd.security_infos import SecurityInfo, parse_security_infos

_CONTENT_TYPE = "0.4.0.127.0.7.3.2.1"
_PUBLIC_KEY_ECDH = "0.4.0.127.0.7.2.2.1.2"
_SEQUENCE = 0x30


@dataclass(frozen=True, slots=True)
class CardSecurity:
    """EF.CardSecurity, read but not judged.

    Attributes:
        infos: what the chip offers, signed.
        message: the signed message around; its signer is judged as that of EF.SOD.
    """

    infos: tuple[SecurityInfo, ...] = field(repr=False)
    message: SignedMessage = field(repr=False)


def parse_card_security(raw: bytes) -> CardSecurity:
    """Read EF.CardSecurity.

    Raises:
        AppError: emrtd.bad_file.
    """
    try:
        message = cms.parse_signed_message(ber.definite(raw))
        infos = parse_security_infos(message.content)
    except AppError as error:
        raise AppError(BAD_FILE, {"file": "CardSecurity"}) from error
    if message.content_type != _CONTENT_TYPE:
        raise AppError(BAD_FILE, {"file": "CardSecurity"})
    return CardSecurity(infos, message)


def check_chip_mapping(offer: PaceOffer, run: PaceRun, raw: bytes) -> Check:
    """Whether the chip proved, while it opened, that it holds a key of EF.CardSecurity.

    A key that nobody signed rightly proves nothing. Whether the signer is trusted is judged elsewhere.

    Args:
        offer: with chip authentication mapping.
        run: what it gave.
        raw: EF.CardSecurity.
    """
    proof, mapping_key, group = run.chip_authentication_data, run.chip_mapping_key, offer.group
    if proof is None or mapping_key is None or not isinstance(group, EcGroup):
        return not_possible(Reason.NOT_OFFERED)
    try:
        security = parse_card_security(raw)
    except AppError:
        return not_possible(Reason.FILE_UNREADABLE)
    if cms.check_signature(security.message) != VERIFIED:
        return not_possible(Reason.KEY_NOT_SIGNED)
    keys = [
        key for info in security.infos if (key := _key_of(info)) is not None and EcGroup(key.curve) == group
    ]
    if not keys:
        return not_possible(Reason.NOT_OFFERED)
    matches = [proves(group, proof, mapping_key, key) for key in keys]
    return VERIFIED if any(matches) else failed(Reason.CHIP_ANSWER_WRONG)


def proves(group: EcGroup, proof: bytes, mapping_key: bytes, key: EcKey) -> bool:
    """Whether the static key times the proof is the key that the chip used for the mapping."""
    factor = int.from_bytes(proof, "big")
    if not 0 < factor < group.curve.n:
        return False
    static = EcGroup(key.curve)
    return hmac.compare_digest(static.power(static.encode(key.point), factor), mapping_key)


def _key_of(info: SecurityInfo) -> EcKey | None:
    if info.oid != _PUBLIC_KEY_ECDH or not info.parameters:
        return None
    try:
        key = parse_agreement_key(tlv.encode(_SEQUENCE, info.parameters[0].value))
    except AppError:
        return None
    return key if isinstance(key, EcKey) else None
