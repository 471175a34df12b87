"""What runs inside the worker process `scan`: the driver, and nothing of the program around it."""

from __future__ import annotations

from desktop_app.digitization.scanners import lines
from desktop_app.digitization.scanners.lines import Line
from desktop_app.digitization.scanners.port import ScannerPort
from desktop_app.digitization.scanners.sane import SaneScanner
from desktop_app.runtime.workers import Cancelled, Tell


class ScanWorker:
    """Answers the lines of one parent.

    Args:
        scanners: kept between requests, so that the driver is loaded once.
    """

    def __init__(self, scanners: ScannerPort) -> None:
        self._scanners = scanners

    def __call__(self, line: Line, tell: Tell, cancelled: Cancelled) -> None:
        """Do what one line asks."""
        match line["do"]:
            case "devices":
                tell(lines.devices_line(self._scanners.devices()))
            case "options":
                tell(lines.options_line(self._scanners.options(line["device"])))
            case "scan":
                device_id, settings, into = lines.asked_scan(line)
                end = self._scanners.scan(
                    device_id,
                    settings,
                    into,
                    lambda page: tell(lines.page_line(page)),
                    cancelled,
                    lambda progress: tell(lines.progress_line(progress)),
                )
                tell(lines.end_line(end))
            case unknown:
                raise ValueError(unknown)


handle = ScanWorker(SaneScanner())
