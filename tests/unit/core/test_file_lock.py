"""A lock between processes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from desktop_app.core.errors import AppError
from desktop_app.core.file_lock import FileLock

HOLD = (
    "import sys; from pathlib import Path; from desktop_app.core.file_lock import FileLock\n"
    "with FileLock(Path(sys.argv[1])): sys.stdout.write('held'); sys.stdout.flush(); sys.stdin.read()"
)


def test_a_second_holder_is_refused_after_its_patience(tmp_path):
    with FileLock(tmp_path / "lock"), pytest.raises(AppError, match=r"core\.locked_by_other"):
        FileLock(tmp_path / "lock", timeout_s=0).__enter__()


def test_a_lock_is_free_again_after_use(tmp_path):
    with FileLock(tmp_path / "lock"):
        pass
    with FileLock(tmp_path / "lock", timeout_s=0):
        assert (tmp_path / "lock").exists()


def test_a_lock_is_free_again_after_an_error_inside(tmp_path):
    with pytest.raises(RuntimeError), FileLock(tmp_path / "lock"):
        raise RuntimeError
    with FileLock(tmp_path / "lock", timeout_s=0):
        assert (tmp_path / "lock").exists()


def test_the_lock_of_a_killed_process_is_free(tmp_path, project_root):
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        cwd=project_root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None and holder.stdout.read(4) == b"held"
        with pytest.raises(AppError):
            FileLock(path, timeout_s=0).__enter__()
        holder.kill()
        holder.wait()
    with FileLock(path, timeout_s=5):
        assert path.exists()


def test_a_lock_in_a_folder_that_is_not_there_is_a_known_error(tmp_path):
    with pytest.raises(AppError, match=r"core\.not_writable"):
        FileLock(tmp_path / "nowhere" / "lock").__enter__()
