"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

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
    return Path(os.environ.get("MOTCUA_TESTDATA", ROOT.parent / "shared" / "testdata"))
