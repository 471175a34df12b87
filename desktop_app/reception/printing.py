"""Printed is not saved, and neither is sent: what is known of each, and the rows of what was printed.

A print is a row before the printer gets its first byte. So the first one of a receipt is the only one without
a mark, whoever prints at the same moment; and one whose end nobody saw (the power went) counts as if it had
come out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models.dossier import DigitizationEntry, PrintedPaper, Receipt
from db.store import audit, changed
from desktop_app.core.errors import AppError, declare
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import PaperSource, PrintState
from desktop_app.dossiers.service import by_number
from desktop_app.sync.listing import Shown, state_of_dossier

PRINT_ENDED = declare("reception.print_ended")


@dataclass(frozen=True, slots=True)
class BegunPrint:
    """A print that was begun.

    Attributes:
        before: how many prints of this paper came out, or may have; 0 makes this one the original.
    """

    print_id: str
    dossier_id: str
    form: str
    before: int


@dataclass(frozen=True, slots=True)
class PaperState:
    """How far the papers of an accepted dossier are.

    Attributes:
        saved: the declaration or receipt lies sealed on this computer.
        printed: how often the system's print queue took one of them.
        unclear: how many prints were begun whose end nobody saw.
        forms: how often each paper came out, or may have, by form.
        sent: where its events stand; None when there are none.
    """

    saved: bool
    printed: int
    unclear: int
    forms: Mapping[str, int]
    sent: Shown | None


def begin_print(
    session: Session, number: str, *, form: str, officer: str, workstation: str, at: datetime
) -> BegunPrint:
    """Begin a print, before the printer gets anything.

    Args:
        form: id of the form.

    Raises:
        AppError: `dossiers.not_found`.
    """
    dossier_id = by_number(session, number).dossier_id
    last = select(func.max(PrintedPaper.ordinal)).where(*_of(dossier_id, form))
    before = prints_of(session, dossier_id, form)
    row = PrintedPaper(
        id=uuid7(),
        dossier_id=dossier_id,
        form=form,
        ordinal=(session.scalar(last) or 0) + 1,
        state=PrintState.BEGUN,
        copies=0,
        sha256=None,
        officer=officer,
        workstation=workstation,
        begun_at=at,
        ended_at=None,
    )
    session.add(row)
    session.flush()
    changed(session, "print", dossier_id)
    return BegunPrint(row.id, dossier_id, form, before)


def end_print(session: Session, print_id: str, *, taken: bool, copies: int, sha256: str, at: datetime) -> int:
    """Say how a print ended; what the queue took stands in the audit chain.

    Args:
        taken: the queue has it; False: nothing came out.
        sha256: of the bytes that were sent.

    Returns:
        how often papers of the dossier were printed by now.

    Raises:
        AppError: `reception.print_ended`.
    """
    row = session.get(PrintedPaper, print_id)
    if row is None or row.state != PrintState.BEGUN:
        raise AppError(PRINT_ENDED)
    row.state = PrintState.TAKEN if taken else PrintState.REFUSED
    row.copies, row.sha256, row.ended_at = (copies, sha256, at) if taken else (0, None, at)
    session.flush()
    if taken:
        told = {"form": row.form, "print": row.ordinal, "copies": copies, "sha256": sha256}
        audit(session, "paper.printed", "dossier", row.dossier_id, told)
    changed(session, "print", row.dossier_id)
    return _count(session, row.dossier_id, PrintState.TAKEN)


def prints_of(session: Session, dossier_id: str, form: str) -> int:
    """How many prints of a paper came out, or may have."""
    query = select(func.count()).select_from(PrintedPaper)
    counted = PrintedPaper.state != PrintState.REFUSED
    return session.scalar(query.where(*_of(dossier_id, form), counted)) or 0


def paper_state(session: Session, number: str) -> PaperState:
    """Saved, printed, sent: each on its own.

    Raises:
        AppError: `dossiers.not_found`.
    """
    dossier_id = by_number(session, number).dossier_id
    receipt = select(Receipt.id).where(Receipt.dossier_id == dossier_id)
    declaration = select(DigitizationEntry.id).where(
        DigitizationEntry.dossier_id == dossier_id, DigitizationEntry.source == PaperSource.MADE_HERE
    )
    return PaperState(
        saved=any(session.scalar(query.limit(1)) is not None for query in (receipt, declaration)),
        printed=_count(session, dossier_id, PrintState.TAKEN),
        unclear=_count(session, dossier_id, PrintState.BEGUN),
        forms=_by_form(session, dossier_id),
        sent=state_of_dossier(session, dossier_id),
    )


def _of(dossier_id: str, form: str):
    return PrintedPaper.dossier_id == dossier_id, PrintedPaper.form == form


def _count(session: Session, dossier_id: str, state: PrintState) -> int:
    query = select(func.count()).select_from(PrintedPaper)
    return (
        session.scalar(query.where(PrintedPaper.dossier_id == dossier_id, PrintedPaper.state == state)) or 0
    )


def _by_form(session: Session, dossier_id: str) -> Mapping[str, int]:
    of = PrintedPaper.dossier_id == dossier_id, PrintedPaper.state != PrintState.REFUSED
    query = select(PrintedPaper.form, func.count()).where(*of).group_by(PrintedPaper.form)
    return {row[0]: row[1] for row in session.execute(query)}
