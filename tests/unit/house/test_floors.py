"""The import contracts of packaging/importlinter.ini leave no room out."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

CONTRACTS = "packaging/importlinter.ini"


@pytest.fixture(scope="module")
def text(project_root: Path) -> str:
    return (project_root / CONTRACTS).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rooms(project_root: Path) -> set[str]:
    return {
        f"desktop_app.{path.parent.name}" for path in (project_root / "desktop_app").glob("*/__init__.py")
    }


def _contract(text: str, name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser()
    parser.read_string(text)
    return parser[f"importlinter:contract:{name}"]


def test_every_room_stands_on_a_floor(text: str, rooms: set[str]) -> None:
    floors = set(re.split(r"[\s|]+", _contract(text, "floors")["layers"]))

    assert rooms - floors == set()


def test_what_exists_is_not_left_out_of_a_contract(project_root: Path, text: str) -> None:
    waiting = set(re.findall(r"^(?:#\s+|\s+# |\s+\(|.*\| \()(desktop_app\.[\w.]+)\)?$", text, re.MULTILINE))
    paths = {name: project_root / name.replace(".", "/") for name in waiting}

    assert [name for name, path in paths.items() if path.is_dir() or path.with_suffix(".py").exists()] == []


def test_every_room_below_the_window_is_kept_free_of_qt(text: str, rooms: set[str]) -> None:
    free = set(_contract(text, "noqt")["source_modules"].split())
    free |= set(_contract(text, "pure")["source_modules"].split())
    may_show_windows = {"desktop_app.ui", "desktop_app.training", "desktop_app.doctor"}
    may_show_windows |= {"desktop_app.cli", "desktop_app.bootstrap"}

    assert rooms - free - may_show_windows == set()
