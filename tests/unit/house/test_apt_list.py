"""packaging/apt.txt and the script that installs from it."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest


@pytest.fixture
def debian(tmp_path: Path) -> Path:
    """Commands in front of the real ones: a Debian that has every package and may install none."""
    _command(tmp_path / "dpkg-query", "echo installed")
    for name in ("apt-get", "apt-cache", "sudo"):
        _command(tmp_path / name, f'echo "{name} $*" >>"{tmp_path}/asked"; exit 9')
    return tmp_path


def _command(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def _install(project_root: Path, debian: Path, *sections: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{debian}:{os.environ['PATH']}"}
    script = project_root / "packaging/install-apt"
    return subprocess.run([script, *sections], env=environment, capture_output=True, text=True, check=False)


def test_nobody_is_asked_when_everything_is_there(project_root: Path, debian: Path) -> None:
    run = _install(project_root, debian, "run", "build", "training", "province", "test")

    assert (run.returncode, run.stdout, run.stderr, (debian / "asked").exists()) == (0, "", "", False)


def test_one_installed_alternative_is_enough(project_root: Path, debian: Path) -> None:
    _command(debian / "dpkg-query", 'for name; do :; done; [ "$name" = postgresql ] && echo installed')

    assert _install(project_root, debian, "province").returncode == 0


def test_an_unknown_section_is_a_usage_error(project_root: Path, debian: Path) -> None:
    assert _install(project_root, debian, "run", "nonsense").returncode == 64


def test_the_makefile_asks_only_for_sections_that_exist(project_root: Path) -> None:
    sections = set(
        re.findall(r"^\[(.+)\]$", (project_root / "packaging/apt.txt").read_text(encoding="utf-8"), re.M)
    )
    asked = re.findall(r"install-apt (.+)$", (project_root / "Makefile").read_text(encoding="utf-8"), re.M)

    assert asked and {name for line in asked for name in line.split()} <= sections
