"""Several processes that begin at the same moment."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 240


def wait() -> None:
    """In the process: say that everything is loaded, and wait for the word."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


def at_once(programs: Sequence[tuple[str, ...]]) -> list[str]:
    """Run Python programs, each with its arguments, from the same moment on; what each wrote.

    A program does its imports first, then calls `wait`.

    Raises:
        AssertionError: one failed.
    """
    children = [
        subprocess.Popen(
            [sys.executable, "-c", *program],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for program in programs
    ]
    for child in children:
        assert child.stdout is not None
        child.stdout.readline()
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    ends = [child.communicate(timeout=TIMEOUT_S) for child in children]
    for child, (out, err) in zip(children, ends, strict=True):
        assert child.returncode == 0, f"ended with {child.returncode}\n{out}\n{err}"
    return [out for out, _ in ends]
