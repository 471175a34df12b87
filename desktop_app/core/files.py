"""Files that are whole or not there: written beside, flushed to disk, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from desktop_app.core.errors import AppError, declare

DISK_FULL = declare("core.disk_full")
NOT_WRITABLE = declare("core.not_writable")


def write_atomically(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write a file so that after any crash it holds the old bytes or the new ones, never a part.

    Raises:
        AppError: `core.disk_full`, `core.not_writable`.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
        _flush_folder(path.parent)
    except OSError as error:
        raise disk_error(error) from error


def disk_error(error: OSError) -> AppError:
    """The known error for a failed write; facts hold the errno only (a path may carry a name)."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return AppError(DISK_FULL if full else NOT_WRITABLE, {"errno": error.errno})


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there; the rename is journalled by NTFS
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
