"""The lock files: every version with its hashes, no addresses, Windows included."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FILES = ["requirements.txt", "requirements-dev.txt"]


def _pins(path: Path) -> dict[str, str]:
    lines = re.findall(
        r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^\s;\\]+)", path.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {name.lower(): version for name, version in lines}


@pytest.mark.parametrize("name", FILES)
def test_a_lock_file_names_no_index_and_no_address(project_root: Path, name: str) -> None:
    text = (project_root / name).read_text(encoding="utf-8")

    assert (
        re.findall(
            r"^\s*-.*$|https?:|file:| @ ",
            re.sub(r"^\s*--hash=sha256:.*$", "", text, flags=re.MULTILINE),
            re.MULTILINE,
        )
        == []
    )


@pytest.mark.parametrize("name", FILES)
def test_every_pin_has_hashes(project_root: Path, name: str) -> None:
    entries = re.split(
        r"^(?=[A-Za-z0-9])", (project_root / name).read_text(encoding="utf-8"), flags=re.MULTILINE
    )[1:]

    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_runs_is_what_was_tested(project_root: Path) -> None:
    run, dev = (_pins(project_root / name) for name in FILES)

    assert {name: dev.get(name) for name in run} == run


def test_everything_that_is_asked_for_is_pinned(project_root: Path) -> None:
    asked = re.findall(
        r"^([A-Za-z0-9_.-]+)",
        (project_root / "packaging/requirements.in").read_text(encoding="utf-8"),
        re.MULTILINE,
    )

    assert {name for name in asked if name.lower() not in _pins(project_root / "requirements.txt")} == set()


def test_windows_is_locked_too(project_root: Path) -> None:
    assert "sys_platform == 'win32'" in (project_root / "requirements.txt").read_text(encoding="utf-8")
