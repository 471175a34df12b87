"""Reading a card for somebody's reason: the agreement before, the look-up row after, whatever happened."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from db.models.dossier import Consent, Lookup
from db.store import audit, changed
from desktop_app.cccd.crosscheck import cross_check
from desktop_app.cccd.qr import CardQr
from desktop_app.cccd.record import build_record
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.clock import Clock, local, to_text
from desktop_app.core.errors import AppError
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import CheckName, EventType, LookupOutcome
from desktop_app.emrtd.face import face_image
from desktop_app.emrtd.reader import CardRead
from desktop_app.emrtd.result import Finding
from desktop_app.reception import events
from desktop_app.reception.session import ReadSummary, is_doubtful
from desktop_app.sync.outbox import enqueue
from desktop_app.sync.wire import new_event

PURPOSE = "procedure"  # the reason of a look-up at the counter


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


@dataclass(frozen=True, slots=True)
class PersonRead:
    """What came of reading somebody's card.

    Attributes:
        read: all that was read, with the known error that ended it, if one did.
        event: for the session; None where the reading did not come to its end.
        photo: as the chip holds it, JPEG or JPEG 2000; None where there is none.
    """

    read: CardRead
    lookup_id: str
    event: events.CardRead | None
    photo: bytes | None = field(repr=False)


def summary_of(read: CardRead, lookup_id: str | None, at: datetime) -> ReadSummary:
    """What a session keeps of a reading."""
    findings = (*read.findings, *crossed(read, None, at))
    return ReadSummary(read.protocol, dict(read.checks), findings, at, lookup_id)


def crossed(read: CardRead, qr: CardQr | None, at: datetime) -> tuple[Finding, ...]:
    """What does not fit between the places of a card; of one in doubt nothing, for nothing may rest on it."""
    return () if in_doubt(read) else cross_check(read.files, qr, local(at).date())


def person_read(read: CardRead, lookup_id: str, slot: str | None, at: datetime) -> PersonRead:
    """A reading as an event of the session, and its photo."""
    event, photo = None, None
    if read.error is None:
        record, card = build_record(read.files)
        event = events.CardRead(record, card, summary_of(read, lookup_id, at), slot)
    if "DG2" in read.files:
        with contextlib.suppress(AppError):  # a face that cannot be found says nothing about the rest
            photo = face_image(read.files["DG2"])
    return PersonRead(read, lookup_id, event, photo)


def text_of(files: Mapping[str, bytes], slot: str | None) -> events.CardText | None:
    """The text of a chip whose photo is still coming; None as long as it does not say whose it is."""
    record, card = build_record(files)
    return events.CardText(record, card, slot) if record.get("number") else None


def in_doubt(read: CardRead) -> bool:
    """True when a check failed or a forgery was found: nothing may rest on this card."""
    return is_doubtful(read.checks, read.findings)


def outcome_of(read: CardRead) -> LookupOutcome:
    """How the look-up ended."""
    if read.error is not None:
        return LookupOutcome.FAILED
    return LookupOutcome.READ_WITH_DOUBT if in_doubt(read) else LookupOutcome.READ


def has_agreed(session: Session, consent_id: str | None) -> bool:
    """Whether this agreement is on record."""
    return consent_id is not None and session.get(Consent, consent_id) is not None


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
