"""What goes to the worker and back is the same on both sides."""

from __future__ import annotations

import json

import pytest

from desktop_app.core.errors import AppError
from desktop_app.digitization.scanners import lines
from desktop_app.digitization.scanners.fake import FakeScanner
from desktop_app.digitization.scanners.lines import Line
from desktop_app.digitization.scanners.model import (
    COVER_OPEN,
    ScanEnd,
    ScanMode,
    ScannerDevice,
    ScannerOptions,
    ScanOutcome,
    ScanProgress,
    ScanSettings,
    ScanSource,
)
from desktop_app.digitization.scanners.page_folder import PageFolder
from desktop_app.digitization.scanners.worker import ScanWorker
from tests.unit.digitization_scanners.conftest import page


def sent(line: Line) -> Line:
    return json.loads(json.dumps(line, ensure_ascii=False))


def test_a_request_arrives_whole(folder: PageFolder) -> None:
    settings = ScanSettings(200, ScanMode.COLOUR, ScanSource.FEEDER, {"brightness": 10, "name": "Ước"})

    assert lines.asked_scan(sent(lines.scan_request("a:0", settings, folder))) == ("a:0", settings, folder)


def test_scanners_arrive_whole() -> None:
    devices = (ScannerDevice("a:0", "Máy quét"), ScannerDevice("b", "B"))

    assert lines.told_devices(sent(lines.devices_line(devices))) == devices


def test_offers_arrive_whole() -> None:
    options = ScannerOptions((ScanSource.FEEDER,), tuple(ScanMode), (300, 200))

    assert lines.told_options(sent(lines.options_line(options))) == options


def test_pages_and_progress_arrive_whole() -> None:
    assert lines.told_page(sent(lines.page_line(page(3, 4)))) == page(3, 4)
    assert lines.told_progress(sent(lines.progress_line(ScanProgress(2, None)))) == ScanProgress(2, None)


@pytest.mark.parametrize("outcome", [ScanOutcome.PAGES, ScanOutcome.CANCELLED])
def test_ends_arrive_whole(outcome: ScanOutcome) -> None:
    assert lines.told_end(sent(lines.end_line(ScanEnd(outcome, 2)))) == ScanEnd(outcome, 2)


def test_a_failed_end_arrives_with_its_reason() -> None:
    end = lines.told_end(sent(lines.end_line(ScanEnd(ScanOutcome.FAILED, 1, AppError(COVER_OPEN, {"n": 1})))))

    assert end.error is not None
    assert (end.pages, end.error.code, end.error.facts) == (1, "scanners.cover_open", {"n": 1})


def test_an_error_that_this_side_does_not_know_is_a_stopped_driver() -> None:
    assert lines.told_error({"error": "scanners.of_next_year", "facts": {}}).code == "scanners.driver_stopped"


def test_the_worker_answers_with_what_its_scanners_do(folder: PageFolder) -> None:
    told: list[Line] = []
    settings = ScanSettings(200, source=ScanSource.FEEDER)

    ScanWorker(FakeScanner())(lines.scan_request("fake:0", settings, folder), told.append, lambda: False)

    pages = [lines.told_page(line).page_id for line in told if "page" in line]
    assert pages == list(folder.page_ids())
    assert lines.told_end(told[-1]) == ScanEnd(ScanOutcome.PAGES, 3)


def test_a_page_is_on_disk_when_the_worker_announces_it(folder: PageFolder) -> None:
    missing: list[str] = []

    def look(line: Line) -> None:
        if "page" in line and lines.told_page(line).page_id not in folder.page_ids():
            missing.append("page")

    ScanWorker(FakeScanner())(lines.scan_request("fake:0", ScanSettings(200), folder), look, lambda: False)

    assert missing == []


def test_an_unknown_request_is_a_bug() -> None:
    with pytest.raises(ValueError, match="dance"):
        ScanWorker(FakeScanner())({"do": "dance"}, lambda line: None, lambda: False)


def test_a_scan_ends_in_exactly_one_way() -> None:
    for wrong in (
        lambda: ScanEnd(ScanOutcome.PAGES, 0),
        lambda: ScanEnd(ScanOutcome.FAILED, 1),
        lambda: ScanEnd(ScanOutcome.CANCELLED, 1, AppError(COVER_OPEN)),
    ):
        with pytest.raises(ValueError, match="scan"):
            wrong()
