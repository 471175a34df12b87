"""What the built program starts finds the computer's own libraries."""

import os
import runpy
from pathlib import Path

import pytest


@pytest.fixture
def begin(project_root: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs the built program's first lines after PyInstaller's loader has set its variables."""

    def run(**environment: str) -> dict[str, str]:
        monkeypatch.setattr(os, "environ", {"LD_LIBRARY_PATH": "/ours/_internal", **environment})
        runpy.run_path(str(project_root / "packaging" / "frozen" / "children.py"))
        return dict(os.environ)

    return run


def test_our_folder_is_not_handed_on(begin):
    assert "LD_LIBRARY_PATH" not in begin()


def test_what_the_user_had_set_is_given_back(begin):
    environment = begin(LD_LIBRARY_PATH_ORIG="/theirs")

    assert (environment["LD_LIBRARY_PATH"], "LD_LIBRARY_PATH_ORIG" in environment) == ("/theirs", False)


def test_the_program_started_again_begins_anew(begin):
    assert begin()["PYINSTALLER_RESET_ENVIRONMENT"] == "1"
