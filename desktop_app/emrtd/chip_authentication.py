"""Chip Authentication: the chip proves by new session keys that it holds the private half of the key of DG14.

The proof is not the agreement, which any chip can pretend, but the first message that is read under the new
keys. A copy of the files has no private key and cannot send it.

Source: ICAO Doc 9303 part 11, 6.2 and 9.2.5 to 9.2.7.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import curves, tlv
from desktop_app.emrtd.apdu import MAX_LE, Command, Ins, Response
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.groups import DhGroup, EcGroup
from desktop_app.emrtd.keys import KeyPurpose, derive_key
from desktop_app.emrtd.public_keys import AgreementKey, EcKey, parse_agreement_key
from desktop_app.emrtd.result import VERIFIED, Check, Reason, failed, not_possible
from desktop_app.emrtd.secure_messaging import SecureSession, Transmit
from desktop_app.emrtd.security_infos import SecurityInfo, encode_oid, infos_of_dg14
from desktop_app.emrtd.tlv import Tlv

CA_REFUSED = declare("emrtd.ca_refused")

_PUBLIC_KEY_DH, _PUBLIC_KEY_ECDH = "0.4.0.127.0.7.2.2.1.1", "0.4.0.127.0.7.2.2.1.2"
_PUBLIC_KEYS = (_PUBLIC_KEY_DH, _PUBLIC_KEY_ECDH)
_AGREEMENT_DH, _AGREEMENT_ECDH = "0.4.0.127.0.7.2.2.3.1", "0.4.0.127.0.7.2.2.3.2"
_SUITES = {"1": Suite.TDES, "2": Suite.AES128, "3": Suite.AES192, "4": Suite.AES256}
_STRENGTH = (Suite.TDES, Suite.AES128, Suite.AES192, Suite.AES256)
_VERSIONS = (1, 2)  # the commands are the same; version 3 is another protocol
_INTEGER, _SEQUENCE = 0x02, 0x30
_MAX_KEY_ID_BYTES = 8
_MOST_AROUND_A_KEY = 16  # tags, lengths and a key's number
_MAX_SHORT_DATA = 223  # plain bytes that fit a protected short command with every suite
_CANCELLED = "emrtd.cancelled"


@dataclass(frozen=True, slots=True)
class ChipAuthenticationOffer:
    """An offer of DG14 that this module can take.

    Attributes:
        oid: of the protocol: says key agreement and suite.
        key: static public key of the chip.
        suite: cipher and MAC of the session that follows.
        key_id: which of several keys; None when the chip gave it no number.
        named: False when DG14 holds a key and says nothing about the protocol; then it is 3DES.
    """

    oid: str
    key: AgreementKey = field(repr=False)
    suite: Suite
    key_id: int | None
    named: bool

    @property
    def group(self) -> EcGroup | DhGroup:
        """Where the key lives."""
        return EcGroup(self.key.curve) if isinstance(self.key, EcKey) else self.key.group

    @property
    def public_key(self) -> bytes:
        """The chip's key as an element of the group."""
        if isinstance(self.key, EcKey):
            return curves.encode_point(self.key.curve, self.key.point)
        return self.key.value

    @property
    def needs_long_commands(self) -> bool:
        """Whether our key does not fit a protected short command: a prime of 2,048 bits."""
        return len(self.public_key) + _MOST_AROUND_A_KEY > _MAX_SHORT_DATA


@dataclass(frozen=True, slots=True)
class _ChipKey:
    key: AgreementKey
    key_id: int | None


def lists_a_key(dg14: bytes) -> bool:
    """Whether DG14 promises that the chip can prove itself, by whatever algorithm.

    Raises:
        AppError: emrtd.bad_security_infos.
    """
    return any(info.oid in _PUBLIC_KEYS for info in infos_of_dg14(dg14))


def choose_offer(dg14: bytes) -> ChipAuthenticationOffer | None:
    """The best offer that can be taken; None when there is none.

    Curves before primes, then the strongest cipher, then the largest group. A protocol goes with the key of
    the same number, or with the only key. A protocol for which there is no key of its kind is left aside; a
    key without any protocol means 3DES.

    Raises:
        AppError: emrtd.bad_security_infos.
    """
    infos = infos_of_dg14(dg14)
    keys = [key for info in infos if (key := _chip_key(info)) is not None]
    named = [info for info in infos if info.oid.startswith("0.4.0.127.0.7.2.2.3.")]
    offers = [offer for info in named if (offer := _offer(info, keys)) is not None]
    if not named:
        offers = [
            ChipAuthenticationOffer(f"{_agreement(key)}.1", key.key, Suite.TDES, key.key_id, named=False)
            for key in keys
        ]
    return max(offers, key=_preference, default=None)


def _preference(offer: ChipAuthenticationOffer) -> tuple[bool, int, int]:
    return isinstance(offer.key, EcKey), _STRENGTH.index(offer.suite), offer.group.bits


def _agreement(key: _ChipKey) -> str:
    return _AGREEMENT_ECDH if isinstance(key.key, EcKey) else _AGREEMENT_DH


def _chip_key(info: SecurityInfo) -> _ChipKey | None:
    """A key that can be used here; others are left aside."""
    if info.oid not in _PUBLIC_KEYS or not info.parameters or info.parameters[0].tag != _SEQUENCE:
        return None
    try:
        key = parse_agreement_key(tlv.encode(_SEQUENCE, info.parameters[0].value))
        over_a_curve = isinstance(key, EcKey)
        if over_a_curve != (info.oid == _PUBLIC_KEY_ECDH):
            return None
        return _ChipKey(key, _number(info.parameters[1:]))
    except (AppError, ValueError):
        return None


def _offer(info: SecurityInfo, keys: Sequence[_ChipKey]) -> ChipAuthenticationOffer | None:
    agreement, _, suite = info.oid.rpartition(".")
    try:
        version, key_id = _number(info.parameters[:1]), _number(info.parameters[1:])
    except ValueError:
        return None
    if suite not in _SUITES or version not in _VERSIONS:
        return None
    of_its_kind = [key for key in keys if _agreement(key) == agreement]
    fitting = [key for key in of_its_kind if key.key_id == key_id]
    if not fitting and len(of_its_kind) == 1:
        fitting = of_its_kind
    if not fitting:
        return None
    return ChipAuthenticationOffer(info.oid, fitting[0].key, _SUITES[suite], key_id, named=True)


def _number(parameters: Sequence[Tlv]) -> int | None:
    """The integer that comes first, None when nothing is there.

    Raises:
        ValueError: something else, or too large to be a number of a key.
    """
    if not parameters:
        return None
    value = parameters[0].value
    if parameters[0].tag != _INTEGER or not 0 < len(value) <= _MAX_KEY_ID_BYTES or value[0] & 0x80:
        raise ValueError("not a small number")
    return int.from_bytes(value, "big")


def open_session(
    transmit: Transmit, offer: ChipAuthenticationOffer, random: Callable[[int], bytes] = os.urandom
) -> SecureSession:
    """Agree on new keys; whatever the chip answers, nothing is proven yet.

    3DES takes one command (MSE:Set KAT). A chip that refuses it and names its protocol is asked once more in
    the way of the other suites, which the standard allows for 3DES too.

    Args:
        transmit: sends plain commands through the present session.
        offer: from `choose_offer`.
        random: gives that many random bytes.

    Returns:
        The session that every command after this one belongs to; its counter starts at zero.

    Raises:
        AppError: emrtd.ca_refused, or what `transmit` raises.
    """
    group = offer.group
    private = group.draw(random)
    public = group.power(group.generator, private)
    secret = group.secret_of(group.power(offer.public_key, private))
    if offer.suite is Suite.TDES:
        answer = transmit(_set_key_agreement_template(offer, public))
        if not answer.ok and offer.named:
            answer = _agree_in_two_steps(transmit, offer, public)
    else:
        answer = _agree_in_two_steps(transmit, offer, public)
    if not answer.ok:
        raise AppError(CA_REFUSED, {"status_word": answer.status_word})
    return SecureSession(
        offer.suite,
        derive_key(secret, KeyPurpose.ENC, offer.suite),
        derive_key(secret, KeyPurpose.MAC, offer.suite),
    )


def _set_key_agreement_template(offer: ChipAuthenticationOffer, public: bytes) -> Command:
    data = tlv.encode(0x91, public) + _key_reference(offer)
    return Command(
        0x00, Ins.MANAGE_SECURITY_ENVIRONMENT, 0x41, 0xA6, data, extended=offer.needs_long_commands
    )


def _agree_in_two_steps(transmit: Transmit, offer: ChipAuthenticationOffer, public: bytes) -> Response:
    data = tlv.encode(0x80, encode_oid(offer.oid)) + _key_reference(offer)
    answer = transmit(Command(0x00, Ins.MANAGE_SECURITY_ENVIRONMENT, 0x41, 0xA4, data))
    if not answer.ok:
        return answer
    data = tlv.encode(0x7C, tlv.encode(0x80, public))
    return transmit(
        Command(0x00, Ins.GENERAL_AUTHENTICATE, 0x00, 0x00, data, MAX_LE, offer.needs_long_commands)
    )


def _key_reference(offer: ChipAuthenticationOffer) -> bytes:
    if offer.key_id is None:
        return b""
    return tlv.encode(0x84, offer.key_id.to_bytes(max(1, (offer.key_id.bit_length() + 7) // 8), "big"))


def authenticate(
    transmit: Transmit,
    use: Callable[[SecureSession], None],
    read_again: Callable[[], bytes | None],
    dg14: bytes,
    expected: bytes,
    random: Callable[[int], bytes] = os.urandom,
    *,
    extended: bool = True,
) -> Check:
    """Run Chip Authentication to its proof and say what came out.

    DG14 is signed, so its key is a promise: a chip that refuses, or that cannot talk under the new keys, has
    failed, whatever status it gives for it. A session that breaks on the way is a failure of its own kind:
    it may be the card that moved.

    Args:
        transmit: sends plain commands through the present session.
        use: makes the new session the present one.
        read_again: reads under the present session what was read before, such as DG1.
        dg14: raw file.
        expected: what `read_again` gave before.
        random: gives that many random bytes.
        extended: whether commands of more than 255 bytes get through; only keys modulo a large prime ask.

    Raises:
        AppError: `readers.*` and emrtd.cancelled only.
    """
    try:
        if not lists_a_key(dg14):
            return not_possible(Reason.NOT_OFFERED)
        offer = choose_offer(dg14)
    except AppError:
        return not_possible(Reason.FILE_UNREADABLE)
    if offer is None:
        return not_possible(Reason.UNSUPPORTED_ALGORITHM)
    if offer.needs_long_commands and not extended:
        return not_possible(Reason.LINK_TOO_SHORT)
    try:
        use(open_session(transmit, offer, random))
    except AppError as error:
        if _is_not_ours(error):
            raise
        return failed(Reason.CHIP_REFUSED if error.code == CA_REFUSED else Reason.SESSION_BROKEN)
    try:
        again = read_again()
    except AppError as error:
        if _is_not_ours(error):
            raise
        return failed(Reason.CHIP_ANSWER_WRONG)
    if again is None or not hmac.compare_digest(again, expected):
        return failed(Reason.CHIP_ANSWER_WRONG)
    return VERIFIED


def _is_not_ours(error: AppError) -> bool:
    return not error.code.startswith("emrtd.") or error.code == _CANCELLED
