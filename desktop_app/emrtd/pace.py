"""PACE: a weak password becomes a strong session. Every mapping, over curves and over primes.

Source: ICAO Doc 9303 part 11, 4.4; worked examples G.1, G.2, H.1, H.2 and I.1.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import integrated_mapping, tlv
from desktop_app.emrtd.access import AccessKey, PinKey
from desktop_app.emrtd.apdu import MAX_LE, Command, Ins, Response, Status
from desktop_app.emrtd.bac import BLOCKED
from desktop_app.emrtd.channel import Channel
from desktop_app.emrtd.ciphers import Suite, block_size, decrypt_cbc, encrypt_block, key_size, mac, pad, unpad
from desktop_app.emrtd.curves import curve_by_parameter_id
from desktop_app.emrtd.groups import DhGroup, EcGroup, dh_by_parameter_id
from desktop_app.emrtd.keys import KeyPurpose, derive_key
from desktop_app.emrtd.passwords import (
    PACE_REFUSED,
    PIN_SUSPENDED,
    check_choice,
    check_refusal,
    password_of,
    reference_of,
    wrong_password,
)
from desktop_app.emrtd.secure_messaging import SecureSession, Transmit
from desktop_app.emrtd.security_infos import PaceInfo, encode_oid

PACE_FAILED = declare("emrtd.pace_failed")
PACE_UNSUPPORTED = declare("emrtd.pace_unsupported")

_PACE = "0.4.0.127.0.7.2.2.4."
_SUITES = {"1": Suite.TDES, "2": Suite.AES128, "3": Suite.AES192, "4": Suite.AES256}
_STRENGTH = (Suite.TDES, Suite.AES128, Suite.AES192, Suite.AES256)

DEFAULT = PaceInfo(f"{_PACE}2.2", 13)
"""What Vietnamese cards are known to offer: AES-128, brainpoolP256r1. For unreadable EF.CardAccess."""

_MAX_SHORT_DATA = 255
_NONCE_SIZES = (16, 32)  # whole blocks, at least as long as the key (9303-11, 4.4.4)
_WRONG_SECRET = (
    Status.AUTHENTICATION_FAILED,
    Status.WRONG_DATA,
    Status.SECURITY_NOT_SATISFIED,
    Status.SM_OBJECTS_INCORRECT,
)


class Mapping(StrEnum):
    """How the nonce becomes a generator."""

    GENERIC = "generic"
    INTEGRATED = "integrated"
    CHIP_AUTHENTICATION = "chip_authentication"  # generic, and the chip proves its own key on the way


_MAPPINGS = {
    f"{_PACE}1": Mapping.GENERIC,
    f"{_PACE}2": Mapping.GENERIC,
    f"{_PACE}3": Mapping.INTEGRATED,
    f"{_PACE}4": Mapping.INTEGRATED,
    f"{_PACE}6": Mapping.CHIP_AUTHENTICATION,
}
_OVER_PRIMES = (f"{_PACE}1", f"{_PACE}3")


@dataclass(frozen=True, slots=True)
class PaceOffer:
    """An offer that this module can take.

    Attributes:
        oid: of the protocol.
        parameter_id: number of the standardized group.
        group: where keys are agreed.
        suite: cipher and MAC of the session.
        mapping: how the nonce becomes a generator.
    """

    oid: str
    parameter_id: int
    group: EcGroup | DhGroup
    suite: Suite
    mapping: Mapping


@dataclass(frozen=True, slots=True)
class PaceRun:
    """What one run gave.

    Attributes:
        session: its counter starts at zero.
        chip_mapping_key: public key of the chip for the mapping; None with the integrated mapping.
        chip_authentication_data: what the chip proves its key with, decrypted; None with other mappings.
    """

    session: SecureSession
    chip_mapping_key: bytes | None = field(repr=False)
    chip_authentication_data: bytes | None = field(repr=False)


def choose_offer(infos: Sequence[PaceInfo]) -> PaceOffer:
    """The best offer that can be taken: curves before primes, the strongest cipher, the largest group.

    Keys modulo a prime take long commands, which not every reader brings over. Among equals the generic
    mapping comes first: it is the one that most chips were tested with.

    Raises:
        AppError: emrtd.pace_unsupported: none can be taken.
    """
    offers = [offer for info in infos if (offer := _supported(info)) is not None]
    if not offers:
        raise AppError(PACE_UNSUPPORTED, {"offered": ", ".join(sorted({info.oid for info in infos}))})
    return max(offers, key=_preference)


def _preference(offer: PaceOffer) -> tuple[bool, int, int, bool]:
    return (
        isinstance(offer.group, EcGroup),
        _STRENGTH.index(offer.suite),
        offer.group.bits,
        offer.mapping is Mapping.GENERIC,
    )


def _supported(info: PaceInfo) -> PaceOffer | None:
    protocol, _, suite = info.oid.rpartition(".")
    mapping = _MAPPINGS.get(protocol)
    if mapping is None or suite not in _SUITES or info.parameter_id is None:
        return None
    group = _group(info.parameter_id, over_primes=protocol in _OVER_PRIMES)
    if group is None or (mapping is Mapping.INTEGRATED and not integrated_mapping.is_possible(group)):
        return None
    if mapping is Mapping.CHIP_AUTHENTICATION and _SUITES[suite] is Suite.TDES:
        return None  # there is no such protocol
    return PaceOffer(info.oid, info.parameter_id, group, _SUITES[suite], mapping)


def _group(parameter_id: int, *, over_primes: bool) -> EcGroup | DhGroup | None:
    if over_primes:
        return dh_by_parameter_id(parameter_id)
    curve = curve_by_parameter_id(parameter_id)
    return EcGroup(curve) if curve is not None else None


def open_session(
    transmit: Transmit, offer: PaceOffer, key: AccessKey, random: Callable[[int], bytes] = os.urandom
) -> SecureSession:
    """As `run`, for those who want the session only."""
    return run(transmit, offer, key, random).session


def run_resuming(
    channel: Channel, offer: PaceOffer, key: AccessKey, random: Callable[[int], bytes] = os.urandom
) -> PaceRun:
    """As `run`; a suspended PIN is tried inside a session that the access number has opened.

    Args:
        channel: without a session; it may be left with that of the access number.
    """
    try:
        return run(channel.transmit, offer, key, random)
    except AppError as error:
        if error.code != PIN_SUSPENDED or not isinstance(key, PinKey) or key.can is None:
            raise
        channel.session = run(channel.transmit, offer, key.can, random).session
        return run(channel.transmit, offer, key, random, resumed=True)


def run(
    transmit: Transmit,
    offer: PaceOffer,
    key: AccessKey,
    random: Callable[[int], bytes] = os.urandom,
    *,
    resumed: bool = False,
) -> PaceRun:
    """Run PACE at the level of the master file; one try.

    Args:
        transmit: sends plain commands; in extended form where a prime of 2,048 bits asks for it.
        offer: what the chip offers.
        key: the password.
        resumed: the access number has been proven in this session, for a PIN that was suspended.
        random: gives that many random bytes; drawn for the mapping, then for the ephemeral key.

    Raises:
        AppError: emrtd.pace_refused, emrtd.wrong_can, emrtd.wrong_mrz, emrtd.blocked, emrtd.pace_failed
            (the chip breaks the protocol), emrtd.bad_point; of PIN and PUK emrtd.wrong_pin and those of
            `passwords.check_choice`.
    """
    group, suite = offer.group, offer.suite
    password_key = derive_key(password_of(key), KeyPurpose.PACE, suite)

    tries_left = check_choice(key, _set_authentication_template(transmit, offer, key), resumed=resumed)
    first = _general_authenticate(transmit, 0x10, b"")
    check_refusal(key, first)  # a chip may tell only now that it would not take this password
    _expect_step(first)
    encrypted_nonce = _object(first, 0x80)
    if len(encrypted_nonce) not in _NONCE_SIZES:
        raise AppError(PACE_FAILED, {"why": "nonce_size"})
    nonce = decrypt_cbc(suite, password_key, bytes(block_size(suite)), encrypted_nonce)

    if offer.mapping is Mapping.INTEGRATED:
        chip_mapping_key, generator = None, _map_integrated(transmit, offer, nonce, random)
    else:
        chip_mapping_key, generator = _map_generic(transmit, group, nonce, random)

    ephemeral_key = group.draw(random)
    ephemeral_public = group.power(generator, ephemeral_key)
    chip_public = _exchange_keys(transmit, group, 0x83, ephemeral_public, 0x84)
    secret = group.secret_of(group.power(chip_public, ephemeral_key))
    enc_key = derive_key(secret, KeyPurpose.ENC, suite)
    mac_key = derive_key(secret, KeyPurpose.MAC, suite)

    answer = _general_authenticate(transmit, 0x00, tlv.encode(0x85, _token(offer, mac_key, chip_public)))
    _check_last_status(answer, key, tries_left)
    chip_token = _object(answer, 0x86)
    if not hmac.compare_digest(chip_token, _token(offer, mac_key, ephemeral_public)):
        raise wrong_password(key, answer, tries_left)
    proof = None
    if offer.mapping is Mapping.CHIP_AUTHENTICATION:
        proof = _chip_authentication_data(suite, enc_key, _object(answer, 0x8A))
    return PaceRun(SecureSession(suite, enc_key, mac_key), chip_mapping_key, proof)


def _chip_authentication_data(suite: Suite, enc_key: bytes, encrypted: bytes) -> bytes:
    iv = encrypt_block(suite, enc_key, b"\xff" * block_size(suite))
    try:
        return unpad(decrypt_cbc(suite, enc_key, iv, encrypted))
    except ValueError as error:
        raise AppError(PACE_FAILED, {"why": "chip_authentication_data"}) from error


def _set_authentication_template(transmit: Transmit, offer: PaceOffer, key: AccessKey) -> Response:
    data = (
        tlv.encode(0x80, encode_oid(offer.oid))
        + tlv.encode(0x83, bytes([reference_of(key)]))
        + tlv.encode(0x84, bytes([offer.parameter_id]))  # optional, but some chips insist (6A87)
    )
    return transmit(Command(0x00, Ins.MANAGE_SECURITY_ENVIRONMENT, 0xC1, 0xA4, data))


def _map_generic(
    transmit: Transmit, group: EcGroup | DhGroup, nonce: bytes, random: Callable[[int], bytes]
) -> tuple[bytes, bytes]:
    """The chip's public key, and s·G + H."""
    mapping_key = group.draw(random)
    ours = group.power(group.generator, mapping_key)
    theirs = _exchange_keys(transmit, group, 0x81, ours, 0x82)
    scaled = group.power(group.generator, int.from_bytes(nonce, "big"))
    return theirs, group.combine(scaled, group.power(theirs, mapping_key))


def _map_integrated(
    transmit: Transmit, offer: PaceOffer, nonce: bytes, random: Callable[[int], bytes]
) -> bytes:
    if len(nonce) < key_size(offer.suite):
        raise AppError(PACE_FAILED, {"why": "nonce_size"})
    reader_nonce = random(key_size(offer.suite))
    answer = _general_authenticate(transmit, 0x10, tlv.encode(0x81, reader_nonce))
    _expect_step(answer)
    return integrated_mapping.map_nonces(offer.group, offer.suite, nonce, reader_nonce)


def _exchange_keys(
    transmit: Transmit, group: EcGroup | DhGroup, tag: int, ours: bytes, answer_tag: int
) -> bytes:
    theirs = _step(transmit, 0x10, tlv.encode(tag, ours), answer_tag)
    # A mirrored key would let somebody without the password answer with our own token.
    if group.same_secret(theirs, ours):
        raise AppError(PACE_FAILED, {"why": "mirrored_key"})
    return theirs


def _step(transmit: Transmit, cla: int, data: bytes, answer_tag: int) -> bytes:
    answer = _general_authenticate(transmit, cla, data)
    _expect_step(answer)
    return _object(answer, answer_tag)


def _expect_step(answer: Response) -> None:
    if answer.sw == Status.BLOCKED:
        raise AppError(BLOCKED, {"status_word": answer.status_word})
    if not answer.ok:
        raise AppError(PACE_REFUSED, {"status_word": answer.status_word})


def _general_authenticate(transmit: Transmit, cla: int, data: bytes) -> Response:
    """One link of the chain; class 10 says that more follow."""
    body = tlv.encode(0x7C, data)
    extended = len(body) > _MAX_SHORT_DATA  # keys of 2,048 bits; the chip answers with as much
    le = len(body) if extended else MAX_LE
    return transmit(Command(cla, Ins.GENERAL_AUTHENTICATE, 0x00, 0x00, body, le, extended))


def _object(answer: Response, tag: int) -> bytes:
    try:
        outer = tlv.parse_one(answer.data)
        item = tlv.find(outer.children(), tag)
    except AppError as error:
        raise AppError(PACE_FAILED, {"why": "malformed"}) from error
    if outer.tag != 0x7C or item is None:
        raise AppError(PACE_FAILED, {"why": "malformed"})
    return item.value


def _token(offer: PaceOffer, mac_key: bytes, public: bytes) -> bytes:
    """MAC over the other side's ephemeral key with the protocol's identifier."""
    data = tlv.encode(
        0x7F49,
        tlv.encode(0x06, encode_oid(offer.oid)) + tlv.encode(offer.group.key_tag, public),
    )
    if offer.suite is Suite.TDES:
        data = pad(data, 8)
    return mac(offer.suite, mac_key, data)


def _check_last_status(answer: Response, key: AccessKey, tries_left: int | None) -> None:
    if answer.sw in _WRONG_SECRET or answer.tries_left is not None:
        raise wrong_password(key, answer, tries_left)
    check_refusal(key, answer)
    if not answer.ok:
        raise AppError(PACE_REFUSED, {"status_word": answer.status_word})
