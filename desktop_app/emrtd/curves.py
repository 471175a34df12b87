"""Curve arithmetic for PACE mapping, chip keys and curves that `cryptography` does not know.

Not constant-time: Python integers are not. Only ephemeral keys that live for one card on the counter's own
computer go through it, and nobody can ask it to repeat a key; long-lived keys never come here.

Source: SEC 1 (arithmetic, encoding); the domain parameters are those of FIPS 186-4 and RFC 5639, with the
numbers of ICAO Doc 9303 part 11, table of standardized domain parameters.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd.curve_parameters import ROWS

BAD_POINT = declare("emrtd.bad_point")

_WINDOW = (
    4  # digits of the multiplier in width-4 non-adjacent form: four stored points, one addition per ~5 bits
)
_MAX_DRAWS = 128  # a fair source needs two; more means that it is broken


class Point(NamedTuple):
    """An affine point. `INFINITY` stands for the neutral element."""

    x: int
    y: int


INFINITY = Point(0, 0)  # on no curve here: every b is different from zero

_Jacobian = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Curve:
    """y² = x³ + ax + b over a prime field.

    Attributes:
        name: `brainpoolP256r1`, `P-256` and so on.
        p: the prime.
        a: coefficient.
        b: coefficient.
        g: generator.
        n: order of the generator, prime.
        h: cofactor.
        oid: of the named curve, dotted.
    """

    name: str
    p: int
    a: int
    b: int
    g: Point
    n: int
    h: int
    oid: str

    @property
    def field_size(self) -> int:
        """Size of a coordinate in bytes."""
        return (self.p.bit_length() + 7) // 8


def _curve(name: str, oid: str, values: tuple[str, str, str, str, str, str]) -> Curve:
    p, a, b, gx, gy, n = (int(value, 16) for value in values)
    return Curve(name, p, a, b, Point(gx, gy), n, 1, oid)


_BY_ID = {row.parameter_id: _curve(row.name, row.oid, row.values) for row in ROWS}
_BY_OID = {curve.oid: curve for curve in _BY_ID.values()}
_BY_VALUE = {(c.p, c.a, c.b, c.g, c.n): c for c in _BY_ID.values()}


def curve_by_parameter_id(number: int) -> Curve | None:
    """The curve with this standardized number (8 to 18), else None."""
    return _BY_ID.get(number)


def curve_by_oid(oid: str) -> Curve | None:
    """The curve with this object identifier, else None."""
    return _BY_OID.get(oid)


def curve_of_parameters(p: int, a: int, b: int, g: Point, n: int) -> Curve | None:
    """The known curve that has exactly these explicit parameters, else None.

    The generator counts too: a curve that differs in the generator alone lets anyone forge a key.
    """
    return _BY_VALUE.get((p, a % p, b % p, g, n)) if p > 0 else None


def curve_of_compressed_parameters(p: int, a: int, b: int, x: int, odd: bool, n: int) -> Curve | None:
    """As `curve_of_parameters`, for a generator of which only x and the last bit of y are written.

    No square root is taken: a prime that is none would make it endless.
    """
    found = (c for c in _BY_ID.values() if c.g.x == x and bool(c.g.y & 1) == odd)
    return next((c for c in found if curve_of_parameters(p, a, b, c.g, n) is c), None)


def multiply(curve: Curve, k: int, point: Point) -> Point:
    """The point added to itself k times; INFINITY when that is what comes out."""
    k %= curve.n
    if k == 0 or point == INFINITY:
        return INFINITY
    p, a = curve.p, curve.a
    start: _Jacobian = (point.x, point.y, 1)
    twice = _double(start, p, a)
    odd: list[_Jacobian] = [start]
    for _ in range(2 ** (_WINDOW - 2) - 1):
        odd.append(_add(odd[-1], twice, p, a))
    result: _Jacobian = (1, 1, 0)
    for digit in reversed(_digits(k)):
        result = _double(result, p, a)
        if digit > 0:
            result = _add(result, odd[digit >> 1], p, a)
        elif digit < 0:
            x, y, z = odd[-digit >> 1]
            result = _add(result, (x, -y % p, z), p, a)
    return _affine(result, p)


def add(curve: Curve, first: Point, second: Point) -> Point:
    """Sum of two points; either may be INFINITY."""
    if first == INFINITY:
        return second
    if second == INFINITY:
        return first
    return _affine(_add((first.x, first.y, 1), (second.x, second.y, 1), curve.p, curve.a), curve.p)


def is_on_curve(curve: Curve, point: Point) -> bool:
    """Whether both coordinates are in the field and fit the equation. INFINITY is not on the curve here."""
    x, y = point
    if not (0 <= x < curve.p and 0 <= y < curve.p):
        return False
    return (y * y - (x * x + curve.a) * x - curve.b) % curve.p == 0


def encode_point(curve: Curve, point: Point) -> bytes:
    """04, x, y, each coordinate of field size.

    Raises:
        ValueError: the point is INFINITY.
    """
    if point == INFINITY:
        raise ValueError("the neutral element has no such encoding")
    return b"\x04" + encode_x(curve, point) + point.y.to_bytes(curve.field_size, "big")


def encode_x(curve: Curve, point: Point) -> bytes:
    """The x coordinate, field size: the shared secret of a key agreement."""
    return point.x.to_bytes(curve.field_size, "big")


def decode_point(curve: Curve, data: bytes) -> Point:
    """Read an uncompressed point and check that it is on the curve.

    Raises:
        AppError: emrtd.bad_point: another form or size, not on the curve, or the neutral element.
    """
    size = curve.field_size
    if len(data) != 1 + 2 * size or data[0] != 4:
        raise AppError(BAD_POINT, {"why": "form"})
    point = Point(int.from_bytes(data[1 : 1 + size], "big"), int.from_bytes(data[1 + size :], "big"))
    if not is_on_curve(curve, point):
        raise AppError(BAD_POINT, {"why": "not_on_curve"})
    return point


def random_scalar(curve: Curve, random: Callable[[int], bytes] = os.urandom) -> int:
    """A private key: evenly spread over 1 to n - 1.

    Args:
        curve: the curve.
        random: gives that many random bytes.

    Raises:
        ValueError: the source of random bytes is broken.
    """
    bits = curve.n.bit_length()
    for _ in range(_MAX_DRAWS):
        k = int.from_bytes(random((bits + 7) // 8), "big") & ((1 << bits) - 1)
        if 1 <= k < curve.n:
            return k
    raise ValueError("the source of random bytes is broken")


def _digits(k: int) -> list[int]:
    """Width-4 non-adjacent form, lowest digit first: zero or odd between -7 and 7."""
    digits: list[int] = []
    full, half = 1 << _WINDOW, 1 << (_WINDOW - 1)
    while k:
        digit = 0
        if k & 1:
            digit = k & (full - 1)
            if digit >= half:
                digit -= full
            k -= digit
        digits.append(digit)
        k >>= 1
    return digits


def _double(point: _Jacobian, p: int, a: int) -> _Jacobian:
    x, y, z = point
    if not z or not y:
        return (1, 1, 0)
    yy = y * y % p
    s = 4 * x * yy % p
    zz = z * z % p
    m = (3 * x * x + a * (zz * zz % p)) % p
    x3 = (m * m - 2 * s) % p
    return (x3, (m * (s - x3) - 8 * yy * yy) % p, 2 * y * z % p)


def _add(first: _Jacobian, second: _Jacobian, p: int, a: int) -> _Jacobian:
    x1, y1, z1 = first
    x2, y2, z2 = second
    if not z1:
        return second
    if not z2:
        return first
    zz1, zz2 = z1 * z1 % p, z2 * z2 % p
    u1, u2 = x1 * zz2 % p, x2 * zz1 % p
    s1, s2 = y1 * zz2 * z2 % p, y2 * zz1 * z1 % p
    h, r = (u2 - u1) % p, (s2 - s1) % p
    if not h:
        return (1, 1, 0) if r else _double(first, p, a)
    hh = h * h % p
    hhh = h * hh % p
    v = u1 * hh % p
    x3 = (r * r - hhh - 2 * v) % p
    return (x3, (r * (v - x3) - s1 * hhh) % p, h * z1 * z2 % p)


def _affine(point: _Jacobian, p: int) -> Point:
    x, y, z = point
    if not z:
        return INFINITY
    inverse = pow(z, -1, p)
    square = inverse * inverse % p
    return Point(x * square % p, y * square * inverse % p)
