"""What the program asks of scanners, whoever drives them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop_app.digitization.scanners.model import (
    ScanEnd,
    ScannerDevice,
    ScannerOptions,
    ScanProgress,
    ScanSettings,
    StoredPage,
)
from desktop_app.digitization.scanners.page_folder import PageFolder

OnPage = Callable[[StoredPage], None]
OnProgress = Callable[[ScanProgress], None]
Cancelled = Callable[[], bool]


class ScannerPort(Protocol):
    """Scanners. Not for the GUI thread; one call at a time."""

    def devices(self) -> tuple[ScannerDevice, ...]:
        """All scanners that answer now; empty when there is none.

        Raises:
            AppError: `scanners.unavailable`, `scanners.not_responding`, `scanners.driver_stopped`.
        """
        ...

    def options(self, device_id: str) -> ScannerOptions:
        """What a scanner offers.

        Raises:
            AppError: `scanners.*`; `scanners.gone` for a scanner that is not there.
        """
        ...

    def scan(
        self,
        device_id: str,
        settings: ScanSettings,
        into: PageFolder,
        on_page: OnPage,
        cancelled: Cancelled,
        on_progress: OnProgress,
    ) -> ScanEnd:
        """Scan one page from the flatbed, or the feeder's whole stack.

        Args:
            device_id: from `devices`.
            settings: how.
            into: pages are written here, each whole before it is announced.
            on_page: told of each page, on the calling thread.
            cancelled: asked often; the scan ends within a second of the first true.
            on_progress: told now and then, on the calling thread.

        Returns:
            How it ended. Known errors are in it, they are not raised.
        """
        ...

    def close(self) -> None:
        """Let the driver go."""
        ...
