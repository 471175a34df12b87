"""Revocation lists kept beside the trusted certificates: the newest of each issuer.

Whether a list is really its issuer's is judged before it comes here and again whenever it is used.

Source: RFC 5280, 5.2.3 (CRL number); ICAO Doc 9303 part 12, 7.1.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import crl
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.revocation import RevocationList
from db.store import audit, changed
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, declare

REVOCATION_UNREADABLE = declare("security.revocation_unreadable")


@dataclass(frozen=True, slots=True)
class RevocationFacts:
    """What a revocation list says of itself.

    Attributes:
        issuer_sha256: of the issuer's name.
        issuer: the name as text.
        number: grows with each list; None when the issuer does not count.
        this_update: when it was made.
        next_update: when the next one was promised; None where nothing was.
        revoked: how many certificates it names.
    """

    issuer_sha256: str
    issuer: str
    number: int | None
    this_update: datetime
    next_update: datetime | None
    revoked: int


@dataclass(frozen=True, slots=True)
class RevocationLine:
    """A kept list: its SHA-256, what it says, and how it came here."""

    sha256: str
    facts: RevocationFacts
    origin: str
    added_by: str
    added_at: datetime


def facts_of(der: bytes) -> RevocationFacts:
    """Read a revocation list.

    Raises:
        AppError: `security.revocation_unreadable`.
    """
    try:
        whole: Any = crl.CertificateList.load(der, strict=True)
        content = whole["tbs_cert_list"]
        number = whole.crl_number_value
        return RevocationFacts(
            issuer_sha256=sha256_hex(whole.issuer.dump()),
            issuer=", ".join(str(part) for part in whole.issuer.native.values()),
            number=None if number is None else int(number.native),
            this_update=content["this_update"].native,
            next_update=content["next_update"].native,
            revoked=len(content["revoked_certificates"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise AppError(REVOCATION_UNREADABLE) from error


def revocation_lists(session: Session) -> tuple[bytes, ...]:
    """All kept lists, DER, one of each issuer."""
    return tuple(session.scalars(select(RevocationList.raw).order_by(RevocationList.issuer_sha256)))


def revocation_lines(session: Session) -> tuple[RevocationLine, ...]:
    """All kept lists, newest here first."""
    rows = session.scalars(select(RevocationList).order_by(RevocationList.added_at.desc()))
    return tuple(
        RevocationLine(row.sha256, facts_of(row.raw), row.origin, row.added_by, row.added_at) for row in rows
    )


def keep_revocation(session: Session, der: bytes, *, origin: str, by: str, clock: Clock) -> bool:
    """Keep a list unless the one that is there is as new or newer; True when it was kept.

    Raises:
        AppError: `security.revocation_unreadable`.
    """
    facts = facts_of(der)
    row = session.get(RevocationList, facts.issuer_sha256)
    if row is not None and not _is_newer(facts, facts_of(row.raw)):
        return False
    if row is None:
        row = RevocationList(issuer_sha256=facts.issuer_sha256)
        session.add(row)
    row.sha256, row.raw, row.origin = sha256_hex(der), der, origin
    row.added_by, row.added_at = by, clock.now()
    session.flush()
    audit(session, "trust.revocation_added", "revocation_list", row.sha256, {"origin": origin})
    changed(session, "revocation_list", row.sha256)
    return True


def remove_revocation(session: Session, fingerprint: str) -> bool:
    """Take a list out by its SHA-256; False when it is not there."""
    row = session.scalars(select(RevocationList).where(RevocationList.sha256 == fingerprint)).first()
    if row is None:
        return False
    session.delete(row)
    session.flush()
    audit(session, "trust.revocation_removed", "revocation_list", fingerprint, {"origin": row.origin})
    changed(session, "revocation_list", fingerprint)
    return True


def _is_newer(one: RevocationFacts, other: RevocationFacts) -> bool:
    if one.number is not None and other.number is not None and one.number != other.number:
        return one.number > other.number
    return one.this_update > other.this_update
