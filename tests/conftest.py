"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
TESTDATA = Path(os.environ.get("MOTCUA_TESTDATA", ROOT.parent / "shared" / "testdata"))

_LEFT_OUT = pytest.StashKey[int]()

settings.register_profile("test", max_examples=50, deadline=None)
settings.load_profile("test")


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The top folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def resources() -> Path:
    """The product's resources."""
    return ROOT / "resources"


@pytest.fixture(scope="session")
def testdata() -> Path:
    """Public vectors and specimen files: `MOTCUA_TESTDATA`, else beside the project."""
    return TESTDATA


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Published examples cannot be made up: without their folder those tests are left out, and it is said."""
    if TESTDATA.is_dir():
        return
    absent = [item for item in items if "testdata" in getattr(item, "fixturenames", ())]
    if absent:
        items[:] = [item for item in items if item not in set(absent)]
        config.hook.pytest_deselected(items=absent)
        config.stash[_LEFT_OUT] = len(absent)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what did not run and why."""
    if count := config.stash.get(_LEFT_OUT, 0):
        terminalreporter.section("NOT RUN", sep="!", red=True)
        terminalreporter.line(f"{count} tests on published examples: no such folder (MOTCUA_TESTDATA).")
