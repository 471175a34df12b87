"""The audit chain: appended inside the business transaction, verified as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import String, Text, select, type_coerce
from sqlalchemy.orm import Session

from db.models.audit import AuditEntry
from db.store import AuditMark
from desktop_app.core.canonical import canonical_json, sha256_hex
from desktop_app.core.clock import Clock, to_text
from desktop_app.core.errors import AppError, declare

CLOCK_SET_BACK = declare("security.clock_set_back")

# What a computer that sets itself by the network may step back; more is a clock somebody turned.
TOLERANCE = timedelta(minutes=5)
FIRST_HASH = "0" * 64
CLOCK_ACCEPTED = "clock.accepted"

_COLUMNS = tuple(AuditEntry.__table__.columns)
# Read as text: a row that somebody changed may no longer be an instant or JSON.
_AS_STORED = {"at": String(), "details": Text()}


@dataclass(frozen=True, slots=True)
class ChainState:
    """What a walk along the chain found.

    Attributes:
        entries: rows walked.
        broken_at: first sequence number that does not fit, or None when all fit.
        head: hash of the last row that fits.
    """

    entries: int
    broken_at: int | None
    head: str


class AuditWriter:
    """The audit hook of the store.

    Args:
        clock: where the time comes from.
        workstation: code of this workstation, written into each row.
    """

    def __init__(self, clock: Clock, workstation: str) -> None:
        self._clock = clock
        self._workstation = workstation

    def __call__(
        self, session: Session, actor: str, action: str, kind: str, subject: str, details: Mapping[str, Any]
    ) -> AuditMark:
        """Append one act to the chain.

        Raises:
            AppError: `security.clock_set_back` when the computer's clock stands well before the last row.
        """
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)).first()
        now = self._clock.now()
        if last is not None and now < last.at - TOLERANCE and action != CLOCK_ACCEPTED:
            back = int((last.at - now).total_seconds() // 60)
            raise AppError(CLOCK_SET_BACK, {"minutes": back})
        entry = AuditEntry(
            sequence=last.sequence + 1 if last else 1,
            at=now,
            actor=actor,
            workstation=self._workstation,
            action=action,
            subject_kind=kind,
            subject_id=subject,
            details=dict(details),
            previous_hash=last.hash if last else FIRST_HASH,
            hash="",
        )
        entry.hash = _hash(entry)
        session.add(entry)
        session.flush()
        return AuditMark(entry.sequence, entry.hash)


def verify_chain(session: Session) -> ChainState:
    """Walk the whole chain: numbers without a gap, each hash right, each row naming the one before.

    A chain whose last rows are gone still fits: only what other places remember tells of them. The
    digitization log remembers rows of papers (`digitization.log.verify`), the province the number and hash of
    each acceptance. Rows after the last of these can be cut unseen.
    """
    head, expected = FIRST_HASH, 1
    columns = [type_coerce(column, _AS_STORED.get(column.key, column.type)) for column in _COLUMNS]
    for row in session.execute(select(*columns).order_by(AuditEntry.sequence)).yield_per(500):
        stored = dict(zip((column.key for column in _COLUMNS), row, strict=True))
        told = stored.pop("hash")
        if (stored["sequence"], stored["previous_hash"], told) != (expected, head, _hash_of_stored(stored)):
            return ChainState(expected - 1, expected, head)
        head, expected = told, expected + 1
    return ChainState(expected - 1, None, head)


def _hash_of_stored(stored: dict[str, Any]) -> str | None:
    """The hash of a row as it stands in the database; None when it is no row of ours."""
    try:
        return sha256_hex(canonical_json(stored | {"details": json.loads(stored["details"])}))
    except (ValueError, TypeError):
        return None


def _hash(entry: AuditEntry) -> str:
    return sha256_hex(
        canonical_json(
            {
                "sequence": entry.sequence,
                "at": to_text(entry.at),
                "actor": entry.actor,
                "workstation": entry.workstation,
                "action": entry.action,
                "subject_kind": entry.subject_kind,
                "subject_id": entry.subject_id,
                "details": entry.details,
                "previous_hash": entry.previous_hash,
            }
        )
    )
