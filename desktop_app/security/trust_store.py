"""Certificates the office trusts, each with the scope it was imported for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.office import TrustAnchor
from db.store import audit
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import TrustScope

CERTIFICATE_UNREADABLE = declare("security.certificate_unreadable")
TRUST_FOLDER_MISSING = declare("security.trust_folder_missing")


@dataclass(frozen=True, slots=True)
class TrustedCertificate:
    """A certificate and what it may vouch for.

    Attributes:
        certificate: DER.
        scope: what it may vouch for.
    """

    certificate: bytes
    scope: TrustScope


def add_anchor(
    session: Session, der: bytes, scope: TrustScope, origin: str, officer: str, clock: Clock
) -> str:
    """Keep a certificate; the same one twice is one row. Returns its SHA-256."""
    fingerprint = sha256_hex(der)
    if session.get(TrustAnchor, fingerprint) is None:
        session.add(
            TrustAnchor(
                sha256=fingerprint, certificate=der, scope=scope, origin=origin, added_by=officer,
                added_at=clock.now(),
            )
        )  # fmt: skip
        audit(session, "trust.added", "trust_anchor", fingerprint, {"scope": scope, "origin": origin})
    return fingerprint


def anchors(session: Session) -> tuple[TrustedCertificate, ...]:
    """All trusted certificates."""
    rows = session.scalars(select(TrustAnchor).order_by(TrustAnchor.sha256))
    return tuple(TrustedCertificate(row.certificate, TrustScope(row.scope)) for row in rows)


def certificates_in(place: Path) -> tuple[bytes, ...]:
    """The certificates (DER) of a file or of the files directly in a folder; PEM or DER.

    Raises:
        AppError: `security.trust_folder_missing`, `security.certificate_unreadable`.
    """
    if not place.exists():
        raise AppError(TRUST_FOLDER_MISSING)
    paths = sorted(p for p in place.iterdir() if p.is_file()) if place.is_dir() else [place]
    found: list[bytes] = []
    for ordinal, path in enumerate(paths, 1):
        raw = path.read_bytes()
        try:
            if b"-----BEGIN" in raw:
                found += [_der(c) for c in x509.load_pem_x509_certificates(raw)]
            else:
                x509.load_der_x509_certificate(raw)
                found.append(raw)
        except ValueError as error:
            raise AppError(CERTIFICATE_UNREADABLE, {"ordinal": ordinal}) from error
    return tuple(found)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
