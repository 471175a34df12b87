"""What the tests of the house share: the sources, the declared codes, and the words for them."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def failure_codes(project_root: Path) -> ModuleType:
    """The generator of docs/failure-codes.md (packaging/ is a folder of scripts, no package)."""
    spec = importlib.util.spec_from_file_location(
        "failure_codes", project_root / "packaging/failure_codes.py"
    )
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def declared(project_root: Path) -> frozenset[str]:
    """Every code that the product can raise; in a process of its own, where no test has declared another."""
    script = project_root / "packaging" / "failure_codes.py"
    run = subprocess.run([sys.executable, script, "--codes"], check=True, capture_output=True, text=True)
    return frozenset(run.stdout.split())


@pytest.fixture(scope="session")
def sources(project_root: Path) -> dict[str, str]:
    """Every Python file of the product: path below the top folder to text."""
    return {
        path.relative_to(project_root).as_posix(): path.read_text(encoding="utf-8")
        for package in ("desktop_app", "db", "province", "benchmarks", "packaging")
        for path in sorted((project_root / package).rglob("*.py"))
    }
