"""Revocation lists of issuers: which certificates are no longer to be trusted.

Source: ICAO Doc 9303 part 12, 7.1.4 (CRL profile); RFC 5280, 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from asn1crypto import crl, x509

from desktop_app.core.errors import AppError
from desktop_app.emrtd.cms import ASN1_ERRORS
from desktop_app.emrtd.public_keys import parse_public_key
from desktop_app.emrtd.signatures import is_valid


@dataclass(frozen=True, slots=True)
class RevocationStatus:
    """What the lists say about one certificate.

    Attributes:
        revoked: a list of its issuer names it.
        outdated: there are lists of its issuer, and every one should have been replaced by now.
    """

    revoked: bool
    outdated: bool


@dataclass(frozen=True, slots=True)
class _List:
    issuer: str
    serials: frozenset[int]
    next_update: datetime | None
    algorithm: Any
    signature: bytes
    signed: bytes


class RevocationLists:
    """The lists that are at hand.

    A list counts when the issuer of the certificate signed it, with any of its keys: after a change of keys
    the new one signs for both. Revoked stays revoked, even on an old list.

    Args:
        lists: DER. What cannot be read is left aside.
        roots: issuers that are trusted and may have signed a list.
        at: instant of reading, aware.
    """

    def __init__(self, lists: Sequence[bytes], roots: Sequence[x509.Certificate], at: datetime) -> None:
        self._lists = [parsed for der in lists if (parsed := _parse(der)) is not None]
        self._roots = roots
        self._at = at

    def says(self, certificate: x509.Certificate, issuers: Sequence[x509.Certificate]) -> RevocationStatus:
        """What is said about a certificate.

        Args:
            certificate: one of a chain.
            issuers: the other certificates of that chain, proven.
        """
        found = [
            item
            for item in self._lists
            if item.issuer == certificate.issuer.hashable
            and _is_signed_by_any(item, (*issuers, *self._roots))
        ]
        current = [item for item in found if item.next_update is None or self._at <= item.next_update]
        return RevocationStatus(
            revoked=any(certificate.serial_number in item.serials for item in found),
            outdated=bool(found) and not current,
        )


@lru_cache(maxsize=16)
def _parse(der: bytes) -> _List | None:
    """A list taken apart once: the same ones are asked at each read."""
    try:
        parsed: Any = crl.CertificateList.load(der, strict=True)
        content = parsed["tbs_cert_list"]
        return _List(
            issuer=parsed.issuer.hashable,
            serials=frozenset(entry["user_certificate"].native for entry in content["revoked_certificates"]),
            next_update=content["next_update"].native,
            algorithm=parsed["signature_algorithm"],
            signature=parsed["signature"].native,
            signed=content.dump(),
        )
    except ASN1_ERRORS:
        return None


def _is_signed_by_any(item: _List, issuers: Iterable[x509.Certificate]) -> bool:
    return any(_is_signed_by(item, issuer) for issuer in issuers)


def _is_signed_by(item: _List, issuer: x509.Certificate) -> bool:
    usage: Any = issuer.key_usage_value
    if item.issuer != issuer.subject.hashable or (usage is not None and "crl_sign" not in usage.native):
        return False
    try:
        key = parse_public_key(issuer.public_key.dump())
        return is_valid(key, item.algorithm, item.signature, item.signed)
    except (AppError, *ASN1_ERRORS):
        return False
