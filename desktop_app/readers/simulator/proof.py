"""How a chip proves that it is no copy: Chip Authentication and Active Authentication, the chip's side.

Source: ICAO Doc 9303 part 11, 6.1 (Active Authentication) and 6.2 (Chip Authentication).
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils

from desktop_app.emrtd import tlv
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.curves import curve_by_parameter_id, encode_x, multiply
from desktop_app.readers.simulator.apdu import Refused, Sw
from desktop_app.readers.simulator.channel import SecureChannel
from desktop_app.readers.simulator.chip_data import ChipKey
from desktop_app.readers.simulator.opening import Random, parsed, point_of

_TRAILER_SHA1 = b"\xbc"


def choose_chip_key(key: ChipKey | None, request: bytes) -> ChipKey:
    """Judge the reader's choice of Chip Authentication (MSE:Set AT).

    Raises:
        Refused: 6A80 malformed or not offered, 6A88 no such key.
    """
    objects = parsed(request)
    oid = tlv.find(objects, 0x80)
    if oid is None or key is None or oid.value != key.oid:
        raise Refused(Sw.WRONG_DATA)
    _check_key_id(key, objects)
    return key


def agree_in_one_step(key: ChipKey | None, request: bytes) -> SecureChannel:
    """Chip Authentication with 3DES in a single command (MSE:Set KAT).

    Returns:
        The session that follows the answer to this command.

    Raises:
        Refused: 6A80 malformed or not offered, 6A88 no such key.
    """
    objects = parsed(request)
    public = tlv.find(objects, 0x91)
    if public is None or key is None or key.suite is not Suite.TDES:
        raise Refused(Sw.WRONG_DATA)
    _check_key_id(key, objects)
    return agree(key, public.value)


def agree(key: ChipKey, reader_key: bytes) -> SecureChannel:
    """Agree on a new session with the static key.

    Args:
        key: the chip's.
        reader_key: the reader's ephemeral public key, an uncompressed point.

    Raises:
        Refused: 6A80 the point is none of the curve.
    """
    curve = curve_by_parameter_id(key.parameter_id)
    if curve is None:
        raise Refused(Sw.REFERENCE_NOT_FOUND)
    shared = multiply(curve, int.from_bytes(key.private, "big"), point_of(curve, reader_key))
    return SecureChannel.from_secret(key.suite, encode_x(curve, shared))


def sign_challenge(key: bytes, challenge: bytes, random: Random) -> bytes:
    """Active Authentication: sign the reader's 8 bytes.

    Args:
        key: PKCS #8 DER. EC: ECDSA over SHA-256, r and s side by side. RSA: ISO/IEC 9796-2 scheme 1, SHA-1.
        challenge: 8 bytes.
        random: fills the recoverable part (RSA).

    Returns:
        The signature: twice the size of the order, or the size of the modulus.
    """
    private = serialization.load_der_private_key(key, None)
    if isinstance(private, rsa.RSAPrivateKey):
        return _sign_with_recovery(private, challenge, random)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise TypeError("neither EC nor RSA")
    r, s = utils.decode_dss_signature(private.sign(challenge, ec.ECDSA(hashes.SHA256())))
    size = (private.curve.key_size + 7) // 8
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def _sign_with_recovery(private: rsa.RSAPrivateKey, challenge: bytes, random: Random) -> bytes:
    numbers = private.private_numbers()
    modulus = numbers.public_numbers.n
    size = (modulus.bit_length() + 7) // 8
    filling = random(size - 20 - 2)
    digest = hashlib.sha1(filling + challenge).digest()
    message = b"\x6a" + filling + digest + _TRAILER_SHA1
    signature = pow(int.from_bytes(message, "big"), numbers.d, modulus)
    return signature.to_bytes(size, "big")


def _check_key_id(key: ChipKey, objects: list[tlv.Tlv]) -> None:
    wanted = tlv.find(objects, 0x84)
    if wanted is not None and int.from_bytes(wanted.value, "big") != (key.key_id or 0):
        raise Refused(Sw.REFERENCE_NOT_FOUND)
