"""The province's database: PostgreSQL, or SQLite for training."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, exc
from sqlalchemy.engine import URL, Connection, Engine

from desktop_app.core.errors import AppError, Retry, declare
from province.model import StoredEvent

DATABASE_UNREACHABLE = declare("province.database_unreachable")
DATABASE_URL_INVALID = declare("province.database_url_invalid")
DATABASE_UNUSABLE = declare("province.database_unusable")

URL_VARIABLE = "MOTCUA_PROVINCE_DATABASE_URL"
_MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_LOCK_WAIT_S = 30
_CONNECT_TIMEOUT_S = 5
# Any number not used by others in this database: services that start at once migrate one after the other.
_MIGRATION_LOCK = 0x50524F56


def database_url(argument: str | None = None) -> str:
    """The database's address: the argument, else the environment.

    Raises:
        AppError: `province.database_url_invalid`: neither is given.
    """
    url = argument or os.environ.get(URL_VARIABLE)
    if not url:
        raise AppError(DATABASE_URL_INVALID, {"reason": "missing"})
    return url


def carries_password(url: str) -> bool:
    """True if the address holds a password, which has no place in an argument list.

    Raises:
        AppError: `province.database_url_invalid`.
    """
    parsed = _parse(url)
    return parsed.password is not None or "password" in parsed.query


def open_engine(url: str) -> Engine:
    """An engine for `postgresql://…` (driver psycopg) or `sqlite:///file`; connects later.

    Raises:
        AppError: `province.database_url_invalid`.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "postgresql":
        return sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            connect_args={"connect_timeout": _CONNECT_TIMEOUT_S},
            pool_pre_ping=True,
            hide_parameters=True,
        )
    engine = sa.create_engine(parsed, connect_args={"timeout": _LOCK_WAIT_S}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest form; services that start together wait for each other.

    Raises:
        AppError: `province.database_unreachable`; `province.database_unusable` for tables of another program
            or a newer one, a damaged file, and missing rights.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            here = MigrationContext.configure(connection).get_current_revision()
            known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
            foreign = here is None and sa.inspect(connection).has_table(StoredEvent.__tablename__)
            if foreign or (here is not None and here not in known):
                raise _unusable()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except exc.OperationalError as error:
        raise unreachable() from error
    except exc.DBAPIError as error:
        raise _unusable() from error


def unreachable() -> AppError:
    """The known error for a database that does not answer; its address stays out of it."""
    return AppError(DATABASE_UNREACHABLE, retry=Retry.AUTOMATIC)


def _unusable() -> AppError:
    return AppError(DATABASE_UNUSABLE, retry=Retry.AFTER_ACTION)


def _parse(url: str) -> URL:
    # `postgres://` is written by many tools; SQLAlchemy knows the long name only.
    text = "postgresql://" + url.removeprefix("postgres://") if url.startswith("postgres://") else url
    try:
        parsed = sa.make_url(text)
    except (exc.ArgumentError, ValueError):
        raise AppError(DATABASE_URL_INVALID, {"reason": "form"}) from None
    backend = parsed.get_backend_name()
    if backend not in ("postgresql", "sqlite"):
        raise AppError(DATABASE_URL_INVALID, {"reason": "kind"})
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        # Each connection would see a database of its own.
        raise AppError(DATABASE_URL_INVALID, {"reason": "memory"})
    return parsed


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = (
        None  # sqlite3 must not begin transactions by itself; `_begin_immediate` does
    )
    connection.execute("PRAGMA synchronous=FULL")


def _begin_immediate(connection: Connection) -> None:
    # The write lock is taken at once: two that read first and write later would deadlock.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
