"""The print queue itself, where there is libcups: takes a PDF as it is, says what a printer waits for.

Qt passes neither on. Elsewhere nothing is known of a queue, and pages are drawn for it (`printing`).
"""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from functools import lru_cache

from desktop_app.core.errors import AppError, declare
from desktop_app.core.gui_guard import off_gui_thread

OUT_OF_PAPER = declare("printing.out_of_paper")
PAPER_JAM = declare("printing.paper_jam")
COVER_OPEN = declare("printing.cover_open")
NO_INK = declare("printing.no_ink")
PRINTER_OFFLINE = declare("printing.printer_offline")
QUEUE_PAUSED = declare("printing.queue_paused")
FAILED = declare("printing.failed")

# Source: RFC 8011, printer-state-reasons (the keywords without their -error, -warning, -report).
_REASONS = {
    "media-empty": OUT_OF_PAPER,
    "media-needed": OUT_OF_PAPER,
    "media-jam": PAPER_JAM,
    "cover-open": COVER_OPEN,
    "door-open": COVER_OPEN,
    "toner-empty": NO_INK,
    "marker-supply-empty": NO_INK,
    "offline": PRINTER_OFFLINE,
    "shutdown": PRINTER_OFFLINE,
    "timed-out": PRINTER_OFFLINE,
    "paused": QUEUE_PAUSED,
}
_ACTIVE_JOBS, _MY_JOBS = 0, 1
_GO_ON = 100  # HTTP status of a server that takes more
_LAST_GOOD = 7  # RFC 8011, status codes: successful-ok and its kin


@dataclass(frozen=True, slots=True)
class QueueState:
    """A queue at this moment.

    Attributes:
        jobs: this user's jobs that are not finished; None when it cannot be known.
        trouble: code of what needs a person at the printer, or "".
    """

    jobs: int | None
    trouble: str


class _Destination(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("instance", ctypes.c_char_p),
        ("is_default", ctypes.c_int),
        ("num_options", ctypes.c_int),
        ("options", ctypes.c_void_p),
    ]


@off_gui_thread
def queue_state(printer: str) -> QueueState:
    """Ask the queue of a printer."""
    cups = _libcups()
    if cups is None:
        return QueueState(None, "")
    name = printer.encode()
    jobs = ctypes.c_void_p()
    count = cups.cupsGetJobs(ctypes.byref(jobs), name, _MY_JOBS, _ACTIVE_JOBS)
    cups.cupsFreeJobs(max(count, 0), jobs)
    return QueueState(count if count >= 0 else None, _trouble(cups, name))


@off_gui_thread
def takes_pdf() -> bool:
    """Whether the queues of this computer take a PDF as it is."""
    return _libcups() is not None


@off_gui_thread
def send_pdf(data: bytes, printer: str, *, title: str, copies: int, media: str) -> None:
    """Put a PDF into a printer's queue, byte for byte.

    Args:
        data: the PDF.
        printer: name of the queue.
        title: of the job, which others may see; never a personal value.
        copies: how many of the whole.
        media: size of the paper as CUPS names it: `A4`, `Custom.100x200mm`. Pages keep their true size on it,
            and are made smaller only where it is smaller.

    Raises:
        AppError: `printing.failed`.
    """
    cups, name = _libcups(), printer.encode()
    if cups is None:
        raise AppError(FAILED)
    options, count = ctypes.c_void_p(), 0
    wanted = {"copies": str(copies), "media": media, "print-scaling": "auto-fit", "collate": "true"}
    for key, value in wanted.items():
        count = cups.cupsAddOption(key.encode(), value.encode(), count, ctypes.byref(options))
    try:
        job = cups.cupsCreateJob(None, name, title.encode(), count, options)
    finally:
        cups.cupsFreeOptions(count, options)
    if not job:
        raise AppError(FAILED)
    taken = (
        cups.cupsStartDocument(None, name, job, title.encode(), b"application/pdf", 1) == _GO_ON
        and cups.cupsWriteRequestData(None, data, len(data)) == _GO_ON
    )
    if cups.cupsFinishDocument(None, name) > _LAST_GOOD or not taken:
        cups.cupsCancelJob2(None, name, job, 0)
        raise AppError(FAILED)


def _trouble(cups: ctypes.CDLL, name: bytes) -> str:
    found = cups.cupsGetNamedDest(None, name, None)
    if not found:
        return ""
    try:
        place = found.contents
        reasons = cups.cupsGetOption(b"printer-state-reasons", place.num_options, place.options) or b""
    finally:
        cups.cupsFreeDests(1, found)
    for reason in reasons.decode(errors="replace").split(","):
        keyword = reason.removesuffix("-error").removesuffix("-warning").removesuffix("-report")
        if keyword in _REASONS and not reason.endswith("-report"):
            return _REASONS[keyword]
    return ""


@lru_cache
def _libcups() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        cups = ctypes.CDLL("libcups.so.2")
    except OSError:
        return None
    cups.cupsGetNamedDest.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
    cups.cupsGetNamedDest.restype = ctypes.POINTER(_Destination)
    cups.cupsGetOption.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
    cups.cupsGetOption.restype = ctypes.c_char_p
    cups.cupsFreeDests.argtypes = [ctypes.c_int, ctypes.POINTER(_Destination)]
    cups.cupsFreeDests.restype = None
    cups.cupsGetJobs.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_int]
    cups.cupsGetJobs.restype = ctypes.c_int
    cups.cupsFreeJobs.argtypes = [ctypes.c_int, ctypes.c_void_p]
    cups.cupsFreeJobs.restype = None
    text, number = ctypes.c_char_p, ctypes.c_int
    cups.cupsAddOption.argtypes = [text, text, number, ctypes.c_void_p]
    cups.cupsFreeOptions.argtypes = [number, ctypes.c_void_p]
    cups.cupsFreeOptions.restype = None
    cups.cupsCreateJob.argtypes = [ctypes.c_void_p, text, text, number, ctypes.c_void_p]
    cups.cupsStartDocument.argtypes = [ctypes.c_void_p, text, number, text, text, number]
    cups.cupsWriteRequestData.argtypes = [ctypes.c_void_p, text, ctypes.c_size_t]
    cups.cupsFinishDocument.argtypes = [ctypes.c_void_p, text]
    cups.cupsCancelJob2.argtypes = [ctypes.c_void_p, text, number, number]
    return cups
