"""Scanning beside the window: calls to the scanner and to the pages on disk, answers in order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal, SignalInstance

from desktop_app.core.terms import PaperSource
from desktop_app.digitization.scanners.arrangement import PlacedPage
from desktop_app.digitization.scanners.assemble import preview
from desktop_app.digitization.scanners.driver_file import driver_options
from desktop_app.digitization.scanners.model import (
    ScanEnd,
    ScannerDevice,
    ScanSettings,
    StoredPage,
)
from desktop_app.digitization.scanners.port import ScannerPort
from desktop_app.digitization.scanners.session import ScanSession
from desktop_app.reception.session import HeldPaper, OpenScan
from desktop_app.runtime.device import DeviceThread
from desktop_app.ui.services import UiServices

SCANS = "scans"
DRIVER_FILE = "scanners.toml"
THUMBNAIL_PX = 160


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages as they lie now, and small pictures (PNG) of those that changed."""

    placed: tuple[PlacedPage, ...]
    pictures: dict[str, bytes] = field(repr=False)


class ScanWork(QObject):
    """The pages of one paper: scanned, arranged, made into a paper in the vault."""

    devices = Signal(object)
    options = Signal(object)
    pages = Signal(object)
    """`Pages`: after each page that came and each change."""
    progress = Signal(object)
    ended = Signal(object)
    """A `ScanEnd`."""
    begun = Signal(object)
    """An `OpenScan`: pages are going to lie on disk, and only the draft can know their key."""
    over = Signal()
    """No pages lie there any more."""
    held = Signal(object)
    """The `HeldPaper` the pages became."""
    failed = Signal(object)
    """A known error of anything but the scan itself."""

    def __init__(self, services: UiServices, scanner: ScannerPort, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services, self._bridge, self._scanner = services, services.bridge, scanner
        # Two threads, so that a page can be turned while the next one comes.
        self._device = DeviceThread("scanner")
        self._desk = DeviceThread("scanned-pages")
        self._sessions: dict[str, ScanSession] = {}
        self._started: dict[str, datetime] = {}
        self._left: dict[str, OpenScan] = {}
        self._opening = threading.Lock()
        self._stop = threading.Event()
        self._owner = ""
        self._closed = False

    def begin(self, owner: str, left: OpenScan | None = None) -> None:
        """Work on the pages of this session; answered by `pages` if there are any already.

        Args:
            owner: id of the counter's session; pages never get to another one. Empty: nobody's.
            left: pages that another run of the program left.
        """
        self._stop.set()
        self._owner = owner
        if left is not None and owner not in self._sessions:
            self._left[owner] = left
        if owner in self._sessions or owner in self._left:
            self._arrange(lambda session: None, None)

    def find_devices(self) -> None:
        """Ask which scanners there are; answered by `devices` or `failed`."""
        self._bridge.run(
            lambda cancel: self._scanner.devices(), self.devices.emit, self.failed.emit, on=self._device
        )

    def find_options(self, device: ScannerDevice) -> None:
        """Ask what a scanner offers; answered by `options` or `failed`."""
        self._bridge.run(
            lambda cancel: self._scanner.options(device.device_id),
            self.options.emit,
            self.failed.emit,
            on=self._device,
        )

    def scan(self, device: ScannerDevice, settings: ScanSettings) -> None:
        """Scan behind the pages there are; told by `progress` and `pages`, ended by `ended`."""
        self._stop = stop = threading.Event()
        owner = self._owner
        self._started.setdefault(owner, self._services.clock.now())

        def work() -> ScanEnd:
            # Read each time: what an office sets for its scanner holds from the next scan on.
            driver = driver_options(self._services.folder / DRIVER_FILE)
            session = self._opened(owner)
            return session.scan(
                self._scanner,
                device.device_id,
                replace(settings, driver=driver.get(device.device_id, {})),
                on_page=lambda page: self._came(owner, session, page),
                cancelled=stop.is_set,
                on_progress=lambda progress: self._tell(owner, self.progress, progress),
            )

        self._bridge.run(
            lambda cancel: work(),
            lambda end: self._say(owner, self.ended, end),
            lambda error: self._say(owner, self.failed, error),
            on=self._device,
        )

    def cancel(self) -> None:
        """Stop the scan within a second; what came stays."""
        self._stop.set()

    def turn(self, page_id: str, by: int) -> None:
        """Turn a page clockwise by 90, 180 or 270 degrees."""
        self._arrange(lambda session: session.turn(page_id, by), (page_id,))

    def move(self, page_id: str, to: int) -> None:
        """Put a page at another place, from 0."""
        self._arrange(lambda session: session.move(page_id, to), ())

    def remove(self, page_id: str) -> None:
        """Take a page out."""
        self._arrange(lambda session: session.remove(page_id), ())

    def undo(self) -> None:
        """Take the last turn, move or removal back."""
        self._arrange(lambda session: session.undo(), None)

    def hold(self, component: str) -> None:
        """Make one paper of the pages and seal it; answered by `held` or `failed`."""
        owner, started = self._owner, self._started.get(self._owner)

        def work() -> HeldPaper:
            session = self._opened(owner)
            return self._services.reception.hold_paper(
                component, session.paper(), PaperSource.SCAN, started_at=started
            )

        def then(held: HeldPaper) -> None:
            if owner != self._owner:
                return  # another citizen sits here: the pages wait for their own
            self.held.emit(held)
            self.discard()

        self._bridge.run(lambda cancel: work(), then, self.failed.emit, on=self._desk)

    def discard(self) -> None:
        """Erase the pages: nobody wants them."""
        self._stop.set()
        session = self._forget(self._owner)
        if session is not None:
            self.over.emit()
            self._bridge.run(
                lambda cancel: session.discard(), lambda _: None, self.failed.emit, on=self._device
            )

    def close(self) -> None:
        """Let scanner and threads go; pages that were not made into a paper stay on disk."""
        if self._closed:
            return
        self._closed = True
        self._stop.set()
        self._device.submit(lambda cancel: self._scanner.close(), lambda outcome: None)
        self._device.close()
        self._desk.submit(lambda cancel: self._let_lie(), lambda outcome: None)
        self._desk.close()

    def _opened(self, owner: str) -> ScanSession:
        with self._opening:
            if owner not in self._sessions:
                folder, left = self._services.folder / SCANS, self._left.pop(owner, None)
                if left is not None:
                    session = ScanSession.reopen(folder, left.scan_id, left.key)
                else:
                    session = ScanSession.create(folder)
                    self._tell(owner, self.begun, OpenScan(session.session_id, session.key))
                self._sessions[owner] = session
            return self._sessions[owner]

    def _let_lie(self) -> None:
        with self._opening:
            for session in self._sessions.values():
                session.close()

    def _forget(self, owner: str) -> ScanSession | None:
        self._started.pop(owner, None)
        return self._sessions.pop(owner, None)

    def _came(self, owner: str, session: ScanSession, page: StoredPage) -> None:
        self._tell(owner, self.pages, Pages(session.pages, _pictures(session, (page.page_id,))))

    def _tell(self, owner: str, signal: SignalInstance, fact: object) -> None:
        """From any thread."""
        self._bridge.post(lambda: self._say(owner, signal, fact))

    def _say(self, owner: str, signal: SignalInstance, fact: object) -> None:
        """Only while its owner is the one at the desk."""
        if owner == self._owner:
            signal.emit(fact)

    def _arrange(self, change: Callable[[ScanSession], object], changed: tuple[str, ...] | None) -> None:
        owner = self._owner

        def work() -> Pages:
            session = self._opened(owner)
            change(session)
            ids = changed if changed is not None else tuple(page.page_id for page in session.pages)
            return Pages(session.pages, _pictures(session, ids))

        self._bridge.run(
            lambda cancel: work(),
            lambda pages: self._say(owner, self.pages, pages),
            self.failed.emit,
            on=self._desk,
        )


def _pictures(session: ScanSession, page_ids: tuple[str, ...]) -> dict[str, bytes]:
    found = {}
    for page_id in page_ids:
        sheet = session.sheet(page_id)
        found[page_id] = preview(sheet.png, sheet.turn, THUMBNAIL_PX)
    return found
