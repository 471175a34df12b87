"""Master lists: certificates of many states' issuers, signed by one state.

Source: ICAO Doc 9303 part 12, 9 (CscaMasterList, object identifiers).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import cms, core, x509

from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import Outcome
from desktop_app.emrtd.certificates import is_issued_by, may_issue, name_of
from desktop_app.emrtd.cms import ASN1_ERRORS, check_signature, parse_signed_message

MASTER_LIST_UNREADABLE = declare("emrtd.master_list_unreadable")
MASTER_LIST_SIGNATURE = declare("emrtd.master_list_signature")
MASTER_LIST_SIGNER = declare("emrtd.master_list_signer")

_CONTENT_TYPE = "2.23.136.1.1.2"  # id-icao-cscaMasterList
_SIGNER_USE = "2.23.136.1.1.3"  # id-icao-cscaMasterListSigningKey
_VERSION = 0
_LONGEST_PATH = 4  # signer, its issuer, links between renewed issuers
_SET = 17
_CERTIFICATE, _LONG_FORM = 0x30, 0x80


def certificates_of_list(der: bytes, roots: Sequence[bytes], at: datetime) -> tuple[bytes, ...]:
    """The certificates of a master list, only when the list itself is proven.

    Args:
        der: the CMS message.
        roots: certificates of issuers that may vouch for the list's signer, DER.
        at: now, aware.

    Returns:
        Each certificate as it stands there, DER; what is in them is not looked at.

    Raises:
        AppError: emrtd.master_list_unreadable {why}: not a master list, or malformed;
            emrtd.master_list_signature: its signature does not fit;
            emrtd.master_list_signer {signer, why}: nobody trusted vouches for the signer (`unknown`), or it
            may not sign lists or not at that time (`not_for_lists`, `time`).
    """
    try:
        message = parse_signed_message(der)
    except AppError as error:
        raise AppError(MASTER_LIST_UNREADABLE, {"why": str(error.facts.get("why", ""))}) from error
    if message.content_type != _CONTENT_TYPE:
        raise AppError(MASTER_LIST_UNREADABLE, {"why": "content_type"})
    signer = message.certificate
    if signer is None:
        raise AppError(MASTER_LIST_SIGNER, {"signer": "", "why": "missing"})
    if check_signature(message).outcome is not Outcome.VERIFIED:
        raise AppError(MASTER_LIST_SIGNATURE)
    try:
        why = _why_not(x509.Certificate.load(signer, strict=True), message.signer, der, roots, at)
        if why:
            raise AppError(MASTER_LIST_SIGNER, {"signer": name_of(signer), "why": why})
        return _entries(message.content)
    except ASN1_ERRORS as error:
        raise AppError(MASTER_LIST_UNREADABLE, {"why": "malformed"}) from error


def _why_not(
    signer: x509.Certificate, signed_by: Any, der: bytes, roots: Sequence[bytes], at: datetime
) -> str | None:
    """Why this signer's list is not to be believed; None when it is."""
    uses: Any = signer.extended_key_usage_value
    if uses is None or _SIGNER_USE not in [use.dotted for use in uses]:
        return "not_for_lists"
    signed_at = _signing_time(signed_by) or at
    if signed_at > at or not signer.not_valid_before <= signed_at <= signer.not_valid_after:
        return "time"
    brought: Any = cms.ContentInfo.load(der)["content"]["certificates"]
    between = [item.chosen for item in brought if item.name == "certificate"]
    return None if _is_vouched_for(signer, between, set(roots), _LONGEST_PATH) else "unknown"


def _is_vouched_for(
    certificate: x509.Certificate, between: Sequence[x509.Certificate], roots: set[bytes], steps: int
) -> bool:
    if any(_issued(certificate, x509.Certificate.load(root)) for root in roots):
        return True
    return steps > 1 and any(
        issuer.dump() != certificate.dump()
        and _issued(certificate, issuer)
        and (issuer.dump() in roots or _is_vouched_for(issuer, between, roots, steps - 1))
        for issuer in between
    )


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        return may_issue(issuer) and is_issued_by(certificate, issuer)
    except (AppError, *ASN1_ERRORS):
        return False  # a certificate that cannot be used vouches for nobody


def _signing_time(signer: Any) -> datetime | None:
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "signing_time":
            return attribute["values"][0].native
    return None


def _entries(content: bytes) -> tuple[bytes, ...]:
    """Cut the set apart without opening the certificates: one bad one must not lose the others."""
    whole: Any = core.Sequence.load(content, strict=True)
    version, certificates = whole[0], whole[1]
    if version.native != _VERSION or (certificates.class_, certificates.tag) != (0, _SET):
        raise ValueError("another kind of list")
    body, at, found = certificates.contents, 0, []
    while at < len(body):
        size = _size_at(body, at)
        found.append(body[at : at + size])
        at += size
    return tuple(found)


def _size_at(body: bytes, at: int) -> int:
    """Size of the certificate that begins here, header included."""
    if body[at] != _CERTIFICATE:
        raise ValueError("an entry that is no certificate")
    first, start = body[at + 1], at + 2
    if first > _LONG_FORM:
        start += first - _LONG_FORM
        first = int.from_bytes(body[at + 2 : start], "big")
    if start + first > len(body):
        raise ValueError("an entry that is cut off")
    return start - at + first
