"""Brings a database to the newest shape, safely when several processes start at once."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from db.engine import TOO_NEW, WRITING, known_error
from desktop_app.core.errors import AppError, Retry

FOLDER = Path(__file__).resolve().parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Migrate to the newest revision inside one write transaction.

    Raises:
        AppError: `db.too_new` when a newer program made the database; other `db.*`.
    """
    config = configuration()
    try:
        with engine.execution_options(**{WRITING: True}).begin() as connection:
            here = MigrationContext.configure(connection).get_current_revision()
            known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
            if here is not None and here not in known:
                raise AppError(TOO_NEW, {"revision": here}, retry=Retry.NEVER)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        trouble = known_error(error)
        if trouble is None:
            raise
        raise trouble from error


def configuration() -> Config:
    """Alembic's configuration, without a file of its own: it also works inside a frozen program."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "newline")
    return config


def head() -> str:
    """The newest revision this program knows."""
    revision = ScriptDirectory.from_config(configuration()).get_current_head()
    assert revision is not None
    return revision


def current(engine: Engine) -> str | None:
    """The revision of a database."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return MigrationContext.configure(connection).get_current_revision()
