"""`motcua window`, and `motcua` alone: the window."""

from __future__ import annotations

import argparse
import os
import sys

from desktop_app.cli import console as c
from desktop_app.cli.context import Context
from desktop_app.core.errors import AppError, declare

NO_SCREEN = declare("cli.no_screen")

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("window", help="mở cửa sổ làm việc (cũng là khi không nêu lệnh)")
    command.set_defaults(run=run)


def run(context: Context, options: argparse.Namespace) -> int:
    """Run it until the window is closed."""
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in _SCREENS):
        raise AppError(NO_SCREEN)  # Qt would end the process without a word
    # Here, not above: no other command pays for Qt.
    from desktop_app.bootstrap.program import run_window
    from desktop_app.ui.settings import Language

    first = run_window(
        context.paths,
        training=context.training,
        clock=context.clock,
        passphrase=c.passphrase,
        language=Language(options.lang) if options.lang != Language.VIETNAMESE else None,
    )
    if not first:
        context.console.say("Hồ sơ làm việc này đang mở ở một cửa sổ khác; cửa sổ đó đã được gọi lên.")
    return c.DONE
