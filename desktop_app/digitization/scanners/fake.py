"""A scanner without a device: for training and tests, behind the same port."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw, ImageFont

from desktop_app.core.errors import AppError, FailureCode
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.digitization.scanners import model
from desktop_app.digitization.scanners.model import (
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
from desktop_app.digitization.scanners.port import Cancelled, OnPage, OnProgress

DEVICE = ScannerDevice("fake:0", "Máy quét tập huấn")
_STEPS = 10  # how often a page is told about


class FakeScanner:
    """A scanner with a stack of pages in its feeder; the flatbed holds the first of them.

    Args:
        stack: pictures that Pillow can open; drawn sample pages when left out.
        fault: what happens instead of the page after `good_pages`, each time.
        good_pages: how many pages come before the fault.
        present: whether it is plugged in; may be changed.
        step: called before each step of a page; a test waits or cancels here.
    """

    def __init__(
        self,
        stack: Sequence[bytes] | None = None,
        *,
        fault: FailureCode | None = None,
        good_pages: int = 0,
        present: bool = True,
        step: Callable[[], None] = lambda: None,
    ) -> None:
        self.present = present
        self._stack = tuple(stack) if stack is not None else tuple(sample_page(n) for n in (1, 2, 3))
        self._fault, self._good_pages, self._step = fault, good_pages, step

    @off_gui_thread
    def devices(self) -> tuple[ScannerDevice, ...]:
        """Itself, if it is plugged in."""
        return (DEVICE,) if self.present else ()

    @off_gui_thread
    def options(self, device_id: str) -> ScannerOptions:
        """Everything."""
        if not self.present or device_id != DEVICE.device_id:
            raise AppError(model.GONE)
        return ScannerOptions(tuple(ScanSource), tuple(ScanMode), tuple(reversed(model.RESOLUTIONS)))

    @off_gui_thread
    def scan(
        self,
        device_id: str,
        settings: ScanSettings,
        into: PageFolder,
        on_page: OnPage,
        cancelled: Cancelled,
        on_progress: OnProgress,
    ) -> ScanEnd:
        """Give the stack, or its first page."""
        pages = 0
        try:
            self.options(device_id)
            stack = self._stack if settings.source is ScanSource.FEEDER else self._stack[:1]
            if not stack:
                raise AppError(model.NO_DOCS)
            for number, picture in enumerate(stack, 1):
                if self._fault is not None and pages == self._good_pages:
                    raise AppError(self._fault)
                for step in range(_STEPS):
                    self._step()
                    if cancelled():
                        return ScanEnd(ScanOutcome.CANCELLED, pages)
                    on_progress(ScanProgress(number, 100 * (step + 1) // _STEPS))
                png, size = _laid_on_a4(picture, settings)
                on_page(
                    into.put(
                        png,
                        width_px=size[0],
                        height_px=size[1],
                        dpi=settings.dpi,
                        colour=settings.mode is ScanMode.COLOUR,
                    )
                )
                pages += 1
        except AppError as error:
            return ScanEnd(ScanOutcome.FAILED, pages, error)
        return ScanEnd(ScanOutcome.PAGES, pages)

    def close(self) -> None:
        """Nothing to let go."""


def sample_page(number: int) -> bytes:
    """A page that nobody takes for a citizen's paper: lines and a large figure, PNG."""
    page = Image.new("RGB", (827, 1169), "white")
    draw = ImageDraw.Draw(page)
    draw.text((413, 160), str(number), fill="black", font=ImageFont.load_default(120), anchor="mm")
    for row in range(300, 1060, 40):
        draw.line((90, row, 737 if row % 200 else 480, row), fill=(110, 110, 110), width=3)
    draw.ellipse((540, 880, 720, 1060), outline=(190, 20, 30), width=8)
    return _png(page)


def _laid_on_a4(picture: bytes, settings: ScanSettings) -> tuple[bytes, tuple[int, int]]:
    width, height = (round(edge / 25.4 * settings.dpi) for edge in model.A4_MM)
    mode = "L" if settings.mode is ScanMode.GREY else "RGB"
    with Image.open(io.BytesIO(picture)) as opened:
        page = opened.convert(mode).resize((width, height))
    return _png(page), page.size


def _png(image: Image.Image) -> bytes:
    png = io.BytesIO()
    image.save(png, "PNG", compress_level=1)
    return png.getvalue()
