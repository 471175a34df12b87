"""The pages of one sitting at the scanner: kept from the first page on, found again after a crash.

A session is a folder `scans/<session id>/` of sealed pages beside a lock file. The caller keeps `session_id`
and `key` in the draft, in the encrypted database, **before** the first page is scanned: folder and key
together are the pages; a folder without its key is noise, and erasing the draft's row erases the pages.
A folder whose lock nobody holds belonged to a program that ended: it can be reopened with the draft's key.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import threading
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop_app.core.errors import AppError, declare
from desktop_app.core.file_lock import LOCKED_BY_OTHER, FileLock
from desktop_app.core.files import disk_error
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.core.ids import uuid7
from desktop_app.digitization.papers import Paper
from desktop_app.digitization.scanners import arrangement as arranging
from desktop_app.digitization.scanners.arrangement import Arrangement, PlacedPage
from desktop_app.digitization.scanners.assemble import Sheet, assemble
from desktop_app.digitization.scanners.model import ScanEnd, ScanSettings, StoredPage
from desktop_app.digitization.scanners.page_folder import KEY_BYTES, PageFolder
from desktop_app.digitization.scanners.port import Cancelled, OnPage, OnProgress, ScannerPort

SESSION_OPEN = declare("scanners.session_open")
SESSION_GONE = declare("scanners.session_gone")

# A folder that no draft knows any more waits this long: drafts of another window may be just being written.
LEFTOVER_AGE = timedelta(days=7)
_UNDO_STEPS = 20
_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class LeftSession:
    """A session whose program ended without closing it.

    Attributes:
        session_id: the draft that knows it holds its key.
        pages: how many lie on disk, those taken out included.
        changed_at: of the newest page or change.
    """

    session_id: str
    pages: int
    changed_at: datetime


class ScanSession:
    """An open session. Make one with `create` or `reopen`; one thread may scan while another arranges.

    Attributes:
        session_id: UUIDv7.
        key: 32 bytes, for the draft's row; in no log and no file of the folder.
    """

    def __init__(self, session_id: str, folder: PageFolder, lock: FileLock) -> None:
        self.session_id = session_id
        self.key = folder.key
        self._folder = folder
        self._file_lock = lock
        # Held for a swap of a value and the writing of a few hundred bytes, never while scanning or drawing.
        self._changing = threading.Lock()
        self._undo: deque[Arrangement] = deque(maxlen=_UNDO_STEPS)
        kept = folder.read_arrangement()
        self._arrangement = Arrangement() if kept is None else arranging.from_bytes(kept)
        self._adopt(folder.page_ids())

    @classmethod
    @off_gui_thread
    def create(cls, scans: Path) -> ScanSession:
        """A new session.

        Args:
            scans: the profile's folder of sessions; made when missing.

        Raises:
            AppError: `core.disk_full`, `core.not_writable`.
        """
        session_id = uuid7()
        lock = _locked(scans, session_id)
        folder = PageFolder(scans / session_id, secrets.token_bytes(KEY_BYTES))
        try:
            folder.path.mkdir(mode=0o700)
        except OSError as error:
            lock.__exit__(None, None, None)
            raise disk_error(error) from error
        return cls(session_id, folder, lock)

    @classmethod
    @off_gui_thread
    def reopen(cls, scans: Path, session_id: str, key: bytes) -> ScanSession:
        """A session left by a crash or closed: every page that was announced, as it was arranged.

        Pages that were written but not yet announced are taken in at the end.

        Raises:
            AppError: `scanners.session_open` elsewhere, `scanners.session_gone`, `scanners.page_damaged`
                (wrong key, or a file that was changed), `core.*`.
        """
        folder = PageFolder(scans / session_id, key)
        if not folder.path.is_dir():
            raise AppError(SESSION_GONE)
        lock = _locked(scans, session_id)
        try:
            folder.tidy()
            return cls(session_id, folder, lock)
        except BaseException:
            lock.__exit__(None, None, None)
            raise

    @property
    def pages(self) -> tuple[PlacedPage, ...]:
        """The pages that count, in order."""
        return self._arrangement.pages

    @off_gui_thread
    def scan(
        self,
        scanners: ScannerPort,
        device_id: str,
        settings: ScanSettings,
        *,
        on_page: OnPage,
        cancelled: Cancelled,
        on_progress: OnProgress,
    ) -> ScanEnd:
        """Scan behind the pages there are. However it ends, no page that was written is lost."""
        announced: set[str] = {page.page_id for page in (*self.pages, *self._arrangement.removed)}

        def arrived(page: StoredPage) -> None:
            announced.add(page.page_id)
            self._adopt([page.page_id])
            on_page(page)

        end = scanners.scan(device_id, settings, self._folder, arrived, cancelled, on_progress)
        # A worker may be killed between writing a page and announcing it.
        late = [page_id for page_id in self._folder.page_ids() if page_id not in announced]
        for page_id in late:
            arrived(self._folder.read(page_id)[0])
        return replace(end, pages=end.pages + len(late)) if late else end

    @off_gui_thread
    def turn(self, page_id: str, by: int) -> None:
        """Turn a page further clockwise, by 90, 180 or 270 degrees.

        Raises:
            AppError: `core.disk_full`, `core.not_writable`; so do `move`, `remove` and `undo`.
            KeyError: no such page; so do `move` and `remove`.
        """
        self._change(lambda arrangement: arrangement.turned(page_id, by))

    @off_gui_thread
    def move(self, page_id: str, to: int) -> None:
        """Put a page at another place, counted from 0."""
        self._change(lambda arrangement: arrangement.moved(page_id, to))

    @off_gui_thread
    def remove(self, page_id: str) -> None:
        """Take a page out; it stays on disk until the session is discarded."""
        self._change(lambda arrangement: arrangement.without(page_id))

    @off_gui_thread
    def undo(self) -> bool:
        """Take the last turn, move or removal back; pages scanned since stay. False when there is none."""
        with self._changing:
            if not self._undo:
                return False
            now = self._arrangement
            every = [page.page_id for page in (*now.pages, *now.removed)]
            self._keep(self._undo.pop().adopting(every))
            return True

    @off_gui_thread
    def sheet(self, page_id: str) -> Sheet:
        """A page with its picture and turn, for `assemble.preview` or a paper.

        Raises:
            AppError: `scanners.page_missing`, `scanners.page_damaged`.
            KeyError: no such page.
        """
        turn = {page.page_id: page.turn for page in self.pages}[page_id]
        return Sheet(*self._folder.read(page_id), turn)

    @off_gui_thread
    def paper(self, page_ids: Sequence[str] | None = None, *, ordinal: int = 1) -> Paper:
        """One PDF of these pages in the session's order; of all pages when left out.

        Args:
            page_ids: the pages of this paper, when a stack holds several papers.
            ordinal: which paper of the dossier it is, for messages.

        Raises:
            AppError: as `sheet`, and `digitization.paper_too_large`.
            ValueError: no page.
        """
        wanted = [p.page_id for p in self.pages if page_ids is None or p.page_id in page_ids]
        return assemble((self.sheet(page_id) for page_id in wanted), ordinal)

    @off_gui_thread
    def close(self) -> None:
        """Let the session lie; it can be reopened."""
        self._file_lock.__exit__(None, None, None)

    @off_gui_thread
    def discard(self) -> None:
        """Erase the session: its papers are in the vault, or nobody wants them."""
        shutil.rmtree(self._folder.path, ignore_errors=True)
        self.close()
        _remove_lock(self._folder.path.parent, self.session_id)

    def _change(self, change: Callable[[Arrangement], Arrangement]) -> None:
        with self._changing:
            before = self._arrangement
            self._keep(change(before))
            self._undo.append(before)

    def _adopt(self, page_ids: Sequence[str]) -> None:
        with self._changing:
            self._keep(self._arrangement.adopting(page_ids))

    def _keep(self, new: Arrangement) -> None:
        if new != self._arrangement:
            self._folder.write_arrangement(arranging.to_bytes(new))
            self._arrangement = new


@off_gui_thread
def recoverable(scans: Path) -> tuple[LeftSession, ...]:
    """Sessions with pages that no running program holds, oldest first."""
    found = []
    for folder in sorted(path for path in scans.glob("*") if path.is_dir()):
        try:
            with FileLock(scans / (folder.name + _LOCK), timeout_s=0):
                left = _left(folder)
        except (AppError, OSError):
            continue  # held, or erased by another program while we looked
        if left.pages:
            found.append(left)
    return tuple(found)


@off_gui_thread
def sweep(scans: Path, known: Collection[str], now: datetime) -> int:
    """Erase sessions that no draft knows and nobody has touched for a week; returns how many.

    Args:
        known: ids of sessions that stand in a draft.
    """
    removed = 0
    for folder in [path for path in scans.glob("*") if path.is_dir() and path.name not in known]:
        with contextlib.suppress(AppError, OSError):
            with FileLock(scans / (folder.name + _LOCK), timeout_s=0):
                if now - _left(folder).changed_at < LEFTOVER_AGE:
                    continue
                shutil.rmtree(folder)
            _remove_lock(scans, folder.name)
            removed += 1
    return removed


def _left(folder: Path) -> LeftSession:
    names = list(folder.iterdir())
    newest = max(path.stat().st_mtime for path in (folder, *names))
    pages = sum(path.suffix == ".page" for path in names)
    return LeftSession(folder.name, pages, datetime.fromtimestamp(newest, UTC))


def _locked(scans: Path, session_id: str) -> FileLock:
    try:
        scans.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error) from error
    # Beside the folder, and taken before the folder is made: a folder with a free lock is always a leftover.
    lock = FileLock(scans / (session_id + _LOCK), timeout_s=0)
    try:
        return lock.__enter__()
    except AppError as error:
        raise AppError(SESSION_OPEN) if error.code == LOCKED_BY_OTHER else error from error


def _remove_lock(scans: Path, session_id: str) -> None:
    # Ids are never used twice, so nobody waits for this name.
    with contextlib.suppress(OSError):
        (scans / (session_id + _LOCK)).unlink()
