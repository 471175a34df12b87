"""How a chip proves that it is no copy: Chip Authentication and Active Authentication, the chip's side.

Source: ICAO Doc 9303 part 11, 6.1 (Active Authentication) and 6.2 (Chip Authentication).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils

from desktop_app.emrtd import tlv
from desktop_app.emrtd.ciphers import Suite
from desktop_app.readers.simulator.apdu import Refused, Sw
from desktop_app.readers.simulator.channel import SecureChannel
from desktop_app.readers.simulator.chip_data import ChipKey
from desktop_app.readers.simulator.key_groups import Random, group_by_parameter_id
from desktop_app.readers.simulator.opening import parsed

# ISO/IEC 9796-2, 8.1.2 (the one-byte trailer stands for SHA-1); numbers of ISO/IEC 10118-3.
_TRAILERS = {
    "sha1": b"\xbc",
    "sha224": b"\x38\xcc",
    "sha256": b"\x34\xcc",
    "sha384": b"\x36\xcc",
    "sha512": b"\x35\xcc",
}
_HASHES = {
    "sha1": hashes.SHA1(),
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


def choose_chip_key(keys: Sequence[ChipKey], request: bytes) -> ChipKey:
    """Judge the reader's choice of Chip Authentication (MSE:Set AT).

    Args:
        keys: what the chip has.
        request: data objects of the command.

    Raises:
        Refused: 6A80 malformed or not offered, 6A88 no such key.
    """
    objects = parsed(request)
    oid = tlv.find(objects, 0x80)
    if oid is None:
        raise Refused(Sw.WRONG_DATA)
    return _meant([key for key in keys if key.oid == oid.value], objects)


def agree_in_one_step(keys: Sequence[ChipKey], request: bytes) -> SecureChannel:
    """Chip Authentication with 3DES in a single command (MSE:Set KAT).

    Returns:
        The session that follows the answer to this command.

    Raises:
        Refused: 6A80 malformed or not offered, 6A88 no such key.
    """
    objects = parsed(request)
    public = tlv.find(objects, 0x91)
    if public is None:
        raise Refused(Sw.WRONG_DATA)
    return agree(_meant([key for key in keys if key.suite is Suite.TDES], objects), public.value)


def agree(key: ChipKey, reader_key: bytes) -> SecureChannel:
    """Agree on a new session with the static key.

    Args:
        key: the chip's.
        reader_key: the reader's ephemeral public key, a point or a number as long as the prime.

    Raises:
        Refused: 6A80 it is none of the group.
    """
    group = group_by_parameter_id(key.parameter_id)
    if group is None:
        raise Refused(Sw.REFERENCE_NOT_FOUND)
    shared = group.raised(reader_key, int.from_bytes(key.private, "big"))
    return SecureChannel.from_secret(key.suite, group.secret(shared))


def sign_challenge(key: bytes, challenge: bytes, random: Random, hash_name: str | None = None) -> bytes:
    """Active Authentication: sign the reader's 8 bytes.

    Args:
        key: PKCS #8 DER. EC: ECDSA, r and s side by side. RSA: ISO/IEC 9796-2 scheme 1.
        challenge: 8 bytes.
        random: fills the recoverable part (RSA).
        hash_name: as hashlib names it; None: SHA-256 with EC, SHA-1 with RSA.

    Returns:
        The signature: twice the size of the order, or the size of the modulus.
    """
    private = serialization.load_der_private_key(key, None)
    if isinstance(private, rsa.RSAPrivateKey):
        return _sign_with_recovery(private, challenge, random, hash_name or "sha1")
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise TypeError("neither EC nor RSA")
    algorithm = ec.ECDSA(_HASHES[hash_name or "sha256"])
    r, s = utils.decode_dss_signature(private.sign(challenge, algorithm))
    size = (private.curve.key_size + 7) // 8
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def _sign_with_recovery(
    private: rsa.RSAPrivateKey, challenge: bytes, random: Random, hash_name: str
) -> bytes:
    numbers = private.private_numbers()
    modulus = numbers.public_numbers.n
    size = (modulus.bit_length() + 7) // 8
    trailer = _TRAILERS[hash_name]
    filling = random(size - hashlib.new(hash_name).digest_size - len(trailer) - 1)
    digest = hashlib.new(hash_name, filling + challenge).digest()
    message = b"\x6a" + filling + digest + trailer
    signature = pow(int.from_bytes(message, "big"), numbers.d, modulus)
    return signature.to_bytes(size, "big")


def _meant(keys: Sequence[ChipKey], objects: list[tlv.Tlv]) -> ChipKey:
    """The key with the number that the command gives, or the one key there is."""
    if not keys:
        raise Refused(Sw.WRONG_DATA)
    wanted = tlv.find(objects, 0x84)
    if wanted is None:
        if len(keys) > 1:
            raise Refused(Sw.REFERENCE_NOT_FOUND)
        return keys[0]
    for key in keys:
        if int.from_bytes(wanted.value, "big") == (key.key_id or 0):
            return key
    raise Refused(Sw.REFERENCE_NOT_FOUND)
