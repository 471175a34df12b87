"""A worker is the program itself in another process: it answers, stops when told, and can be killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from desktop_app.core.errors import AppError
from desktop_app.runtime.workers import WorkerProcess

PATIENCE_S = 60


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    process = WorkerProcess("echo")
    yield process
    process.kill()


def test_a_worker_answers_in_vietnamese_too(worker: WorkerProcess) -> None:
    worker.send({"do": "say", "text": "Đã nhận"})

    assert worker.receive(PATIENCE_S) == {"echo": {"do": "say", "text": "Đã nhận"}, "cancelled": False}


def test_a_worker_stops_when_it_is_told(worker: WorkerProcess) -> None:
    worker.send({"do": "say"})
    worker.receive(PATIENCE_S)
    worker.send({"do": "wait"})
    assert worker.receive(0.05) is None

    worker.cancel()

    answer = worker.receive(PATIENCE_S)
    assert answer is not None and answer["cancelled"] is True


def test_a_killed_worker_is_a_known_error(worker: WorkerProcess) -> None:
    worker.send({"do": "wait"})

    worker.kill()

    with pytest.raises(AppError) as caught:
        worker.receive(PATIENCE_S)
    assert caught.value.code == "runtime.worker_ended"


def test_a_worker_ends_with_its_parent(worker: WorkerProcess) -> None:
    worker.send({"do": "say"})
    worker.receive(PATIENCE_S)

    worker.close()

    with pytest.raises(AppError) as caught:
        worker.receive(PATIENCE_S)
    assert caught.value.facts == {"exit": 0}


def test_ctrl_c_ends_a_worker_without_a_word() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "desktop_app", "worker", "echo"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write('{"do": "say"}\n')
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (-signal.SIGINT, "")
