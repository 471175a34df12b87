"""The messages between the program and its scan worker (`runtime.workers`): one JSON line each.

To the worker: `{"do": "devices"}`, `{"do": "options", "device": …}` and `{"do": "scan", "device": …,
"settings": …, "folder": …, "key": …}`. From it: `{"devices": …}`, `{"options": …}`; for a scan any number of
`{"page": …}` and `{"progress": …}`, then one `{"end": …}`; for a known error outside a scan
`{"error": code, "facts": …}`.
The folder's key goes through the pipe only: never on the command line, never to a file.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop_app.core.errors import AppError, Fact, FailureCode, declared_codes
from desktop_app.digitization.scanners.model import (
    DRIVER_STOPPED,
    ScanEnd,
    ScanMode,
    ScannerDevice,
    ScannerOptions,
    ScanOutcome,
    ScanProgress,
    ScanSettings,
    ScanSource,
    StoredPage,
)
from desktop_app.digitization.scanners.page_folder import PageFolder

Line = Mapping[str, Any]
DEVICES: Line = {"do": "devices"}


def options_request(device_id: str) -> Line:
    """Ask what a scanner offers."""
    return {"do": "options", "device": device_id}


def scan_request(device_id: str, settings: ScanSettings, into: PageFolder) -> Line:
    """Ask for a scan."""
    return {
        "do": "scan",
        "device": device_id,
        "settings": {
            "dpi": settings.dpi,
            "mode": settings.mode,
            "source": settings.source,
            "driver": dict(settings.driver),
        },
        "folder": str(into.path),
        "key": b64encode(into.key).decode(),
    }


def asked_scan(line: Line) -> tuple[str, ScanSettings, PageFolder]:
    """What `scan_request` asked."""
    told = line["settings"]
    settings = ScanSettings(
        told["dpi"], ScanMode(told["mode"]), ScanSource(told["source"]), dict(told["driver"])
    )
    return line["device"], settings, PageFolder(Path(line["folder"]), b64decode(line["key"]))


def devices_line(devices: tuple[ScannerDevice, ...]) -> Line:
    """Tell the scanners."""
    return {"devices": [[device.device_id, device.name] for device in devices]}


def told_devices(line: Line) -> tuple[ScannerDevice, ...]:
    """The scanners told."""
    return tuple(ScannerDevice(*device) for device in line["devices"])


def options_line(options: ScannerOptions) -> Line:
    """Tell what a scanner offers."""
    return {"options": [options.sources, options.modes, options.resolutions]}


def told_options(line: Line) -> ScannerOptions:
    """The offer told."""
    sources, modes, resolutions = line["options"]
    return ScannerOptions(
        tuple(ScanSource(source) for source in sources),
        tuple(ScanMode(mode) for mode in modes),
        tuple(resolutions),
    )


def page_line(page: StoredPage) -> Line:
    """Announce a page that lies in the folder."""
    return {"page": asdict(page)}


def told_page(line: Line) -> StoredPage:
    """The page announced."""
    return StoredPage(**line["page"])


def progress_line(progress: ScanProgress) -> Line:
    """Tell how far it is."""
    return {"progress": [progress.page, progress.percent]}


def told_progress(line: Line) -> ScanProgress:
    """How far it is."""
    return ScanProgress(*line["progress"])


def end_line(end: ScanEnd) -> Line:
    """Tell how a scan ended."""
    error = None if end.error is None else {"error": end.error.code, "facts": end.error.facts}
    return {"end": {"outcome": end.outcome, "pages": end.pages, "error": error}}


def told_end(line: Line) -> ScanEnd:
    """How the scan ended."""
    told = line["end"]
    error = None if told["error"] is None else told_error(told["error"])
    return ScanEnd(ScanOutcome(told["outcome"]), told["pages"], error)


def cut_short(line: Line) -> bool:
    """Whether this tells the end of a scan that was stopped in its middle: failed or cancelled."""
    return "end" in line and line["end"]["outcome"] != ScanOutcome.PAGES


def told_error(line: Line) -> AppError:
    """The known error told; one that this side does not know is a driver that stopped."""
    facts: Mapping[str, Fact] = line["facts"]
    code: str = line["error"]
    return AppError(FailureCode(code) if code in declared_codes() else DRIVER_STOPPED, facts)
