"""Engines: SQLite with SQLCipher for a counter of its own, PostgreSQL where counters share one."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.engine import Connection, Engine, ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from desktop_app.core.errors import AppError, FailureCode, Retry, declare

LOCKED = declare("db.locked")
DISK_FULL = declare("db.disk_full")
WRONG_KEY = declare("db.wrong_key")
READ_ONLY = declare("db.read_only")
DAMAGED = declare("db.damaged")
UNREACHABLE = declare("db.unreachable")
TOO_NEW = declare("db.too_new")

WRITING = "motcua_writing"
BUSY_TIMEOUT_S = 15
_STEP_S = 0.01
_LEAST_ROOM_BYTES = 64 * 1024  # twice what SQLite takes for that index at first
_PRAGMAS = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "recursive_triggers=ON",  # INSERT OR REPLACE is a deletion too, and the audit chain refuses deletions
)
_WRITER_LOCK = 0x6D6F7463  # any fixed number: the advisory lock that makes writers of PostgreSQL take turns


def open_sqlite(path: Path, key: bytes, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Engine:
    """Engine on an encrypted file, made if absent.

    Args:
        path: the database file; its folder exists.
        key: 32 bytes, used as it is (no passphrase stretching inside SQLCipher).
        busy_timeout_s: how long to wait for another program that writes.

    Raises:
        ValueError: the key has another length.
    """
    if len(key) != 32:
        raise ValueError("the database key has 32 bytes")

    def connect() -> Any:
        connection = dbapi2.connect(  # pyright: ignore[reportAttributeAccessIssue]
            str(path), timeout=busy_timeout_s, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA cipher_log_level=NONE")  # a wrong key is told by code, not on stderr
            connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            _to_write_ahead_log(connection, busy_timeout_s)
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException as error:
            connection.close()
            # SQLite calls it an I/O error when there is no room for the index of its write-ahead log.
            if "disk I/O error" in str(error) and shutil.disk_usage(path.parent).free < _LEAST_ROOM_BYTES:
                raise AppError(DISK_FULL) from error
            raise
        return connection

    engine = sa.create_engine(
        "sqlite://", creator=connect, module=dbapi2, poolclass=QueuePool, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes the write lock at once: two that read first and write later would deadlock.
        writing = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def open_postgresql(url: str, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Engine:
    """Engine on a shared PostgreSQL; writers take turns by an advisory lock.

    Args:
        url: of the database.
        busy_timeout_s: how long to wait for another program that writes.
    """
    engine = sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"options": f"-c lock_timeout={round(busy_timeout_s * 1000)}"},
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITING, False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")

    @event.listens_for(engine, "handle_error")
    def _without_values(context: ExceptionContext) -> None:
        # The server's DETAIL repeats whole rows, and a row may hold a citizen's values.
        primary = getattr(getattr(context.original_exception, "diag", None), "message_primary", None)
        if primary is not None:
            context.original_exception.args = (primary,)
            if context.sqlalchemy_exception is not None:
                context.sqlalchemy_exception.args = (primary,)

    return engine


def _to_write_ahead_log(connection: Any, patience_s: float) -> None:
    # SQLite does not wait by itself here: programs that open a new file at once would refuse each other.
    end = time.monotonic() + patience_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except dbapi2.OperationalError as error:  # pyright: ignore[reportAttributeAccessIssue]
            if "locked" not in str(error) or time.monotonic() >= end:
                raise
            time.sleep(_STEP_S)


# PostgreSQL names its causes; source: its manual, appendix A.
_SQLSTATE: dict[str, FailureCode] = {
    "55P03": LOCKED,  # lock_not_available: lock_timeout passed
    "53100": DISK_FULL,
}
# Fragments of SQLite's and SQLCipher's own texts, which carry no values.
_SQLITE: tuple[tuple[str, FailureCode], ...] = (
    ("database is locked", LOCKED),
    ("database table is locked", LOCKED),
    ("disk is full", DISK_FULL),
    ("not a database", WRONG_KEY),
    ("file is encrypted", WRONG_KEY),
    ("readonly database", READ_ONLY),
    ("unable to open database", READ_ONLY),
    ("disk i/o error", DAMAGED),
    ("malformed", DAMAGED),
)


def known_error(error: DBAPIError) -> AppError | None:
    """The known error behind a driver's error, or None when it is a bug."""
    text = str(error.orig).lower()
    state = getattr(error.orig, "sqlstate", None) or ""
    code = _SQLSTATE.get(state) or next((code for part, code in _SQLITE if part in text), None)
    if code is not None:
        return AppError(code, retry=Retry.AUTOMATIC if code == LOCKED else Retry.AFTER_ACTION)
    if type(error.orig).__module__.startswith("psycopg") and isinstance(error, exc.OperationalError):
        return AppError(UNREACHABLE, retry=Retry.AUTOMATIC)
    return None
