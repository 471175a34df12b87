"""A lock between processes: held on a file, gone with the process that holds it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType

from desktop_app.core.errors import AppError, Retry, declare
from desktop_app.core.files import disk_error

LOCKED_BY_OTHER = declare("core.locked_by_other")

_STEP_S = 0.02


class FileLock:
    """Context manager: one process (and one thread) at a time inside.

    The file stays behind empty; deleting it would let two processes lock two files of one name.

    Args:
        path: the lock file, made when missing; its folder must be there.
        timeout_s: how long to wait for another holder.

    Raises:
        AppError: `core.locked_by_other`, `core.disk_full`, `core.not_writable` on entering.
    """

    def __init__(self, path: Path, *, timeout_s: float = 30.0) -> None:
        self._path = path
        self._timeout_s = timeout_s
        self._descriptor: int | None = None

    def __enter__(self) -> FileLock:
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise disk_error(error) from error
        deadline = time.monotonic() + self._timeout_s
        while not _try_lock(descriptor):
            if time.monotonic() >= deadline:
                os.close(descriptor)
                raise AppError(LOCKED_BY_OTHER, retry=Retry.AFTER_ACTION)
            time.sleep(_STEP_S)
        self._descriptor = descriptor
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            _unlock(descriptor)
            os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
