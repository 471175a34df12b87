"""Officers' passwords: Argon2id, checked in constant time, never kept."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from db.models.office import Officer
from desktop_app.core.errors import AppError, declare
from desktop_app.core.gui_guard import off_gui_thread

WRONG_PASSWORD = declare("security.wrong_password")
OFFICER_UNKNOWN = declare("security.officer_unknown")
PASSWORD_TOO_SHORT = declare("security.password_too_short")

MIN_LENGTH = 8  # with Argon2id and a lock after failures; TCVN 14423 leaves the number to the office
_hasher = PasswordHasher()  # argon2-cffi's defaults follow RFC 9106, low-memory profile


@off_gui_thread
def hash_password(password: str) -> str:
    """The Argon2id hash to store.

    Raises:
        AppError: `security.password_too_short`.
    """
    composed = _composed(password)
    if len(composed) < MIN_LENGTH:
        raise AppError(PASSWORD_TOO_SHORT, {"least": MIN_LENGTH})
    return _hasher.hash(composed)


@off_gui_thread
def check_password(session: Session, code: str, password: str) -> str:
    """The officer's code, if the password is right.

    Raises:
        AppError: `security.officer_unknown` (or not active), `security.wrong_password`.
    """
    officer = _active(session, code)
    try:
        _hasher.verify(officer.password_hash, _composed(password))
    except (VerificationError, InvalidHashError) as error:
        raise AppError(WRONG_PASSWORD, {"officer": code}) from error
    return officer.code


def known_officer(session: Session, code: str) -> str:
    """The code of an officer who may work here, where no password is asked.

    Raises:
        AppError: `security.officer_unknown` (or not active).
    """
    return _active(session, code).code


def _active(session: Session, code: str) -> Officer:
    officer = session.get(Officer, code)
    if officer is None or not officer.active:
        raise AppError(OFFICER_UNKNOWN, {"officer": code})
    return officer


def _composed(password: str) -> str:
    """Keyboards send accents composed or apart; the password is the same (RFC 8265, OpaqueString)."""
    return unicodedata.normalize("NFC", password)
