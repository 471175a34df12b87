"""The trust store by hand: its list, certificates brought in from a file, one taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.office import TrustAnchor
from db.store import audit, changed
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import TrustScope
from desktop_app.security.officers import require_manager
from desktop_app.security.trust_store import CERTIFICATE_UNREADABLE, add_anchor, certificates_in

ANCHOR_GONE = declare("security.anchor_gone")

BY_HAND = "by_hand"
_FILE_MAX_BYTES = 4 * 1024 * 1024  # the whole world's list of issuers has two


@dataclass(frozen=True, slots=True)
class AnchorLine:
    """A trusted certificate in the list.

    Attributes:
        sha256: of the DER bytes; names the certificate.
        holder: its subject as text; empty when it cannot be read.
        valid_to: end of its validity; None when it cannot be read.
        origin: how it came here (`by_hand`, `setup`, `training`).
        added_by: code of the officer.
    """

    sha256: str
    holder: str
    valid_to: datetime | None
    scope: TrustScope
    origin: str
    added_by: str
    added_at: datetime


def anchor_lines(session: Session) -> tuple[AnchorLine, ...]:
    """All trusted certificates, newest first."""
    rows = session.scalars(select(TrustAnchor).order_by(TrustAnchor.added_at.desc(), TrustAnchor.sha256))
    return tuple(_line(row) for row in rows)


def certificates_of_file(path: Path) -> tuple[bytes, ...]:
    """The certificates (DER) of one file that a person chose; PEM or DER.

    Raises:
        AppError: `security.certificate_unreadable`, `security.trust_folder_missing`.
    """
    try:
        if path.is_file() and path.stat().st_size > _FILE_MAX_BYTES:
            raise AppError(CERTIFICATE_UNREADABLE, {"ordinal": 1})
        found = certificates_in(path)
    except OSError as error:
        raise AppError(CERTIFICATE_UNREADABLE, {"ordinal": 1}) from error
    if not found:
        raise AppError(CERTIFICATE_UNREADABLE, {"ordinal": 1})
    return found


def trust_by_hand(
    session: Session, certificates: Sequence[bytes], scope: TrustScope, *, by: str, clock: Clock
) -> int:
    """Trust certificates for a scope; those that are there already stay as they are.

    Args:
        by: code of the officer who brought them; a manager.

    Returns:
        how many are new.

    Raises:
        AppError: `security.not_allowed`.
    """
    require_manager(session, by)
    known = set(session.scalars(select(TrustAnchor.sha256)))
    kept = {add_anchor(session, der, scope, BY_HAND, by, clock) for der in dict.fromkeys(certificates)}
    for fingerprint in kept - known:
        changed(session, "trust_anchor", fingerprint)
    return len(kept - known)


def distrust(session: Session, fingerprint: str, *, by: str) -> None:
    """Take a certificate out. What was judged with it before stays as it was judged.

    Raises:
        AppError: `security.not_allowed`, `security.anchor_gone`.
    """
    require_manager(session, by)
    row = session.get(TrustAnchor, fingerprint)
    if row is None:
        raise AppError(ANCHOR_GONE)
    session.delete(row)
    session.flush()
    audit(session, "trust.removed", "trust_anchor", fingerprint, {"scope": row.scope, "origin": row.origin})
    changed(session, "trust_anchor", fingerprint)


def _line(row: TrustAnchor) -> AnchorLine:
    holder, valid_to = "", None
    try:
        certificate = x509.load_der_x509_certificate(row.certificate)
        holder, valid_to = _name(certificate.subject), certificate.not_valid_after_utc
    except ValueError:
        pass  # state issuers write certificates that strict readers refuse; the fingerprint still names it
    return AnchorLine(
        row.sha256, holder, valid_to, TrustScope(row.scope), row.origin, row.added_by, row.added_at
    )


def _name(subject: x509.Name) -> str:
    wanted = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.COUNTRY_NAME)
    parts = [str(part.value) for oid in wanted for part in subject.get_attributes_for_oid(oid)]
    return ", ".join(parts)
