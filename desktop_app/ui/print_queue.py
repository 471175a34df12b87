"""What the print queue says of a printer while a job is on its way: out of paper, jammed, paused.

Qt does not pass this on. On Linux libcups, which Qt prints through, is asked; elsewhere nothing is known.
"""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from functools import lru_cache

from desktop_app.core.errors import declare
from desktop_app.core.gui_guard import off_gui_thread

OUT_OF_PAPER = declare("printing.out_of_paper")
PAPER_JAM = declare("printing.paper_jam")
COVER_OPEN = declare("printing.cover_open")
NO_INK = declare("printing.no_ink")
PRINTER_OFFLINE = declare("printing.printer_offline")
QUEUE_PAUSED = declare("printing.queue_paused")

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
    return cups
