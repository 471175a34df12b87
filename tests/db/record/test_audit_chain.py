"""The audit chain shows what was done to it; what it cannot show is written down here too."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.models.audit import AuditEntry
from db.store import audit
from desktop_app.core.canonical import canonical_json, sha256_hex
from desktop_app.core.clock import FixedClock, to_text
from desktop_app.core.errors import AppError
from desktop_app.security.audit import CLOCK_ACCEPTED, FIRST_HASH, TOLERANCE, verify_chain
from tests.support.office import AT, open_engine

LENGTH = 6


def act(store, action="test.done", subject="1", details=None):
    return store.write("cb01", lambda session: audit(session, action, "test", subject, details or {}))


@pytest.fixture
def chain(store):
    for n in range(LENGTH):
        act(store, subject=str(n), details={"n": n, "tên": "đ", "none": None})
    return store


@pytest.fixture
def forge(chain, database):
    """Runs SQL behind the product's back, with the protection taken off."""
    engine = open_engine(database)

    def run(*statements):
        with engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.execute(sa.text("DROP TRIGGER audit_no_update"))
                connection.execute(sa.text("DROP TRIGGER audit_no_delete"))
            else:
                connection.execute(sa.text("ALTER TABLE audit DISABLE TRIGGER USER"))
            for statement in statements:
                connection.exec_driver_sql(statement)

    yield run
    engine.dispose()


def verified(store):
    found = store.read(verify_chain)
    return found.entries, found.broken_at


def test_an_untouched_chain_is_whole_and_its_head_is_the_last_mark(chain):
    mark = act(chain)
    found = chain.read(verify_chain)
    assert (found.entries, found.broken_at, found.head) == (LENGTH + 1, None, mark.hash)
    assert mark.sequence == LENGTH + 1


def test_an_empty_chain_is_whole(store):
    found = store.read(verify_chain)
    assert (found.entries, found.broken_at, found.head) == (0, None, FIRST_HASH)


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'cb99'",
        "workstation = 'Q99'",
        "action = 'other'",
        "subject_kind = 'other'",
        "subject_id = 'x'",
        "at = '2026-11-20T03:00:00.000Z'",
        """details = '{"n":99}'""",
        "details = 'not json'",
        "at = 'no time'",
        "previous_hash = 'x'",
        "hash = 'x'",
    ],
)
def test_a_changed_row_is_found(chain, forge, change):
    forge(f"UPDATE audit SET {change} WHERE sequence = 3")
    assert verified(chain) == (2, 3)


def test_a_changed_row_with_its_hash_made_anew_is_found_at_the_next(chain, forge):
    def forged_hash(session):
        row = session.get(AuditEntry, 3)
        columns = {column.key: getattr(row, column.key) for column in AuditEntry.__table__.columns}
        del columns["hash"]
        return sha256_hex(canonical_json(columns | {"at": to_text(row.at), "actor": "cb99"}))

    forge(f"UPDATE audit SET actor = 'cb99', hash = '{chain.read(forged_hash)}' WHERE sequence = 3")
    assert verified(chain) == (3, 4)


@pytest.mark.parametrize("gone", [1, 3, LENGTH - 1])
def test_a_removed_row_is_found(chain, forge, gone):
    forge(f"DELETE FROM audit WHERE sequence = {gone}")
    assert verified(chain) == (gone - 1, gone)


def test_a_removed_row_with_the_numbers_closed_up_is_found(chain, forge):
    forge("DELETE FROM audit WHERE sequence = 3", "UPDATE audit SET sequence = 3 WHERE sequence = 4")
    assert verified(chain) == (2, 3)


def test_rows_that_changed_places_are_found(chain, forge):
    forge(
        "UPDATE audit SET sequence = 99 WHERE sequence = 3",
        "UPDATE audit SET sequence = 3 WHERE sequence = 4",
        "UPDATE audit SET sequence = 4 WHERE sequence = 99",
    )
    assert verified(chain) == (2, 3)


def test_a_row_put_in_at_the_end_is_found(chain, forge):
    forge(
        "INSERT INTO audit SELECT 7, at, actor, workstation, action, subject_kind, subject_id, details,"
        " previous_hash, hash FROM audit WHERE sequence = 6"
    )
    assert verified(chain) == (6, 7)


def test_a_cut_tail_is_what_the_chain_alone_cannot_show(chain, forge):
    # The digitization log and the province remember rows of the tail; see their tests.
    forge("DELETE FROM audit WHERE sequence > 4")
    assert verified(chain) == (4, None)


def test_a_clock_a_little_behind_is_tolerated(stores):
    clock = FixedClock(AT)
    store = stores(clock)
    act(store)
    clock.move(-TOLERANCE)
    act(store)
    assert verified(store) == (2, None)


def test_with_a_clock_set_back_nothing_is_written(stores):
    clock = FixedClock(AT)
    store = stores(clock)
    act(store)
    clock.move(-TOLERANCE - timedelta(seconds=1))
    with pytest.raises(AppError) as trouble:
        act(store)
    assert (trouble.value.code, trouble.value.facts) == ("security.clock_set_back", {"minutes": 5})
    assert verified(store) == (1, None)


def test_another_program_sees_the_clock_set_back_too(stores):
    act(stores(FixedClock(AT)))
    with pytest.raises(AppError, match=r"security\.clock_set_back"):
        act(stores(FixedClock(AT - timedelta(days=1))))


def test_an_accepted_clock_is_audited_and_work_goes_on(stores):
    clock = FixedClock(AT)
    store = stores(clock)
    act(store)
    clock.move(-timedelta(days=1))
    act(store, CLOCK_ACCEPTED)
    act(store)
    assert verified(store) == (3, None)


def test_several_acts_of_one_write_follow_each_other(store):
    def work(session):
        return [audit(session, "test.done", "test", str(n), {}).sequence for n in range(3)]

    assert store.write("cb01", work) == [1, 2, 3]
    assert verified(store) == (3, None)


def test_a_number_with_a_fraction_has_no_place_in_the_chain(store):
    with pytest.raises(TypeError):
        act(store, details={"share": 0.5})
    assert verified(store) == (0, None)
