"""Printed is not saved, and neither is sent: what is known of each, and the note that paper came out."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models.audit import AuditEntry
from db.models.dossier import DigitizationEntry, Receipt
from db.store import audit, changed
from desktop_app.core.terms import PaperSource
from desktop_app.dossiers.service import by_number
from desktop_app.sync.listing import Shown, state_of_dossier

_PRINTED = "paper.printed"


@dataclass(frozen=True, slots=True)
class PaperState:
    """How far the papers of an accepted dossier are.

    Attributes:
        saved: the declaration or receipt lies sealed on this computer.
        printed: how often the system's print queue took one of them.
        sent: where its events stand; None when there are none.
    """

    saved: bool
    printed: int
    sent: Shown | None


def note_print(session: Session, number: str, *, form: str, copies: int, sha256: str) -> int:
    """Note in the audit chain that the print queue took a paper of this dossier.

    Args:
        form: id of the form that was printed.
        sha256: of the PDF that was printed.

    Returns:
        how often a paper of the dossier was printed, this time included.

    Raises:
        AppError: `dossiers.not_found`.
    """
    dossier_id = by_number(session, number).dossier_id
    audit(session, _PRINTED, "dossier", dossier_id, {"form": form, "copies": copies, "sha256": sha256})
    changed(session, "print", dossier_id)
    return _printed(session, dossier_id)


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
    saved = any(session.scalar(query.limit(1)) is not None for query in (receipt, declaration))
    return PaperState(saved, _printed(session, dossier_id), state_of_dossier(session, dossier_id))


def _printed(session: Session, dossier_id: str) -> int:
    acts = AuditEntry.action == _PRINTED, AuditEntry.subject_id == dossier_id
    return session.scalar(select(func.count()).where(*acts)) or 0
