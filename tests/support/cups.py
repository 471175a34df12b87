"""A cupsd of the test's own: queues whose printer is a folder, and one that can be out of paper.

It listens on a socket in its own folder; clients find it through `CUPS_SERVER`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from tests.support.pcscd import until

DAEMON = Path("/usr/sbin/cupsd")
PPD = Path("/usr/share/ppd/cupsfilters/Generic-PDF_Printer-PDF.ppd")
_PARTS = Path("/usr/lib/cups")
_ENTER = 0o755  # the daemon works as another user

# job user title copies options [file]; the printer is the folder in the address of the queue.
_BACKEND = """\
#!/bin/sh
[ $# -eq 0 ] && { echo 'direct folder "Unknown" "Folder"'; exit 0; }
folder="${DEVICE_URI#folder:}"
while [ -e "$folder/no-paper" ]; do
    echo "STATE: +media-empty-error" >&2
    sleep 0.1
done
echo "STATE: -media-empty-error" >&2
[ -e "$folder/broken" ] && exit 1
echo "$4" >"$folder/$1.copies"
cat ${6:+"$6"} >"$folder/.$1" && mv "$folder/.$1" "$folder/$1.pdf"
"""


class PrivateCups:
    """Starts and stops a cupsd with the queues a test asks for.

    Attributes:
        address: for `CUPS_SERVER`.
    """

    def __init__(self) -> None:
        if not (DAEMON.exists() and PPD.exists() and shutil.which("lpadmin")):
            pytest.fail("cups, cups-client and cups-filters are needed: see packaging/ for the apt packages")
        self._folder = Path()
        self._process: subprocess.Popen[bytes] | None = None
        self.address = ""

    def __enter__(self) -> Self:
        # A socket's path must be short.
        self._folder = Path(tempfile.mkdtemp(prefix="cups-"))
        self._folder.chmod(_ENTER)
        for name in ("run", "cache", "state", "spool", "tmp", "log", "root", "bin"):
            (self._folder / name).mkdir()
            (self._folder / name).chmod(0o777)
        for name in ("daemon", "driver", "filter", "monitor", "notifier", "cgi-bin"):
            if (_PARTS / name).exists():
                (self._folder / "bin" / name).symlink_to(_PARTS / name)
        backend = self._folder / "bin" / "backend" / "folder"
        backend.parent.mkdir()
        backend.write_text(_BACKEND, encoding="utf-8")
        backend.chmod(_ENTER)
        backend.parent.chmod(_ENTER)
        (self._folder / "bin").chmod(_ENTER)
        self.address = str(self._folder / "run" / "cups.sock")
        (self._folder / "cupsd.conf").write_text(self._settings(), encoding="utf-8")
        (self._folder / "cups-files.conf").write_text(self._places(), encoding="utf-8")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Start the service and wait until it answers."""
        conf, files = self._folder / "cupsd.conf", self._folder / "cups-files.conf"
        self._process = subprocess.Popen(
            [DAEMON, "-f", "-c", conf, "-s", files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until(lambda: self._ask("lpstat", "-r").returncode == 0 and self._running(), "cupsd to answer")

    def stop(self) -> None:
        """End it as an administrator would."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)
            self._process = None

    def queue(self, name: str) -> Path:
        """Add a printer; gives the folder where its paper comes out.

        A file `no-paper` in it empties the tray, a file `broken` lets the printer refuse.
        """
        out = self._folder / f"out-{name}"
        out.mkdir()
        out.chmod(0o777)
        self._ask(
            "lpadmin", "-p", name, "-v", f"folder:{out}", "-P", str(PPD), "-E", "-o", "PageSize=A4",
            check=True,
        )  # fmt: skip
        return out

    def papers(self, out: Path, count: int) -> list[bytes]:
        """Wait until so many papers came out; their bytes, oldest first."""
        until(lambda: len(list(out.glob("*.pdf"))) >= count, f"{count} papers to come out")
        return [path.read_bytes() for path in sorted(out.glob("*.pdf"), key=lambda path: int(path.stem))]

    def _running(self) -> bool:
        return "is running" in self._ask("lpstat", "-r").stdout

    def _ask(self, *command: str, check: bool = False) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "CUPS_SERVER": self.address, "LC_ALL": "C"}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=check)

    def _settings(self) -> str:
        everybody = "Order allow,deny\nAllow all\n"
        return (
            f"Listen {self.address}\nBrowsing Off\nWebInterface No\nDefaultAuthType None\n"
            "ErrorPolicy retry-job\nJobRetryInterval 2\nLogLevel warn\n"
            f"<Location />\n{everybody}</Location>\n<Location /admin>\n{everybody}</Location>\n"
            f"<Policy default>\n<Limit All>\n{everybody}</Limit>\n</Policy>\n"
        )

    def _places(self) -> str:
        here = self._folder
        lines = [
            f"ServerRoot {here}/root", f"ServerBin {here}/bin", f"CacheDir {here}/cache",
            f"StateDir {here}/state", f"RequestRoot {here}/spool", f"TempDir {here}/tmp",
            f"AccessLog {here}/log/access", f"ErrorLog {here}/log/error", f"PageLog {here}/log/page",
            "DataDir /usr/share/cups", "DocumentRoot /usr/share/cups/doc-root",
        ]  # fmt: skip
        if os.geteuid() == 0:
            lines += ["SystemGroup root lpadmin", "User lp", "Group lp"]
        return "\n".join(lines) + "\n"


@pytest.fixture
def cups(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateCups]:
    """A running print service that this process prints through."""
    with PrivateCups() as service:
        monkeypatch.setenv("CUPS_SERVER", service.address)
        yield service
