"""The digitization log: one row per digitized paper, hashed, and tied into the audit chain."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import String, Text, select, type_coerce
from sqlalchemy.orm import Session

from db.models.audit import AuditEntry
from db.models.base import Instant
from db.models.dossier import DigitizationEntry
from db.store import audit, changed
from desktop_app.core.canonical import canonical_json, sha256_hex
from desktop_app.core.clock import to_text
from desktop_app.core.terms import Channel, PaperKind, PaperSource
from desktop_app.digitization.vault import SealedFile

ACTION = "paper.digitized"
UNSIGNED = "none"
_COLUMNS = tuple(DigitizationEntry.__table__.columns)


@dataclass(frozen=True, slots=True)
class DigitizedPaper:
    """A paper ready for the log.

    Attributes:
        log_id: UUIDv7 made before the first write.
        component: code of the dossier's component.
        ordinal: place among the dossier's papers, from 1.
        pages: number of pages.
        compared_with_original: the officer compared it with the original.
    """

    log_id: str
    component: str
    ordinal: int
    kind: PaperKind
    source: PaperSource
    pages: int
    dpi: int | None
    colour: bool | None
    compared_with_original: bool
    started_at: datetime
    finished_at: datetime
    file: SealedFile = field(repr=False)


@dataclass(frozen=True, slots=True)
class LogContext:
    """What all papers of a dossier share."""

    dossier_id: str
    dossier_number: str
    procedure: str
    unit_code: str
    workstation: str
    officer: str
    channel: Channel
    owner_hash: str
    app_version: str


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What a walk along the log found: ids of rows whose hash, or whose audit row, does not fit."""

    entries: int
    broken: tuple[str, ...]


def record(session: Session, paper: DigitizedPaper, context: LogContext) -> str:
    """Write a log row and its audit row; returns the row's hash."""
    entry = DigitizationEntry(
        id=paper.log_id,
        dossier_id=context.dossier_id,
        dossier_number=context.dossier_number,
        procedure=context.procedure,
        unit_code=context.unit_code,
        workstation=context.workstation,
        officer=context.officer,
        channel=context.channel,
        owner_hash=context.owner_hash,
        ordinal=paper.ordinal,
        component=paper.component,
        kind=paper.kind,
        source=paper.source,
        pages=paper.pages,
        dpi=paper.dpi,
        colour=paper.colour,
        media_type=paper.file.media_type,
        size_bytes=paper.file.size_bytes,
        sha256=paper.file.sha256,
        compared_with_original=paper.compared_with_original,
        signature=UNSIGNED,
        file_id=paper.file.file_id,
        started_at=paper.started_at,
        finished_at=paper.finished_at,
        failure=None,
        app_version=context.app_version,
        row_hash="",
    )
    entry.row_hash = row_hash(entry)
    session.add(entry)
    session.flush()
    audit(session, ACTION, "digitization_log", paper.log_id, {"row_hash": entry.row_hash})
    changed(session, "digitization_log", paper.log_id)
    return entry.row_hash


def row_hash(entry: DigitizationEntry) -> str:
    """SHA-256 over every column of the row but the hash itself."""
    columns = {column.key: getattr(entry, column.key) for column in _COLUMNS}
    return _hash({k: to_text(v) if isinstance(v, datetime) else v for k, v in columns.items()})


def _hash(stored: Mapping[str, Any]) -> str:
    return sha256_hex(canonical_json({k: v for k, v in stored.items() if k != "row_hash"}))


def verify(session: Session) -> LogCheck:
    """Compare each log row with its hash and with what the audit chain says of it."""
    acts = select(AuditEntry.subject_id, type_coerce(AuditEntry.details, Text()))
    told = {
        subject: _told_hash(details)
        for subject, details in session.execute(acts.where(AuditEntry.action == ACTION))
    }
    # Instants are read as text: in a row that somebody changed they may be none any more.
    columns = [type_coerce(c, String()) if isinstance(c.type, Instant) else c for c in _COLUMNS]
    broken, entries = [], 0
    for row in session.execute(select(*columns).order_by(DigitizationEntry.id)).yield_per(500):
        stored = dict(zip((column.key for column in _COLUMNS), row, strict=True))
        entries += 1
        own, audited = _hash(stored), told.pop(stored["id"], None)
        if not own == stored["row_hash"] == audited:
            broken.append(stored["id"])
    return LogCheck(entries, (*broken, *told))


def _told_hash(details: str) -> str | None:
    with contextlib.suppress(ValueError, TypeError, KeyError):
        return json.loads(details)["row_hash"]
    return None
