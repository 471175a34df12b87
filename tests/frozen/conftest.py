"""The built program, in an environment that knows nothing of this one."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.counter import Done
from tests.support.pcscd import PrivatePcscd

TIMEOUT_S = 240


@dataclass(frozen=True)
class Built:
    """`dist/motcua/motcua` as a user with an empty home starts it.

    Attributes:
        program: the executable.
        home: of the user, and the folder it is started in.
        env: what the environment has beside HOME and PATH.
    """

    program: Path
    home: Path
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def profile(self) -> Path:
        """Its training profile."""
        return self.home / "profile"

    @property
    def folder(self) -> Path:
        """Where the libraries and the data of the program lie."""
        return self.program.parent / "_internal"

    def run(self, *arguments: str, given: str = "") -> Done:
        """Run a command to its end."""
        done = subprocess.run(
            [self.program, *arguments],
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=self.home,
            env=self.environment,
            timeout=TIMEOUT_S,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def train(self, *arguments: str, given: str = "") -> Done:
        """Run a command in the training profile."""
        return self.run("--training", "--profile", str(self.profile), *arguments, given=given)

    @contextlib.contextmanager
    def child(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """Run a command beside the test."""
        with subprocess.Popen(
            [self.program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            cwd=self.home,
            env=self.environment,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    @property
    def environment(self) -> dict[str, str]:
        """All of it: nothing of the test's own."""
        return {"HOME": str(self.home), "PATH": "/usr/bin:/bin", **self.env}


@pytest.fixture(scope="session")
def program(project_root: Path) -> Path:
    """The executable, built anew when it is older than what it is made from."""
    build = subprocess.run(
        [project_root / "packaging" / "frozen" / "build", sys.executable],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONPATH": ""},
    )
    assert build.returncode == 0, build.stdout[-4000:]
    return project_root / "dist" / "motcua" / "motcua"


@pytest.fixture
def built(program: Path, pcscd: PrivatePcscd, tmp_path: Path) -> Built:
    return Built(program, tmp_path, pcscd.env)
