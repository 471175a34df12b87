"""A program that scans the feeder until it is killed. Run by the crash proof as a process of its own.

It writes the session's id and key first, as the program writes its draft, then the id of each page after it
was announced.

Usage: python -m tests.support.scanning SCANS
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from desktop_app.digitization.scanners.client import WorkerScanner
from desktop_app.digitization.scanners.model import ScanSettings, ScanSource, StoredPage
from desktop_app.digitization.scanners.session import ScanSession
from tests.support.sane import FLATBED


def main() -> None:
    scanners = WorkerScanner()
    scanners.devices()
    session = ScanSession.create(Path(sys.argv[1]))
    os.write(1, f"{session.session_id} {session.key.hex()}\n".encode())

    def told(page: StoredPage) -> None:
        os.write(1, f"{page.page_id}\n".encode())

    while True:
        session.scan(
            scanners,
            FLATBED,
            ScanSettings(source=ScanSource.FEEDER),
            on_page=told,
            cancelled=lambda: False,
            on_progress=lambda progress: None,
        )


if __name__ == "__main__":
    main()
