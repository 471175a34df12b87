"""The SANE adapter by itself, where a test must reach the driver while it scans."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sane

from desktop_app.core.errors import AppError
from desktop_app.digitization.scanners.model import (
    ScanMode,
    ScanOutcome,
    ScanSettings,
    ScanSource,
    StoredPage,
)
from desktop_app.digitization.scanners.page_folder import PageFolder
from desktop_app.digitization.scanners.sane import SaneScanner
from tests.support.sane import FILE_READER, FLATBED, sane_folder

FEEDER = ScanSettings(200, source=ScanSource.FEEDER)


@pytest.fixture(scope="module")
def sane_configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    # The library reads the name of its folder once in a process: one folder for all tests here.
    patch = pytest.MonkeyPatch()
    for name, value in sane_folder(tmp_path_factory.mktemp("sane")).items():
        patch.setenv(name, value)
    yield
    patch.undo()


@pytest.fixture
def scanner(sane_configuration: None) -> Iterator[SaneScanner]:
    scanner = SaneScanner()
    yield scanner
    scanner.close()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every device that the adapter opens."""
    devices: list[Any] = []
    real = sane.open

    def open_and_keep(name: str) -> Any:
        devices.append(real(name))
        return devices[-1]

    monkeypatch.setattr(sane, "open", open_and_keep)
    return devices


@pytest.fixture
def folder(tmp_path: Path) -> PageFolder:
    return PageFolder(tmp_path, bytes(32))


def test_a_jam_at_the_fourth_sheet_keeps_three(
    scanner: SaneScanner, opened: list[Any], folder: PageFolder
) -> None:
    pages: list[StoredPage] = []

    def jam_after_three(page: StoredPage) -> None:
        pages.append(page)
        if len(pages) == 3:
            opened[-1].read_return_value = "SANE_STATUS_JAMMED"

    end = scanner.scan(FLATBED, FEEDER, folder, jam_after_three, lambda: False, lambda progress: None)

    assert (end.outcome, end.pages, len(folder.page_ids())) == (ScanOutcome.FAILED, 3, 3)
    assert end.error is not None and end.error.code == "scanners.jammed"


def test_a_cancel_between_two_sheets_keeps_those_before(scanner: SaneScanner, folder: PageFolder) -> None:
    pages: list[StoredPage] = []

    end = scanner.scan(FLATBED, FEEDER, folder, pages.append, lambda: len(pages) == 2, lambda progress: None)

    assert (end.outcome, end.pages) == (ScanOutcome.CANCELLED, 2)


def test_what_comes_in_colour_is_kept_grey_when_grey_was_asked(
    scanner: SaneScanner, folder: PageFolder, tmp_path: Path, printed_page: Any
) -> None:
    printed_page.save(tmp_path / "page.ppm")
    pages: list[StoredPage] = []
    settings = ScanSettings(200, ScanMode.GREY, driver={"filename": str(tmp_path / "page.ppm")})

    scanner.scan(FILE_READER, settings, folder, pages.append, lambda: False, lambda progress: None)

    assert [(page.colour, page.width_px, page.height_px) for page in pages] == [(False, 1654, 2339)]


def test_another_program_that_holds_the_scanner_is_told(scanner: SaneScanner, folder: PageFolder) -> None:
    scanner.devices()
    holder = sane.open(FLATBED)
    try:
        end = scanner.scan(
            FLATBED, ScanSettings(), folder, lambda page: None, lambda: False, lambda progress: None
        )
    finally:
        holder.close()

    assert end.error is not None and end.error.code == "scanners.busy"


def test_without_the_library_scanning_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_sane(name: str, *rest: Any, **more: Any) -> Any:
        if name == "sane":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without_sane)

    with pytest.raises(AppError) as caught:
        SaneScanner().devices()
    assert caught.value.code == "scanners.unavailable"
