import threading
import time
import uuid

from desktop_app.core import ids
from desktop_app.core.ids import uuid7


def test_an_id_is_a_uuid_of_version_7():
    made = uuid.UUID(uuid7())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_ids_sort_in_the_order_they_were_made():
    made = [uuid7() for _ in range(5000)]
    assert made == sorted(set(made))


def test_an_id_begins_with_the_time(monkeypatch):
    monkeypatch.setattr(ids, "_last", 0)
    monkeypatch.setattr(time, "time_ns", lambda: 0x0192_3456_789A * 1_000_000)
    assert uuid7().startswith("01923456-789a-7")


def test_ids_still_rise_when_the_clock_is_set_back(monkeypatch):
    before = uuid7()
    monkeypatch.setattr(time, "time_ns", lambda: 1)
    assert uuid7() > before


def test_threads_never_make_the_same_id():
    made: list[str] = []

    def work():
        mine = [uuid7() for _ in range(2000)]
        made.extend(mine)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == len(set(made)) == 8000
