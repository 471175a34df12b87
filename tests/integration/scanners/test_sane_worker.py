"""Scanning through the worker process with the real SANE library and its test backends."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from desktop_app.digitization.scanners.client import Patience
from desktop_app.digitization.scanners.model import (
    ScanEnd,
    ScanMode,
    ScanOutcome,
    ScanProgress,
    ScanSettings,
    ScanSource,
    StoredPage,
)
from desktop_app.digitization.scanners.port import Cancelled, OnPage, OnProgress, ScannerPort
from desktop_app.digitization.scanners.session import ScanSession
from tests.integration.scanners.conftest import MakeScanners
from tests.support.sane import FILE_READER, FLATBED, STACK, worker_pids

FEEDER = ScanSettings(source=ScanSource.FEEDER)
SLOW_US = 20_000


def scan(
    session: ScanSession,
    scanners: ScannerPort,
    settings: ScanSettings = ScanSettings(),  # noqa: B008 - frozen
    device: str = FLATBED,
    *,
    on_page: OnPage = lambda page: None,
    cancelled: Cancelled = lambda: False,
    on_progress: OnProgress = lambda progress: None,
) -> ScanEnd:
    return session.scan(
        scanners, device, settings, on_page=on_page, cancelled=cancelled, on_progress=on_progress
    )


def test_scanners_are_listed_with_their_names(make_scanners: MakeScanners) -> None:
    found = make_scanners().devices()

    assert [(device.device_id, device.name) for device in found if device.device_id == FLATBED] == [
        (FLATBED, "frontend-tester")
    ]


def test_a_scanner_tells_what_it_offers(make_scanners: MakeScanners) -> None:
    offer = make_scanners().options(FLATBED)

    assert (offer.sources, offer.modes, offer.resolutions) == (tuple(ScanSource), tuple(ScanMode), (300, 200))


@pytest.mark.parametrize("mode", ScanMode)
def test_the_flatbed_gives_a_whole_a4_page(
    make_scanners: MakeScanners, session: ScanSession, mode: ScanMode
) -> None:
    pages: list[StoredPage] = []

    end = scan(session, make_scanners(), ScanSettings(mode=mode), on_page=pages.append)

    assert end == ScanEnd(ScanOutcome.PAGES, 1)
    assert [(p.width_px, p.height_px, p.dpi, p.colour) for p in pages] == [
        (2480, 3507, 300, mode is ScanMode.COLOUR)
    ]


def test_the_feeder_gives_its_stack_and_ends(make_scanners: MakeScanners, session: ScanSession) -> None:
    end = scan(session, make_scanners(), FEEDER)

    assert (end, len(session.pages)) == (ScanEnd(ScanOutcome.PAGES, STACK), STACK)


def test_progress_is_told_for_each_page(make_scanners: MakeScanners, session: ScanSession) -> None:
    told: list[ScanProgress] = []

    scan(session, make_scanners(), FEEDER, on_progress=told.append)

    assert [p.page for p in told if p.percent == 100] == list(range(1, STACK + 1))


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("SANE_STATUS_JAMMED", "scanners.jammed"),
        ("SANE_STATUS_NO_DOCS", "scanners.no_docs"),
        ("SANE_STATUS_COVER_OPEN", "scanners.cover_open"),
        ("SANE_STATUS_IO_ERROR", "scanners.io"),
        ("SANE_STATUS_EOF", "scanners.io"),
        ("SANE_STATUS_DEVICE_BUSY", "scanners.busy"),
        ("SANE_STATUS_NO_MEM", "scanners.out_of_memory"),
        ("SANE_STATUS_ACCESS_DENIED", "scanners.access_denied"),
        ("SANE_STATUS_INVAL", "scanners.refused"),
        ("SANE_STATUS_UNSUPPORTED", "scanners.refused"),
    ],
)
def test_each_fault_of_a_scanner_has_its_code(
    make_scanners: MakeScanners, session: ScanSession, status: str, code: str
) -> None:
    end = scan(session, make_scanners(fault=status))

    assert end.outcome is ScanOutcome.FAILED
    assert end.error is not None and end.error.code == code


def test_after_a_jam_the_scanner_works_again(make_scanners: MakeScanners, session: ScanSession) -> None:
    scanners = make_scanners()
    with_fault = {"read_return_value": "SANE_STATUS_JAMMED"}
    jammed = scan(session, scanners, ScanSettings(200, source=ScanSource.FEEDER, driver=with_fault))
    freed = scan(session, scanners, FEEDER)

    assert (jammed.outcome, freed) == (ScanOutcome.FAILED, ScanEnd(ScanOutcome.PAGES, STACK))


def test_the_button_on_the_scanner_cancels(make_scanners: MakeScanners, session: ScanSession) -> None:
    end = scan(session, make_scanners(fault="SANE_STATUS_CANCELLED"))

    assert end == ScanEnd(ScanOutcome.CANCELLED, 0)


def test_an_unknown_scanner_is_gone(make_scanners: MakeScanners, session: ScanSession) -> None:
    end = scan(session, make_scanners(), device="test:7")

    assert end.error is not None and end.error.code == "scanners.gone"


def test_a_flatbed_has_no_feeder(make_scanners: MakeScanners, session: ScanSession) -> None:
    end = scan(session, make_scanners(), FEEDER, FILE_READER)

    assert end.error is not None and end.error.code == "scanners.not_offered"


def test_a_cancel_in_mid_page_stops_the_driver(make_scanners: MakeScanners, session: ScanSession) -> None:
    # A driver that did not obey would be waited for until this test is over time.
    scanners = make_scanners(Patience(cancel_s=3600.0), delay_us=SLOW_US)
    told: list[ScanProgress] = []

    end = scan(session, scanners, FEEDER, on_progress=told.append, cancelled=lambda: bool(told))

    assert (end, session.pages) == (ScanEnd(ScanOutcome.CANCELLED, 0), ())


def test_a_cancel_ends_a_driver_that_hangs(
    make_scanners: MakeScanners, session: ScanSession, sane: Path
) -> None:
    scanners = make_scanners()

    def hang(page: StoredPage) -> None:
        os.kill(worker_pids(sane)[0], signal.SIGSTOP)

    end = scan(session, scanners, FEEDER, on_page=hang, cancelled=lambda: bool(session.pages))

    assert end.outcome is ScanOutcome.CANCELLED
    assert end.pages == len(session.pages) >= 1
    assert worker_pids(sane) == []


def test_a_driver_that_is_silent_too_long_is_killed(
    make_scanners: MakeScanners, session: ScanSession, sane: Path
) -> None:
    scanners = make_scanners(Patience(scan_s=0.1), delay_us=200_000)

    end = scan(session, scanners)

    assert end.error is not None and end.error.code == "scanners.not_responding"
    assert worker_pids(sane) == []


def test_a_killed_worker_loses_no_page_and_the_next_scan_goes_on(
    make_scanners: MakeScanners, session: ScanSession, sane: Path
) -> None:
    scanners = make_scanners()
    seen: list[StoredPage] = []

    def kill_at_third(page: StoredPage) -> None:
        seen.append(page)
        if len(seen) == 3:
            os.kill(worker_pids(sane)[0], signal.SIGKILL)

    broken = scan(session, scanners, FEEDER, on_page=kill_at_third)
    kept = [page.page_id for page in session.pages]
    scan(session, scanners, FEEDER)

    assert broken.error is not None and broken.error.code == "scanners.driver_stopped"
    assert kept == [page.page_id for page in seen] and broken.pages == len(kept) >= 3
    assert len(session.pages) == len(kept) + STACK
    assert session.paper().pages == len(kept) + STACK


def test_a_worker_that_died_while_idle_is_replaced(
    make_scanners: MakeScanners, session: ScanSession, sane: Path
) -> None:
    scanners = make_scanners()
    os.kill(worker_pids(sane)[0], signal.SIGKILL)

    end = scan(session, scanners)

    assert end == ScanEnd(ScanOutcome.PAGES, 1)


def test_a_sheet_of_paper_comes_out_as_it_was_laid_in(
    make_scanners: MakeScanners, session: ScanSession, tmp_path: Path, printed_page: Image.Image
) -> None:
    printed_page.save(tmp_path / "page.ppm")
    settings = ScanSettings(200, ScanMode.COLOUR, driver={"filename": str(tmp_path / "page.ppm")})

    end = scan(session, make_scanners(), settings, FILE_READER)

    assert end == ScanEnd(ScanOutcome.PAGES, 1)
    document = pypdfium2.PdfDocument(session.paper().data)
    scanned = document[0].render(scale=200 / 72).to_pil().convert("L").resize((400, 566))
    document.close()
    wanted = printed_page.convert("L").resize((400, 566))
    differences = [abs(a - b) for a, b in zip(scanned.tobytes(), wanted.tobytes(), strict=True)]
    assert sum(differences) / len(differences) < 2  # of 255: what JPEG changes


def test_one_page_after_the_other_from_the_glass(
    make_scanners: MakeScanners, session: ScanSession, tmp_path: Path, printed_page: Image.Image
) -> None:
    printed_page.save(tmp_path / "page.ppm")
    settings = ScanSettings(200, driver={"filename": str(tmp_path / "page.ppm")})
    scanners = make_scanners()

    ends = [scan(session, scanners, settings, FILE_READER) for _ in range(3)]

    assert ends == [ScanEnd(ScanOutcome.PAGES, 1)] * 3


def test_a_scanner_that_gives_much_more_than_a_page_is_refused(
    make_scanners: MakeScanners, session: ScanSession, tmp_path: Path
) -> None:
    Image.new("L", (8000, 8000)).save(tmp_path / "wall.pgm")
    settings = ScanSettings(driver={"filename": str(tmp_path / "wall.pgm")})

    end = scan(session, make_scanners(), settings, FILE_READER)

    assert end.error is not None and end.error.code == "scanners.page_too_large"


def test_a_driver_option_that_the_scanner_lacks_is_told(
    make_scanners: MakeScanners, session: ScanSession
) -> None:
    end = scan(session, make_scanners(), ScanSettings(driver={"no_such_option": 1}))

    assert end.error is not None and end.error.facts == {"setting": "no_such_option"}


def test_no_plain_page_touches_the_disk(
    make_scanners: MakeScanners, session: ScanSession, scans: Path
) -> None:
    scan(session, make_scanners(), FEEDER)

    files = [path for path in scans.rglob("*") if path.is_file() and path.stat().st_size]
    assert len(files) == STACK + 1  # the pages and their arrangement
    assert [path.name for path in files if b"PNG" in path.read_bytes()[:64]] == []
