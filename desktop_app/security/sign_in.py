"""An officer sits down at a counter: what is written when the password was right."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db.models.office import Officer
from db.store import audit
from desktop_app.core.errors import AppError
from desktop_app.core.terms import OfficerRole
from desktop_app.security.officers import OfficerLine
from desktop_app.security.passwords import OFFICER_UNKNOWN


def record_sign_in(session: Session, code: str) -> OfficerLine:
    """Record that an officer, whose password was checked, begins to work here.

    Raises:
        AppError: `security.officer_unknown` (or no longer active).
    """
    row = session.get(Officer, code)
    if row is None or not row.active:
        raise AppError(OFFICER_UNKNOWN, {"officer": code})
    audit(session, "officer.signed_in", "officer", code, {})
    return OfficerLine(row.code, row.name, OfficerRole(row.role), row.active)
