"""Active Authentication: the chip signs a challenge with the private half of the key in DG15.

Source: ICAO Doc 9303 part 11, 6.1, 9.2.4 (ActiveAuthenticationInfo) and appendix F; plain signatures of
BSI TR-03111, 5.2.1.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from desktop_app.core.errors import AppError
from desktop_app.emrtd import lds, message_recovery, tlv
from desktop_app.emrtd.apdu import MAX_LE, Command, Ins, Response
from desktop_app.emrtd.public_keys import EcKey, PublicKey, RsaKey, parse_public_key
from desktop_app.emrtd.result import VERIFIED, Check, Reason, failed, not_possible
from desktop_app.emrtd.secure_messaging import Transmit
from desktop_app.emrtd.security_infos import decode_oid, infos_of_dg14
from desktop_app.emrtd.signatures import is_valid_ecdsa

CHALLENGE_SIZE = 8

_ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"
_PLAIN_ECDSA = {
    "0.4.0.127.0.7.1.1.4.1.1": "sha1",
    "0.4.0.127.0.7.1.1.4.1.2": "sha224",
    "0.4.0.127.0.7.1.1.4.1.3": "sha256",
    "0.4.0.127.0.7.1.1.4.1.4": "sha384",
    "0.4.0.127.0.7.1.1.4.1.5": "sha512",
}
_HASHES = ("sha256", "sha384", "sha512", "sha224", "sha1")
_SHORT_ANSWER = 223  # plain bytes that fit a protected short answer with every suite
_OID = 0x06
_CANCELLED = "emrtd.cancelled"
_BROKEN_SESSION = ("emrtd.session_lost", "emrtd.secure_messaging_failed")


def needs_long_answer(dg15: bytes) -> bool:
    """Whether the signature does not fit a protected short answer: RSA of more than 1,784 bits.

    An unreadable DG15 needs nothing.
    """
    try:
        key = parse_public_key(lds.key_of_dg15(dg15))
    except AppError:
        return False
    return _signature_size(key) > _SHORT_ANSWER


def authenticate(
    transmit: Transmit,
    dg15: bytes,
    dg14: bytes | None,
    challenge: bytes | None = None,
    *,
    extended: bool,
    random: Callable[[int], bytes] = os.urandom,
) -> Check:
    """Let the chip sign a challenge and say what came out.

    DG15 is signed, so its key is a promise. A chip that refuses (6D00, 6985 or whatever else) has failed: a
    copy without the key can do nothing else. The one exception is a signature that is longer than the link
    allows: then a refusal or a cut answer proves nothing, and the check is not possible. A session that
    breaks is a failure of its own kind: it may be the card that moved.

    Args:
        transmit: sends plain commands through the present session, gets 61xx answers whole.
        dg15: raw file.
        dg14: raw file, for the hash of ECDSA; None when there is none.
        challenge: 8 bytes of the caller; None for fresh ones.
        extended: whether answers of more than 256 bytes can come.
        random: gives that many random bytes.

    Raises:
        AppError: `readers.*` and emrtd.cancelled only.
        ValueError: the challenge has not 8 bytes.
    """
    if challenge is not None and len(challenge) != CHALLENGE_SIZE:
        raise ValueError("a challenge has 8 bytes")
    try:
        der = lds.key_of_dg15(dg15)
    except AppError:
        return not_possible(Reason.FILE_UNREADABLE)
    try:
        key = parse_public_key(der)
    except AppError:
        return not_possible(Reason.UNSUPPORTED_ALGORITHM)
    challenge = challenge or random(CHALLENGE_SIZE)
    size = _signature_size(key)
    too_short = size > _SHORT_ANSWER and not extended
    try:
        answer = transmit(_command(challenge, size, extended=extended and size > _SHORT_ANSWER))
    except AppError as error:
        if not error.code.startswith("emrtd.") or error.code == _CANCELLED:
            raise
        if too_short:
            return not_possible(Reason.LINK_TOO_SHORT)
        return failed(Reason.SESSION_BROKEN if error.code in _BROKEN_SESSION else Reason.CHIP_ANSWER_WRONG)
    if too_short and len(answer.data) < size:
        return not_possible(Reason.LINK_TOO_SHORT)
    return _judge(answer, key, challenge, _named_hash(dg14))


def _command(challenge: bytes, size: int, *, extended: bool) -> Command:
    le = size if extended else MAX_LE
    return Command(0x00, Ins.INTERNAL_AUTHENTICATE, 0x00, 0x00, challenge, le, extended)


def _judge(answer: Response, key: PublicKey, challenge: bytes, named: str | None) -> Check:
    if not answer.ok or not answer.data:
        return failed(Reason.CHIP_REFUSED)
    if isinstance(key, RsaKey):
        return _judge_rsa(key, answer.data, challenge)
    return _judge_ecdsa(key, answer.data, challenge, named)


def _judge_rsa(key: RsaKey, signature: bytes, challenge: bytes) -> Check:
    try:
        valid = message_recovery.is_valid(key, signature, challenge)
    except AppError:
        return failed(Reason.CHIP_ANSWER_WRONG)
    return VERIFIED if valid else failed(Reason.CHIP_ANSWER_WRONG)


def _judge_ecdsa(key: EcKey, signature: bytes, challenge: bytes, named: str | None) -> Check:
    """Both forms of a signature and every hash are tried, the promised hash first.

    Chips that name no hash, or another than they use, are about; whoever can sign with any hash holds the
    key, and that is what is asked.
    """
    forms = [pair for pair in (_plain(signature), _der(signature)) if pair is not None]
    names = sorted(_HASHES, key=lambda name: name != named)
    if any(is_valid_ecdsa(key, name, r, s, challenge) for name in names for r, s in forms):
        return VERIFIED
    return failed(Reason.CHIP_ANSWER_WRONG)


def _plain(signature: bytes) -> tuple[int, int] | None:
    half, odd = divmod(len(signature), 2)
    return None if odd else (int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))


def _der(signature: bytes) -> tuple[int, int] | None:
    """The pair in a DER SEQUENCE: not the standard's form, and seen all the same."""
    try:
        outer = tlv.parse_one(signature)
        items = outer.children()
    except AppError:
        return None
    if outer.tag != 0x30 or [item.tag for item in items] != [0x02, 0x02]:
        return None
    return int.from_bytes(items[0].value, "big"), int.from_bytes(items[1].value, "big")


def _signature_size(key: PublicKey) -> int:
    bits = key.modulus.bit_length() if isinstance(key, RsaKey) else key.curve.n.bit_length()
    size = (bits + 7) // 8
    return size if isinstance(key, RsaKey) else 2 * size


def _named_hash(dg14: bytes | None) -> str | None:
    """The hash that ActiveAuthenticationInfo of DG14 names."""
    if dg14 is None:
        return None
    try:
        for info in infos_of_dg14(dg14):
            if info.oid == _ACTIVE_AUTHENTICATION and len(info.parameters) > 1:
                item = info.parameters[1]
                return _PLAIN_ECDSA.get(decode_oid(item.value)) if item.tag == _OID else None
    except AppError:
        return None
    return None
