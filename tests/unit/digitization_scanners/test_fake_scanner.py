"""The scanner of the training: the same port, the same ends."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from desktop_app.core.errors import AppError
from desktop_app.digitization.scanners.fake import DEVICE, FakeScanner
from desktop_app.digitization.scanners.model import (
    ScanEnd,
    ScanMode,
    ScanOutcome,
    ScanProgress,
    ScanSettings,
    ScanSource,
    StoredPage,
)
from desktop_app.digitization.scanners.page_folder import PageFolder
from tests.unit.digitization_scanners.conftest import picture

FLATBED = ScanSettings(300, ScanMode.COLOUR)
FEEDER = ScanSettings(200, source=ScanSource.FEEDER)


def scan(
    scanner: FakeScanner,
    folder: PageFolder,
    settings: ScanSettings,
    pages: list[StoredPage] | None = None,
    progress: list[ScanProgress] | None = None,
) -> ScanEnd:
    pages = pages if pages is not None else []
    return scanner.scan(
        DEVICE.device_id,
        settings,
        folder,
        pages.append,
        lambda: progress is not None and len(progress) > 15,
        (progress if progress is not None else []).append,
    )


def test_its_flatbed_gives_one_a4_page_as_asked(folder: PageFolder) -> None:
    pages: list[StoredPage] = []

    end = scan(FakeScanner(), folder, FLATBED, pages)

    assert end == ScanEnd(ScanOutcome.PAGES, 1)
    assert [(p.width_px, p.height_px, p.dpi, p.colour) for p in pages] == [(2480, 3508, 300, True)]


def test_its_feeder_gives_the_stack_that_was_laid_in(folder: PageFolder) -> None:
    pages: list[StoredPage] = []

    scan(FakeScanner([picture((100, 141)), picture((100, 141), mark=(0, 0))]), folder, FEEDER, pages)

    with Image.open(io.BytesIO(folder.read(pages[1].page_id)[1])) as second:
        assert (len(pages), second.mode, second.getpixel((20, 20))) == (2, "L", 0)


def test_a_cancel_in_the_second_page_keeps_the_first(folder: PageFolder) -> None:
    assert scan(FakeScanner(), folder, FEEDER, progress=[]) == ScanEnd(ScanOutcome.CANCELLED, 1)


def test_an_empty_feeder_is_told(folder: PageFolder) -> None:
    end = scan(FakeScanner([]), folder, FEEDER)

    assert end.error is not None and end.error.code == "scanners.no_docs"


def test_unplugged_it_is_neither_listed_nor_there(folder: PageFolder) -> None:
    scanner = FakeScanner(present=False)

    assert scanner.devices() == ()
    with pytest.raises(AppError):
        scanner.options(DEVICE.device_id)
    end = scan(scanner, folder, FEEDER)
    assert end.error is not None and end.error.code == "scanners.gone"
