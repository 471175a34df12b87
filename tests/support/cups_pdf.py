"""The CUPS-PDF printer of Debian behind a cupsd of the test's own.

Its backend runs as root and takes its settings from /etc/cups alone: the service gets an /etc/cups of its own
in a mount namespace.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.support.cups import DAEMON, PrivateCups
from tests.support.pcscd import until

BACKEND = Path("/usr/lib/cups/backend/cups-pdf")
PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd")
_NAME = "test"  # of its settings: cups-pdf-test.conf


class PdfCups(PrivateCups):
    """A cupsd with a queue that prints into a folder through CUPS-PDF."""

    def __init__(self) -> None:
        if not (BACKEND.exists() and PPD.exists()):
            pytest.fail("printer-driver-cups-pdf is needed: see packaging/ for the apt packages")
        super().__init__()

    def start(self) -> None:
        """Start the service where it sees its own /etc/cups."""
        settings, out = self._folder / "etc", self._folder / "pdf"
        if not settings.exists():
            settings.mkdir(mode=0o755)
            out.mkdir()
            out.chmod(0o777)
            (settings / f"cups-pdf-{_NAME}.conf").write_text(
                f"Out {out}\nAnonDirName {out}\nSpool {self._folder}/cups-pdf-spool\n"
                f"Log {self._folder}/log\nLogType 3\nLabel 1\nUserUMask 0022\nAnonUMask 0000\n"
            )
            copy = self._folder / "bin" / "backend" / BACKEND.name
            self._as_root("install", "-o", "root", "-g", "root", "-m", "0700", str(BACKEND), str(copy))
        files = (self._folder / "cups-files.conf").read_text()
        if "SystemGroup" not in files:
            (self._folder / "cups-files.conf").write_text(
                files + "SystemGroup root lpadmin\nUser lp\nGroup lp\n"
            )
        command = [DAEMON, "-f", "-c", self._folder / "cupsd.conf", "-s", self._folder / "cups-files.conf"]
        script = f"mount --bind {shlex.quote(str(settings))} /etc/cups && exec " + shlex.join(
            map(str, command)
        )
        self._process = subprocess.Popen(
            # A test run that is killed takes its cupsd along.
            [*_sudo(), "setpriv", "--pdeathsig", "KILL", "unshare", "-m", "sh", "-c", script],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self._running, "cupsd to answer")

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._as_root("rm", "-rf", str(self._folder))

    def pdf_queue(self, name: str) -> Path:
        """Add the printer; gives the folder where its files come out."""
        self._ask(
            "lpadmin", "-p", name, "-v", f"cups-pdf:/{_NAME}", "-P", str(PPD), "-E", "-o", "PageSize=A4",
            check=True,
        )  # fmt: skip
        return self._folder / "pdf"

    def _as_root(self, *command: str) -> None:
        subprocess.run([*_sudo(), *command], check=True, capture_output=True)


def _sudo() -> list[str]:
    return [] if os.geteuid() == 0 else ["sudo", "-n"]


def printed(out: Path, count: int, limit_s: float = 60) -> list[Path]:
    """Wait until so many files came out whole; oldest first."""

    def whole() -> list[Path]:
        found = [path for path in out.rglob("*.pdf") if b"%%EOF" in path.read_bytes()[-1024:]]
        return sorted(found, key=lambda path: path.stat().st_mtime_ns)

    until(lambda: len(whole()) >= count, f"{count} files of the printer", limit_s)
    return whole()


def read_by_eye(file: Path) -> str:
    """The words on the first page of a printed paper, recognised: a printer of pixels gets pixels."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page"
        subprocess.run(
            ["pdftoppm", "-l", "1", "-singlefile", "-r", "200", "-gray", "-png", file, page], check=True
        )
        seen = subprocess.run(
            ["tesseract", page.with_suffix(".png"), "-", "-l", "vie", "--psm", "4"],
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    return " ".join(seen.split())
