"""Office and province on real HTTP and real databases, also over a line that loses every first answer."""

import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from desktop_app.core.clock import SystemClock
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import OutboxState
from desktop_app.sync.client import HttpProvinceClient
from desktop_app.sync.engine import SyncEngine
from tests.support import events
from tests.support.lossy_proxy import LossyProxy
from tests.support.outbox import put, sqlite_store, states
from tests.support.province import running_province
from tests.support.scale import rounds

SERVE = """
import sys
from province.serve import serve
serve(sys.argv[1], 0, ready=lambda port: print(port, flush=True))
"""


@pytest.fixture
def engine_to(store):
    clients = []

    def make(address, at_store=store):
        clients.append(HttpProvinceClient(address))
        return SyncEngine(at_store, clients[-1], SystemClock())

    yield make
    for client in clients:
        client.close()


def dossier(papers):
    number = uuid7()
    return [events.accepted(number), *(events.paper(number) for _ in range(papers))]


def at_the_province(port):
    url = f"http://127.0.0.1:{port}/v1/events?limit=1000"
    listed = httpx2.get(url, trust_env=False, timeout=60).json()["events"]
    return {row["id"]: (row["type"], row["data"]) for row in listed}


def committed(batch):
    return {event.id: (event.type.value, event.to_json()["data"]) for event in batch}


def test_what_the_office_committed_is_what_the_province_has(store, province, engine_to):
    batch = [event for _ in range(5) for event in dossier(3)] + [events.lookup()]
    put(store, *batch)
    report = engine_to(f"http://127.0.0.1:{province.port}").run_once()
    assert (report.accepted, report.duplicates, report.waiting, report.failure) == (21, 0, 0, None)
    assert at_the_province(province.port) == committed(batch)


def test_each_event_arrives_once_when_every_first_answer_is_lost(store, province, engine_to):
    batch = [event for _ in range(5) for event in dossier(3)]
    put(store, *batch)
    with LossyProxy(province.port) as line:
        report = engine_to(line.address).run_once()
    assert line.lost == line.passed == 4  # accepted, then paper after paper, five dossiers side by side
    assert (report.accepted, report.duplicates, report.waiting) == (0, 20, 0)
    assert at_the_province(province.port) == committed(batch)


def test_a_province_that_comes_back_gets_what_waited(store, tmp_path, engine_to):
    batch = dossier(1)
    put(store, *batch)
    url = f"sqlite:///{tmp_path / 'p.sqlite'}"
    with running_province(url) as gone:
        engine = engine_to(f"http://127.0.0.1:{gone.port}")
    assert engine.run_once().failure_code == "sync.province_unreachable"
    with running_province(url) as back:
        report = engine_to(f"http://127.0.0.1:{back.port}").run_once(asked=True)
        assert at_the_province(back.port) == committed(batch)
    assert report.waiting == 0


def test_three_programs_that_sync_one_profile_at_once_send_everything_once(tmp_path, province, engine_to):
    stores = [sqlite_store(tmp_path / "shared.sqlite") for _ in range(3)]
    batch = [event for _ in range(10) for event in dossier(2)]
    put(stores[0], *batch)
    start = threading.Barrier(3)

    def work(own):
        start.wait()
        return engine_to(f"http://127.0.0.1:{province.port}", own).run_once(asked=True)

    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(work, stores))
    # A program may end while another still holds the first event of a dossier: one more look ends it.
    engine_to(f"http://127.0.0.1:{province.port}", stores[0]).run_once()
    assert states(stores[0]) == [OutboxState.ACCEPTED] * len(batch)
    assert at_the_province(province.port) == committed(batch)
    assert [report.rejected for report in reports] == [0, 0, 0]
    for own in stores:
        own.close()


def test_a_province_killed_again_and_again_has_each_event_once(store, province_url, engine_to, project_root):
    chance = random.Random(11)
    batch = []
    for _ in range(rounds(12, floor=3)):
        fresh = [event for _ in range(4) for event in dossier(2)]
        put(store, *fresh)
        batch += fresh
        service = subprocess.Popen(
            [sys.executable, "-c", SERVE, province_url], cwd=project_root, stdout=subprocess.PIPE, text=True
        )
        with service:
            assert service.stdout is not None
            port = int(service.stdout.readline())
            killer = threading.Timer(chance.uniform(0, 0.05), service.kill)
            killer.start()
            engine_to(f"http://127.0.0.1:{port}").run_once(asked=True)
            killer.join()
    with running_province(province_url) as last:
        engine_to(f"http://127.0.0.1:{last.port}").run_once(asked=True)
        assert at_the_province(last.port) == committed(batch)
    assert states(store) == [OutboxState.ACCEPTED] * len(batch)
