"""Drafts: the session as JSON in the encrypted database, without photo and without what the chip said raw.

No audit row and no event tells of a draft, but that one officer took it over from another; it goes when the
dossier is accepted, or with time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as DbSession

from db.models.dossier import Dossier
from db.models.draft import Draft
from db.store import audit, changed
from desktop_app.cccd.dates import PartialDate
from desktop_app.cccd.qr import CardQr
from desktop_app.cccd.record import CardFacts, CitizenRecord
from desktop_app.core.clock import from_text, to_text
from desktop_app.core.errors import AppError, declare
from desktop_app.core.personal import Personal
from desktop_app.core.terms import (
    CITIZEN_FIELDS,
    Channel,
    CheckName,
    Outcome,
    PaperSource,
    Protocol,
    ResidenceMethod,
    Severity,
    ValueSource,
)
from desktop_app.digitization.vault import SealedFile
from desktop_app.emrtd.result import Check, Finding
from desktop_app.reception.session import (
    HeldPaper,
    Notice,
    OpenScan,
    Person,
    ReadSummary,
    Session,
    new_session,
)

DRAFT_UNREADABLE = declare("reception.draft_unreadable")
DRAFT_GONE = declare("reception.draft_gone")

VERSION = 1
CHOOSING, FILLING = "choosing", "filling"  # how far it came: no procedure yet, or one


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """A draft in a list.

    Attributes:
        step: `choosing` or `filling`.
        name: of the first person who sits there; empty if nobody does.
    """

    session_id: str
    officer: str
    workstation: str
    updated_at: datetime
    step: str
    procedure: str | None
    name: str = field(repr=False)


def save(rows: DbSession, session: Session, *, officer: str, workstation: str, at: datetime) -> bool:
    """Keep a session; False where its dossier is accepted already, or where there is nothing to keep.

    Args:
        rows: of the running write.
    """
    kept = rows.get(Draft, session.session_id)
    if rows.get(Dossier, session.session_id) is not None:
        return False  # a late call of a timer must not bring a finished session back
    if encode(session) == encode(new_session(session.session_id)):
        if kept is not None:
            rows.delete(kept)
        return False
    values = {
        "officer": officer,
        "workstation": workstation,
        "updated_at": at,
        "step": CHOOSING if session.procedure is None else FILLING,
        "body": encode(session),
        "files": [paper.file.file_id for paper in session.papers],
    }
    if kept is None:
        rows.add(Draft(session_id=session.session_id, **values))
    else:
        for name, value in values.items():
            setattr(kept, name, value)
    rows.flush()
    changed(rows, "draft", session.session_id)
    return True


def load(rows: DbSession, session_id: str) -> Session:
    """The session of a draft.

    Raises:
        AppError: `reception.draft_gone`, `reception.draft_unreadable`.
    """
    row = rows.get(Draft, session_id)
    if row is None:
        raise AppError(DRAFT_GONE)
    return decode(row.body)


def rest_on(rows: DbSession, version: str) -> bool:
    """Whether any draft rests on this catalogue pack."""
    return any(body.get("pack") == version for body in rows.scalars(select(Draft.body)))


def summaries(rows: DbSession) -> tuple[DraftSummary, ...]:
    """All drafts, the newest first."""
    found = rows.scalars(select(Draft).order_by(Draft.updated_at.desc(), Draft.session_id.desc())).all()
    return tuple(
        DraftSummary(
            session_id=row.session_id,
            officer=row.officer,
            workstation=row.workstation,
            updated_at=row.updated_at,
            step=row.step,
            procedure=row.body.get("procedure"),
            name=_first_name(row.body),
        )
        for row in found
    )


def owner(rows: DbSession, session_id: str) -> str:
    """Code of the officer whose draft it is.

    Raises:
        AppError: `reception.draft_gone`.
    """
    row = rows.get(Draft, session_id)
    if row is None:
        raise AppError(DRAFT_GONE)
    return row.officer


def take_over(rows: DbSession, session_id: str, officer: str) -> None:
    """Another officer goes on with a draft, and sees what is in it: that is audited.

    Raises:
        AppError: `reception.draft_gone`.
    """
    before = owner(rows, session_id)
    if before == officer:
        return
    row = rows.get_one(Draft, session_id)
    row.officer = officer
    rows.flush()
    audit(rows, "draft.taken_over", "draft", session_id, {"from": before})
    changed(rows, "draft", session_id)


def scans(rows: DbSession) -> frozenset[str]:
    """Ids of the scans that drafts still hold: their pages must not be swept."""
    bodies = rows.scalars(select(Draft.body)).all()
    return frozenset(body["scan"][0] for body in bodies if body.get("scan"))


def drop(rows: DbSession, session_id: str) -> None:
    """Forget a draft; nothing happens where there is none."""
    row = rows.get(Draft, session_id)
    if row is not None:
        rows.delete(row)
        rows.flush()
        changed(rows, "draft", session_id)


def expire(rows: DbSession, older_than: datetime) -> int:
    """Forget drafts that nobody touched since; returns how many."""
    old = rows.scalars(select(Draft.session_id).where(Draft.updated_at < older_than)).all()
    rows.execute(delete(Draft).where(Draft.session_id.in_(old)))
    for session_id in old:
        changed(rows, "draft", session_id)
    return len(old)


def encode(session: Session) -> dict[str, Any]:
    """The session as JSON: no photo, no notice of the moment."""
    return {
        "version": VERSION,
        "session_id": session.session_id,
        "procedure": session.procedure,
        "pack": session.pack,
        "term_case": session.term_case,
        "channel": str(session.channel),
        "residence_method": str(session.residence_method) if session.residence_method else None,
        # In order: who came first is asked first.
        "people": [[slot, _encode_person(person)] for slot, person in session.people.items()],
        "typed": [[key, text] for key, text in session.typed.items()],
        "rows": [[[key, text] for key, text in row.items()] for row in session.rows],
        "papers": [_encode_paper(paper) for paper in session.papers],
        "consents": dict(session.consents),
        "scan": [session.scan.scan_id, session.scan.key.hex()] if session.scan else None,
        "turn": session.turn,
    }


def decode(body: Any) -> Session:
    """The session of a draft's JSON.

    Raises:
        AppError: `reception.draft_unreadable`.
    """
    try:
        if body["version"] != VERSION:
            raise ValueError("a draft of another program")
        method = body["residence_method"]
        return Session(
            session_id=body["session_id"],
            procedure=body["procedure"],
            pack=body.get("pack", ""),  # drafts of earlier programs rest on the pack in force
            term_case=body["term_case"],
            channel=Channel(body["channel"]),
            residence_method=ResidenceMethod(method) if method else None,
            people={slot: _decode_person(slot, person) for slot, person in body["people"]},
            typed=dict(body["typed"]),
            rows=tuple(dict(row) for row in body["rows"]),
            papers=tuple(map(_decode_paper, body["papers"])),
            consents=dict(body["consents"]),
            scan=OpenScan(body["scan"][0], bytes.fromhex(body["scan"][1])) if body["scan"] else None,
            turn=body["turn"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AppError(DRAFT_UNREADABLE) from error


def _encode_person(person: Person) -> dict[str, Any]:
    card, read = person.card, person.read
    return {
        "values": {
            name: [person.record.get(name), str(person.record.sources[name])]
            for name in CITIZEN_FIELDS
            if person.record.values[name] is not None
        },
        "card": [card.issue_date, card.expiry_date, card.expiry_text, card.features, card.mrz],
        "read": _encode_read(read) if read else None,
        "qr": _encode_qr(person.qr) if person.qr else None,
        "notices": _encode_notices(person.notices),
        "differences": _encode_notices(person.differences),
    }


def _decode_person(slot: str, body: Mapping[str, Any]) -> Person:
    values = {
        name: Personal(body["values"][name][0]) if name in body["values"] else None for name in CITIZEN_FIELDS
    }
    sources = {name: ValueSource(source) for name, (_, source) in body["values"].items()}
    return Person(
        slot=slot,
        record=CitizenRecord(MappingProxyType(values), MappingProxyType(sources)),
        card=CardFacts(*body["card"]),
        read=_decode_read(body["read"]) if body["read"] else None,
        qr=_decode_qr(body["qr"]) if body["qr"] else None,
        notices=_decode_notices(body["notices"]),
        differences=_decode_notices(body["differences"]),
    )


def _encode_read(read: ReadSummary) -> dict[str, Any]:
    return {
        "protocol": str(read.protocol) if read.protocol else None,
        "checks": {
            str(name): [str(c.outcome), c.reason and str(c.reason)] for name, c in read.checks.items()
        },
        "findings": [[finding.code, str(finding.severity)] for finding in read.findings],
        "at": to_text(read.at),
        "lookup_id": read.lookup_id,
    }


def _decode_read(body: Mapping[str, Any]) -> ReadSummary:
    return ReadSummary(
        protocol=Protocol(body["protocol"]) if body["protocol"] else None,
        checks={CheckName(n): Check(Outcome(o), reason) for n, (o, reason) in body["checks"].items()},
        findings=tuple(Finding(code, Severity(severity)) for code, severity in body["findings"]),
        at=from_text(body["at"]),
        lookup_id=body["lookup_id"],
    )


def _encode_qr(qr: CardQr) -> list[Any]:
    born, issued = _encode_day(qr.birth_date), _encode_day(qr.issue_date)
    words = [qr.number, qr.old_number, qr.full_name, born, qr.sex, qr.address, issued]
    return [*words, list(qr.extra), list(qr.doubtful)]


def _decode_qr(body: Any) -> CardQr:
    number, old_number, full_name, birth, sex, address, issued, extra, *doubtful = body
    born, given = _decode_day(birth), _decode_day(issued)
    # Drafts of before a code could be doubtful in part end here.
    unsure = tuple(doubtful[0]) if doubtful else ()
    return CardQr(number, old_number, full_name, born, sex, address, given, tuple(extra), unsure)


def _encode_day(day: PartialDate | None) -> list[int | None] | None:
    return None if day is None else [day.year, day.month, day.day]


def _decode_day(body: Any) -> PartialDate | None:
    return None if body is None else PartialDate(*body)


def _encode_notices(notices: tuple[Notice, ...]) -> list[Any]:
    return [[notice.code, dict(notice.facts)] for notice in notices]


def _decode_notices(body: Any) -> tuple[Notice, ...]:
    return tuple(Notice(code, facts) for code, facts in body)


def _encode_paper(paper: HeldPaper) -> dict[str, Any]:
    file = paper.file
    return {
        "log_id": paper.log_id,
        "component": paper.component,
        "file": [file.file_id, file.sha256, file.size_bytes, file.media_type, file.key.hex()],
        "pages": paper.pages,
        "dpi": paper.dpi,
        "colour": paper.colour,
        "source": str(paper.source),
        "compared": paper.compared,
        "started_at": to_text(paper.started_at),
        "finished_at": to_text(paper.finished_at),
    }


def _decode_paper(body: Mapping[str, Any]) -> HeldPaper:
    file_id, sha256, size_bytes, media_type, key = body["file"]
    return HeldPaper(
        log_id=body["log_id"],
        component=body["component"],
        file=SealedFile(file_id, sha256, size_bytes, media_type, bytes.fromhex(key)),
        pages=body["pages"],
        dpi=body["dpi"],
        colour=body["colour"],
        source=PaperSource(body["source"]),
        compared=body["compared"],
        started_at=from_text(body["started_at"]),
        finished_at=from_text(body["finished_at"]),
    )


def _first_name(body: Mapping[str, Any]) -> str:
    people = body.get("people") or []
    return people[0][1]["values"].get("full_name", [""])[0] if people else ""
