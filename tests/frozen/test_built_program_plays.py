"""The built program plays each of its own scripts on its own window."""

from __future__ import annotations

import json

import pytest

from tests.frozen.conftest import Built

pytestmark = pytest.mark.frozen


@pytest.mark.parametrize("name", ["thuong-tru", "khai-sinh", "ket-hon"])
def test_it_plays_a_script(built: Built, name: str) -> None:
    out = built.home / "out"

    done = built.train("play", str(built.folder / "resources/training" / f"{name}.toml"), "--out", str(out))

    assert done.code == 0, done.err
    assert json.loads((out / "session.json").read_text(encoding="utf-8"))
    papers, pictures = list(out.rglob("*.pdf")), list(out.rglob("*.png"))
    assert papers and all(path.read_bytes().startswith(b"%PDF-") for path in papers)
    assert pictures
