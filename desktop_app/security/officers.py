"""The officers of the office: who may sign in, and who may change that. Every change is audited.

All functions work in the caller's transaction. Passwords arrive hashed (`passwords.hash_password`), because
hashing takes long and the writer is one for all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models.office import Officer, Workstation
from db.store import audit, changed
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import OfficerRole
from desktop_app.core.text import nfc
from desktop_app.security.passwords import OFFICER_UNKNOWN

NOT_ALLOWED = declare("security.not_allowed")
OFFICER_EXISTS = declare("security.officer_exists")
OFFICER_CODE_INVALID = declare("security.officer_code_invalid")
OFFICER_NAME_MISSING = declare("security.officer_name_missing")
LAST_MANAGER = declare("security.last_manager")

MANAGERS = frozenset({OfficerRole.HEAD, OfficerRole.ADMIN})
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_NAME_MAX = 200


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """An officer in the list.

    Attributes:
        active: False once they may no longer sign in.
    """

    code: str
    name: str
    role: OfficerRole
    active: bool


@dataclass(frozen=True, slots=True)
class WorkstationLine:
    """A workstation and its block of order numbers; both ends None when the province gave none.

    Attributes:
        scanner_prefix: what its QR scanner sends before each code; "" when nothing is set.
    """

    code: str
    block_first: int | None
    block_last: int | None
    scanner_prefix: str = ""


def officers(session: Session) -> tuple[OfficerLine, ...]:
    """All officers: those who may sign in first, then by code."""
    rows = session.scalars(select(Officer).order_by(Officer.active.desc(), Officer.code))
    return tuple(_line(row) for row in rows)


def workstation(session: Session, code: str) -> WorkstationLine | None:
    """A workstation of the office, or None."""
    row = session.get(Workstation, code)
    if row is None:
        return None
    return WorkstationLine(row.code, row.block_first, row.block_last, row.scanner_prefix or "")


def add_officer(
    session: Session,
    *,
    by: str,
    code: str,
    name: str,
    role: OfficerRole,
    password_hash: str,
    clock: Clock,
) -> OfficerLine:
    """Add an officer.

    Args:
        by: code of the officer who does this.
        code: of the new one; stands in every row they will write, so it is never given twice.

    Raises:
        AppError: `security.not_allowed`, `security.officer_code_invalid`, `security.officer_name_missing`,
            `security.officer_exists`.
    """
    require_manager(session, by)
    name = _name(name)
    if _CODE.fullmatch(code) is None:
        raise AppError(OFFICER_CODE_INVALID)
    if session.scalar(select(Officer.code).where(func.lower(Officer.code) == code.lower())) is not None:
        raise AppError(OFFICER_EXISTS, {"officer": code})
    row = Officer(
        code=code, name=name, role=role, password_hash=password_hash, active=True, created_at=clock.now()
    )
    session.add(row)
    session.flush()
    _tell(session, "officer.added", code, role=str(role))
    return _line(row)


def change_officer(session: Session, *, by: str, code: str, name: str, role: OfficerRole) -> OfficerLine:
    """Give an officer another name or role. Papers of dossiers accepted before keep the name of their day.

    Raises:
        AppError: `security.not_allowed`, `security.officer_unknown`, `security.officer_name_missing`,
            `security.last_manager`.
    """
    require_manager(session, by)
    row, name = _row(session, code), _name(name)
    leaves = OfficerRole(row.role) in MANAGERS and role not in MANAGERS
    if leaves and row.active and _managers(session) == 1:
        raise AppError(LAST_MANAGER, {"officer": code})
    if (row.name, row.role) != (name, role):
        told = {"renamed": row.name != name, "role": str(role)}
        row.name, row.role = name, role
        session.flush()
        audit(session, "officer.changed", "officer", code, told)
        changed(session, "officer", code)
    return _line(row)


def set_active(session: Session, *, by: str, code: str, active: bool) -> OfficerLine:
    """Let an officer sign in no longer, or again. Their rows stay; nobody is deleted.

    Raises:
        AppError: `security.not_allowed`, `security.officer_unknown`, `security.last_manager`.
    """
    require_manager(session, by)
    row = _row(session, code)
    if row.active == active:
        return _line(row)
    if not active and OfficerRole(row.role) in MANAGERS and _managers(session) == 1:
        raise AppError(LAST_MANAGER, {"officer": code})
    row.active = active
    session.flush()
    _tell(session, "officer.activated" if active else "officer.deactivated", code)
    return _line(row)


def set_password(session: Session, *, by: str, code: str, password_hash: str) -> OfficerLine:
    """Give an officer a new password: a manager to anybody, everybody to themselves.

    Raises:
        AppError: `security.not_allowed`, `security.officer_unknown`.
    """
    if by != code:
        require_manager(session, by)
    row = _row(session, code)
    row.password_hash = password_hash
    session.flush()
    _tell(session, "officer.password_changed", code)
    return _line(row)


def require_manager(session: Session, by: str) -> None:
    """Only the head of the office or an administrator goes on.

    Raises:
        AppError: `security.not_allowed`.
    """
    row = session.get(Officer, by)
    if row is None or not row.active or OfficerRole(row.role) not in MANAGERS:
        raise AppError(NOT_ALLOWED)


def first_manager(session: Session) -> str:
    """Code of an active manager: the longest known one. Every office has one."""
    managers = select(Officer.code).where(Officer.active, Officer.role.in_(MANAGERS))
    return session.scalars(managers.order_by(Officer.created_at, Officer.code).limit(1)).one()


def _name(text: str) -> str:
    name = " ".join(nfc(text).split())[:_NAME_MAX]
    if not name:
        raise AppError(OFFICER_NAME_MISSING)
    return name


def _row(session: Session, code: str) -> Officer:
    row = session.get(Officer, code)
    if row is None:
        raise AppError(OFFICER_UNKNOWN, {"officer": code})
    return row


def _managers(session: Session) -> int:
    query = select(func.count()).where(Officer.active, Officer.role.in_([str(role) for role in MANAGERS]))
    return session.scalar(query) or 0


def _tell(session: Session, action: str, code: str, **details: str) -> None:
    audit(session, action, "officer", code, details)
    changed(session, "officer", code)


def _line(row: Officer) -> OfficerLine:
    return OfficerLine(row.code, row.name, OfficerRole(row.role), row.active)
