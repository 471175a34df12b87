"""`motcua worker NAME`: the hidden command behind `runtime.workers`."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
from typing import NoReturn

from desktop_app.cli import console as c
from desktop_app.cli.context import Context
from desktop_app.runtime.workers import serve

# Named, not imported: a worker loads what it needs and nothing else does.
WORKERS = {
    "face": "desktop_app.readers.picture_worker:handle",
    "echo": "desktop_app.runtime.workers:echo",
    "scan": "desktop_app.digitization.scanners.worker:handle",
}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command; without help it is not listed."""
    command = commands.add_parser("worker")
    command.add_argument("name", choices=sorted(WORKERS))
    command.set_defaults(run=run)


def run(context: Context, options: argparse.Namespace) -> NoReturn:
    """Run it until the parent is gone."""
    # Ctrl+C reaches the whole group of processes: the one that asks says a word about it, a worker just ends.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    module, _, name = WORKERS[options.name].partition(":")
    serve(getattr(importlib.import_module(module), name))
    # At once: a driver may have cancelled a thread that held a lock of the C library, which an orderly end
    # would wait for.
    os._exit(c.DONE)
