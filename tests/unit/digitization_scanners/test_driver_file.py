"""What an office sets for its scanners in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.core.errors import AppError
from desktop_app.digitization.scanners.driver_file import driver_options


def test_options_are_found_by_scanner(tmp_path: Path) -> None:
    path = tmp_path / "scanners.toml"
    path.write_text('["pnm:0"]\nfilename = "/quét/trang.ppm"\n["a:1"]\nbrightness = 10\n', encoding="utf-8")

    assert driver_options(path) == {"pnm:0": {"filename": "/quét/trang.ppm"}, "a:1": {"brightness": 10}}


def test_most_offices_have_no_such_file(tmp_path: Path) -> None:
    assert driver_options(tmp_path / "scanners.toml") == {}


@pytest.mark.parametrize("text", ["[a", "a = 1", "[a]\nb = [1]", "[a]\nb = 2026-11-21"])
def test_a_wrong_file_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scanners.toml"
    path.write_text(text)

    with pytest.raises(AppError) as caught:
        driver_options(path)
    assert caught.value.code == "scanners.driver_file_invalid"
