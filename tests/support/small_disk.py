"""A disk of a few kilobytes: a tmpfs in a mount namespace of its own, gone with its process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 240


def run_on_small_disk(folder: Path, size_kib: int, program: str, *arguments: str) -> str:
    """Run Python with `folder` as a small disk; what it wrote on standard output.

    Args:
        folder: an empty folder; also the program's first argument.
        size_kib: size of the disk.
        program: Python source.

    Raises:
        AssertionError: the program failed, or this system gives nobody a mount namespace.
    """
    mount = 'mount -t tmpfs -o size="$1"k tmpfs "$2" && shift 2 && exec "$@"'
    command = [
        "unshare",
        "-m" if os.geteuid() == 0 else "-rm",
        "sh",
        "-c",
        mount,
        "sh",
        str(size_kib),
        str(folder),
    ]
    done = subprocess.run(
        [*command, sys.executable, "-c", program, str(folder), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
    )
    if done.returncode != 0:
        raise AssertionError(f"ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout
