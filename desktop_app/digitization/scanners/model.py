"""What is asked of a scanner, what it gives, and how a scan ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from desktop_app.core.errors import AppError, declare

UNAVAILABLE = declare("scanners.unavailable")
GONE = declare("scanners.gone")
BUSY = declare("scanners.busy")
JAMMED = declare("scanners.jammed")
NO_DOCS = declare("scanners.no_docs")
COVER_OPEN = declare("scanners.cover_open")
IO = declare("scanners.io")
ACCESS_DENIED = declare("scanners.access_denied")
OUT_OF_MEMORY = declare("scanners.out_of_memory")
REFUSED = declare("scanners.refused")
NOT_OFFERED = declare("scanners.not_offered")
PAGE_TOO_LARGE = declare("scanners.page_too_large")
NOT_RESPONDING = declare("scanners.not_responding")
DRIVER_STOPPED = declare("scanners.driver_stopped")

A4_MM = (210.0, 297.0)
RESOLUTIONS = (200, 300)  # below 200 seals and small print suffer; above 300 only the size grows

DriverValue = str | int | float | bool


class ScanMode(StrEnum):
    """Colours of a page."""

    GREY = "grey"
    COLOUR = "colour"


class ScanSource(StrEnum):
    """Where the paper lies."""

    FLATBED = "flatbed"
    FEEDER = "feeder"


@dataclass(frozen=True, slots=True)
class ScannerDevice:
    """A scanner as its driver names it.

    Attributes:
        device_id: opens it; may change when it is plugged in elsewhere.
        name: maker and model, for the eye.
    """

    device_id: str
    name: str


@dataclass(frozen=True, slots=True)
class ScannerOptions:
    """What one scanner offers of what we ask for; the first of each is the usual one."""

    sources: tuple[ScanSource, ...]
    modes: tuple[ScanMode, ...]
    resolutions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """How to scan; the size is always A4.

    Attributes:
        dpi: one of `RESOLUTIONS`.
        driver: options of the driver itself, by its own names, set before the rest: the office's settings for
            this scanner, never a value of a citizen.
    """

    dpi: int = 300
    mode: ScanMode = ScanMode.GREY
    source: ScanSource = ScanSource.FLATBED
    driver: Mapping[str, DriverValue] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if self.dpi not in RESOLUTIONS:
            raise ValueError(f"{self.dpi} dpi")


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page that lies whole and sealed in its folder.

    Attributes:
        page_id: UUIDv7; pages of a stack sort as they were scanned.
        dpi: as the scanner said, else reckoned from the width of A4.
    """

    page_id: str
    width_px: int
    height_px: int
    dpi: int
    colour: bool


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """How far a scan is.

    Attributes:
        page: the page under the lamp, from 1.
        percent: 0–100; None where the scanner does not know the page's length.
    """

    page: int
    percent: int | None


class ScanOutcome(StrEnum):
    """The three ways a scan ends; it ends in exactly one."""

    PAGES = "pages"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ScanEnd:
    """How a scan ended. Pages announced before the end are kept, however it ended.

    Attributes:
        pages: how many were announced; at least 1 for `PAGES`.
        error: for `FAILED`, and only then.
    """

    outcome: ScanOutcome
    pages: int
    error: AppError | None = None

    def __post_init__(self) -> None:
        if (self.error is not None) != (self.outcome is ScanOutcome.FAILED):
            raise ValueError("a failed scan has an error, and no other")
        if self.outcome is ScanOutcome.PAGES and self.pages < 1:
            raise ValueError("a scan without pages did not end in pages")
