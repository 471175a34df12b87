"""The groups that keys are agreed in: points of a curve, or powers modulo a prime. Elements are bytes.

As in `curves.py` nothing is constant-time; only ephemeral keys of one card go through here.

Source: ICAO Doc 9303 part 11, 9.5 (key agreement, encodings, standardized domain parameters).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_app.core.errors import AppError
from desktop_app.emrtd import curves
from desktop_app.emrtd.curves import BAD_POINT, Curve
from desktop_app.emrtd.dh_parameters import ROWS

_MIN_PRIME_BITS, _MAX_PRIME_BITS = 1024, 8192
_UNKNOWN_ORDER_BITS = 512  # of a private key where the chip does not tell the order: twice any strength here

Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class EcGroup:
    """Points of a curve, uncompressed."""

    curve: Curve

    @property
    def generator(self) -> bytes:
        """The standard generator."""
        return curves.encode_point(self.curve, self.curve.g)

    @property
    def bits(self) -> int:
        """Strength: of the best attack known, as a power of two."""
        return self.curve.n.bit_length() // 2

    @property
    def key_tag(self) -> int:
        """Tag of a public key of this kind in an authentication token."""
        return 0x86

    def draw(self, random: Random = os.urandom) -> int:
        """A private key."""
        return curves.random_scalar(self.curve, random)

    def power(self, element: bytes, k: int) -> bytes:
        """The element combined k times with itself.

        Raises:
            AppError: emrtd.bad_point: not of this group, or the neutral element comes out.
        """
        return self.encode(curves.multiply(self.curve, k, curves.decode_point(self.curve, element)))

    def combine(self, first: bytes, second: bytes) -> bytes:
        """Sum of two points. Raises as `power`."""
        points = (curves.decode_point(self.curve, element) for element in (first, second))
        return self.encode(curves.add(self.curve, *points))

    def same_secret(self, first: bytes, second: bytes) -> bool:
        """Whether two public keys are the same or mirror images: they agree on the same secrets.

        Raises as `power`.
        """
        return self.secret_of(first) == self.secret_of(second)

    def secret_of(self, element: bytes) -> bytes:
        """What keys are derived from: the x coordinate. Raises as `power`."""
        return curves.encode_x(self.curve, curves.decode_point(self.curve, element))

    def encode(self, point: curves.Point) -> bytes:
        """A point as an element.

        Raises:
            AppError: emrtd.bad_point: the neutral element.
        """
        if point == curves.INFINITY:
            raise AppError(BAD_POINT, {"why": "infinity"})
        return curves.encode_point(self.curve, point)


@dataclass(frozen=True, slots=True)
class DhGroup:
    """Powers of a generator modulo a prime, as bytes of the prime's size.

    Attributes:
        p: the prime. A chip's own is not proven to be one: a bad one only hurts the chip's own secret.
        g: generator.
        q: order of the generator; None when the chip does not tell.
    """

    p: int = field(repr=False)
    g: int = field(repr=False)
    q: int | None = field(repr=False)

    @property
    def size(self) -> int:
        """Of an element, in bytes."""
        return (self.p.bit_length() + 7) // 8

    @property
    def generator(self) -> bytes:
        """The standard generator."""
        return self.g.to_bytes(self.size, "big")

    @property
    def bits(self) -> int:
        """Strength: of the best attack known, as a power of two."""
        return 80 if self.p.bit_length() < 2048 else 112

    @property
    def key_tag(self) -> int:
        """Tag of a public key of this kind in an authentication token."""
        return 0x84

    def draw(self, random: Random = os.urandom) -> int:
        """A private key."""
        bits = self.q.bit_length() if self.q is not None else _UNKNOWN_ORDER_BITS
        highest = self.q or (1 << bits)
        for _ in range(128):  # a fair source needs two
            k = int.from_bytes(random((bits + 7) // 8), "big") & ((1 << bits) - 1)
            if 1 <= k < highest:
                return k
        raise ValueError("the source of random bytes is broken")

    def power(self, element: bytes, k: int) -> bytes:
        """The element combined k times with itself.

        Raises:
            AppError: emrtd.bad_point: not of this group, or the neutral element comes out.
        """
        return self._encode(pow(self._decode(element), k, self.p))

    def combine(self, first: bytes, second: bytes) -> bytes:
        """Product of two powers. Raises as `power`."""
        return self._encode(self._decode(first) * self._decode(second) % self.p)

    def same_secret(self, first: bytes, second: bytes) -> bool:
        """Whether two public keys are the same key. Raises as `power`."""
        return self._decode(first) == self._decode(second)

    def secret_of(self, element: bytes) -> bytes:
        """What keys are derived from: the whole element. Raises as `power`."""
        return self._decode(element).to_bytes(self.size, "big")

    def _decode(self, element: bytes) -> int:
        value = int.from_bytes(element, "big")
        if len(element) > self.size or not 1 < value < self.p - 1:
            raise AppError(BAD_POINT, {"why": "not_in_group"})
        return value

    def _encode(self, value: int) -> bytes:
        if not 1 < value < self.p - 1:
            raise AppError(BAD_POINT, {"why": "infinity"})
        return value.to_bytes(self.size, "big")


_DH_BY_ID = {row.parameter_id: DhGroup(int(row.p, 16), int(row.g, 16), int(row.q, 16)) for row in ROWS}


def dh_by_parameter_id(number: int) -> DhGroup | None:
    """The standardized group with this number (0 to 2), else None."""
    return _DH_BY_ID.get(number)


def dh_of_parameters(p: int, g: int, q: int | None) -> DhGroup | None:
    """The group with a chip's own parameters; None when they are absurd."""
    if not (_MIN_PRIME_BITS <= p.bit_length() <= _MAX_PRIME_BITS and p & 1 and 1 < g < p - 1):
        return None
    if q is not None and not (1 << 128) < q < p:
        return None
    return DhGroup(p, g, q)
