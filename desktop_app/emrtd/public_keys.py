"""Public keys of certificates and chips, explicit curve parameters included.

Source: RFC 5280, RFC 3279, RFC 5480; explicit parameters: SEC 1, C.2, as 9303-12 asks for.
"""

from __future__ import annotations

from dataclasses import dataclass

from asn1crypto import keys

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import curves
from desktop_app.emrtd.curves import Curve, Point

UNSUPPORTED_KEY = declare("emrtd.unsupported_key")

_MIN_MODULUS_BITS = 512
_MAX_MODULUS_BITS = 8192  # more is no key of an issuer, only a way to keep the processor busy


@dataclass(frozen=True, slots=True)
class RsaKey:
    """An RSA public key."""

    modulus: int
    exponent: int


@dataclass(frozen=True, slots=True)
class EcKey:
    """A point on a known curve."""

    curve: Curve
    point: Point


PublicKey = RsaKey | EcKey


def parse_public_key(der: bytes) -> PublicKey:
    """Read a SubjectPublicKeyInfo.

    Raises:
        AppError: emrtd.unsupported_key: malformed, another algorithm, unknown curve, absurd size.
        AppError: emrtd.bad_point: a point that is not on its curve.
    """
    try:
        info = keys.PublicKeyInfo.load(der, strict=True)
        algorithm = info["algorithm"]["algorithm"].native
        if algorithm in ("rsa", "rsassa_pss"):
            key = info["public_key"].parsed
            return _rsa(int(key["modulus"].native), int(key["public_exponent"].native))
        if algorithm == "ec":
            point = bytes(info["public_key"].native)
            return _ec(_curve(info["algorithm"]["parameters"]), point)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise AppError(UNSUPPORTED_KEY, {"why": "malformed"}) from error
    raise AppError(UNSUPPORTED_KEY, {"why": "algorithm"})


def _rsa(modulus: int, exponent: int) -> RsaKey:
    fits = _MIN_MODULUS_BITS <= modulus.bit_length() <= _MAX_MODULUS_BITS and modulus & 1
    if not fits or exponent.bit_length() > 64 or exponent < 3:
        raise AppError(UNSUPPORTED_KEY, {"why": "size"})
    return RsaKey(modulus, exponent)


def _ec(curve: Curve | None, point: bytes) -> EcKey:
    if curve is None:
        raise AppError(UNSUPPORTED_KEY, {"why": "curve"})
    return EcKey(curve, curves.decode_point(curve, point))


def _curve(parameters: keys.ECDomainParameters) -> Curve | None:
    if parameters.name == "named":
        return curves.curve_by_oid(parameters.chosen.dotted)
    if parameters.name != "specified":
        return None
    explicit = parameters.chosen
    p, n = int(explicit["field_id"]["parameters"].native), int(explicit["order"].native)
    a, b = (int.from_bytes(bytes(explicit["curve"][name].native), "big") for name in ("a", "b"))
    size = (p.bit_length() + 7) // 8
    form, coordinates = bytes(explicit["base"].native)[:1], bytes(explicit["base"].native)[1:]
    x = int.from_bytes(coordinates[:size], "big")
    if form in (b"\x02", b"\x03") and len(coordinates) == size:
        return curves.curve_of_compressed_parameters(p, a, b, x, form == b"\x03", n)
    if form != b"\x04" or len(coordinates) != 2 * size:
        return None
    return curves.curve_of_parameters(p, a, b, Point(x, int.from_bytes(coordinates[size:], "big")), n)
