"""What every test may use."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from desktop_app.ui.garbage import collect_due
from tests.support.pcscd import PrivatePcscd

ROOT = Path(__file__).resolve().parent.parent
TESTDATA = Path(os.environ.get("MOTCUA_TESTDATA", ROOT.parent / "shared" / "testdata"))

_SOCKET = "PCSCLITE_CSOCK_NAME"
_LEFT_OUT = pytest.StashKey[int]()

settings.register_profile("test", max_examples=50, deadline=None)
settings.load_profile("test")


def pytest_runtest_logfinish() -> None:
    """Once a window was open, garbage is collected on its thread alone; no event loop runs between tests."""
    if not gc.isenabled():
        collect_due()


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


def pytest_configure(config: pytest.Config) -> None:
    """Say once where the smart-card service would be: libpcsclite keeps the name it read first.

    So no test ever meets the service of the machine, and nobody finds one but who asks for the fixture.
    """
    folder = Path(tempfile.mkdtemp(prefix="pcscd-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ[_SOCKET] = str(folder / "run" / "pcscd.comm")


@pytest.fixture(scope="session")
def pcscd_process() -> Iterator[PrivatePcscd]:
    """One for the whole run: a second would wait for the first one's lock."""
    with PrivatePcscd(Path(os.environ[_SOCKET]).parent.parent) as service:
        yield service


@pytest.fixture
def pcscd(pcscd_process: PrivatePcscd) -> Iterator[PrivatePcscd]:
    """The service, started anew, its readers empty; `.port` for a card, `.env` for other processes.

    A restart takes a few hundredths of a second, less than pcscd needs to notice that the last card has gone.
    """
    pcscd_process.stop()
    pcscd_process.start()
    yield pcscd_process
    pcscd_process.stop()


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
