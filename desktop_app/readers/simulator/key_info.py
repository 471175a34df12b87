"""The public key of a chip as DG14 and EF.CardSecurity hold it, over a curve or modulo a prime.

Source: ICAO Doc 9303 part 11, 9.2.4 and 9.2.6 (ChipAuthenticationPublicKeyInfo); BSI TR-03111 (explicit curve
parameters); RFC 3279, 2.3.3 (dhpublicnumber).
"""

from __future__ import annotations

from enum import StrEnum

from asn1crypto import core

from desktop_app.emrtd import tlv
from desktop_app.emrtd.curves import Curve, encode_point
from desktop_app.readers.simulator.chip_data import ChipKey
from desktop_app.readers.simulator.key_groups import CurveGroup, PrimeGroup, group_by_parameter_id

_PK_DH, _PK_ECDH = "0.4.0.127.0.7.2.2.1.1", "0.4.0.127.0.7.2.2.1.2"
_STANDARDIZED = "0.4.0.127.0.7.1.2"
_EC_PUBLIC_KEY, _PRIME_FIELD = "1.2.840.10045.2.1", "1.2.840.10045.1.1"
_DH_PUBLIC_NUMBER = "1.2.840.10046.2.1"


class KeyForm(StrEnum):
    """How the group of a key is told."""

    EXPLICIT = "explicit"  # its parameters are written out, as the cards have it
    NAMED = "named"  # its object identifier (curves only)
    NUMBERED = "numbered"  # its number among the standardized ones


def public_key_info(key: ChipKey, form: KeyForm) -> bytes:
    """ChipAuthenticationPublicKeyInfo.

    Raises:
        ValueError: the key's group is none of the standardized ones.
    """
    group = group_by_parameter_id(key.parameter_id)
    if group is None:
        raise ValueError(f"no group has the number {key.parameter_id}")
    public = group.raised(group.generator, int.from_bytes(key.private, "big"))
    over_primes = isinstance(group, PrimeGroup)
    if form is KeyForm.NUMBERED:
        algorithm = _oid(_STANDARDIZED) + _integer(key.parameter_id)
    else:
        algorithm = _algorithm(group, form)
    if over_primes:
        public = _integer(int.from_bytes(public, "big"))
    info = tlv.encode(0x30, tlv.encode(0x30, algorithm) + tlv.encode(0x03, b"\0" + public))
    return tlv.encode(0x30, _oid(_PK_DH if over_primes else _PK_ECDH) + info + key_number(key))


def key_number(key: ChipKey) -> bytes:
    """The number of a key where it has one."""
    return b"" if key.key_id is None else _integer(key.key_id)


def _algorithm(group: CurveGroup | PrimeGroup, form: KeyForm) -> bytes:
    if isinstance(group, PrimeGroup):
        numbers = (group.modulus, group.base, group.order)
        return _oid(_DH_PUBLIC_NUMBER) + tlv.encode(0x30, b"".join(map(_integer, numbers)))
    if form is KeyForm.NAMED:
        return _oid(_EC_PUBLIC_KEY) + _oid(group.curve.oid)
    return _oid(_EC_PUBLIC_KEY) + tlv.encode(0x30, _explicit(group.curve))


def _explicit(curve: Curve) -> bytes:
    size = curve.field_size
    return (
        _integer(1)
        + tlv.encode(0x30, _oid(_PRIME_FIELD) + _integer(curve.p))
        + tlv.encode(0x30, _octets(curve.a.to_bytes(size, "big")) + _octets(curve.b.to_bytes(size, "big")))
        + _octets(encode_point(curve, curve.g))
        + _integer(curve.n)
        + _integer(curve.h)
    )


def _oid(dotted: str) -> bytes:
    return core.ObjectIdentifier(dotted).dump()


def _integer(value: int) -> bytes:
    return core.Integer(value).dump()


def _octets(value: bytes) -> bytes:
    return tlv.encode(0x04, value)
