"""The integrated mapping of PACE: two nonces become a generator directly.

Source: ICAO Doc 9303 part 11, 4.4.3.3.2 and appendix B; worked examples H.1 and H.2.
"""

from __future__ import annotations

from desktop_app.core.errors import AppError
from desktop_app.emrtd import curves
from desktop_app.emrtd.ciphers import Suite, block_size, encrypt_cbc, key_size
from desktop_app.emrtd.curves import BAD_POINT, Curve, Point
from desktop_app.emrtd.groups import DhGroup, EcGroup

_CONSTANTS = {
    16: ("a668892a7c41e3ca739f40b057d85904", "a4e136ac725f738b01c1f60217c188ad"),
    32: (
        "d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676",
        "54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517",
    ),
}
_EXTRA_BITS = 64  # beyond the field, so that the remainder is even


def is_possible(group: EcGroup | DhGroup) -> bool:
    """Whether the mapping is defined: a subgroup of known order, or a field with p = 3 modulo 4."""
    return group.curve.p % 4 == 3 if isinstance(group, EcGroup) else group.q is not None


def map_nonces(group: EcGroup | DhGroup, suite: Suite, nonce: bytes, reader_nonce: bytes) -> bytes:
    """The new generator.

    Args:
        group: where the generator lives.
        suite: cipher of the pseudo-random function.
        nonce: the chip's, decrypted: 16 bytes, 32 for AES-192 and AES-256.
        reader_nonce: as long as a key of the suite.

    Raises:
        AppError: emrtd.bad_point: the neutral element comes out.
        ValueError: a nonce of another size.
    """
    p = group.curve.p if isinstance(group, EcGroup) else group.p
    value = _pseudo_random(suite, nonce, reader_nonce, p)
    if isinstance(group, EcGroup):
        return curves.encode_point(group.curve, _point_of(group.curve, value))
    if group.q is None:
        raise ValueError("the order of the subgroup is not known")
    mapped = pow(value, (p - 1) // group.q, p)
    if mapped <= 1:
        raise AppError(BAD_POINT, {"why": "infinity"})
    return mapped.to_bytes(group.size, "big")


def _pseudo_random(suite: Suite, nonce: bytes, reader_nonce: bytes, p: int) -> int:
    """A number below p out of both nonces: each key of a chain encrypts a constant."""
    first, second = (bytes.fromhex(text) for text in _CONSTANTS[len(nonce)])
    zeros = bytes(block_size(suite))
    key = encrypt_cbc(suite, reader_nonce, zeros, nonce)[: key_size(suite)]
    out = b""
    while 8 * len(out) < p.bit_length() + _EXTRA_BITS:
        out += encrypt_cbc(suite, key, zeros, second)
        key = encrypt_cbc(suite, key, zeros, first)[: key_size(suite)]
    return int.from_bytes(out, "big") % p


def _point_of(curve: Curve, t: int) -> Point:
    """A point of the curve for a number, without a search (simplified Shallue-Woestijne-Ulas)."""
    p, a, b = curve.p, curve.a, curve.b
    alpha = -t * t % p
    if (alpha + alpha * alpha) % p == 0:
        raise AppError(BAD_POINT, {"why": "infinity"})
    x2 = -b * pow(a, -1, p) * (1 + pow(alpha + alpha * alpha, -1, p)) % p
    x3 = alpha * x2 % p
    h2 = (x2**3 + a * x2 + b) % p
    root = pow(h2, p - 1 - (p + 1) // 4, p)
    if root * root * h2 % p == 1:
        return Point(x2, root * h2 % p)
    return Point(x3, root * pow(t, 3, p) * h2 % p)
