"""Judges whether the signer of a chip comes from an issuer that is trusted here.

Certificates are given as bytes; where they are kept is the business of the security room.

Source: ICAO Doc 9303 part 11, 5.1; part 12, 7 (certificate profiles, link certificates); RFC 5280, 6.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import x509

from desktop_app.core.errors import AppError
from desktop_app.core.terms import TrustScope
from desktop_app.emrtd.certificates import is_issued_by, may_issue
from desktop_app.emrtd.cms import ASN1_ERRORS
from desktop_app.emrtd.result import VERIFIED, Check, Reason, failed, not_possible
from desktop_app.emrtd.revocation import RevocationLists

_MOST_LINKS_IN_A_CHAIN = 4  # keys of an issuer live three to five years, signers of cards ten and more
_MOST_LINKS_TRIED = 32  # a chip can bring any number of certificates
_MOST_SIGNATURES = 128  # checked in one judgement, whatever stands in the store and on the chip

# What a certificate of the same issuer may be for instead: signing master lists, signing deviation lists.
_OTHER_PURPOSES = {"2.23.136.1.1.3", "2.23.136.1.1.8"}
_PARTS = (
    "serial_number",
    "sha256",
    "not_valid_before",
    "not_valid_after",
    "key_identifier",
    "authority_key_identifier",
    "key_usage_value",
    "basic_constraints_value",
    "extended_key_usage_value",
)
_SIGNING = {"digital_signature", "non_repudiation"}

_Path = tuple[x509.Certificate, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A certificate that is trusted, and for what.

    Attributes:
        certificate: X.509, DER.
        scope: what it may vouch for.
    """

    certificate: bytes = field(repr=False)
    scope: TrustScope


def judge_chain(
    signer: bytes | None,
    anchors: Sequence[Anchor],
    at: datetime,
    *,
    revocation: Sequence[bytes] = (),
    others: Sequence[bytes] = (),
) -> Check:
    """Whether a document signer of citizen cards was issued by a trusted issuer.

    Anchors for passports are left aside: they neither make nor unmake a citizen card. A chain may go through
    link certificates, by which an issuer vouches for its own next key; one good chain is enough. Without a
    revocation list nothing is said about revocation.

    Args:
        signer: certificate of the document signer, DER; None when the chip brought none.
        anchors: what is trusted here.
        at: instant of reading, aware.
        revocation: revocation lists, DER; those that no issuer of the chain signed are left aside.
        others: link certificates and whatever else EF.SOD brings, DER; none of them is trusted by itself.

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
        certificate = _read(signer)
        may_sign = _may_sign_documents(certificate)
    except ASN1_ERRORS:
        return failed(Reason.CERTIFICATE_UNREADABLE)
    search = _Search(list(_issuers(citizen_anchors)), list(_issuers(others[:_MOST_LINKS_TRIED])))
    paths = list(search.paths(certificate))
    if not paths:
        return (
            not_possible(Reason.UNSUPPORTED_ALGORITHM)
            if search.unsupported
            else failed(Reason.UNKNOWN_ISSUER)
        )
    if not may_sign:
        return failed(Reason.SIGNER_MAY_NOT_SIGN)
    lists = RevocationLists(revocation, search.roots, at)
    checks = [_judge_path(path, at, lists) for path in paths]
    return VERIFIED if VERIFIED in checks else checks[0]


def _judge_path(path: _Path, at: datetime, lists: RevocationLists) -> Check:
    """What is wrong with a chain whose signatures are right; what concerns the signer comes first."""
    signer, *issuers = path
    said = [lists.says(certificate, issuers) for certificate in path]
    if said[0].revoked:
        return failed(Reason.SIGNER_REVOKED)
    if any(status.revoked for status in said):
        return failed(Reason.ISSUER_REVOKED)
    too_early, too_late = _validity(signer, at)
    if too_early or too_late:
        return failed(Reason.SIGNER_NOT_YET_VALID if too_early else Reason.SIGNER_EXPIRED)
    for issuer in issuers:
        too_early, too_late = _validity(issuer, at)
        if too_early or too_late:
            return failed(Reason.ISSUER_NOT_YET_VALID if too_early else Reason.ISSUER_EXPIRED)
    if any(status.outdated for status in said):
        return not_possible(Reason.REVOCATION_LIST_OUTDATED)
    return VERIFIED


class _Search:
    """Looks for chains, without going in circles and with a bounded number of signatures.

    Attributes:
        roots: the anchors that can be read and may issue.
        unsupported: whether an issuer of the right name could not be asked because of its algorithm.
    """

    def __init__(self, roots: list[x509.Certificate], links: list[x509.Certificate]) -> None:
        known = {root.sha256 for root in roots}
        self.roots = roots
        self.unsupported = False
        self._links = [link for link in links if link.sha256 not in known]
        self._signatures_left = _MOST_SIGNATURES
        self._answers: dict[tuple[bytes, bytes], bool] = {}

    def paths(self, signer: x509.Certificate) -> Iterator[_Path]:
        """Every chain from the signer to a root, the shortest first."""
        waiting: list[_Path] = [(signer,)]
        while waiting:
            path = waiting.pop(0)
            for root in self.roots:
                if self._issued(path[-1], root):
                    yield (*path, root)
            if len(path) > _MOST_LINKS_IN_A_CHAIN:
                continue
            seen = {certificate.sha256 for certificate in path}
            waiting += [
                (*path, link)
                for link in self._links
                if link.sha256 not in seen and self._issued(path[-1], link)
            ]

    def _issued(self, certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
        pair = (certificate.sha256, issuer.sha256)
        if pair not in self._answers:
            self._answers[pair] = self._ask(certificate, issuer)
        return self._answers[pair]

    def _ask(self, certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
        try:
            if certificate.issuer != issuer.subject:
                return False
            if not self._signatures_left:
                return False
            self._signatures_left -= 1
            return is_issued_by(certificate, issuer)
        except AppError:
            self.unsupported = True
        except ASN1_ERRORS:
            return False
        return False


def _issuers(certificates: Iterable[bytes]) -> Iterator[x509.Certificate]:
    """Those that can be read and may issue; another vouches for nobody."""
    for der in certificates:
        try:
            certificate = _read(der)
            if may_issue(certificate):
                yield certificate
        except ASN1_ERRORS:
            continue


def _read(der: bytes) -> x509.Certificate:
    """A certificate whose parts have all been opened once: asn1crypto finds faults only when it looks."""
    certificate = x509.Certificate.load(der, strict=True)
    for name in _PARTS:
        getattr(certificate, name)
    for name in (certificate.subject, certificate.issuer):
        _ = name.hashable
    certificate.public_key.dump()
    return certificate


def _may_sign_documents(certificate: x509.Certificate) -> bool:
    """Whether nothing in the certificate speaks against it. Many a real signer names no usage at all."""
    usage: Any = certificate.key_usage_value
    purposes: Any = certificate.extended_key_usage_value
    if usage is not None and not _SIGNING & set(usage.native):
        return False
    return purposes is None or not {purpose.dotted for purpose in purposes} <= _OTHER_PURPOSES


def _validity(certificate: x509.Certificate, at: datetime) -> tuple[bool, bool]:
    """Whether it is too early for the certificate, and whether it is too late."""
    return at < certificate.not_valid_before, at > certificate.not_valid_after
