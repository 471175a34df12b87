"""`motcua play` as a process of its own, in a fresh profile, without PC/SC and with the province down."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support.counter import Counter, Done
from tests.support.strangers import script


@dataclass
class Stranger:
    """A folder of somebody else, and `motcua play` on what lies there.

    Attributes:
        folder: of scripts; `citizens/` in it is theirs.
        out: what `--out` names.
        env: additions to the environment.
    """

    folder: Path
    out: Path
    counter: Counter
    env: dict[str, str] = field(default_factory=dict)

    def write(self, *steps: str, name: str = "cua-ho", procedure: str = "1.010041", head: str = "") -> Path:
        """A script of theirs."""
        path = self.folder / f"{name}.toml"
        path.write_text(head + script(procedure, steps), "utf-8")
        return path

    def citizen(self, name: str, text: str) -> None:
        """A citizen of theirs."""
        (self.folder / "citizens").mkdir(exist_ok=True)
        (self.folder / "citizens" / f"{name}.toml").write_text(text, "utf-8")

    def play(self, *scripts: Path, options: tuple[str, ...] = (), before: str = "") -> Done:
        """Play; `before` is Python that runs in the process first."""
        words = ["play", *map(str, scripts), "--out", str(self.out), "--reader", "simulator", *options]
        done = subprocess.run(
            self.counter.command([*words, "--json"], before=before),
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **self.env},
            capture_output=True,
            text=True,
            timeout=240,
        )
        return Done(done.returncode, done.stdout, done.stderr)


def make_stranger(place: Path) -> Stranger:
    """With a citizen whom the product does not know."""
    folder = place / "theirs, không phải của ta"
    folder.mkdir()
    made = Stranger(folder, place / "out", Counter(place / "profile"))
    made.citizen("do-thi-nguoi-khac", CITIZEN)
    return made


@pytest.fixture
def stranger(tmp_path: Path) -> Stranger:
    """A folder of the test's own."""
    return make_stranger(tmp_path)


@pytest.fixture(scope="module")
def stranger_of_the_module(tmp_path_factory: pytest.TempPathFactory) -> Stranger:
    """A folder that the tests of a file share."""
    return make_stranger(tmp_path_factory.mktemp("stranger"))


@pytest.fixture
def told() -> Callable[[Done], Any]:
    """What the only script left in `session.json`."""

    def look(done: Done) -> Any:
        [one] = done.value
        return one

    return look


CITIZEN = """
card = 2024
number = "036195000111"
full_name = "Đỗ Thị Người Khác"
sex = "Nữ"
birth_date = 1995-12-24
ethnicity = "Nùng"
address = "Tổ 9, Phường Lạ, Thành phố Khác"
issue_date = 2024-12-01
expiry_date = 2035-12-24
"""
