"""What a played script left, in values: for `session.json` and for the clerk who reads along."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.dossier import DigitizationEntry
from db.models.outbox import OutboxEvent
from desktop_app.core.clock import local_day
from desktop_app.core.errors import AppError
from desktop_app.core.terms import OutboxState, ValueSource
from desktop_app.reception.badges import badges_of
from desktop_app.reception.session import Person, ReadSummary
from desktop_app.reception.view import SessionView

_FROM_CARDS = (ValueSource.CHIP, ValueSource.QR)
_WAITING = (OutboxState.QUEUED.value, OutboxState.SENDING.value)


@dataclass(slots=True)
class Played:
    """One script as it went; filled while it is played. No personal value.

    Attributes:
        name: of the script.
        procedure: code.
        read: cards as they were read, one after the other: `read_of`, `unread_of`.
        filled: `fields`, `from_card`, `typed`, `share_not_typed` just before acceptance.
        missing: targets that were missing just before acceptance.
        number: of the dossier; None where none was accepted.
        printed: papers handed out: `form`, `sha256`, `pages`.
        logged: rows of the digitization log: `component`, `sha256`, `pages`.
        synced: `events` and `accepted`, or `waiting`.
        keys: presses of the whole script.
        keys_from_card: of them, from the first card or code to the number; None without a number.
        waits: `step`, `what`, `ms`.
        error: why the script ended early.
        step: that is being played, or that it ended at.
        line: of that step in the file.
    """

    name: str
    procedure: str
    read: list[dict[str, Any]] = field(default_factory=list)
    filled: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    number: str | None = None
    dossier_id: str | None = None
    printed: list[dict[str, Any]] = field(default_factory=list)
    logged: list[dict[str, Any]] = field(default_factory=list)
    synced: dict[str, int] = field(default_factory=dict)
    keys: int = 0
    keys_from_card: int | None = None
    waits: list[dict[str, Any]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    error: AppError | None = None
    step: int = 0
    line: int = 0

    @property
    def in_doubt(self) -> bool:
        """A check of a card failed."""
        return any(one["in_doubt"] for one in self.read)

    def value(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "script": self.name,
            "procedure": self.procedure,
            "read": self.read,
            "filled": self.filled,
            "checked": {"missing": self.missing},
            "numbered": self.number,
            "printed": self.printed,
            "logged": self.logged,
            "synced": self.synced,
            "keys": self.keys,
            "keys_from_card": self.keys_from_card,
            "waited_ms": self.waits,
            "pictures": self.pictures,
            "in_doubt": self.in_doubt,
            "error": None
            if self.error is None
            else {
                "code": str(self.error.code),
                "step": self.step,
                "line": self.line,
                "facts": self.error.facts,
            },
        }


def filled_of(view: SessionView) -> dict[str, int]:
    """How much of the form came from where."""
    cells = [*view.fields, *(cell for row in view.rows for cell in row.cells)]
    return {
        "fields": len(cells),
        "from_card": sum(cell.source in _FROM_CARDS and bool(cell.value) for cell in cells),
        "typed": sum(cell.source is ValueSource.TYPED and bool(cell.value) for cell in cells),
        "share_not_typed": view.share_not_typed,
    }


def read_of(person: Person, read: ReadSummary, now: datetime, ms: int) -> dict[str, Any]:
    """A card that was read to its end: what was found of it, and how long it took."""
    return {
        "slot": person.slot,
        "protocol": str(read.protocol) if read.protocol else None,
        "checks": {str(name): str(check.outcome) for name, check in read.checks.items()},
        "badges": [str(badge.code) for badge in badges_of(person, local_day(now))],
        "in_doubt": read.in_doubt,
        "failure": None,
        "ms": ms,
    }


def unread_of(slot: str, code: str, ms: int) -> dict[str, Any]:
    """A card that could not be read."""
    nothing: dict[str, Any] = {"protocol": None, "checks": {}, "badges": [], "in_doubt": False}
    return {"slot": slot, **nothing, "failure": code, "ms": ms}


def logged_of(rows: Session, dossier_id: str) -> list[dict[str, Any]]:
    """The dossier's rows of the digitization log, in order."""
    query = (
        select(DigitizationEntry.component, DigitizationEntry.sha256, DigitizationEntry.pages)
        .where(DigitizationEntry.dossier_id == dossier_id)
        .order_by(DigitizationEntry.ordinal)
    )
    return [{"component": c, "sha256": sha, "pages": pages} for c, sha, pages in rows.execute(query).tuples()]


def synced_of(rows: Session, since: datetime) -> dict[str, int]:
    """How the events queued since then stand with the province."""
    query = select(OutboxEvent.state).where(OutboxEvent.created_at >= since)
    states = list(rows.scalars(query))
    accepted = sum(state == OutboxState.ACCEPTED.value for state in states)
    waiting = sum(state in _WAITING for state in states)
    stand = {"events": len(states), "accepted": accepted}
    return stand | ({"waiting": waiting} if waiting else {})
