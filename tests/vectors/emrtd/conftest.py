"""Published worked examples as plain dictionaries."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Steps = list[dict[str, Any]]


@pytest.fixture(scope="session")
def steps(testdata: Path) -> Callable[[str], Steps]:
    """Steps of an example; each holds `step` and its `values`."""

    def load(name: str) -> Steps:
        return json.loads((testdata / "vectors" / f"{name}.json").read_text("utf-8"))["steps"]

    return load


@pytest.fixture(scope="session")
def values(steps: Callable[[str], Steps]) -> Callable[[str], dict[str, Any]]:
    """All values of an example; only for examples where no name stands twice."""

    def load(name: str) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for step in steps(name):
            merged |= step["values"]
        return merged

    return load


@pytest.fixture(scope="session")
def lds_index(testdata: Path) -> dict[str, dict[str, Any]]:
    """What a right reader must find in each specimen file."""
    entries = json.loads((testdata / "lds" / "index.json").read_text("utf-8"))["files"]
    return {entry["file"]: entry["expected"] for entry in entries}
