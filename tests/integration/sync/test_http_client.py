"""The HTTP client against servers that answer nonsense, late, or not at all."""

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from desktop_app.core.errors import AppError
from desktop_app.sync import wire
from desktop_app.sync.client import HttpProvinceClient
from tests.support import events

BATCH = [events.accepted(), events.lookup()]
IDS = [event.id for event in BATCH]


@contextmanager
def server(answer: bytes) -> Iterator[tuple[str, threading.Event]]:
    """Takes one connection, reads the request, sends `answer` and hangs up when told."""
    listener = socket.create_server(("127.0.0.1", 0))
    hang_up = threading.Event()

    def run() -> None:
        line, _ = listener.accept()
        with line:
            wanted = len(wire.encode_batch(BATCH))
            request = b""
            while b"\r\n\r\n" not in request or len(request.partition(b"\r\n\r\n")[2]) < wanted:
                request += line.recv(65536)
            with suppress(ConnectionError):  # who has read enough hangs up
                line.sendall(answer)
            hang_up.wait()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", hang_up
    finally:
        hang_up.set()
        thread.join()
        listener.close()


def http(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def rows(*given: tuple[str | None, str, str | None]) -> bytes:
    return json.dumps({"answers": [{"id": i, "status": s, "code": c} for i, s, c in given]}).encode()


def trouble(answer: bytes, **options) -> AppError:
    with server(answer) as (address, hang_up):
        client = HttpProvinceClient(address, **options)
        if not options:
            hang_up.set()
        try:
            with pytest.raises(AppError) as caught:
                client.send(BATCH)
        finally:
            client.close()
    return caught.value


def test_an_honest_answer_is_taken():
    body = rows((IDS[1], "duplicate", None), (IDS[0], "rejected", "province.id_conflict"))
    with server(http(body)) as (address, _):
        client = HttpProvinceClient(address)
        answers = client.send(BATCH)
        client.close()
    assert {answer.id: answer.status for answer in answers} == {IDS[0]: "rejected", IDS[1]: "duplicate"}


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"<html>Please sign in to the network</html>", "answers.json"),
        (b"", "answers.json"),
        (b"\xff\xfe\x00", "answers.json"),
        (b"null", "answers"),
        (b'{"answers": 7}', "answers"),
        (rows(), "ids"),
        (rows((IDS[0], "stored", None)), "ids"),
        (rows((IDS[0], "stored", None), (IDS[0], "stored", None)), "ids"),
        (rows((IDS[0], "stored", None), (events.lookup().id, "stored", None)), "ids"),
        (rows((IDS[0], "stored", None), (IDS[1], "stored", None), (IDS[1], "stored", None)), "ids"),
        (rows((IDS[0], "stored", None), (None, "stored", None)), "ids"),
        (rows((IDS[0], "stored", None), (IDS[1], "fine", None)), "answers.status"),
        (b" " * (wire.MAX_BYTES + 1), "length"),
        (b"[" * 100_000, "answers.json"),
    ],
)
def test_an_answer_that_makes_no_sense_is_told_from_a_lost_one(body, where):
    error = trouble(http(body))
    assert (error.code, error.facts) == ("sync.province_nonsense", {"where": where})


def test_a_small_answer_that_unpacks_to_a_huge_one_is_given_up():
    error = trouble(http(gzip.compress(b" " * (64 * 1024 * 1024)), "200 OK", "Content-Encoding: gzip"))
    assert (error.code, error.facts) == ("sync.province_nonsense", {"where": "length"})


def test_an_answer_packed_wrongly_is_nonsense():
    error = trouble(http(b"not gzip at all", "200 OK", "Content-Encoding: gzip"))
    assert (error.code, error.facts) == ("sync.province_nonsense", {"where": "encoding"})


@pytest.mark.parametrize("status", [201, 302, 400, 401, 404, 413, 500, 503])
def test_another_status_than_200_is_a_refusal_with_its_number(status):
    error = trouble(http(b"<html>", f"{status} X", "Location: http://127.0.0.1:1/"))
    assert (error.code, error.facts) == ("sync.province_refused", {"status": status})


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", b"SSH-2.0-x\r\n"])
def test_a_line_that_breaks_is_a_lost_answer(answer):
    error = trouble(answer)
    assert (error.code, error.facts) == ("sync.province_unreachable", {"reason": "lost"})


def test_no_answer_in_time_is_a_time_out():
    error = trouble(b"", timeout_s=0.2)
    assert (error.code, error.facts) == ("sync.province_unreachable", {"reason": "time_out"})


def test_an_answer_that_drips_in_for_ever_is_a_time_out():
    times = iter([0.0, 11.0])
    beginning = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"
    error = trouble(beginning, timeout_s=10.0, monotonic=lambda: next(times))
    assert (error.code, error.facts) == ("sync.province_unreachable", {"reason": "time_out"})


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "ftp://127.0.0.1", "http://[broken", "nowhere"])
def test_nobody_there_is_known_before_anything_is_sent(address):
    client = HttpProvinceClient(address)
    with pytest.raises(AppError) as caught:
        client.send(BATCH)
    client.close()
    assert caught.value.facts == {"reason": "connect"}
