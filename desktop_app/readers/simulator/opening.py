"""How a chip lets a reader in: Basic Access Control and PACE, the chip's side of both.

Source: ICAO Doc 9303 part 11, 4.3 (BAC) and 4.4 (PACE, generic mapping).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from desktop_app.core.errors import AppError
from desktop_app.emrtd import ciphers, tlv
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.curves import (
    Curve,
    Point,
    add,
    curve_by_parameter_id,
    decode_point,
    encode_point,
    multiply,
    random_scalar,
)
from desktop_app.emrtd.keys import KeyPurpose, derive_key
from desktop_app.readers.simulator.apdu import Refused, Sw
from desktop_app.readers.simulator.channel import SecureChannel
from desktop_app.readers.simulator.chip_data import ChipData, PaceOffer

Random = Callable[[int], bytes]

CHALLENGE_SIZE = 8
_NO_IV = bytes(8)


def answer_mutual_authentication(
    mrz_information: str, challenge: bytes, cryptogram: bytes, random: Random, refusal: int
) -> tuple[bytes, SecureChannel]:
    """Check the reader's half of Basic Access Control and give the chip's half.

    Args:
        mrz_information: the secret.
        challenge: RND.IC as given out before, 8 bytes.
        cryptogram: 32 encrypted bytes and their MAC.
        random: gives the chip's part of the session key.
        refusal: status word for a wrong secret.

    Returns:
        Answer data (40 bytes) and the opened session.

    Raises:
        Refused: 6700 wrong size, `refusal` MAC or challenge do not fit.
    """
    if len(cryptogram) != 40:
        raise Refused(Sw.WRONG_LENGTH)
    seed = hashlib.sha1(mrz_information.encode()).digest()[:16]
    enc_key = derive_key(seed, KeyPurpose.ENC, Suite.TDES)
    mac_key = derive_key(seed, KeyPurpose.MAC, Suite.TDES)
    encrypted, mac = cryptogram[:32], cryptogram[32:]
    if not hmac.compare_digest(mac, ciphers.mac(Suite.TDES, mac_key, ciphers.pad(encrypted, 8))):
        raise Refused(refusal)
    plain = ciphers.decrypt_cbc(Suite.TDES, enc_key, _NO_IV, encrypted)
    reader_nonce, repeated, reader_part = plain[:8], plain[8:16], plain[16:]
    if not hmac.compare_digest(repeated, challenge):
        raise Refused(refusal)
    chip_part = random(16)
    answer = ciphers.encrypt_cbc(Suite.TDES, enc_key, _NO_IV, challenge + reader_nonce + chip_part)
    answer += ciphers.mac(Suite.TDES, mac_key, ciphers.pad(answer, 8))
    secret = bytes(a ^ b for a, b in zip(reader_part, chip_part, strict=True))
    counter = int.from_bytes(challenge[4:] + reader_nonce[4:], "big")
    return answer, SecureChannel.from_secret(Suite.TDES, secret, counter)


def choose_pace(data: ChipData, request: bytes) -> tuple[PaceOffer, bytes]:
    """Judge the reader's choice of PACE (MSE:Set AT).

    Returns:
        The offer, and the password as bytes that go into the key derivation.

    Raises:
        Refused: 6A80 malformed or not offered, 6A88 unknown password or domain parameters; or what the
            chip's switches say.
    """
    if data.switches.pace_refusal is not None:
        raise Refused(data.switches.pace_refusal)
    objects = parsed(request)
    oid, password = tlv.find(objects, 0x80), tlv.find(objects, 0x83)
    if oid is None or password is None or any(o.tag not in (0x80, 0x83, 0x84) for o in objects):
        raise Refused(Sw.WRONG_DATA)
    offers = [offer for offer in data.pace if offer.oid == oid.value]
    if not offers:
        raise Refused(Sw.WRONG_DATA)
    parameters = tlv.find(objects, 0x84)
    if parameters is None and data.switches.pace_needs_parameters:
        raise Refused(Sw.WRONG_LC)
    if parameters is not None:
        offers = [o for o in offers if bytes([o.parameter_id]) == parameters.value]
    secrets = {
        b"\x01": hashlib.sha1(data.mrz_information.encode()).digest(),
        b"\x02": data.can.encode() if data.can else None,
    }
    secret = secrets.get(password.value)
    if not offers or secret is None:
        raise Refused(Sw.REFERENCE_NOT_FOUND)
    return offers[0], secret


class PaceRun:
    """One run of PACE. Feed it the four requests in order; any refusal ends the run.

    Args:
        offer: suite and curve.
        password: from `choose_pace`.
        random: nonce and both private keys come from it, in this order.
        refusal: status word for a wrong token; None: the chip does not look at it.
    """

    STEPS = 4

    def __init__(
        self,
        offer: PaceOffer,
        password: bytes,
        random: Random,
        refusal: int | None = Sw.NOT_AUTHENTICATED,
    ) -> None:
        curve = curve_by_parameter_id(offer.parameter_id)
        if curve is None:
            raise Refused(Sw.REFERENCE_NOT_FOUND)
        self.step = 0
        self._offer = offer
        self._refusal = refusal
        self._curve: Curve = curve
        self._random = random
        self._password_key = derive_key(password, KeyPurpose.PACE, offer.suite)
        self._nonce = 0
        self._generator = curve.g
        self._reader_key = b""
        self._chip_key = b""
        self.channel: SecureChannel | None = None

    def answer(self, request: bytes) -> bytes:
        """Answer the next of the four requests.

        Args:
            request: object 7C with what the step needs.

        Returns:
            Object 7C. After the fourth one `channel` is the opened session.

        Raises:
            Refused: 6A80 malformed, 6985 not the request of this step, 6300 wrong token.
        """
        dynamic = tlv.find(parsed(request), 0x7C)
        if dynamic is None:
            raise Refused(Sw.WRONG_DATA)
        sent = parsed(dynamic.value)
        expected = (None, 0x81, 0x83, 0x85)[self.step]
        if [item.tag for item in sent] != ([] if expected is None else [expected]):
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        value = sent[0].value if sent else b""
        tag, answer = (self._give_nonce, self._map, self._agree, self._confirm)[self.step](value)
        self.step += 1
        return tlv.encode(0x7C, tlv.encode(tag, answer))

    def _give_nonce(self, _: bytes) -> tuple[int, bytes]:
        suite = self._offer.suite
        # At least as long as the key, in whole blocks.
        size = 16 if suite in (Suite.TDES, Suite.AES128) else 32
        nonce = self._random(size)
        self._nonce = int.from_bytes(nonce, "big")
        no_iv = bytes(ciphers.block_size(suite))
        return 0x80, ciphers.encrypt_cbc(suite, self._password_key, no_iv, nonce)

    def _map(self, reader_key: bytes) -> tuple[int, bytes]:
        curve = self._curve
        theirs = self._point(reader_key)
        private = random_scalar(curve, self._random)
        shared = multiply(curve, private, theirs)
        self._generator = add(curve, multiply(curve, self._nonce, curve.g), shared)
        return 0x82, self._encoded(multiply(curve, private, curve.g))

    def _agree(self, reader_key: bytes) -> tuple[int, bytes]:
        curve = self._curve
        theirs = self._point(reader_key)
        private = random_scalar(curve, self._random)
        self._reader_key = reader_key
        self._chip_key = self._encoded(multiply(curve, private, self._generator))
        if self._chip_key == reader_key:  # reflected or guessed: the standard wants them to differ
            raise Refused(Sw.WRONG_DATA)
        secret = self._encoded(multiply(curve, private, theirs))[1 : 1 + curve.field_size]
        self.channel = SecureChannel.from_secret(self._offer.suite, secret)
        return 0x84, self._chip_key

    def _confirm(self, token: bytes) -> tuple[int, bytes]:
        fits = hmac.compare_digest(token, self._token(self._chip_key))
        if self._refusal is not None and not fits:
            raise Refused(self._refusal)
        return 0x86, self._token(self._reader_key)

    def _token(self, public_key: bytes) -> bytes:
        channel = self.channel
        if channel is None:
            raise Refused(Sw.CONDITIONS_NOT_SATISFIED)
        suite = self._offer.suite
        covered = tlv.encode(0x7F49, tlv.encode(0x06, self._offer.oid) + tlv.encode(0x86, public_key))
        if suite is Suite.TDES:
            covered = ciphers.pad(covered, ciphers.block_size(suite))
        return ciphers.mac(suite, channel.mac_key, covered)

    def _point(self, encoded: bytes) -> Point:
        return point_of(self._curve, encoded)

    def _encoded(self, point: Point) -> bytes:
        try:
            return encode_point(self._curve, point)
        except ValueError as error:  # the neutral element
            raise Refused(Sw.WRONG_DATA) from error


def parsed(data: bytes) -> list[tlv.Tlv]:
    """Data objects of a command.

    Raises:
        Refused: 6A80.
    """
    try:
        return tlv.parse(data)
    except AppError as error:
        raise Refused(Sw.WRONG_DATA) from error


def point_of(curve: Curve, encoded: bytes) -> Point:
    """A public key that came from outside, checked to be on the curve.

    Raises:
        Refused: 6A80.
    """
    try:
        return decode_point(curve, encoded)
    except AppError as error:
        raise Refused(Sw.WRONG_DATA) from error
