"""Files of dossiers on disk: each encrypted under a key of its own, whole or not there."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.dossier import StoredFile
from db.models.draft import Draft
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.errors import AppError, declare
from desktop_app.core.files import disk_error, write_atomically
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.core.ids import uuid7

FILE_MISSING = declare("digitization.file_missing")
FILE_DAMAGED = declare("digitization.file_damaged")
FILE_ERASED = declare("digitization.file_erased")

_NONCE_BYTES = 12
_SWEPT = ".swept"  # its time says when the folder was last swept
# A file whose row never came belongs to a crash; a day is far longer than any acceptance takes.
ORPHAN_AGE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file that lies encrypted on disk and waits for its row.

    Attributes:
        file_id: UUIDv7; also the name on disk.
        sha256: of the plain bytes.
        key: 32 bytes.
    """

    file_id: str
    sha256: str
    size_bytes: int
    media_type: str
    key: bytes = field(repr=False)


class Vault:
    """The folder of encrypted files of a profile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @off_gui_thread
    def seal(self, data: bytes, media_type: str) -> SealedFile:
        """Encrypt and write a file; it counts only once `keep` has written its row.

        Raises:
            AppError: `core.disk_full`, `core.not_writable`.
        """
        file_id, key, nonce = uuid7(), secrets.token_bytes(32), secrets.token_bytes(_NONCE_BYTES)
        path = self._path(file_id)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise disk_error(error) from error
        write_atomically(path, nonce + AESGCM(key).encrypt(nonce, data, file_id.encode()))
        return SealedFile(file_id, sha256_hex(data), len(data), media_type, key)

    @off_gui_thread
    def open(self, session: Session, file_id: str) -> bytes:
        """The plain bytes of a kept file, checked against its hash.

        Raises:
            AppError: `digitization.file_missing`, `digitization.file_damaged`, `digitization.file_erased`.
        """
        row = session.get(StoredFile, file_id)
        if row is None:
            raise AppError(FILE_MISSING)
        if row.key is None:
            raise AppError(FILE_ERASED)
        return self._unsealed(file_id, row.key, row.sha256)

    @off_gui_thread
    def open_sealed(self, sealed: SealedFile) -> bytes:
        """The plain bytes of a file that still waits for its row.

        Raises:
            AppError: `digitization.file_missing`, `digitization.file_damaged`.
        """
        return self._unsealed(sealed.file_id, sealed.key, sealed.sha256)

    def _unsealed(self, file_id: str, key: bytes, sha256: str) -> bytes:
        try:
            sealed = self._path(file_id).read_bytes()
        except OSError as error:
            raise AppError(FILE_MISSING, {"errno": error.errno}) from error
        try:
            nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
            data = AESGCM(key).decrypt(nonce, body, file_id.encode())
        except (InvalidTag, ValueError) as error:
            raise AppError(FILE_DAMAGED) from error
        if sha256_hex(data) != sha256:
            raise AppError(FILE_DAMAGED)
        return data

    @off_gui_thread
    def sweep(self, session: Session, now: datetime) -> int:
        """Remove files that a crash left without a row or a draft, once a day; returns how many."""
        if not self._folder.exists() or not self._sweep_is_due(now):
            return 0
        known = set(session.scalars(select(StoredFile.id)))
        for held in session.scalars(select(Draft.files)):
            known.update(held)
        oldest = (now - ORPHAN_AGE).timestamp()
        removed = 0
        for path in self._folder.glob("*/*"):
            # Another program may sweep at the same time.
            with contextlib.suppress(FileNotFoundError):
                if path.name not in known and path.stat().st_mtime < oldest:
                    path.unlink()
                    removed += 1
        return removed

    def _sweep_is_due(self, now: datetime) -> bool:
        mark = self._folder / _SWEPT
        try:
            if abs(now.timestamp() - mark.stat().st_mtime) < ORPHAN_AGE.total_seconds():
                return False
        except FileNotFoundError:
            pass
        with contextlib.suppress(OSError):  # a disk that is full or read-only is told by who has to write
            mark.touch()
            os.utime(mark, (now.timestamp(), now.timestamp()))
        return True

    def _path(self, file_id: str) -> Path:
        # The last characters are random: the first ones are the time and would fill one folder a day.
        return self._folder / file_id[-2:] / file_id


def keep(session: Session, dossier_id: str, sealed: SealedFile, now: datetime) -> None:
    """Write the row of a sealed file, in the transaction of what it belongs to."""
    session.add(
        StoredFile(
            id=sealed.file_id,
            dossier_id=dossier_id,
            sha256=sealed.sha256,
            size_bytes=sealed.size_bytes,
            media_type=sealed.media_type,
            key=sealed.key,
            created_at=now,
        )
    )
    session.flush()
