"""PACE with generic mapping over elliptic curves: a weak password becomes a strong session.

Source: ICAO Doc 9303 part 11, 4.4; worked example G.1.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import curves, tlv
from desktop_app.emrtd.access import AccessKey, CanKey
from desktop_app.emrtd.apdu import MAX_LE, Command, Ins, Response, Status
from desktop_app.emrtd.bac import BLOCKED, WRONG_MRZ
from desktop_app.emrtd.ciphers import Suite, block_size, decrypt_cbc, mac, pad
from desktop_app.emrtd.curves import Curve, Point
from desktop_app.emrtd.keys import KeyPurpose, derive_key
from desktop_app.emrtd.secure_messaging import SecureSession, Transmit
from desktop_app.emrtd.security_infos import PaceInfo, encode_oid

PACE_REFUSED = declare("emrtd.pace_refused")
PACE_FAILED = declare("emrtd.pace_failed")
PACE_UNSUPPORTED = declare("emrtd.pace_unsupported")
WRONG_CAN = declare("emrtd.wrong_can")

_GENERIC_MAPPING_ECDH = "0.4.0.127.0.7.2.2.4.2"
_SUITES = {"1": Suite.TDES, "2": Suite.AES128, "3": Suite.AES192, "4": Suite.AES256}
_STRENGTH = (Suite.TDES, Suite.AES128, Suite.AES192, Suite.AES256)

DEFAULT = PaceInfo(f"{_GENERIC_MAPPING_ECDH}.2", 13)
"""What Vietnamese cards are known to offer: AES-128, brainpoolP256r1. For unreadable EF.CardAccess."""

_NONCE_SIZES = (16, 32)  # whole blocks, at least as long as the key (9303-11, 4.4.4)
_WRONG_SECRET = (
    Status.AUTHENTICATION_FAILED,
    Status.WRONG_DATA,
    Status.SECURITY_NOT_SATISFIED,
    Status.SM_OBJECTS_INCORRECT,
)


@dataclass(frozen=True, slots=True)
class PaceOffer:
    """An offer that this module can take.

    Attributes:
        oid: of the protocol.
        parameter_id: number of the curve.
        curve: the curve.
        suite: cipher and MAC of the session.
    """

    oid: str
    parameter_id: int
    curve: Curve
    suite: Suite


def choose_offer(infos: Sequence[PaceInfo]) -> PaceOffer:
    """The strongest offer that can be taken: cipher first, then size of the curve.

    Raises:
        AppError: emrtd.pace_unsupported: none can be taken.
    """
    offers = [offer for info in infos if (offer := _supported(info)) is not None]
    if not offers:
        raise AppError(PACE_UNSUPPORTED, {"offered": ", ".join(sorted({info.oid for info in infos}))})
    return max(offers, key=lambda offer: (_STRENGTH.index(offer.suite), offer.curve.n.bit_length()))


def _supported(info: PaceInfo) -> PaceOffer | None:
    mapping, _, suite = info.oid.rpartition(".")
    curve = curves.curve_by_parameter_id(info.parameter_id) if info.parameter_id is not None else None
    if mapping != _GENERIC_MAPPING_ECDH or suite not in _SUITES or info.parameter_id is None or curve is None:
        return None
    return PaceOffer(info.oid, info.parameter_id, curve, _SUITES[suite])


def open_session(
    transmit: Transmit, offer: PaceOffer, key: AccessKey, random: Callable[[int], bytes] = os.urandom
) -> SecureSession:
    """Run PACE at the level of the master file; one try.

    Args:
        transmit: sends plain commands.
        offer: what the chip offers.
        key: access number or fields of the machine-readable zone.
        random: gives that many random bytes; drawn for the mapping key, then for the ephemeral key.

    Returns:
        A session whose counter starts at zero.

    Raises:
        AppError: emrtd.pace_refused, emrtd.wrong_can, emrtd.wrong_mrz, emrtd.blocked, emrtd.pace_failed
            (the chip breaks the protocol), emrtd.bad_point.
    """
    curve, suite = offer.curve, offer.suite
    password_key = derive_key(_password(key), KeyPurpose.PACE, suite)

    _set_authentication_template(transmit, offer, key)
    encrypted_nonce = _step(transmit, 0x10, b"", 0x80)
    if len(encrypted_nonce) not in _NONCE_SIZES:
        raise AppError(PACE_FAILED, {"why": "nonce_size"})
    nonce = decrypt_cbc(suite, password_key, bytes(block_size(suite)), encrypted_nonce)

    mapping_key = curves.random_scalar(curve, random)
    mapping_public = curves.multiply(curve, mapping_key, curve.g)
    chip_mapping_public = _exchange_point(transmit, curve, 0x81, mapping_public, 0x82)
    generator = _map(curve, nonce, curves.multiply(curve, mapping_key, chip_mapping_public))

    ephemeral_key = curves.random_scalar(curve, random)
    ephemeral_public = curves.multiply(curve, ephemeral_key, generator)
    chip_public = _exchange_point(transmit, curve, 0x83, ephemeral_public, 0x84)
    shared = curves.multiply(curve, ephemeral_key, chip_public)
    if shared == curves.INFINITY:
        raise AppError(PACE_FAILED, {"why": "infinity"})
    secret = curves.encode_x(curve, shared)
    enc_key = derive_key(secret, KeyPurpose.ENC, suite)
    mac_key = derive_key(secret, KeyPurpose.MAC, suite)

    answer = _general_authenticate(transmit, 0x00, tlv.encode(0x85, _token(offer, mac_key, chip_public)))
    _check_last_status(answer, key)
    chip_token = _object(answer, 0x86)
    if not hmac.compare_digest(chip_token, _token(offer, mac_key, ephemeral_public)):
        raise _wrong_secret(key, answer)
    return SecureSession(suite, enc_key, mac_key)


def _password(key: AccessKey) -> bytes:
    if isinstance(key, CanKey):
        return key.can.encode("ascii")
    return hashlib.sha1(key.information.encode("ascii")).digest()


def _set_authentication_template(transmit: Transmit, offer: PaceOffer, key: AccessKey) -> None:
    reference = 2 if isinstance(key, CanKey) else 1
    data = (
        tlv.encode(0x80, encode_oid(offer.oid))
        + tlv.encode(0x83, bytes([reference]))
        + tlv.encode(0x84, bytes([offer.parameter_id]))  # optional, but some chips insist (6A87)
    )
    answer = transmit(Command(0x00, Ins.MANAGE_SECURITY_ENVIRONMENT, 0xC1, 0xA4, data))
    if answer.sw == Status.BLOCKED or answer.tries_left == 0:
        raise AppError(BLOCKED, {"status_word": answer.status_word})
    # 63Cx only says how many tries are left; the chip goes on.
    if not answer.ok and answer.tries_left is None:
        raise AppError(PACE_REFUSED, {"status_word": answer.status_word})


def _map(curve: Curve, nonce: bytes, shared: Point) -> Point:
    """Generic mapping: s·G + H."""
    if shared == curves.INFINITY:
        raise AppError(PACE_FAILED, {"why": "infinity"})
    scaled = curves.multiply(curve, int.from_bytes(nonce, "big"), curve.g)
    generator = curves.add(curve, scaled, shared)
    if generator == curves.INFINITY:
        raise AppError(PACE_FAILED, {"why": "infinity"})
    return generator


def _exchange_point(transmit: Transmit, curve: Curve, tag: int, ours: Point, answer_tag: int) -> Point:
    sent = curves.encode_point(curve, ours)
    received = _step(transmit, 0x10, tlv.encode(tag, sent), answer_tag)
    theirs = curves.decode_point(curve, received)
    # A mirrored key would let somebody without the password answer with our own token.
    if theirs.x == ours.x:
        raise AppError(PACE_FAILED, {"why": "mirrored_key"})
    return theirs


def _step(transmit: Transmit, cla: int, data: bytes, answer_tag: int) -> bytes:
    answer = _general_authenticate(transmit, cla, data)
    if answer.sw == Status.BLOCKED:
        raise AppError(BLOCKED, {"status_word": answer.status_word})
    if not answer.ok:
        raise AppError(PACE_REFUSED, {"status_word": answer.status_word})
    return _object(answer, answer_tag)


def _general_authenticate(transmit: Transmit, cla: int, data: bytes) -> Response:
    """One link of the chain; class 10 says that more follow."""
    return transmit(Command(cla, Ins.GENERAL_AUTHENTICATE, 0x00, 0x00, tlv.encode(0x7C, data), MAX_LE))


def _object(answer: Response, tag: int) -> bytes:
    try:
        outer = tlv.parse_one(answer.data)
        item = tlv.find(outer.children(), tag)
    except AppError as error:
        raise AppError(PACE_FAILED, {"why": "malformed"}) from error
    if outer.tag != 0x7C or item is None:
        raise AppError(PACE_FAILED, {"why": "malformed"})
    return item.value


def _token(offer: PaceOffer, mac_key: bytes, public: Point) -> bytes:
    """MAC over the other side's ephemeral key with the protocol's identifier."""
    data = tlv.encode(
        0x7F49,
        tlv.encode(0x06, encode_oid(offer.oid)) + tlv.encode(0x86, curves.encode_point(offer.curve, public)),
    )
    if offer.suite is Suite.TDES:
        data = pad(data, 8)
    return mac(offer.suite, mac_key, data)


def _check_last_status(answer: Response, key: AccessKey) -> None:
    if answer.sw in _WRONG_SECRET or answer.tries_left is not None:
        raise _wrong_secret(key, answer)
    if answer.sw == Status.BLOCKED:
        raise AppError(BLOCKED, {"status_word": answer.status_word})
    if not answer.ok:
        raise AppError(PACE_REFUSED, {"status_word": answer.status_word})


def _wrong_secret(key: AccessKey, answer: Response) -> AppError:
    code = WRONG_CAN if isinstance(key, CanKey) else WRONG_MRZ
    return AppError(code, {"status_word": answer.status_word, "tries_left": answer.tries_left})
