"""A session of the test's own and what scans into it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from desktop_app.digitization.scanners.fake import DEVICE
from desktop_app.digitization.scanners.model import ScanEnd, ScanSettings, ScanSource, StoredPage
from desktop_app.digitization.scanners.page_folder import PageFolder
from desktop_app.digitization.scanners.port import ScannerPort
from desktop_app.digitization.scanners.session import ScanSession

KEY = bytes(range(32))
Fill = Callable[..., ScanEnd]


@pytest.fixture
def folder(tmp_path: Path) -> PageFolder:
    (tmp_path / "pages").mkdir()
    return PageFolder(tmp_path / "pages", KEY)


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    return tmp_path / "scans"


@pytest.fixture
def session(scans: Path) -> Iterator[ScanSession]:
    session = ScanSession.create(scans)
    yield session
    session.close()


@pytest.fixture
def fill() -> Fill:
    """Scan a scanner's stack into a session."""

    def fill(session: ScanSession, scanners: ScannerPort) -> ScanEnd:
        return session.scan(
            scanners,
            DEVICE.device_id,
            ScanSettings(200, source=ScanSource.FEEDER),
            on_page=lambda page: None,
            cancelled=lambda: False,
            on_progress=lambda progress: None,
        )

    return fill


def picture(size: tuple[int, int], mode: str = "L", mark: tuple[int, int] | None = None) -> bytes:
    """A white PNG with a black mark of a tenth of its width at a place."""
    image = Image.new(mode, size, "white")
    if mark is not None:
        edge = size[0] // 10
        image.paste("black", (mark[0], mark[1], mark[0] + edge, mark[1] + edge))
    png = io.BytesIO()
    image.save(png, "PNG")
    return png.getvalue()


def page(width_px: int, height_px: int, *, dpi: int = 200, colour: bool = False) -> StoredPage:
    return StoredPage("01a20000-0000-7000-8000-000000000000", width_px, height_px, dpi, colour)
