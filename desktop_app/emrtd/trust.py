"""Judges whether the signer of a chip comes from an issuer that is trusted here.

Certificates are given as bytes; where they are kept is the business of the security room.

Source: ICAO Doc 9303 part 11, 5.1; part 12, 7 (certificate profiles); RFC 5280, 6.1, for a chain of two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import x509

from desktop_app.core.errors import AppError
from desktop_app.core.terms import TrustScope
from desktop_app.emrtd.cms import ASN1_ERRORS
from desktop_app.emrtd.public_keys import parse_public_key
from desktop_app.emrtd.result import VERIFIED, Check, Reason, failed, not_possible
from desktop_app.emrtd.signatures import is_valid


@dataclass(frozen=True, slots=True)
class Anchor:
    """A certificate that is trusted, and for what.

    Attributes:
        certificate: X.509, DER.
        scope: what it may vouch for.
    """

    certificate: bytes = field(repr=False)
    scope: TrustScope


def judge_chain(signer: bytes | None, anchors: Sequence[Anchor], at: datetime) -> Check:
    """Whether a document signer of citizen cards was issued by a trusted issuer.

    Anchors for passports are left aside: they neither make nor unmake a citizen card.

    Args:
        signer: certificate of the document signer, DER; None when the chip brought none.
        anchors: what is trusted here.
        at: instant of reading, aware.

    Raises:
        ValueError: `at` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    citizen_anchors = [anchor.certificate for anchor in anchors if anchor.scope is TrustScope.CITIZEN_CARD]
    if not citizen_anchors:
        return not_possible(Reason.NO_CSCA)
    if signer is None:
        return not_possible(Reason.NO_SIGNER_CERTIFICATE)
    try:
        certificate = x509.Certificate.load(signer, strict=True)
        too_early, too_late = _validity(certificate, at)
        issuers = [issuer for der in citizen_anchors if (issuer := _issuer(certificate, der)) is not None]
        if not issuers:
            return failed(Reason.UNKNOWN_ISSUER)
        if too_early:
            return failed(Reason.SIGNER_NOT_YET_VALID)
        if too_late:
            return failed(Reason.SIGNER_EXPIRED)
        # One issuer may stand here twice, renewed: one valid certificate is enough.
        states = [_validity(issuer, at) for issuer in issuers]
    except ASN1_ERRORS:
        return failed(Reason.CERTIFICATE_UNREADABLE)
    if (False, False) in states:
        return VERIFIED
    return failed(Reason.ISSUER_NOT_YET_VALID if states[0][0] else Reason.ISSUER_EXPIRED)


def _issuer(certificate: x509.Certificate, anchor: bytes) -> x509.Certificate | None:
    """The anchor, when it really signed the certificate and may do so."""
    try:
        issuer = x509.Certificate.load(anchor, strict=True)
        if certificate.issuer != issuer.subject or not _key_identifiers_fit(certificate, issuer):
            return None
        if not _may_sign_certificates(issuer):
            return None
        key = parse_public_key(issuer.public_key.dump())
        fields: Any = certificate
        valid = is_valid(
            key,
            fields["signature_algorithm"],
            fields["signature_value"].native,
            fields["tbs_certificate"].dump(),
        )
    except (AppError, *ASN1_ERRORS):
        return None  # an anchor that cannot be used vouches for nobody
    return issuer if valid else None


def _key_identifiers_fit(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    wanted, present = certificate.authority_key_identifier, issuer.key_identifier
    return wanted is None or present is None or wanted == present


def _may_sign_certificates(issuer: x509.Certificate) -> bool:
    constraints: Any = issuer.basic_constraints_value
    usage: Any = issuer.key_usage_value
    if constraints is not None and not constraints["ca"].native:
        return False
    if usage is None:
        return constraints is not None
    return "key_cert_sign" in usage.native


def _validity(certificate: x509.Certificate, at: datetime) -> tuple[bool, bool]:
    """Whether it is too early for the certificate, and whether it is too late."""
    return at < certificate.not_valid_before, at > certificate.not_valid_after
