"""Prints in the database: the first one is the original, whoever prints at the same moment."""

import pytest
import sqlalchemy as sa
from alembic import command

from db.engine import WRITING
from db.migrate import configuration, upgrade
from db.models.audit import AuditEntry
from db.models.dossier import PrintedPaper
from desktop_app.core.errors import AppError
from desktop_app.dossiers.numbering import NumberFormat
from desktop_app.dossiers.service import accept
from desktop_app.reception.printing import begin_print, end_print, paper_state
from tests.support.office import AT, new_dossier, office_store, open_engine, set_up
from tests.support.processes import at_once

PRINT = """
import sys
from desktop_app.reception.printing import begin_print
from tests.support.office import AT, office_store
from tests.support.processes import wait
store = office_store(sys.argv[1])
wait()
begun = store.write("cb01", lambda rows: begin_print(
    rows, sys.argv[2], form="CT04", officer="cb01", workstation="Q01", at=AT))
print(begun.before)
store.close()
"""


@pytest.fixture
def number(store):
    set_up(store)
    form = NumberFormat("N{order}", "T{order}")
    return store.write("cb01", lambda rows: accept(rows, new_dossier(), "Q01", form)[0].text)


def begin(store, number, form="CT04"):
    return store.write(
        "cb01", lambda rows: begin_print(rows, number, form=form, officer="cb01", workstation="Q01", at=AT)
    )


def end(store, begun, *, taken=True):
    return store.write(
        "cb01",
        lambda rows: end_print(rows, begun.print_id, taken=taken, copies=2, sha256="a" * 64, at=AT),
    )


def state(store, number):
    return store.read(lambda rows: paper_state(rows, number))


def test_the_first_print_is_the_original_and_each_later_one_knows_how_many_were_before(store, number):
    seen = []
    for _ in range(3):
        begun = begin(store, number)
        end(store, begun)
        seen.append(begun.before)
    assert seen == [0, 1, 2]


def test_each_form_is_counted_by_itself(store, number):
    end(store, begin(store, number))
    assert begin(store, number, form="CT01").before == 0


def test_a_print_that_the_printer_refused_leaves_the_next_one_the_original(store, number):
    end(store, begin(store, number), taken=False)
    assert begin(store, number).before == 0


def test_a_print_whose_end_nobody_saw_may_have_come_out(store, number):
    begin(store, number)
    assert begin(store, number).before == 1
    assert (state(store, number).printed, state(store, number).unclear) == (0, 2)


def test_two_programs_that_print_at_the_same_moment_make_one_original(store, database, number):
    said = at_once([(PRINT, database, number)] * 2)
    assert sorted(text.strip() for text in said) == ["0", "1"]


def test_a_print_is_ended_once(store, number):
    begun = begin(store, number)
    end(store, begun)
    with pytest.raises(AppError, match=r"reception\.print_ended"):
        end(store, begun, taken=False)
    assert state(store, number).printed == 1


def test_what_came_out_stands_in_the_audit_chain_and_what_did_not_does_not(store, number):
    end(store, begin(store, number), taken=False)
    end(store, begin(store, number))
    query = sa.select(AuditEntry.details).where(AuditEntry.action == "paper.printed")
    told = store.read(lambda rows: list(rows.scalars(query)))
    assert told == [{"form": "CT04", "print": 2, "copies": 2, "sha256": "a" * 64}]


def test_printed_is_neither_saved_nor_sent(store, number):
    end(store, begin(store, number))
    seen = state(store, number)
    assert (seen.saved, seen.printed, dict(seen.forms), seen.sent) == (False, 1, {"CT04": 1}, None)


def insert(connection, table, **values):
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)


def test_prints_of_an_earlier_program_are_taken_over_and_the_next_one_stays_a_reprint(database):
    """It made the receipt three times, and the queue took one of them and the declaration."""
    engine = open_engine(database)
    at, hash_ = "2026-11-20T02:00:00.000Z", "b" * 64
    config = configuration()
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        insert(connection, "catalogue_pack", version="p", sha256=hash_, raw=b"", effective_from=at[:10],
               imported_at=at)  # fmt: skip
        insert(connection, "dossier", id="d1", number="N1", number_temporary=False, procedure="1",
               term_case="", pack_version="p", state="accepted", channel="direct", org_helping="u",
               org_receiving="u", org_competent="u", workstation="Q01", officer="cb01", accepted_at=at,
               due_reasons="[]", fee=0, row_version=1)  # fmt: skip
        insert(connection, "stored_file", id="f1", dossier_id="d1", sha256=hash_, size_bytes=1,
               media_type="application/pdf", created_at=at)  # fmt: skip
        insert(connection, "receipt", id="r1", dossier_id="d1", form="CT04", sha256=hash_, file_id="f1",
               copies=2, prints=3, made_at=at)  # fmt: skip
        for sequence, form in enumerate(("CT04", "CT01"), 1):
            details = f'{{"copies":1,"form":"{form}","sha256":"{hash_}"}}'
            insert(connection, "audit", sequence=sequence, at=at, actor="cb02", workstation="Q01",
                   action="paper.printed", subject_kind="dossier", subject_id="d1", details=details,
                   previous_hash=hash_, hash=hash_)  # fmt: skip

    upgrade(engine)

    with engine.connect() as connection:
        query = sa.select(PrintedPaper.form, PrintedPaper.ordinal, PrintedPaper.state, PrintedPaper.officer)
        rows = sorted(tuple(row) for row in connection.execute(query))
    engine.dispose()
    assert rows == [
        ("CT01", 1, "taken", "cb02"),
        ("CT04", 1, "taken", "cb02"),
        ("CT04", 2, "begun", "cb01"),
        ("CT04", 3, "begun", "cb01"),
    ]
    store = office_store(database)
    assert begin(store, "N1").before == 3
    store.close()
