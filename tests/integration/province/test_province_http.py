"""The receiving service over real HTTP, on SQLite and PostgreSQL."""

import json
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from desktop_app.core.errors import AppError
from desktop_app.sync import wire
from province.serve import Service
from tests.support import events
from tests.support.province import running_province

HEADERS = {"Content-Type": wire.MEDIA_TYPE}
THREADS = 8


@pytest.fixture
def http(province):
    with httpx2.Client(base_url=f"http://127.0.0.1:{province.port}", trust_env=False, timeout=60) as client:
        yield client


def post(http: httpx2.Client, body: bytes) -> httpx2.Response:
    return http.post("/v1/events", content=body, headers=HEADERS)


def health(port: int) -> int:
    return httpx2.get(f"http://127.0.0.1:{port}/v1/health", trust_env=False, timeout=60).status_code


def test_a_batch_is_answered_event_by_event(http):
    good, bad = events.accepted(), events.paper().to_json()
    bad["data"]["officer"] = "Nguyễn Văn A"
    answer = post(http, json.dumps([good.to_json(), bad, good.to_json()]).encode())
    assert answer.status_code == 200
    assert answer.json() == {
        "answers": [
            {"id": good.id, "status": "stored", "code": None},
            {"id": bad["id"], "status": "rejected", "code": "sync.wire_invalid"},
            {"id": good.id, "status": "duplicate", "code": None},
        ]
    }


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[]", b"[1.5]", b"\xff\xfe"])
def test_a_malformed_body_is_refused_with_a_code(http, body):
    answer = post(http, body)
    assert answer.status_code == 400
    assert answer.json()["code"] == "sync.wire_invalid"


def test_a_body_that_is_too_large_is_refused_with_a_code(http):
    answer = post(http, b" " * (wire.MAX_BYTES + 1))
    assert answer.status_code == 413
    assert answer.json()["code"] == "province.body_too_large"


def test_what_a_web_page_could_send_unasked_is_refused(http):
    answer = http.post("/v1/events", content=b"[]", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert answer.json()["code"] == "province.media_type_unknown"


def test_a_foreign_host_name_is_refused(http):
    assert http.get("/v1/events", headers={"Host": "evil.example"}).status_code == 400


def test_health_counts_the_events(http):
    post(http, wire.encode_batch([events.accepted(), events.paper()]))
    assert http.get("/v1/health").json() == {"status": "ok", "events": 2}


def test_the_list_shows_what_is_stored_page_by_page(http):
    batch = sorted((events.accepted(), events.lookup()), key=lambda event: event.id)
    post(http, wire.encode_batch(batch))
    first = http.get("/v1/events", params={"limit": 1}).json()["events"]
    rest = http.get("/v1/events", params={"after": first[0]["id"]}).json()["events"]
    assert [(e["id"], e["type"], e["subject"], e["data"]) for e in first + rest] == [
        (e.id, e.type.value, e.subject, dict(e.data)) for e in batch
    ]


def test_eight_that_post_the_same_batch_at_once_store_each_event_once(http):
    body = wire.encode_batch([events.paper() for _ in range(40)])
    start = threading.Barrier(THREADS)

    def send(_place: int) -> list[str]:
        start.wait()
        return [answer["status"] for answer in post(http, body).json()["answers"]]

    with ThreadPoolExecutor(THREADS) as pool:
        statuses = [status for part in pool.map(send, range(THREADS)) for status in part]
    assert statuses.count("stored") == 40
    assert statuses.count("duplicate") == 40 * (THREADS - 1)
    assert http.get("/v1/health").json()["events"] == 40


def test_the_service_offers_no_page_that_loads_foreign_scripts(http):
    assert [http.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [404, 404, 404]


def test_a_taken_port_is_a_known_error(province, province_url):
    with pytest.raises(AppError) as caught:
        Service(province_url, province.port)
    assert caught.value.code == "province.port_in_use"
    assert caught.value.facts["port"] == province.port


SERVE = """
import sys
from province.serve import serve
serve(sys.argv[1], 0, ready=lambda port: print(port, flush=True))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_service_without_a_trace(number, tmp_path, project_root):
    command = [sys.executable, "-c", SERVE, f"sqlite:///{tmp_path / 'p.sqlite'}"]
    with subprocess.Popen(
        command, cwd=project_root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as service:
        assert service.stdout is not None
        port = int(service.stdout.readline())
        # An answer means that the service has taken over the signals.
        assert (
            httpx2.get(f"http://127.0.0.1:{port}/v1/health", trust_env=False, timeout=60).status_code == 200
        )
        service.send_signal(number)
        _, said = service.communicate(timeout=60)
    assert (service.returncode, said) == (0, "")


def test_a_restarted_service_knows_what_it_has(tmp_path):
    url, event = f"sqlite:///{tmp_path / 'p.sqlite'}", events.accepted()
    statuses = []
    for _ in range(2):
        with running_province(url) as service:
            address = f"http://127.0.0.1:{service.port}/v1/events"
            body = wire.encode_batch([event])
            answer = httpx2.post(address, content=body, headers=HEADERS, trust_env=False, timeout=60)
            statuses.append(answer.json()["answers"][0]["status"])
    assert statuses == ["stored", "duplicate"]


def test_a_counter_that_fell_silent_does_not_keep_the_service(tmp_path, project_root):
    command = [sys.executable, "-c", SERVE, f"sqlite:///{tmp_path / 'p.sqlite'}"]
    with subprocess.Popen(
        command, cwd=project_root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as service:
        assert service.stdout is not None
        port = int(service.stdout.readline())
        with socket.create_connection(("127.0.0.1", port)) as silent:
            silent.sendall(b"POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n[")
            # Asked for on another line, so the first request is under way.
            assert (
                httpx2.get(f"http://127.0.0.1:{port}/v1/health", trust_env=False, timeout=60).status_code
                == 200
            )
            service.send_signal(signal.SIGTERM)
            assert service.wait(timeout=60) == 0
