"""The groups that a chip agrees on keys in: points of a curve, or powers modulo a prime. Elements are bytes.

Written from the standard; only the curves and their arithmetic are shared with the reader.

Source: ICAO Doc 9303 part 11, 9.5 (key agreement), 4.4.3.3.2 and appendix B (integrated mapping).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_app.core.errors import AppError
from desktop_app.emrtd import ciphers
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.curves import (
    Curve,
    Point,
    add,
    curve_by_parameter_id,
    decode_point,
    encode_point,
    encode_x,
    multiply,
    random_scalar,
)
from desktop_app.emrtd.dh_parameters import ROWS
from desktop_app.readers.simulator.apdu import Refused, Sw

Random = Callable[[int], bytes]

# Constants of the pseudo-random function by the size of the nonce: 9303-11, 4.4.3.3.2.
_NEXT_KEY = {
    16: bytes.fromhex("a668892a7c41e3ca739f40b057d85904"),
    32: bytes.fromhex("d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676"),
}
_OUTPUT = {
    16: bytes.fromhex("a4e136ac725f738b01c1f60217c188ad"),
    32: bytes.fromhex("54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517"),
}
_SPARE_BITS = 64


@dataclass(frozen=True, slots=True)
class CurveGroup:
    """Points, uncompressed."""

    curve: Curve
    token_tag: int = 0x86  # of a public key in an authentication token

    @property
    def generator(self) -> bytes:
        """The standard one."""
        return encode_point(self.curve, self.curve.g)

    @property
    def order(self) -> int:
        """Of the generator."""
        return self.curve.n

    def draw(self, random: Random = secrets.token_bytes) -> int:
        """A private key."""
        return random_scalar(self.curve, random)

    def raised(self, element: bytes, k: int) -> bytes:
        """The element combined with itself k times.

        Raises:
            Refused: 6A80, the element is none of the group, or the neutral one comes out.
        """
        return self._encoded(multiply(self.curve, k, self._point(element)))

    def joined(self, first: bytes, second: bytes) -> bytes:
        """Two elements combined. Raises as `raised`."""
        return self._encoded(add(self.curve, self._point(first), self._point(second)))

    def secret(self, element: bytes) -> bytes:
        """What keys are derived from. Raises as `raised`."""
        return encode_x(self.curve, self._point(element))

    @property
    def modulus(self) -> int:
        """The prime of the field."""
        return self.curve.p

    def mapped(self, number: int) -> bytes:
        """A point for a number; the curve's prime is 3 modulo 4. Raises as `raised`."""
        p, a, b = self.curve.p, self.curve.a, self.curve.b
        alpha = -number * number % p
        if (alpha + alpha * alpha) % p == 0:
            raise Refused(Sw.WRONG_DATA)
        first = -b * pow(a, -1, p) * (1 + pow(alpha + alpha * alpha, -1, p)) % p
        square = (pow(first, 3, p) + a * first + b) % p
        root = pow(square, p - 1 - (p + 1) // 4, p)
        if root * root * square % p == 1:
            return self._encoded(Point(first, root * square % p))
        return self._encoded(Point(alpha * first % p, root * pow(number, 3, p) * square % p))

    def _point(self, element: bytes) -> Point:
        try:
            return decode_point(self.curve, element)
        except AppError as error:
            raise Refused(Sw.WRONG_DATA) from error

    def _encoded(self, point: Point) -> bytes:
        try:
            return encode_point(self.curve, point)
        except ValueError as error:  # the neutral element
            raise Refused(Sw.WRONG_DATA) from error


@dataclass(frozen=True, slots=True)
class PrimeGroup:
    """Powers of a generator modulo a prime, as long as the prime.

    Attributes:
        modulus: the prime.
        base: the generator.
        order: of the generator, prime.
    """

    modulus: int = field(repr=False)
    base: int = field(repr=False)
    order: int = field(repr=False)
    token_tag: int = 0x84

    @property
    def generator(self) -> bytes:
        """The standard one."""
        return self._encoded(self.base)

    def draw(self, random: Random = secrets.token_bytes) -> int:
        """A private key."""
        while True:  # a fair source needs two draws
            number = int.from_bytes(random((self.order.bit_length() + 7) // 8), "big")
            if 1 <= number < self.order:
                return number

    def raised(self, element: bytes, k: int) -> bytes:
        """The element to the power of k.

        Raises:
            Refused: 6A80, the element is none of the group.
        """
        return self._encoded(pow(self._number(element), k, self.modulus))

    def joined(self, first: bytes, second: bytes) -> bytes:
        """Product of two elements. Raises as `raised`."""
        return self._encoded(self._number(first) * self._number(second) % self.modulus)

    def secret(self, element: bytes) -> bytes:
        """What keys are derived from: all of it. Raises as `raised`."""
        return self._encoded(self._number(element))

    def mapped(self, number: int) -> bytes:
        """An element of the right order for a number. Raises as `raised`."""
        return self._encoded(pow(number, (self.modulus - 1) // self.order, self.modulus))

    def _number(self, element: bytes) -> int:
        number = int.from_bytes(element, "big")
        if not 1 < number < self.modulus - 1:
            raise Refused(Sw.WRONG_DATA)
        return number

    def _encoded(self, number: int) -> bytes:
        return number.to_bytes((self.modulus.bit_length() + 7) // 8, "big")


Group = CurveGroup | PrimeGroup


def group_by_parameter_id(number: int) -> Group | None:
    """The standardized group with this number: 0 to 2 modulo a prime, 8 to 18 over a curve; else None."""
    for row in ROWS:
        if row.parameter_id == number:
            return PrimeGroup(int(row.p, 16), int(row.g, 16), int(row.q, 16))
    curve = curve_by_parameter_id(number)
    return None if curve is None else CurveGroup(curve)


def integrated_generator(group: Group, suite: Suite, nonce: bytes, reader_nonce: bytes) -> bytes:
    """The generator that two nonces make (integrated mapping).

    Args:
        group: whose generator.
        suite: cipher of the pseudo-random function.
        nonce: the chip's, in the clear.
        reader_nonce: as long as a key of the suite.

    Raises:
        Refused: 6A80, the reader's nonce has another size.
    """
    size, no_iv = ciphers.key_size(suite), bytes(ciphers.block_size(suite))
    if len(reader_nonce) != size:
        raise Refused(Sw.WRONG_DATA)
    key = ciphers.encrypt_cbc(suite, reader_nonce, no_iv, nonce)[:size]
    output = b""
    while len(output) * 8 < group.modulus.bit_length() + _SPARE_BITS:
        output += ciphers.encrypt_cbc(suite, key, no_iv, _OUTPUT[len(nonce)])
        key = ciphers.encrypt_cbc(suite, key, no_iv, _NEXT_KEY[len(nonce)])[:size]
    return group.mapped(int.from_bytes(output, "big") % group.modulus)
