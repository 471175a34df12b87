"""Public keys of certificates and chips, explicit curve parameters included.

Source: RFC 5280, RFC 3279, RFC 5480; explicit parameters: SEC 1, C.2, as 9303-12 asks for.
"""

from __future__ import annotations

from dataclasses import dataclass

from asn1crypto import keys

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import curves, tlv
from desktop_app.emrtd.curves import Curve, Point
from desktop_app.emrtd.groups import DhGroup, dh_of_parameters
from desktop_app.emrtd.security_infos import decode_oid
from desktop_app.emrtd.tlv import Tlv

UNSUPPORTED_KEY = declare("emrtd.unsupported_key")

_STANDARDIZED = "0.4.0.127.0.7.1.2"  # a number of 9303-11 instead of parameters
_X942, _PKCS3 = "1.2.840.10046.2.1", "1.2.840.113549.1.3.1"
_DIFFIE_HELLMAN = (_X942, _PKCS3)
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


@dataclass(frozen=True, slots=True)
class DhKey:
    """A power of a generator modulo a prime."""

    group: DhGroup
    value: bytes


PublicKey = RsaKey | EcKey
"""Keys that sign."""
AgreementKey = EcKey | DhKey
"""Keys that agree on a secret."""


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
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as error:
        raise AppError(UNSUPPORTED_KEY, {"why": "malformed"}) from error
    raise AppError(UNSUPPORTED_KEY, {"why": "algorithm"})


def parse_agreement_key(der: bytes) -> AgreementKey:
    """Read a SubjectPublicKeyInfo of Chip Authentication.

    Besides what `parse_public_key` takes of curves: a curve by its number in 9303-11, and keys modulo a
    prime with their parameters (X9.42 or PKCS#3).

    Raises:
        AppError: as `parse_public_key`.
    """
    try:
        algorithm, bits = tlv.parse_one(der).children()
        identifier, *parameters = algorithm.children()
        oid = decode_oid(identifier.value)
    except (AppError, ValueError) as error:
        raise AppError(UNSUPPORTED_KEY, {"why": "malformed"}) from error
    if oid == _STANDARDIZED and len(parameters) == 1:
        number = int.from_bytes(parameters[0].value[:2], "big")
        return _ec(curves.curve_by_parameter_id(number), bits.value[1:])
    if oid in _DIFFIE_HELLMAN:
        return _dh(oid, parameters, bits)
    key = parse_public_key(der)
    if not isinstance(key, EcKey):
        raise AppError(UNSUPPORTED_KEY, {"why": "algorithm"})
    return key


def _dh(oid: str, parameters: list[Tlv], bits: Tlv) -> DhKey:
    try:
        numbers = [int.from_bytes(item.value, "big") for item in parameters[0].children()]
        value = tlv.parse_one(bits.value[1:]).value
        p, g = numbers[:2]
    except (AppError, ValueError, IndexError) as error:
        raise AppError(UNSUPPORTED_KEY, {"why": "malformed"}) from error
    q = numbers[2] if oid == _X942 and len(numbers) > 2 else None  # PKCS#3 has a size there
    group = dh_of_parameters(p, g, q)
    if group is None:
        raise AppError(UNSUPPORTED_KEY, {"why": "size"})
    return DhKey(group, group.power(value.lstrip(b"\x00"), 1))


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
