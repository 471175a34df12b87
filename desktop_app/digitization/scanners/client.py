"""The program's side of scanning: drives the worker process, outlives its driver, kills it when it hangs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.core.errors import AppError
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.digitization.scanners import lines, model
from desktop_app.digitization.scanners.lines import Line
from desktop_app.digitization.scanners.model import (
    ScanEnd,
    ScannerDevice,
    ScannerOptions,
    ScanOutcome,
    ScanSettings,
)
from desktop_app.digitization.scanners.page_folder import PageFolder
from desktop_app.digitization.scanners.port import Cancelled, OnPage, OnProgress
from desktop_app.runtime.workers import WORKER_ENDED, WorkerProcess

WORKER = "scan"
_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the worker may be silent before it is killed.

    Attributes:
        answer_s: for scanners and their options; a network scanner that is asleep takes many seconds.
        scan_s: within a scan; the lamp of an old flatbed warms up for most of a minute.
        cancel_s: for ending by itself after a cancel; with the polling it stays below the promised second.
    """

    answer_s: float = 30.0
    scan_s: float = 60.0
    cancel_s: float = 0.7


class WorkerScanner:
    """`ScannerPort` over a worker process: started when needed, and anew after a scan that did not end well.

    Args:
        patience: how long to wait for a silent driver.
        start: starts the worker.
    """

    def __init__(
        self,
        patience: Patience | None = None,
        start: Callable[[], WorkerProcess] = lambda: WorkerProcess(WORKER),
    ) -> None:
        self._patience = patience or Patience()
        self._start = start
        self._turn = threading.Lock()
        self._worker: WorkerProcess | None = None
        self._closed = False

    @off_gui_thread
    def devices(self) -> tuple[ScannerDevice, ...]:
        """All scanners that answer now; asked early it also warms the driver up."""
        return lines.told_devices(self._ask(lines.DEVICES))

    @off_gui_thread
    def options(self, device_id: str) -> ScannerOptions:
        """What a scanner offers of what we ask for."""
        return lines.told_options(self._ask(lines.options_request(device_id)))

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

        def between(line: Line) -> None:
            nonlocal pages
            if "page" in line:
                on_page(lines.told_page(line))
                pages += 1
            else:
                on_progress(lines.told_progress(line))

        request = lines.scan_request(device_id, settings, into)
        try:
            last = self._exchange(request, self._patience.scan_s, between, cancelled)
        except AppError as error:
            return ScanEnd(ScanOutcome.FAILED, pages, error)
        if last is None:
            return ScanEnd(ScanOutcome.CANCELLED, pages)
        return lines.told_end(last)

    @off_gui_thread
    def close(self) -> None:
        """End the worker for good; a scan that runs ends with `scanners.driver_stopped`."""
        self._closed = True
        self._drop()

    def _ask(self, request: Line) -> Line:
        last = self._exchange(request, self._patience.answer_s, _no_line, _never)
        if last is None:
            raise AssertionError("nobody cancelled")
        return last

    def _exchange(
        self, request: Line, silent_s: float, between: Callable[[Line], None], cancelled: Cancelled
    ) -> Line | None:
        """The last line of the answer; None when the worker ignored a cancel and was killed."""
        if not self._turn.acquire(blocking=False):
            raise AppError(model.BUSY)
        try:
            try:
                last = self._converse(request, silent_s, between, cancelled)
            except _DiedUnheardError:
                # It died while nobody asked it anything: a new one may well work, and nothing is done twice.
                self._drop()
                last = self._converse(request, silent_s, between, cancelled)
            if last is not None and lines.cut_short(last):
                # To stop a page in its middle, drivers cancel their thread wherever it is. Inside a lock of
                # the C library it takes the lock along, and the next scan of that process hangs.
                self._drop()
        except _DiedUnheardError as error:
            self._drop()
            raise AppError(model.DRIVER_STOPPED) from error
        except BaseException:
            self._drop()  # whatever happened here, no driver goes on for nobody
            raise
        finally:
            self._turn.release()
        if last is not None and "error" in last:
            raise lines.told_error(last)
        return last

    def _converse(
        self, request: Line, silent_s: float, between: Callable[[Line], None], cancelled: Cancelled
    ) -> Line | None:
        worker = self._ready()
        heard = False
        try:
            worker.send(request)
            heard_at, cancelled_at = time.monotonic(), None
            while True:
                line = worker.receive(_POLL_S)
                now = time.monotonic()
                if line is not None:
                    heard, heard_at = True, now
                    if "page" not in line and "progress" not in line:
                        return line
                    between(line)
                if cancelled_at is None and cancelled():
                    cancelled_at = now
                if cancelled_at is None:
                    if now - heard_at > silent_s:
                        raise AppError(model.NOT_RESPONDING)
                elif now - cancelled_at > self._patience.cancel_s:
                    self._drop()
                    return None
                else:
                    worker.cancel()  # each time: one that comes before the scan has begun is not heard
        except AppError as error:
            if error.code != WORKER_ENDED:
                raise
            if heard:
                raise AppError(model.DRIVER_STOPPED) from error
            raise _DiedUnheardError from error

    def _ready(self) -> WorkerProcess:
        if self._closed:
            raise AppError(model.DRIVER_STOPPED)
        if self._worker is None:
            self._worker = self._start()
        return self._worker

    def _drop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()


class _DiedUnheardError(Exception):
    """The worker ended before it said anything to this request."""


def _no_line(line: Line) -> None:
    raise AssertionError(sorted(line))


def _never() -> bool:
    return False
