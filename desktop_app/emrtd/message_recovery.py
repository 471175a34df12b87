"""Signatures that carry a part of their message: RSA of ISO/IEC 9796-2, digital signature scheme 1.

Source: ISO/IEC 9796-2, scheme 1, as ICAO Doc 9303 part 11, 6.1 and appendix F use it; hash identifiers of
ISO/IEC 10118.
"""

from __future__ import annotations

import hmac
import re

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd.public_keys import RsaKey
from desktop_app.emrtd.signatures import digest

BAD_REPRESENTATIVE = declare("emrtd.bad_representative")

_IMPLICIT_TRAILER = 0xBC  # SHA-1, nothing named
_EXPLICIT_TRAILER = 0xCC  # the byte before it names the hash
HASHES = {0x33: "sha1", 0x34: "sha256", 0x35: "sha512", 0x36: "sha384", 0x38: "sha224"}
"""Hash identifiers of the explicit trailers."""
_DIGEST_SIZES = {"sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64}
_TRAILER_NIBBLE = 0xC
# Header 01, the bit for "part of the message is elsewhere", then filling up to the border nibble.
_HEADER = re.compile("6b*a")
_MAX_UNUSED_BITS = 8  # modulus sizes that are no multiple of eight leave up to a byte free


def is_valid(key: RsaKey, signature: bytes, message_tail: bytes) -> bool:
    """Whether the signature was made with the private half of the key for a message with this tail.

    The head of the message is inside the signature. A signature without its leading zeros is taken, and the
    smaller of the two square roots that the standard lets a signer choose from.

    Args:
        key: of the chip.
        signature: as transmitted.
        message_tail: what was given to the signer: the challenge.

    Raises:
        AppError: emrtd.unsupported_algorithm: a trailer that names no hash known here.
        AppError: emrtd.bad_representative: this is no signature with that key.
    """
    recovered = _recover(key, signature)
    name, trailer_size = _trailer(recovered)
    head_and_digest = _after_header(recovered, key.modulus.bit_length())[:-trailer_size]
    size = _DIGEST_SIZES[name]
    if len(head_and_digest) < size:
        raise AppError(BAD_REPRESENTATIVE, {"why": "size"})
    head, expected = head_and_digest[:-size], head_and_digest[-size:]
    return hmac.compare_digest(digest(name, head + message_tail), expected)


def _recover(key: RsaKey, signature: bytes) -> bytes:
    size = (key.modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if not signature or len(signature) > size or number >= key.modulus:
        raise AppError(BAD_REPRESENTATIVE, {"why": "size"})
    recovered = pow(number, key.exponent, key.modulus)
    if recovered & 0xF != _TRAILER_NIBBLE:
        recovered = key.modulus - recovered
    if recovered & 0xF != _TRAILER_NIBBLE:
        raise AppError(BAD_REPRESENTATIVE, {"why": "trailer"})
    return recovered.to_bytes(size, "big")


def _trailer(recovered: bytes) -> tuple[str, int]:
    """Name of the hash and size of the trailer in bytes."""
    if recovered[-1] == _IMPLICIT_TRAILER:
        return "sha1", 1
    if recovered[-1] != _EXPLICIT_TRAILER:
        raise AppError(BAD_REPRESENTATIVE, {"why": "trailer"})
    name = HASHES.get(recovered[-2])
    if name is None:
        raise AppError(BAD_REPRESENTATIVE, {"why": "trailer"})
    return name, 2


def _after_header(recovered: bytes, modulus_bits: int) -> bytes:
    """What stands behind the header. A header far below the top is none: it would be easy to make."""
    digits = recovered.hex().lstrip("0")
    used_bits = int.from_bytes(recovered, "big").bit_length()
    header = _HEADER.match(digits)
    rest = digits[header.end() :] if header else ""
    if header is None or len(rest) % 2 or not 0 < modulus_bits - used_bits <= _MAX_UNUSED_BITS:
        raise AppError(BAD_REPRESENTATIVE, {"why": "header"})
    return bytes.fromhex(rest)
