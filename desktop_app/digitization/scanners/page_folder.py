"""Scanned pages on disk: each sealed before it touches the disk, whole or not there, never changed."""

from __future__ import annotations

import contextlib
import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop_app.core.canonical import canonical_json
from desktop_app.core.errors import AppError, declare
from desktop_app.core.files import write_atomically
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.core.ids import uuid7
from desktop_app.digitization.scanners.model import StoredPage

PAGE_MISSING = declare("scanners.page_missing")
PAGE_DAMAGED = declare("scanners.page_damaged")

KEY_BYTES = 32
_NONCE_BYTES = 12
_PAGE, _ARRANGEMENT = ".page", "arrangement"


@dataclass(frozen=True, slots=True)
class PageFolder:
    """A folder of sealed pages.

    The name of a file is its page's id and nothing else is said outside: facts and picture are sealed
    together and bound to the id, so that no file can stand for another.

    Attributes:
        path: the folder; `session` makes and removes it.
        key: 32 bytes. It lies in the database, never in this folder: without its row no page can be opened.
    """

    path: Path
    key: bytes = field(repr=False)

    @off_gui_thread
    def put(self, png: bytes, *, width_px: int, height_px: int, dpi: int, colour: bool) -> StoredPage:
        """Seal and write a page; when this returns it is on the disk.

        Raises:
            AppError: `core.disk_full`, `core.not_writable`.
        """
        page = StoredPage(uuid7(), width_px, height_px, dpi, colour)
        facts = asdict(page)
        self._write(page.page_id + _PAGE, page.page_id, canonical_json(facts) + b"\n" + png)
        return page

    @off_gui_thread
    def read(self, page_id: str) -> tuple[StoredPage, bytes]:
        """A page's facts and its PNG.

        Raises:
            AppError: `scanners.page_missing`, `scanners.page_damaged`.
        """
        raw = self._read(page_id + _PAGE, page_id)
        if raw is None:
            raise AppError(PAGE_MISSING)
        facts, _, png = raw.partition(b"\n")
        return StoredPage(**json.loads(facts)), png

    @off_gui_thread
    def page_ids(self) -> tuple[str, ...]:
        """All pages there are, as they were scanned."""
        return tuple(sorted(path.stem for path in self.path.glob("*" + _PAGE)))

    @off_gui_thread
    def write_arrangement(self, text: bytes) -> None:
        """Keep how the pages are arranged.

        Raises:
            AppError: `core.disk_full`, `core.not_writable`.
        """
        self._write(_ARRANGEMENT, _ARRANGEMENT, text)

    @off_gui_thread
    def read_arrangement(self) -> bytes | None:
        """How the pages are arranged; None if that was never written.

        Raises:
            AppError: `scanners.page_damaged`.
        """
        return self._read(_ARRANGEMENT, _ARRANGEMENT)

    @off_gui_thread
    def tidy(self) -> None:
        """Remove what a process left half-written when it was killed; only while nobody scans into it."""
        for path in self.path.glob(".*.tmp"):
            with contextlib.suppress(OSError):
                path.unlink()

    def _write(self, name: str, bound_to: str, data: bytes) -> None:
        # The folder is not made here: a worker that outlives its program by a moment must not bring a
        # discarded one back.
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self.key).encrypt(nonce, data, bound_to.encode())
        write_atomically(self.path / name, nonce + sealed)

    def _read(self, name: str, bound_to: str) -> bytes | None:
        try:
            sealed = (self.path / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise AppError(PAGE_DAMAGED, {"errno": error.errno}) from error
        try:
            return AESGCM(self.key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to.encode())
        except (InvalidTag, ValueError) as error:
            raise AppError(PAGE_DAMAGED, {"errno": None}) from error
