"""What can go wrong with a database is told by its code, and nothing else is told."""

import os
import subprocess
import sys

import pytest
import sqlalchemy as sa

from db.engine import open_postgresql, open_sqlite
from db.migrate import upgrade
from db.models.dossier import DossierValue
from db.store import audit
from desktop_app.core.errors import AppError, Retry
from desktop_app.security.audit import verify_chain
from tests.support.office import KEY, office_store, set_up
from tests.support.processes import ROOT
from tests.support.small_disk import run_on_small_disk

SECRET = "Nguyễn Thị Mẫu 001190000117"
HOLD = """
import sys
import sqlalchemy as sa
from db.engine import WRITING
from tests.support.office import open_engine
engine = open_engine(sys.argv[1])
with engine.execution_options(**{WRITING: True}).begin() as connection:
    connection.execute(sa.text("SELECT 1"))
    sys.stdout.write("held\\n")
    sys.stdout.flush()
    sys.stdin.readline()
"""


def act(session):
    audit(session, "test.done", "test", "1", {})


def test_a_wrong_key_is_told_by_code_and_on_no_other_way(tmp_path, capfd):
    office_store(str(tmp_path / "office.db")).close()
    engine = open_sqlite(tmp_path / "office.db", bytes(32))
    with pytest.raises(AppError, match=r"^db\.wrong_key$"):
        upgrade(engine)
    engine.dispose()
    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_no_database_is_told_as_a_wrong_key(tmp_path, capfd):
    (tmp_path / "office.db").write_bytes(os.urandom(8192))
    engine = open_sqlite(tmp_path / "office.db", KEY)
    with pytest.raises(AppError, match=r"^db\.wrong_key$"):
        upgrade(engine)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_another_length_is_a_bug(tmp_path, size):
    with pytest.raises(ValueError, match="32 bytes"):
        open_sqlite(tmp_path / "office.db", bytes(size))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_a_known_error(tmp_path):
    engine = open_sqlite(tmp_path / "nowhere" / "office.db", KEY)
    with pytest.raises(AppError, match=r"^db\.read_only$"):
        upgrade(engine)


def test_a_write_gives_up_when_another_program_holds_the_database(database, stores):
    store = stores(busy_timeout_s=0.05)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, database], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        with pytest.raises(AppError, match=r"^db\.locked$") as trouble:
            store.write("cb01", act)
        entries_while_held = store.read(verify_chain).entries
        holder.communicate(b"\n")
    store.write("cb01", act)
    assert trouble.value.retry is Retry.AUTOMATIC
    assert (entries_while_held, store.read(verify_chain).entries) == (0, 1)


def test_a_server_that_is_not_there_is_a_known_error():
    engine = open_postgresql("postgresql://nobody:geheim@127.0.0.1:9/none")
    with pytest.raises(AppError, match=r"^db\.unreachable$") as trouble:
        upgrade(engine)
    assert "geheim" not in str(trouble.value)


def failing_write(session):
    """Breaks a rule of the table with a personal value in the row."""
    session.execute(
        sa.insert(DossierValue.__table__),
        [
            {"dossier_id": "d", "part": "p", "field": "f", "value": SECRET, "folded": SECRET, "source": None},
        ],
    )


def test_values_are_not_in_the_text_of_a_failed_write(store):
    set_up(store)
    with pytest.raises(Exception) as bug:
        store.write("cb01", failing_write)
    error = bug.value
    texts = [str(error), repr(error), str(getattr(error, "orig", "")), repr(getattr(error, "orig", ""))]
    assert "null" in texts[0].lower()
    assert [text for text in texts if "Mẫu" in text or "117" in text] == []


FULL = """
import sys
from pathlib import Path
import sqlalchemy as sa
from db.store import audit
from desktop_app.core.errors import AppError
from desktop_app.dossiers.numbering import NumberFormat
from desktop_app.dossiers.service import accept
from desktop_app.security.audit import verify_chain
from tests.support.office import new_dossier, office_store, set_up

folder = Path(sys.argv[1])
place = str(folder / "office.db")
FORM = NumberFormat("{order}", "TMP-{order}")

def counts(store):
    tables = ("dossier", "dossier_value", "dossier_change", "audit WHERE action = 'dossier.accepted'")
    return store.read(lambda s: [s.scalar(sa.text(f"SELECT count(*) FROM {t}")) for t in tables])

store = office_store(place)
set_up(store)
(folder / "filler").write_bytes(bytes(200_000))
seen = []
try:
    for _ in range(1000):
        store.write("cb01", lambda s: accept(s, new_dossier(), "Q01", FORM)[0])
except AppError as error:
    seen.append(str(error.code))
full = counts(store)
seen.append(len(set(full)))
store.close()
(folder / "filler").unlink()
store = office_store(place)
number, _ = store.write("cb01", lambda s: accept(s, new_dossier(), "Q01", FORM))
seen.append(counts(store) == [n + 1 for n in full] and int(number.text) == full[0] + 1)
seen.append(store.read(verify_chain).broken_at)
sys.stdout.write(repr(seen))
"""


def test_a_full_disk_is_told_and_leaves_rows_that_agree(tmp_path):
    seen = run_on_small_disk(tmp_path, 1500, FULL)
    assert seen == "['db.disk_full', 1, True, None]"


START = """
import sys
from pathlib import Path
from desktop_app.core.errors import AppError
from tests.support.office import office_store

folder = Path(sys.argv[1])
office_store(str(folder / "office.db")).close()
with (folder / "filler").open("wb", buffering=0) as filler:
    try:
        while True:
            filler.write(bytes(4096))
    except OSError:
        pass
try:
    office_store(str(folder / "office.db"))
except AppError as error:
    sys.stdout.write(str(error.code))
(folder / "filler").unlink()
office_store(str(folder / "office.db")).close()
"""


def test_a_start_on_a_full_disk_is_not_told_as_a_damaged_database(tmp_path):
    assert run_on_small_disk(tmp_path, 1500, START) == "db.disk_full"
