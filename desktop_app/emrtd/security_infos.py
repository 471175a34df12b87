"""SecurityInfos: what protocols a chip offers (EF.CardAccess in the clear, DG14 signed).

Source: ICAO Doc 9303 part 11, 9.2; part 10 (DG14).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import tlv
from desktop_app.emrtd.tlv import Tlv

BAD_SECURITY_INFOS = declare("emrtd.bad_security_infos")

_PACE = "0.4.0.127.0.7.2.2.4"
_DG14_TAG = 0x6E
_MAX_OID_BYTES = 64  # the longest in use here has eleven; an endless one would take minutes to write out
_SET, _SEQUENCE, _OID, _INTEGER = 0x31, 0x30, 0x06, 0x02


@dataclass(frozen=True, slots=True)
class SecurityInfo:
    """One offer.

    Attributes:
        oid: protocol, dotted.
        parameters: the required and, when there, the optional field.
    """

    oid: str
    parameters: tuple[Tlv, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PaceInfo:
    """An offer of PACE.

    Attributes:
        oid: says mapping, key agreement and cipher suite.
        parameter_id: standardized domain parameters, None when the chip brings its own.
    """

    oid: str
    parameter_id: int | None


def parse_security_infos(data: bytes) -> tuple[SecurityInfo, ...]:
    """Read a DER SET OF SecurityInfo, unknown protocols included.

    Raises:
        AppError: emrtd.bad_security_infos.
    """
    try:
        outer = tlv.parse_one(data)
        entries = [_info(item) for item in outer.children()]
    except AppError as error:
        raise AppError(BAD_SECURITY_INFOS) from error
    if outer.tag != _SET:
        raise AppError(BAD_SECURITY_INFOS)
    return tuple(entries)


def _info(item: Tlv) -> SecurityInfo:
    children = item.children()
    if item.tag != _SEQUENCE or not children or children[0].tag != _OID:
        raise AppError(BAD_SECURITY_INFOS)
    return SecurityInfo(decode_oid(children[0].value), tuple(children[1:]))


def infos_of_dg14(raw: bytes) -> tuple[SecurityInfo, ...]:
    """The SecurityInfos inside DG14.

    Raises:
        AppError: emrtd.bad_security_infos.
    """
    try:
        outer = tlv.parse_one(raw)
    except AppError as error:
        raise AppError(BAD_SECURITY_INFOS) from error
    if outer.tag != _DG14_TAG:
        raise AppError(BAD_SECURITY_INFOS)
    return parse_security_infos(outer.value)


def pace_infos(infos: Sequence[SecurityInfo]) -> tuple[PaceInfo, ...]:
    """The offers of PACE version 2, in the order of the chip."""
    found: list[PaceInfo] = []
    for info in infos:
        # Mapping with key agreement, then suite. One arc alone is a PACEDomainParameterInfo.
        arcs = info.oid.removeprefix(_PACE + ".").split(".")
        if not info.oid.startswith(_PACE + ".") or len(arcs) != 2:
            continue
        numbers = [
            int.from_bytes(item.value, "big", signed=True)
            for item in info.parameters
            if item.tag == _INTEGER and item.value
        ]
        if numbers and numbers[0] == 2:
            found.append(PaceInfo(info.oid, numbers[1] if len(numbers) > 1 else None))
    return tuple(found)


def decode_oid(value: bytes) -> str:
    """Dotted form of the content bytes of an object identifier.

    Raises:
        AppError: emrtd.bad_security_infos.
    """
    if len(value) > _MAX_OID_BYTES:
        raise AppError(BAD_SECURITY_INFOS)
    numbers: list[int] = []
    number = 0
    for byte in value:
        number = number << 7 | byte & 0x7F
        if byte & 0x80 == 0:
            numbers.append(number)
            number = 0
    if not numbers or value[-1] & 0x80:
        raise AppError(BAD_SECURITY_INFOS)
    first = min(numbers[0] // 40, 2)
    return ".".join(str(arc) for arc in (first, numbers[0] - 40 * first, *numbers[1:]))


def encode_oid(dotted: str) -> bytes:
    """Content bytes of an object identifier."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    out = b""
    for arc in (first * 40 + second, *rest):
        digits = [arc & 0x7F]
        while arc := arc >> 7:
            digits.append(arc & 0x7F | 0x80)
        out += bytes(reversed(digits))
    return out
