"""Work beside the window ends in exactly one outcome, whatever it does."""

from __future__ import annotations

import queue
import threading

import pytest

from desktop_app.core.errors import AppError, FailureCode
from desktop_app.runtime.device import DeviceThread
from desktop_app.runtime.tasks import Cancel, Outcome, Tasks

PATIENCE_S = 60


def _known(_cancel: Cancel) -> None:
    raise AppError(FailureCode("tests.known"))


def test_a_value_comes_back_on_a_thread_that_is_not_the_callers() -> None:
    outcomes: queue.Queue[tuple[Outcome[int], int]] = queue.Queue()

    Tasks().run(lambda _cancel: 7, lambda outcome: outcomes.put((outcome, threading.get_ident())))

    outcome, thread = outcomes.get(timeout=PATIENCE_S)
    assert (outcome.value, outcome.error, outcome.bug) == (7, None, None)
    assert thread != threading.get_ident()


def test_a_known_error_is_no_bug() -> None:
    outcomes: queue.Queue[Outcome[None]] = queue.Queue()

    Tasks().run(_known, outcomes.put)

    outcome = outcomes.get(timeout=PATIENCE_S)
    assert outcome.error is not None and outcome.error.code == "tests.known"
    assert outcome.bug is None


@pytest.mark.parametrize("bug", [ZeroDivisionError(), SystemExit(3)])
def test_anything_else_is_a_bug(bug: BaseException) -> None:
    outcomes: queue.Queue[Outcome[None]] = queue.Queue()

    def work(_cancel: Cancel) -> None:
        raise bug

    Tasks().run(work, outcomes.put)

    assert outcomes.get(timeout=PATIENCE_S).bug is bug


def test_closing_asks_work_to_stop_and_waits_for_it() -> None:
    tasks, seen = Tasks(), []
    tasks.run(lambda cancel: cancel.wait(PATIENCE_S), lambda outcome: seen.append(outcome.value))

    tasks.close()

    assert seen == [True]


def test_nothing_starts_after_closing() -> None:
    tasks = Tasks()
    tasks.close()

    with pytest.raises(RuntimeError):
        tasks.run(lambda _cancel: None, lambda _outcome: None)


def test_a_device_works_in_order_on_one_thread() -> None:
    device, seen = DeviceThread("test"), queue.Queue()

    for number in range(5):
        device.submit(
            lambda _cancel, number=number: (number, threading.get_ident()),
            lambda outcome: seen.put(outcome.value),
        )
    device.close()

    order, threads = zip(*(seen.get_nowait() for _ in range(5)), strict=True)
    assert order == (0, 1, 2, 3, 4)
    assert len(set(threads)) == 1


def test_closing_a_device_cancels_what_waits() -> None:
    device, seen = DeviceThread("test"), []
    begun = threading.Event()

    def first(cancel: Cancel) -> bool:
        begun.set()
        return cancel.wait(PATIENCE_S)

    device.submit(first, lambda outcome: seen.append(outcome.value))
    device.submit(lambda cancel: cancel.is_set(), lambda outcome: seen.append(outcome.value))
    begun.wait(PATIENCE_S)
    device.close()

    assert seen == [True, True]


def test_a_receiver_that_fails_does_not_stop_the_device(caplog: pytest.LogCaptureFixture) -> None:
    device, seen = DeviceThread("test"), []

    def broken(_outcome: Outcome[None]) -> None:
        raise ValueError

    device.submit(lambda _cancel: None, broken)
    device.submit(lambda _cancel: 2, lambda outcome: seen.append(outcome.value))
    device.close()

    assert seen == [2]
    assert "a receiver of an outcome failed" in caplog.text
