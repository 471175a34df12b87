"""A counter as it stands in an office: every real part that Debian has, nothing replaced but the chips."""

from __future__ import annotations

import contextlib
import datetime
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PIL import Image, ImageDraw

from desktop_app.core.clock import VIETNAM
from tests.support.clerk import Clerk
from tests.support.counter import Counter
from tests.support.cups_pdf import PdfCups
from tests.support.desktop import Desktop
from tests.support.pcscd import PrivatePcscd, until
from tests.support.postgres import postgres_cluster, postgres_url
from tests.support.sane import sane_folder
from tests.support.screen_reader import ScreenReader

__all__ = ["postgres_cluster", "postgres_url"]

# A working Wednesday after the cut-off: every procedure gives a receipt then.
DAY = datetime.datetime(2026, 11, 25, 15, 20, tzinfo=VIETNAM)
PRINTER = "MayInQuay"
_FAKETIME = "*/faketime/libfaketimeMT.so.1"
# `motcua` as its console script is, but the workers that it starts have the computer's time: SANE's backends
# cancel threads of theirs, and one that is cancelled inside libfaketime takes a lock of the C library along.
_PROGRAM = """#!{python}
import os, sys
from desktop_app.__main__ import main
del os.environ["LD_PRELOAD"]
sys.exit(main())
"""


@dataclass
class Office:
    """One counter and what stands around it.

    Attributes:
        counter: its command line, on the same profile as the window.
        env: what the window and each command find in their environment.
        printed: where the printer's files come out.
        database: of the province.
    """

    clerk: Clerk
    counter: Counter
    env: dict[str, str]
    printed: Path
    database: str
    port: int
    _card: subprocess.Popen[bytes] | None = field(default=None)

    def lay(self, citizen: str) -> None:
        """Lay a citizen's card on the reader: `motcua card`, a process beside."""
        command = self.counter.command(["card", "--citizen", citizen, "--port", str(self.port)])
        self._card = subprocess.Popen(
            command, env=os.environ | self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def take(self) -> None:
        """Take the card away."""
        card, self._card = self._card, None
        if card is not None:
            card.terminate()
            card.wait(60)

    def scanner_set(self, text: str) -> None:
        """Write the options that the office sets for its scanners' drivers."""
        (self.counter.profile / "scanners.toml").write_text(text)

    def events(self) -> list[dict[str, Any]]:
        """What the province holds, as it stands in its database."""
        with psycopg.connect(self.database) as connection:
            rows = connection.execute("SELECT id, type, data FROM event ORDER BY id").fetchall()
        return [{"id": id_, "type": type_, "data": data} for id_, type_, data in rows]


@pytest.fixture
def office(
    tmp_path: Path, pcscd: PrivatePcscd, postgres_url: str, project_root: Path, resources: Path
) -> Iterator[Office]:
    """Menu entry installed, reader, scanner, printer and province running; the window is not open yet."""
    with Desktop() as desktop, PdfCups() as cups, contextlib.ExitStack() as stack:
        env = {
            **desktop.env,
            **pcscd.env,
            **sane_folder(tmp_path / "sane"),
            **_clock(),
            "CUPS_SERVER": cups.address,
        }
        printed = cups.pdf_queue(PRINTER)
        counter = Counter(Path(desktop.env["XDG_DATA_HOME"]) / "motcua" / "training", env=env)
        said = stack.enter_context(
            counter.child("province", "serve", "--database", postgres_url, "--port", "0")
        )
        # `--training` makes the profile itself; this one belongs to an office with another province.
        shipped = (resources / "training" / "office" / "office.toml").read_text("utf-8")
        file = tmp_path / "office.toml"
        file.write_text(shipped.replace("http://127.0.0.1:8470", said[said.index("http") :].strip()), "utf-8")
        counter.profile.parent.mkdir(parents=True, exist_ok=True)
        made = counter.run("setup", str(file), "--json")
        assert made.code == 0, made.err
        program = tmp_path / "motcua"
        program.write_text(_PROGRAM.format(python=sys.executable))
        program.chmod(0o755)
        menu = subprocess.run(
            [project_root / "packaging" / "menu", program],
            env=desktop.env, capture_output=True, text=True,
        )  # fmt: skip
        assert menu.returncode == 0, menu.stderr
        reader = stack.enter_context(
            contextlib.closing(ScreenReader(desktop.env["DBUS_SESSION_BUS_ADDRESS"]))
        )
        named = os.environ.get("MOTCUA_PICTURES")
        clerk = Clerk(desktop, reader, Path(named) / "day" if named else None)
        here = Office(clerk, counter, env, printed, postgres_url, pcscd.port)
        try:
            yield here
        finally:
            here.take()
            _end(reader)


def _end(reader: ScreenReader) -> None:
    """Nothing of the window stays, also when the test failed in its middle."""
    pid = reader.pid()
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 15)
        until(lambda: not Path(f"/proc/{pid}").exists(), "the window to end")


def _clock() -> dict[str, str]:
    """What makes it this day and hour for the program, wherever and whenever the test runs."""
    library = next(Path("/usr/lib").glob(_FAKETIME), None)
    if library is None:
        pytest.fail("libfaketime is needed: see packaging/ for the apt packages")
    return {
        "LD_PRELOAD": str(library),
        "FAKETIME": f"{int(DAY.timestamp() - time.time()):+d}s",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def drawn_page(path: Path, lines: int = 30) -> None:
    """A sheet of paper as a scanner sees it, 200 dpi."""
    page = Image.new("RGB", (1654, 2339), "white")
    pen = ImageDraw.Draw(page)
    for line in range(lines):
        y = 200 + 60 * line
        pen.line((150, y, 1500 - 37 * (line % 5), y), fill="black", width=6)
    page.save(path)
