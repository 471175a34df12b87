"""The province's record on SQLite and PostgreSQL: each event exactly once."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from desktop_app.core.canonical import canonical_json, sha256_hex
from desktop_app.core.clock import SystemClock
from desktop_app.core.errors import AppError
from desktop_app.sync.wire import Answer, AnswerStatus, BatchItem, Event, parse_event
from province.database import migrate, open_engine
from province.model import Base, StoredEvent
from province.record import Record
from tests.support import events

THREADS = 8


@pytest.fixture
def engine(province_url: str) -> Iterator[Engine]:
    engine = open_engine(province_url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def record(engine: Engine) -> Record:
    return Record(engine, SystemClock())


def items(*given: Event) -> list[BatchItem]:
    return [BatchItem(event.id, event, None) for event in given]


def changed(event: Event) -> Event:
    value = event.to_json()
    value["data"]["officer"] = "cb02"
    return parse_event(value)


def statuses(answers: list[Answer]) -> list[AnswerStatus]:
    return [answer.status for answer in answers]


def test_a_new_event_is_stored(record):
    event = events.accepted()
    assert record.store(items(event)) == [Answer(event.id, AnswerStatus.STORED)]
    assert record.count() == 1


def test_the_same_event_again_is_a_duplicate(record):
    event = events.accepted()
    record.store(items(event))
    assert record.store(items(event)) == [Answer(event.id, AnswerStatus.DUPLICATE)]
    assert record.count() == 1


def test_an_event_twice_in_one_batch_is_stored_once(record):
    event = events.paper()
    assert statuses(record.store(items(event, event))) == [AnswerStatus.STORED, AnswerStatus.DUPLICATE]


def test_another_event_under_a_known_id_is_rejected_and_the_first_stays(record):
    event = events.accepted()
    record.store(items(event))
    answers = record.store(items(changed(event)))
    assert answers == [Answer(event.id, AnswerStatus.REJECTED, "province.id_conflict")]
    assert record.after("", 10)[0].data["officer"] == "cb01"


def test_rejected_events_leave_the_others_of_the_batch_alone(record):
    known, new = events.accepted(), events.paper()
    record.store(items(known))
    bad = BatchItem(None, None, "event")
    answers = record.store([*items(changed(known)), bad, *items(new)])
    assert statuses(answers) == [AnswerStatus.REJECTED, AnswerStatus.REJECTED, AnswerStatus.STORED]
    assert answers[1] == Answer(None, AnswerStatus.REJECTED, "sync.wire_invalid")


def test_answers_keep_the_order_of_the_request(record):
    batch = [events.lookup() for _ in range(20)]
    random.Random(3).shuffle(batch)
    assert [a.id for a in record.store(items(*batch))] == [e.id for e in batch]


def test_what_is_stored_still_hashes_to_what_was_sent(record, engine):
    event = events.lookup()
    record.store(items(event))
    with engine.connect() as connection:
        row = connection.execute(sa.select(StoredEvent.__table__)).one()
    value = {
        "specversion": "1.0",
        "id": row.id,
        "source": row.source,
        "type": row.type,
        "subject": row.subject,
        "time": row.time,
        "datacontenttype": "application/json",
        "data": row.data,
    }
    assert sha256_hex(canonical_json(value)) == row.body_sha256 == event.body_sha256()


def test_the_list_goes_on_after_the_last_id_seen(record):
    batch = [events.lookup() for _ in range(5)]
    record.store(items(*batch))
    first = record.after("", 3)
    assert [row.id for row in first + record.after(first[-1].id, 3)] == sorted(e.id for e in batch)


def test_eight_that_store_the_same_batch_at_once_store_each_event_once(record):
    batch = [events.paper() for _ in range(40)]
    start = threading.Barrier(THREADS)

    def post(seed: int) -> list[Answer]:
        mine = batch.copy()
        random.Random(seed).shuffle(mine)
        start.wait()
        return record.store(items(*mine))

    with ThreadPoolExecutor(THREADS) as pool:
        answers = [answer for part in pool.map(post, range(THREADS)) for answer in part]
    assert record.count() == len(batch)
    stored = [answer.id for answer in answers if answer.status is AnswerStatus.STORED]
    assert sorted(filter(None, stored)) == sorted(event.id for event in batch)
    assert len(answers) - len(stored) == (THREADS - 1) * len(batch)
    assert {answer.status for answer in answers} == {AnswerStatus.STORED, AnswerStatus.DUPLICATE}


def test_three_services_that_start_at_once_make_the_tables_once(province_url):
    start = threading.Barrier(3)

    def begin(_place: int) -> int:
        own = open_engine(province_url)
        start.wait()
        migrate(own)
        number = Record(own, SystemClock()).count()
        own.dispose()
        return number

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(begin, range(3))) == [0, 0, 0]


def test_the_migrations_make_what_the_model_says(engine):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_database_that_is_not_there_is_a_known_error():
    engine = open_engine("postgresql://postgres:hidden@127.0.0.1:1/none")
    with pytest.raises(AppError) as caught:
        migrate(engine)
    assert caught.value.code == "province.database_unreachable"
    assert caught.value.facts == {}


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE event (other INTEGER)",),
        (
            "CREATE TABLE alembic_version (version_num VARCHAR(32))",
            "INSERT INTO alembic_version VALUES ('9')",
        ),
    ],
)
def test_a_database_of_another_program_or_a_newer_one_is_told_and_left_alone(province_url, statements):
    engine = open_engine(province_url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    before = sa.inspect(engine).get_table_names()
    with pytest.raises(AppError) as caught:
        migrate(engine)
    assert caught.value.code == "province.database_unusable"
    assert sa.inspect(engine).get_table_names() == before
    engine.dispose()


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "file").write_text("no database at all, but long enough to be looked at\n" * 9)
    with pytest.raises(AppError) as caught:
        migrate(open_engine(f"sqlite:///{tmp_path / 'file'}"))
    assert caught.value.code == "province.database_unusable"
