"""The product as its user starts it: `motcua` as a process of its own, in a profile of the test's own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.emrtd.card import Card
from desktop_app.readers.simulator.vpcd import present

TIMEOUT_S = 240


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        """The JSON it printed."""
        assert self.out, f"nothing printed, exit code {self.code}: {self.err}"
        return json.loads(self.out)


@dataclass
class Counter:
    """One workstation.

    Attributes:
        profile: its folder.
        training: whether it is a training profile.
        env: additions to the environment.
    """

    profile: Path
    training: bool = True
    env: Mapping[str, str] = field(default_factory=dict)

    def command(self, arguments: Sequence[str], *, before: str = "") -> list[str]:
        """The command line; `before` is Python that runs inside the process before the command."""
        options = ["--training"] if self.training else []
        options += ["--profile", str(self.profile), *arguments]
        if not before:
            return [sys.executable, "-m", "desktop_app", *options]
        program = f"import sys\n{before}\nfrom desktop_app.cli.main import run\nsys.exit(run(sys.argv[1:]))"
        return [sys.executable, "-c", program, *options]

    def run(self, *arguments: str, given: str = "", before: str = "") -> Done:
        """Run a command to its end."""
        done = subprocess.run(
            self.command(arguments, before=before),
            input=given,
            capture_output=True,
            text=True,
            env=os.environ | dict(self.env),
            timeout=TIMEOUT_S,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    @contextlib.contextmanager
    def child(self, *arguments: str) -> Iterator[str]:
        """Run a command beside the test; gives its first line."""
        with subprocess.Popen(
            self.command(arguments), stdout=subprocess.PIPE, text=True, env=os.environ | dict(self.env)
        ) as process:
            assert process.stdout is not None
            try:
                yield process.stdout.readline()
            finally:
                process.terminate()


@contextlib.contextmanager
def laid_on(card: Card, port: int) -> Iterator[None]:
    """A card of the test's own on the virtual reader of this port."""
    stop = threading.Event()
    thread = threading.Thread(target=present, args=(card, "127.0.0.1", port), kwargs={"stop": stop})
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@dataclass
class Witness:
    """A card that counts what it is asked, by instruction byte.

    Attributes:
        asked: how often each instruction came in the clear.
        vanishes_after: exchanges after which the card is gone; None never.
    """

    card: Card
    asked: dict[int, int] = field(default_factory=dict)
    exchanges: int = 0

    def transmit(self, command: bytes) -> bytes:
        self.exchanges += 1
        self.asked[command[1]] = self.asked.get(command[1], 0) + 1
        return self.card.transmit(command)

    def reset(self) -> None:
        self.card.reset()
