"""The built program opens a profile whose database has the first shape, and brings it up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy.engine import Engine

from db.engine import WRITING, open_sqlite
from db.migrate import configuration, current, head
from tests.frozen.conftest import Built
from tests.support.counter import Counter

pytestmark = pytest.mark.frozen

FIRST = "0001"


@contextmanager
def _database(profile: Path) -> Iterator[Engine]:
    engine = open_sqlite(profile / "motcua.db", (profile / "training.key").read_bytes())
    try:
        yield engine
    finally:
        engine.dispose()


def _revision(profile: Path) -> str | None:
    with _database(profile) as engine:
        return current(engine)


def _make_old(profile: Path) -> None:
    """Back to the first shape; what is not of a later one stays."""
    config = configuration()
    with (
        _database(profile) as engine,
        engine.execution_options(**{WRITING: True}).begin() as connection,
    ):
        config.attributes["connection"] = connection
        command.downgrade(config, FIRST)


def test_an_older_profile_is_migrated_and_its_log_stays_whole(built: Built) -> None:
    made = Counter(built.profile).run("verify-log", "--json")
    _make_old(built.profile)
    before = _revision(built.profile)

    done = built.train("verify-log", "--json")

    assert (before, _revision(built.profile)) == (FIRST, head())
    assert (done.code, done.value["whole"]) == (0, True)
    assert done.value["entries"] >= made.value["entries"] > 0
