"""The program's side of the worker: what it does when the worker answers, dies, hangs or disobeys."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import cast

import pytest

from desktop_app.core.errors import AppError
from desktop_app.digitization.scanners import client, lines
from desktop_app.digitization.scanners.client import Patience, WorkerScanner
from desktop_app.digitization.scanners.lines import Line
from desktop_app.digitization.scanners.model import (
    JAMMED,
    ScanEnd,
    ScannerDevice,
    ScanOutcome,
    ScanProgress,
    ScanSettings,
    StoredPage,
)
from desktop_app.digitization.scanners.page_folder import PageFolder
from desktop_app.runtime.workers import WORKER_ENDED, Message, WorkerProcess

PAGE = StoredPage("01a20000-0000-7000-8000-000000000000", 1654, 2339, 200, False)
PAGES_ENDED = lines.end_line(ScanEnd(ScanOutcome.PAGES, 1))
ENDED = object()
IMPATIENT = Patience(answer_s=0.0, scan_s=0.0, cancel_s=0.0)


class ScriptedWorker:
    """Says what it is told to, one line for each time it is asked; silent when it has no more to say."""

    def __init__(self, *says: Line | object) -> None:
        self.says = list(says)
        self.heard: list[Message] = []
        self.cancels = 0
        self.killed = False

    def send(self, message: Message) -> None:
        self.heard.append(message)

    def receive(self, timeout_s: float) -> Message | None:
        said = self.says.pop(0) if self.says else None
        if said is ENDED:
            raise AppError(WORKER_ENDED, {"exit": -9})
        return cast("Message | None", said)

    def cancel(self) -> None:
        self.cancels += 1

    def kill(self) -> None:
        self.killed = True


def scanners(*workers: ScriptedWorker, patience: Patience | None = None) -> WorkerScanner:
    waiting = iter(workers)
    return WorkerScanner(patience, lambda: cast(WorkerProcess, next(waiting)))


def scan(
    scanner: WorkerScanner,
    folder: PageFolder,
    *,
    on_page: Callable[[StoredPage], None] = lambda page: None,
    cancelled: Sequence[bool] = (),
    told: list[ScanProgress] | None = None,
) -> ScanEnd:
    answers = itertools.chain(cancelled, itertools.repeat(bool(cancelled)))
    return scanner.scan(
        "test:0",
        ScanSettings(),
        folder,
        on_page,
        lambda: next(answers),
        (told if told is not None else []).append,
    )


def code_of(end: ScanEnd) -> str | None:
    return None if end.error is None else end.error.code


def test_pages_and_progress_are_passed_on_until_the_end(folder: PageFolder) -> None:
    progress = ScanProgress(1, 50)
    worker = ScriptedWorker(lines.progress_line(progress), lines.page_line(PAGE), PAGES_ENDED)
    pages: list[StoredPage] = []
    told: list[ScanProgress] = []

    end = scan(scanners(worker), folder, on_page=pages.append, told=told)

    assert (end, pages, told) == (ScanEnd(ScanOutcome.PAGES, 1), [PAGE], [progress])


def test_one_worker_serves_many_requests(folder: PageFolder) -> None:
    worker = ScriptedWorker(lines.devices_line((ScannerDevice("a", "A"),)), PAGES_ENDED)
    scanner = scanners(worker)

    scanner.devices()
    scan(scanner, folder)

    assert [message["do"] for message in worker.heard] == ["devices", "scan"]


def test_a_worker_that_died_unheard_is_replaced_once(folder: PageFolder) -> None:
    dead, fresh = ScriptedWorker(ENDED), ScriptedWorker(lines.page_line(PAGE), PAGES_ENDED)

    assert scan(scanners(dead, fresh), folder) == ScanEnd(ScanOutcome.PAGES, 1)


def test_a_worker_that_always_dies_is_told(folder: PageFolder) -> None:
    end = scan(scanners(ScriptedWorker(ENDED), ScriptedWorker(ENDED)), folder)

    assert code_of(end) == "scanners.driver_stopped"


def test_nothing_is_scanned_twice_when_a_worker_dies_in_mid_scan(folder: PageFolder) -> None:
    dying, unused = ScriptedWorker(lines.page_line(PAGE), ENDED), ScriptedWorker(PAGES_ENDED)

    end = scan(scanners(dying, unused), folder)

    assert (code_of(end), end.pages, unused.heard) == ("scanners.driver_stopped", 1, [])


def test_after_a_death_the_next_scan_gets_a_new_worker(folder: PageFolder) -> None:
    dying, fresh = ScriptedWorker(lines.page_line(PAGE), ENDED), ScriptedWorker(PAGES_ENDED)
    scanner = scanners(dying, fresh)
    scan(scanner, folder)

    assert scan(scanner, folder).outcome is ScanOutcome.PAGES


def test_a_silent_worker_is_killed_and_its_pages_counted(folder: PageFolder) -> None:
    worker = ScriptedWorker(lines.page_line(PAGE))

    end = scan(scanners(worker, patience=IMPATIENT), folder)

    assert (code_of(end), end.pages, worker.killed) == ("scanners.not_responding", 1, True)


def test_a_worker_that_does_not_list_its_scanners_is_killed() -> None:
    worker = ScriptedWorker()

    with pytest.raises(AppError) as caught:
        scanners(worker, patience=IMPATIENT).devices()

    assert (caught.value.code, worker.killed) == ("scanners.not_responding", True)


def test_a_cancel_is_passed_on(folder: PageFolder) -> None:
    worker = ScriptedWorker(
        lines.page_line(PAGE), None, None, lines.end_line(ScanEnd(ScanOutcome.CANCELLED, 1))
    )

    end = scan(scanners(worker), folder, cancelled=[False, True])

    assert (end, worker.cancels >= 1) == (ScanEnd(ScanOutcome.CANCELLED, 1), True)


@pytest.mark.parametrize("outcome", ScanOutcome)
def test_after_a_scan_that_was_cut_short_the_next_gets_a_new_worker(
    folder: PageFolder, outcome: ScanOutcome
) -> None:
    error = AppError(JAMMED) if outcome is ScanOutcome.FAILED else None
    first = ScriptedWorker(lines.end_line(ScanEnd(outcome, 1, error)), PAGES_ENDED)
    fresh = ScriptedWorker(PAGES_ENDED)
    scanner = scanners(first, fresh)
    scan(scanner, folder)

    assert scan(scanner, folder) == ScanEnd(ScanOutcome.PAGES, 1)
    assert first.killed is bool(fresh.heard) is (outcome is not ScanOutcome.PAGES)


def test_a_worker_that_ignores_a_cancel_is_killed(folder: PageFolder) -> None:
    worker = ScriptedWorker(lines.page_line(PAGE))

    end = scan(scanners(worker, patience=Patience(cancel_s=0.0)), folder, cancelled=[True])

    assert (end, worker.killed) == (ScanEnd(ScanOutcome.CANCELLED, 1), True)


def test_a_cancel_takes_less_than_a_second_at_worst() -> None:
    # A poll before it is seen, the patience, a poll until that is noticed.
    assert Patience().cancel_s + 2 * client._POLL_S < 0.9


def test_an_error_of_the_driver_keeps_its_code_and_facts(folder: PageFolder) -> None:
    worker = ScriptedWorker(lines.end_line(ScanEnd(ScanOutcome.FAILED, 0, AppError(JAMMED, {"sheet": 3}))))

    end = scan(scanners(worker), folder)

    assert end.error is not None
    assert (end.error.code, end.error.facts) == ("scanners.jammed", {"sheet": 3})


def test_a_known_error_of_a_question_is_raised_and_the_worker_lives() -> None:
    worker = ScriptedWorker({"error": "scanners.unavailable", "facts": {}})

    with pytest.raises(AppError) as caught:
        scanners(worker).devices()

    assert (caught.value.code, worker.killed) == ("scanners.unavailable", False)


def test_pages_that_cannot_be_taken_end_the_scan_with_that_reason(folder: PageFolder) -> None:
    def full(page: StoredPage) -> None:
        raise AppError(JAMMED)

    worker = ScriptedWorker(lines.page_line(PAGE), PAGES_ENDED)

    end = scan(scanners(worker), folder, on_page=full)

    assert (code_of(end), worker.killed) == ("scanners.jammed", True)


def test_a_second_scan_at_the_same_time_is_refused(folder: PageFolder) -> None:
    scanner = scanners(ScriptedWorker(lines.page_line(PAGE), PAGES_ENDED))
    inner: list[ScanEnd] = []

    scan(scanner, folder, on_page=lambda page: inner.append(scan(scanner, folder)))

    assert [code_of(end) for end in inner] == ["scanners.busy"]


def test_a_closed_scanner_starts_no_worker(folder: PageFolder) -> None:
    scanner = scanners()
    scanner.close()

    assert code_of(scan(scanner, folder)) == "scanners.driver_stopped"
