"""A pcscd of the test's own with virtual readers, beside one that may already run.

It lives in its own mount namespace with its own `/run/pcscd`, its own reader list and free TCP ports; clients
find it through `PCSCLITE_CSOCK_NAME`. One test run of a user at a time: a lock stands before it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
DAEMON = Path("/usr/sbin/pcscd")
READY_S = 60.0  # a safety net: on a busy machine things take their time
# By user: in a shared folder nobody may open a file that another one made.
_LOCK = Path(tempfile.gettempdir()) / f"motcua-test-pcscd-{os.getuid()}.lock"
# Below what Linux gives to outgoing connections (32768 and up): while the service is stopped, one of those
# could take the port of a reader, and the service would come back without it.
_PORTS = range(20_000, 32_000)
_POLL_S = 0.02


def until(condition: Callable[[], bool], what: str, timeout_s: float = READY_S) -> None:
    """Return as soon as the condition holds; fail the test when it never does."""
    tick = threading.Event()
    for _ in range(int(timeout_s / _POLL_S)):
        if condition():
            return
        tick.wait(_POLL_S)
    pytest.fail(f"waited {timeout_s} s for nothing: {what}")


class PrivatePcscd:
    """Starts, stops, kills and restarts a pcscd with one virtual reader of two slots.

    Args:
        folder: a new one; it listens below.
        readers: whether it has readers at all.

    Attributes:
        port: TCP port of the first slot, to which a card emulator connects; the second slot has `port` + 1.
        env: what clients need in their environment.
    """

    def __init__(self, folder: Path, *, readers: bool = True) -> None:
        if not (DAEMON.exists() and DRIVER.exists() and shutil.which("unshare")):
            pytest.fail(
                "pcscd, vsmartcard-vpcd and util-linux are needed: see packaging/ for the apt packages"
            )
        self._readers = readers
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._folder = folder
        self.socket_path = folder / "run" / "pcscd.comm"
        self.port = 0
        self.env: dict[str, str] = {}

    def __enter__(self) -> PrivatePcscd:
        self._lock = _LOCK.open("a")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._folder.chmod(0o755)  # pcscd may run as another user
        for name in ("run", "conf"):
            (self._folder / name).mkdir(exist_ok=True)
        self.port = free_ports(2)
        if self._readers:
            (self._folder / "conf" / "vpcd").write_text(
                f'FRIENDLYNAME "Test PCD"\nDEVICENAME /dev/null:{self.port}\n'
                f"LIBPATH {DRIVER}\nCHANNELID {self.port}\n"
            )
        self.env = {"PCSCLITE_CSOCK_NAME": str(self.socket_path)}
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        if self._lock is not None:
            self._lock.close()

    def start(self) -> None:
        """Start the service and wait until it answers."""
        run, conf = (shlex.quote(str(self._folder / name)) for name in ("run", "conf"))
        script = (
            f"mkdir -p /run/pcscd && mount --bind {run} /run/pcscd && "
            f"exec {DAEMON} --foreground --disable-polkit --config {conf}"
        )
        if "--disable-polkit" not in _options():
            script = script.replace(" --disable-polkit", "")
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        self._process = subprocess.Popen(
            # A test run that is killed takes its pcscd along.
            [*sudo, "setpriv", "--pdeathsig", "KILL", "unshare", "-m", "sh", "-c", script],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until(self._ready, "pcscd to listen")

    def stop(self) -> None:
        """End it as an administrator would."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it without a chance to clean up; the socket stays behind."""
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        if os.geteuid() == 0:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)
        else:
            # sudo hands no KILL on: its own child, which became pcscd, gets the signal.
            pid = self._process.pid
            for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
                subprocess.run(["sudo", "-n", "kill", f"-{int(number)}", child], check=False)
        self._process.wait(READY_S)
        self._process = None

    def _ready(self) -> bool:
        if self._process is not None and self._process.poll() is not None:
            pytest.fail(
                f"pcscd ended with code {self._process.returncode}: root rights (or sudo -n) are needed"
            )
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(self.socket_path)) != 0:
                return False
        return not self._readers or (_listens(self.port) and _listens(self.port + 1))


def _options() -> str:
    return subprocess.run([DAEMON, "--help"], capture_output=True, text=True, check=False).stdout


def _listens(port: int) -> bool:
    """Seen from outside: connecting would be taken for a card."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    with contextlib.suppress(FileNotFoundError):
        lines += Path("/proc/net/tcp6").read_text().splitlines()[1:]
    columns = (line.split() for line in lines)
    return any(column[1].endswith(f":{port:04X}") and column[3] == "0A" for column in columns)


def free_ports(count: int = 1) -> int:
    """The first of so many free TCP ports side by side; no outgoing connection gets them in the meantime."""
    for _ in range(200):
        port = random.randrange(_PORTS.start, _PORTS.stop - count)
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            for number in range(count):
                stack.enter_context(socket.socket()).bind(("", port + number))
            return port
    pytest.fail(f"no {count} free TCP ports side by side")
