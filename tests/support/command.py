"""`motcua` run inside the test: exit code and what it printed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop_app.cli.main import run


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        """The JSON it printed."""
        return json.loads(self.out)

    @property
    def failure(self) -> str:
        """The failure code that `--json` gave."""
        return self.value["error"]["code"]


Motcua = Callable[..., Ended]


@pytest.fixture
def motcua(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Motcua:
    """Runs the command line as a user would; `given` is what stands on standard input."""

    def command(*arguments: str | Path, given: str = "") -> Ended:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ended(code, out, err)

    return command
