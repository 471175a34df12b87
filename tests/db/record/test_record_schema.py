"""The shape of the record: what the migrations make is what the models say; what protects it holds."""

import sqlite3

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import DBAPIError

from db.migrate import current, head, upgrade
from db.models import dossier, draft, office, outbox, revocation
from db.models.audit import AuditEntry
from db.models.base import Base
from db.store import audit
from desktop_app.core.errors import AppError
from tests.support.office import KEY, open_engine
from tests.support.processes import at_once

TABLES = (dossier, draft, office, outbox, revocation, AuditEntry)  # importing them fills the metadata

UPGRADE = """
import sys
from db.migrate import upgrade
from tests.support.office import open_engine
from tests.support.processes import wait
wait()
engine = open_engine(sys.argv[1])
upgrade(engine)
engine.dispose()
"""


@pytest.fixture
def engine(database):
    engine = open_engine(database)
    yield engine
    engine.dispose()


@pytest.fixture
def audited(store, engine):
    store.write("cb01", lambda session: audit(session, "test.done", "test", "1", {"a": 1}))
    return engine


def rows(engine):
    with engine.connect() as connection:
        return connection.execute(sa.text("SELECT sequence, action FROM audit")).all()


def test_the_migrations_make_what_the_models_say(engine):
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_new_database_has_the_newest_revision(engine):
    assert current(engine) is None
    upgrade(engine)
    assert current(engine) == head()


def test_upgrading_twice_changes_nothing(engine):
    upgrade(engine)
    upgrade(engine)
    assert current(engine) == head()


def test_three_programs_may_make_one_database_at_once(database, engine):
    at_once([(UPGRADE, database)] * 3)
    assert current(engine) == head()


def test_a_database_of_a_newer_program_is_left_alone(engine):
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(AppError) as trouble:
        upgrade(engine)
    assert (trouble.value.code, trouble.value.facts) == ("db.too_new", {"revision": "9999"})
    assert current(engine) == "9999"


@pytest.mark.parametrize("act", ["UPDATE audit SET action = 'forged'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_or_delete_an_audit_row(audited, act):
    with pytest.raises(DBAPIError, match="never changed"), audited.begin() as connection:
        connection.execute(sa.text(act))
    assert rows(audited) == [(1, "test.done")]


def test_the_database_refuses_to_put_another_row_in_the_place_of_one(audited):
    on_sqlite = audited.dialect.name == "sqlite"
    row = "1, '', '', '', 'forged', '', '', '', '', ''"
    act = f"REPLACE INTO audit VALUES ({row})" if on_sqlite else "TRUNCATE audit"
    with pytest.raises(DBAPIError, match="never changed"), audited.begin() as connection:
        connection.execute(sa.text(act))
    assert rows(audited) == [(1, "test.done")]


def test_a_dossier_cannot_stand_without_its_pack(store):
    insert = sa.insert(dossier.DossierChange).values(
        id="1",
        dossier_id="missing",
        at=sa.literal("x", sa.String()),
        actor="",
        event="",
        from_state="",
        to_state="",
    )
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"):
        store.write("cb01", lambda session: session.execute(insert) and None)


def test_other_programs_cannot_open_the_file(tmp_path):
    engine = open_engine(str(tmp_path / "office.db"))
    upgrade(engine)
    engine.dispose()
    plain = sqlite3.connect(tmp_path / "office.db")
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT * FROM sqlite_master")
    plain.close()


def test_nothing_of_the_record_can_be_read_in_the_file(tmp_path):
    engine = open_engine(str(tmp_path / "office.db"))
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE x AS SELECT 'Nguyễn Thị Mẫu' AS name"))
        files = b"".join(path.read_bytes() for path in tmp_path.glob("office.db*"))
    engine.dispose()
    files += (tmp_path / "office.db").read_bytes()
    assert "Mẫu".encode() not in files
    assert b"CREATE TABLE" not in files
    assert KEY not in files
