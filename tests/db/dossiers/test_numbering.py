"""Numbers: from the block, in order, none twice; without a block, plainly temporary ones."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from db.models.dossier import Dossier
from desktop_app.core.clock import local_day
from desktop_app.dossiers.numbering import NumberFormat, next_number
from desktop_app.dossiers.service import accept
from desktop_app.security.audit import verify_chain
from tests.support.office import AT, UNIT, new_dossier, set_up
from tests.support.processes import at_once
from tests.support.proofs import proof
from tests.support.scale import rounds

FORM = NumberFormat("{unit}-{yymmdd}-{order:04d}", "TMP-{workstation}-{yymmdd}-{order:03d}")
DAY = date(2026, 11, 20)
ACCEPTS = 800  # over three processes with three threads each

ACCEPT = """
import sys
from concurrent.futures import ThreadPoolExecutor
from tests.db.dossiers.test_numbering import FORM
from tests.support.office import new_dossier, office_store
from tests.support.processes import wait
from desktop_app.dossiers.service import accept
place, workstation, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
store = office_store(place)
wait()
def one(_):
    return store.write("cb01", lambda s: accept(s, new_dossier(), workstation, FORM)[0].text)
with ThreadPoolExecutor(3) as pool:
    sys.stdout.write(" ".join(pool.map(one, range(count))))
store.close()
"""


def take(store, count=1, workstation="Q01", day=DAY):
    def work(session):
        return [next_number(session, workstation, UNIT, day, FORM) for _ in range(count)]

    return [number.text for number in store.write("cb01", work)]


def test_numbers_begin_with_the_block_and_follow_each_other(store):
    set_up(store, ("Q01", 9001, 9003))
    assert take(store, 2) == ["H00.99.01-261120-9001", "H00.99.01-261120-9002"]


def test_after_the_last_number_of_the_block_they_are_temporary(store):
    set_up(store, ("Q01", 9001, 9002))
    assert take(store, 4) == [
        "H00.99.01-261120-9001",
        "H00.99.01-261120-9002",
        "TMP-Q01-261120-001",
        "TMP-Q01-261120-002",
    ]


def test_a_temporary_number_says_so(store):
    set_up(store, ("Q01", 5, 5))
    kinds = store.write(
        "cb01", lambda s: [next_number(s, "Q01", UNIT, DAY, FORM).temporary for _ in range(2)]
    )
    assert kinds == [False, True]


@pytest.mark.parametrize("workstation", ["Q02", "unknown"])
def test_without_a_block_they_are_temporary(store, workstation):
    set_up(store, ("Q02", None, None))
    assert take(store, 1, workstation) == [f"TMP-{workstation}-261120-001"]


def test_a_new_day_begins_again(store):
    set_up(store, ("Q01", 9001, 9001), ("Q02", None, None))
    take(store, 2)
    take(store, 2, "Q02")
    assert take(store, 1, "Q01", DAY + timedelta(days=1)) == ["H00.99.01-261121-9001"]
    assert take(store, 1, "Q02", DAY + timedelta(days=1)) == ["TMP-Q02-261121-001"]


def test_a_day_that_comes_again_goes_on(store):
    set_up(store, ("Q01", 9001, 9009))
    take(store)
    take(store, day=DAY + timedelta(days=1))
    assert take(store) == ["H00.99.01-261120-9002"]


def test_a_block_given_anew_is_kept_to(store):
    set_up(store, ("Q01", 1, 5))
    take(store, 2)
    set_block = sa.text("UPDATE workstation SET block_first = 100, block_last = 101 WHERE code = 'Q01'")
    store.write("cb01", lambda session: session.execute(set_block) and None)
    assert take(store, 3) == ["H00.99.01-261120-0100", "H00.99.01-261120-0101", "TMP-Q01-261120-001"]


def test_the_number_goes_back_with_its_transaction(store):
    set_up(store, ("Q01", 1, 5))

    def work(session):
        next_number(session, "Q01", UNIT, DAY, FORM)
        raise ValueError("bug")

    with pytest.raises(ValueError, match="bug"):
        store.write("cb01", work)
    assert take(store) == ["H00.99.01-261120-0001"]


def test_the_day_of_a_dossier_is_the_one_in_vietnam(store):
    set_up(store, ("Q01", 1, 5))
    late = AT.replace(hour=17, minute=30)
    number, _ = store.write("cb01", lambda s: accept(s, new_dossier(late), "Q01", FORM))
    assert number.text == "H00.99.01-261121-0001"
    assert local_day(late) == date(2026, 11, 21)


def test_workstations_with_blocks_of_their_own_never_meet(stores):
    two = [stores(), stores()]
    set_up(two[0], ("Q01", 1, 50), ("Q02", 51, 100))
    with ThreadPoolExecutor(4) as pool:
        given = pool.map(lambda n: take(two[n % 2], 5, ("Q01", "Q02")[n % 2]), range(24))
    numbers = [number for part in given for number in part]
    assert len(numbers) == len(set(numbers)) == 120
    assert sum(number.startswith("TMP") for number in numbers) == 20


@pytest.mark.prove
def test_no_number_comes_twice_whatever_runs_at_once(database, store):
    count = rounds(ACCEPTS) // 3 + 1
    set_up(store, ("Q01", 1, count * 3 // 2), ("Q02", 5001, 9999))
    programs = [(ACCEPT, database, station, str(count)) for station in ("Q01", "Q01", "Q02")]
    told = " ".join(at_once(programs)).split()
    kept = store.read(lambda session: session.scalars(sa.select(Dossier.number)).all())
    assert len(told) == len(set(told)) == 3 * count
    assert sorted(kept) == sorted(told)
    assert store.read(verify_chain).broken_at is None
    kind = "PostgreSQL" if database.startswith("postgresql:") else "SQLite"
    seen = f"{len(told)} numbers, none twice, chain whole"
    proof(f"three processes with three threads each take numbers ({kind})", rounds(ACCEPTS), seen)
