"""docs/failure-codes.md."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType


def test_the_document_is_what_make_docs_writes_now(
    project_root: Path, failure_codes: ModuleType, declared: frozenset[str]
) -> None:
    written = (project_root / "docs/failure-codes.md").read_text(encoding="utf-8")

    assert written == failure_codes.render(declared)
