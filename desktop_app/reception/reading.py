"""Reading a card for somebody's reason: the agreement before, the look-up row after, whatever happened."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.models.dossier import Consent, Lookup
from db.store import audit, changed
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.clock import Clock, to_text
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import CheckName, EventType, LookupOutcome, Outcome, Severity
from desktop_app.emrtd.reader import CardRead
from desktop_app.sync.outbox import enqueue
from desktop_app.sync.wire import new_event


@dataclass(frozen=True, slots=True)
class Counter:
    """Where and by whom something is done.

    Attributes:
        unit: code of the receiving unit.
        workstation: code of the computer.
        officer: code of the officer.
    """

    unit: str
    workstation: str
    officer: str


def in_doubt(read: CardRead) -> bool:
    """True when a check failed or a forgery was found: nothing may rest on this card."""
    return any(check.outcome is Outcome.FAILED for check in read.checks.values()) or any(
        finding.severity is Severity.FORGERY for finding in read.findings
    )


def outcome_of(read: CardRead) -> LookupOutcome:
    """How the look-up ended."""
    if read.error is not None:
        return LookupOutcome.FAILED
    return LookupOutcome.READ_WITH_DOUBT if in_doubt(read) else LookupOutcome.READ


def record_consent(
    session: Session, counter: Counter, *, version: str, text: str, purpose: str, clock: Clock
) -> str:
    """Keep that the citizen agreed, and to which text; returns the row's id."""
    consent_id = uuid7()
    digest = sha256_hex(text.encode())
    session.add(
        Consent(
            id=consent_id,
            text_version=version,
            text_sha256=digest,
            purpose=purpose,
            officer=counter.officer,
            workstation=counter.workstation,
            agreed_at=clock.now(),
        )
    )
    session.flush()
    audit(session, "consent.given", "consent", consent_id, {"version": version, "text_sha256": digest})
    return consent_id


def record_lookup(
    session: Session,
    counter: Counter,
    read: CardRead,
    *,
    reader_kind: str,
    purpose: str,
    consent_id: str | None,
    dossier_id: str | None,
    clock: Clock,
) -> str:
    """Write the look-up with its audit row and its event; returns its id.

    Args:
        read: the reading, also one that failed.
        reader_kind: `pcsc` or `simulator`; never a serial number.
        purpose: code of the reason.
        dossier_id: the dossier it was for, if there is one already.
    """
    lookup_id, now = uuid7(), clock.now()
    outcome = outcome_of(read)
    checks = {str(name): str(check.outcome) for name, check in read.checks.items()}
    failure = str(read.error.code) if read.error else None
    session.add(
        Lookup(
            id=lookup_id,
            at=now,
            officer=counter.officer,
            workstation=counter.workstation,
            reader=reader_kind,
            purpose=purpose,
            outcome=outcome,
            failure=failure,
            protocol=read.protocol,
            checks=checks,
            consent_id=consent_id,
            dossier_id=dossier_id,
        )
    )
    session.flush()
    audit(
        session,
        "card.looked_up",
        "lookup",
        lookup_id,
        {"purpose": purpose, "outcome": str(outcome), "failure": failure, "dossier": dossier_id},
    )
    event = new_event(
        EventType.CARD_LOOKED_UP,
        unit=counter.unit,
        workstation=counter.workstation,
        subject=lookup_id,
        at=now,
        data={
            "lookup_id": lookup_id,
            "officer": counter.officer,
            "workstation": counter.workstation,
            "reader_kind": reader_kind,
            "purpose": purpose,
            "outcome": str(outcome),
            "protocol": str(read.protocol) if read.protocol else None,
            "dossier_id": dossier_id,
            "at": to_text(now),
            "checks": {name: checks[name] for name in map(str, CheckName) if name in checks},
        },
    )
    enqueue(session, event, now)
    changed(session, "lookup", lookup_id)
    return lookup_id
