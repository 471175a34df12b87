"""Sensitive fields are shown on request only, and every request is on record."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Session

from db.store import audit


class RevealReason(StrEnum):
    """Why a clerk looked at religion and ethnicity."""

    CITIZEN_ASKS = "citizen_asks"  # the citizen wants to see or correct them
    FORM_NEEDS = "form_needs"
    COMPARE = "compare"  # the card and another paper disagree


def record_reveal(session: Session, session_id: str, slot: str, reason: RevealReason) -> None:
    """Write who was looked at and why: the session and the place in it, never a value.

    Args:
        session_id: of the counter session; the dossier's id once it is accepted.
    """
    audit(session, "person.revealed", "session", session_id, {"slot": slot, "reason": str(reason)})
