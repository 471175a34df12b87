"""docs/card-reading.md says of each card what the simulator's own list says."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from desktop_app.cccd.crosscheck import CrossCode
from desktop_app.core.terms import CheckName
from desktop_app.emrtd.result import FindingCode
from desktop_app.readers.simulator.quirks import QUIRKS


@pytest.fixture(scope="module")
def tables(project_root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("card_table", project_root / "packaging/card_table.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def document(project_root: Path) -> str:
    return (project_root / "docs" / "card-reading.md").read_text(encoding="utf-8")


def test_the_tables_are_what_make_docs_writes_now(tables: ModuleType, document: str) -> None:
    assert document == tables.rendered(document)


@pytest.mark.parametrize("code", [str(code) for code in (*CheckName, *FindingCode, *CrossCode)])
def test_every_check_and_every_finding_of_a_read_is_explained(document: str, code: str) -> None:
    rows = [row for row in document.partition("## Cards for trying it out")[0].splitlines() if row[:1] == "|"]

    assert any(f"`{code}`" in row.split("|")[1] for row in rows)


def test_names_can_be_typed_and_sentences_keep_the_tables_whole() -> None:
    assert all(name == quirk.name and name.isascii() and name.islower() for name, quirk in QUIRKS.items())
    assert not [quirk.name for quirk in QUIRKS.values() if "|" in quirk.what + quirk.expect.in_words()]
