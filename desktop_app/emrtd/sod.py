"""EF.SOD: the signed list of hashes of the data groups.

Source: ICAO Doc 9303 part 10, 4.6.2 (EF.SOD) and appendix D (LDS security object).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from asn1crypto import algos, core

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import ber, lds, tlv
from desktop_app.emrtd.cms import ASN1_ERRORS, SignedMessage, parse_signed_message

BAD_SOD = declare("emrtd.bad_sod")

_CONTENT_TYPES = (
    "2.23.136.1.1.1",
    "1.3.27.1.1.1",  # an old number that some issuers still write
)
_VERSIONS = (0, 1)
_SEQUENCE = 0x30


class _DataGroupHash(core.Sequence):
    _fields = [("number", core.Integer), ("hash", core.OctetString)]  # noqa: RUF012 - asn1crypto's way


class _DataGroupHashes(core.SequenceOf):
    _child_spec = _DataGroupHash


class _VersionInfo(core.Sequence):
    _fields = [("lds_version", core.PrintableString), ("unicode_version", core.PrintableString)]  # noqa: RUF012


class _LdsSecurityObject(core.Sequence):
    _fields = [  # noqa: RUF012
        ("version", core.Integer),
        ("hash_algorithm", algos.DigestAlgorithm),
        ("hashes", _DataGroupHashes),
        ("version_info", _VersionInfo, {"optional": True}),
    ]


@dataclass(frozen=True, slots=True)
class SecurityObject:
    """EF.SOD, read but not judged.

    Attributes:
        hash_algorithm: `sha256` and so on, as asn1crypto names it; a dotted number when unknown.
        hashes: number of the data group to its hash.
        message: the signed message around.
    """

    hash_algorithm: str
    hashes: Mapping[int, bytes] = field(repr=False)
    message: SignedMessage = field(repr=False)

    @property
    def signer_certificate(self) -> bytes | None:
        """Certificate of the document signer, DER."""
        return self.message.certificate


def parse_sod(raw: bytes) -> SecurityObject:
    """Read EF.SOD.

    Args:
        raw: the file, or the bare CMS message that some exports hold; BER with indefinite lengths too.

    Raises:
        AppError: emrtd.bad_sod; its fact `why` is `version` for a version that 9303 does not know.
    """
    try:
        message = parse_signed_message(_unwrap(ber.definite(raw)))
        if message.content_type not in _CONTENT_TYPES:
            raise AppError(BAD_SOD, {"why": "content_type"})
        content = _LdsSecurityObject.load(message.content, strict=True)
        if content["version"].native not in _VERSIONS:
            raise AppError(BAD_SOD, {"why": "version"})
        pairs = [(item["number"].native, item["hash"].native) for item in content["hashes"]]
        algorithm = content["hash_algorithm"]["algorithm"].native
    except AppError as error:
        if error.code == BAD_SOD:
            raise
        raise AppError(BAD_SOD, {"why": error.facts.get("why")}) from error
    except ASN1_ERRORS as error:
        raise AppError(BAD_SOD, {"why": "malformed"}) from error
    hashes = dict(pairs)
    if len(hashes) != len(pairs):
        raise AppError(BAD_SOD, {"why": "number_twice"})
    return SecurityObject(algorithm, MappingProxyType(hashes), message)


def _unwrap(raw: bytes) -> bytes:
    if raw[:1] == bytes([_SEQUENCE]):
        return raw
    outer = tlv.parse_one(raw)
    if outer.tag != lds.SOD.tag:
        raise AppError(BAD_SOD, {"why": "tag"})
    return outer.value
