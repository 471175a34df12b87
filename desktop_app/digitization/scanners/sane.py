"""Scanners on Linux, through SANE. The only module that imports `sane`; it runs inside the worker process.

A driver may hang or crash in here: the process around it is what the parent kills (`client`).

Source: SANE Standard 1.06, sections 4.2 (status values), 4.4 (code flow), 4.5 (well-known options).
"""

from __future__ import annotations

import io
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from PIL import Image

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

# python-sane passes on nothing but the library's English text (sane_strstatus); it is not translated there.
_CODES: dict[str, FailureCode] = {
    "Operation not supported": model.REFUSED,
    "Invalid argument": model.REFUSED,
    "Device busy": model.BUSY,
    "Document feeder jammed": model.JAMMED,
    "Document feeder out of documents": model.NO_DOCS,
    "Scanner cover is open": model.COVER_OPEN,
    "Error during device I/O": model.IO,
    "Out of memory": model.OUT_OF_MEMORY,
    "Access to resource has been denied": model.ACCESS_DENIED,
    "End of file reached": model.IO,
    # python-sane's own words, a RuntimeError: the driver ended the page before its first byte.
    "Scanner returned no data": model.IO,
}
_CANCELLED = "Operation was canceled"

# How drivers call what we ask for, lower case; the first that a scanner offers is taken.
_MODE_NAMES = {
    ScanMode.GREY: ("gray", "grey", "grayscale", "true gray", "8-bit grayscale", "gray mode"),
    ScanMode.COLOUR: ("color", "colour", "24bit color", "24bit color[fast]", "color mode"),
}
_SOURCE_NAMES = {
    ScanSource.FLATBED: ("flatbed", "normal", "document table"),
    ScanSource.FEEDER: ("adf", "adf front", "adf simplex", "automatic document feeder", "feeder"),
}
_MAX_PIXELS = 40_000_000  # A3 at 300 dpi has 17.4 million; a driver that gives more was not asked for it
_PROGRESS_STEP_S = 0.1
_PNG_LEVEL = 1  # a colour A4 page at 300 dpi takes 0.1 s; level 6 takes many times that for a tenth less


class _StoppedError(Exception):
    """The scan was stopped: by the clerk here, or with the button on the scanner."""


class SaneScanner:
    """`ScannerPort` over the SANE library of this machine."""

    def __init__(self) -> None:
        self._library: Any = None

    @off_gui_thread
    def devices(self) -> tuple[ScannerDevice, ...]:
        """All scanners that answer now."""
        sane = self._sane()
        with _told():
            found = sane.get_devices()
        return tuple(
            ScannerDevice(device_id, _name(maker, product, device_id))
            for device_id, maker, product, _ in found
        )

    @off_gui_thread
    def options(self, device_id: str) -> ScannerOptions:
        """What a scanner offers of what we ask for."""
        with self._opened(device_id) as device:
            sources = tuple(s for s in ScanSource if _offered(device, "source", _SOURCE_NAMES[s]))
            modes = tuple(m for m in ScanMode if _offered(device, "mode", _MODE_NAMES[m]))
            offered = tuple(dpi for dpi in reversed(model.RESOLUTIONS) if _takes(device, "resolution", dpi))
            return ScannerOptions(sources or (ScanSource.FLATBED,), modes or tuple(ScanMode), offered)

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
        """Scan one page from the flatbed, or the feeder's whole stack."""
        pages = 0
        try:
            # Opened for each scan: some drivers count or remember what a session did before.
            with self._opened(device_id) as device:
                dpi = _set_up(device, settings)
                for number in itertools.count(1) if settings.source is ScanSource.FEEDER else (1,):
                    if cancelled():
                        raise _StoppedError
                    progress = _Progress(device, number, cancelled, on_progress)
                    try:
                        image = _page(device, progress)
                    except AppError as error:
                        if error.code == model.NO_DOCS and pages:
                            break  # the stack is through
                        raise
                    on_page(_stored(image, settings.mode, dpi, into))
                    pages += 1
        except _StoppedError:
            return ScanEnd(ScanOutcome.CANCELLED, pages)
        except AppError as error:
            return ScanEnd(ScanOutcome.FAILED, pages, error)
        return ScanEnd(ScanOutcome.PAGES, pages)

    def close(self) -> None:
        """Let the library go."""
        if self._library is not None:
            self._library.exit()
            self._library = None

    def _sane(self) -> Any:
        if self._library is None:
            try:
                import sane
            except ImportError as error:  # no Linux, or no libsane on this machine
                raise AppError(model.UNAVAILABLE) from error
            with _told():
                sane.init()
            self._library = sane
        return self._library

    @contextmanager
    def _opened(self, device_id: str) -> Iterator[Any]:
        sane = self._sane()
        try:
            with _told():
                device = sane.open(device_id)
        except AppError as error:
            # An unknown name is an invalid argument to SANE.
            raise AppError(model.GONE) if error.code == model.REFUSED else error from error
        try:
            yield device
        finally:
            # SANE wants each batch ended by a cancel, finished or not; drivers keep their state over a close.
            device.cancel()
            device.close()


class _Progress:
    """Hears of every line: passes some on, and stops the driver when the clerk does."""

    def __init__(self, device: Any, page: int, cancelled: Cancelled, on_progress: OnProgress) -> None:
        self._device, self._page = device, page
        self._cancelled, self._on_progress = cancelled, on_progress
        self._told_at = -_PROGRESS_STEP_S

    def __call__(self, line: int, lines: int) -> None:
        now = time.monotonic()
        if now - self._told_at < _PROGRESS_STEP_S and line != lines:
            return
        self._told_at = now
        if self._cancelled():
            self._device.cancel()  # the read that follows ends with "Operation was canceled"
            return
        known = lines > 0
        self._on_progress(ScanProgress(self._page, min(100, 100 * line // lines) if known else None))


def _page(device: Any, progress: Callable[[int, int], None]) -> Image.Image:
    with _told():
        device.start()
        width, height = device.get_parameters()[2]
        if width * max(height, 0) > _MAX_PIXELS:
            device.cancel()
            raise AppError(model.PAGE_TOO_LARGE)
        # Not cancelled behind each page: that would end a feeder's batch.
        return device.snap(True, progress)


def _stored(image: Image.Image, mode: ScanMode, dpi: int | None, into: PageFolder) -> model.StoredPage:
    if image.width * image.height > _MAX_PIXELS:  # a length that the scanner did not know before
        raise AppError(model.PAGE_TOO_LARGE)
    wanted = "L" if mode is ScanMode.GREY else "RGB"
    if image.mode != wanted and not (wanted == "RGB" and image.mode == "L"):
        image = image.convert(wanted)
    dpi = dpi or round(image.width * 25.4 / model.A4_MM[0])
    png = io.BytesIO()
    image.save(png, "PNG", compress_level=_PNG_LEVEL, dpi=(dpi, dpi))
    return into.put(
        png.getvalue(),
        width_px=image.width,
        height_px=image.height,
        dpi=dpi,
        colour=image.mode == "RGB",
    )


def _set_up(device: Any, settings: ScanSettings) -> int | None:
    """Set everything; returns the resolution the scanner says it will use, if it says one."""
    with _told():
        for name, value in settings.driver.items():
            if not _usable(device, name):
                raise AppError(model.NOT_OFFERED, {"setting": name})
            setattr(device, name, value)
        _choose(device, "source", _SOURCE_NAMES[settings.source], settings.source)
        _choose(device, "mode", _MODE_NAMES[settings.mode], settings.mode)
        if settings.source is ScanSource.FEEDER and "source" not in device.opt:
            raise AppError(model.NOT_OFFERED, {"setting": settings.source})
        if _takes(device, "depth", 8):  # 16 comes out at twice the height from python-sane
            device.depth = 8
        _set_area(device)
        if not _usable(device, "resolution"):
            return None
        if not _takes(device, "resolution", settings.dpi):
            raise AppError(model.NOT_OFFERED, {"setting": f"{settings.dpi} dpi"})
        device.resolution = settings.dpi
        return round(device.resolution)


def _set_area(device: Any) -> None:
    for name, edge_mm in (("tl_x", 0.0), ("tl_y", 0.0), ("br_x", model.A4_MM[0]), ("br_y", model.A4_MM[1])):
        if _usable(device, name):
            limits = device[name].constraint
            lowest, highest = (limits[0], limits[1]) if isinstance(limits, tuple) else (0.0, edge_mm)
            setattr(device, name, min(max(edge_mm, lowest), highest))


def _choose(device: Any, option: str, names: Sequence[str], wanted: str) -> None:
    if not _usable(device, option):
        return
    offered = _offered(device, option, names)
    if offered is None:
        raise AppError(model.NOT_OFFERED, {"setting": wanted})
    setattr(device, option, offered)


def _offered(device: Any, option: str, names: Sequence[str]) -> str | None:
    if not _usable(device, option):
        return None
    by_name = {str(value).casefold(): value for value in device[option].constraint or ()}
    return next((by_name[name] for name in names if name in by_name), None)


def _usable(device: Any, option: str) -> bool:
    return option in device.opt and device[option].is_active() and device[option].is_settable()


def _takes(device: Any, option: str, value: int) -> bool:
    if not _usable(device, option):
        return False
    allowed = device[option].constraint
    if isinstance(allowed, tuple):
        return allowed[0] <= value <= allowed[1]
    return allowed is None or value in allowed


def _name(maker: str, product: str, device_id: str) -> str:
    # "Noname" is what drivers without a maker say.
    words = [word.replace("_", " ").strip() for word in (maker, product) if word and word != "Noname"]
    return " ".join(words) or device_id


@contextmanager
def _told() -> Iterator[None]:
    """The library's errors as ours. Others are bugs and pass."""
    try:
        yield
    except AppError:
        raise
    except Exception as error:
        text = str(error)
        if text == _CANCELLED:
            raise _StoppedError from error
        if type(error).__module__ != "_sane" and text not in _CODES:
            raise
        raise AppError(_CODES.get(text, model.IO)) from error
