"""The trust store by hand: its list, certificates brought in from a file, one taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.office import TrustAnchor
from db.store import audit, changed
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import TrustScope
from desktop_app.security.officers import require_manager
from desktop_app.security.revocation_store import keep_revocation, remove_revocation
from desktop_app.security.trust_store import TrustedCertificate, add_anchor

ANCHOR_GONE = declare("security.anchor_gone")

BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class AnchorLine:
    """A trusted certificate in the list.

    Attributes:
        sha256: of the DER bytes; names the certificate.
        holder: its subject as text; empty when it cannot be read.
        valid_from: start of its validity; None when it cannot be read.
        valid_to: end of it.
        origin: how it came here (`by_hand`, `setup`, `training`, `command`).
        added_by: code of the officer.
    """

    sha256: str
    holder: str
    valid_from: datetime | None
    valid_to: datetime | None
    scope: TrustScope
    origin: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of certificates and revocation lists that were brought.

    Attributes:
        new: certificates.
        already_there: certificates that were trusted before; they stay as they are.
        new_revocation: lists.
        older_revocation: lists that are not newer than the one of the same issuer.
    """

    new: int
    already_there: int
    new_revocation: int
    older_revocation: int


def anchor_lines(session: Session) -> tuple[AnchorLine, ...]:
    """All trusted certificates, newest first."""
    rows = session.scalars(select(TrustAnchor).order_by(TrustAnchor.added_at.desc(), TrustAnchor.sha256))
    return tuple(_line(row) for row in rows)


def keep(
    session: Session,
    certificates: Sequence[TrustedCertificate],
    revocation: Sequence[bytes],
    *,
    origin: str,
    by: str,
    clock: Clock,
) -> Kept:
    """Keep what was gathered from files and is to be trusted from now on.

    Args:
        certificates: each with its scope.
        revocation: lists (DER) whose signature was checked.
        by: code of the officer who brought them; a manager.

    Raises:
        AppError: `security.not_allowed`, `security.revocation_unreadable`.
    """
    require_manager(session, by)
    known = set(session.scalars(select(TrustAnchor.sha256)))
    kept = {add_anchor(session, c.certificate, c.scope, origin, by, clock) for c in certificates}
    for fingerprint in kept - known:
        changed(session, "trust_anchor", fingerprint)
    newer = [keep_revocation(session, der, origin=origin, by=by, clock=clock) for der in revocation]
    return Kept(len(kept - known), len(kept & known), sum(newer), len(newer) - sum(newer))


def distrust(session: Session, fingerprint: str, *, by: str) -> None:
    """Take a certificate or a revocation list out. What was judged with it before stays as it was judged.

    Raises:
        AppError: `security.not_allowed`, `security.anchor_gone`.
    """
    require_manager(session, by)
    row = session.get(TrustAnchor, fingerprint)
    if row is None:
        if remove_revocation(session, fingerprint):
            return
        raise AppError(ANCHOR_GONE)
    session.delete(row)
    session.flush()
    audit(session, "trust.removed", "trust_anchor", fingerprint, {"scope": row.scope, "origin": row.origin})
    changed(session, "trust_anchor", fingerprint)


def _line(row: TrustAnchor) -> AnchorLine:
    holder, valid_from, valid_to = "", None, None
    try:
        certificate = x509.Certificate.load(row.certificate)
        holder = _name(certificate.subject)
        valid_from, valid_to = certificate.not_valid_before, certificate.not_valid_after
    except (ValueError, TypeError, KeyError):
        pass  # the fingerprint still names it
    return AnchorLine(
        row.sha256,
        holder,
        valid_from,
        valid_to,
        TrustScope(row.scope),
        row.origin,
        row.added_by,
        row.added_at,
    )


def _name(subject: x509.Name) -> str:
    said = subject.native
    wanted = ("common_name", "organization_name", "country_name")
    text = ", ".join(str(said[name]) for name in wanted if name in said)
    return "".join(c if c.isprintable() else " " for c in text)  # whoever made it may speak to terminals
