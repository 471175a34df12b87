"""`motcua play`: scripts drive the real window of a training profile."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from desktop_app.bootstrap.application import Application, open_application
from desktop_app.bootstrap.paths import ProfilePaths, resources_folder
from desktop_app.cli import console as c
from desktop_app.cli.arguments import add_json, add_officer
from desktop_app.cli.card import TRAINING_ONLY
from desktop_app.cli.context import Context
from desktop_app.core.errors import AppError, declare

WINDOW_OPEN = declare("cli.window_open")
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_NO_SCREEN = "offscreen"
_ROOM = {"x": 0, "y": 0, "width": 1600, "height": 900, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("play", help="chơi kịch bản tập huấn trên cửa sổ thật")
    command.add_argument("scripts", type=Path, nargs="+", metavar="SCRIPT.toml", help="kịch bản")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="nơi ghi giấy tờ và ảnh")
    add_officer(command)
    command.add_argument("--citizens", type=Path, metavar="DIR", help="thư mục công dân của người dùng")
    command.add_argument(
        "--reader", choices=("auto", "simulator"), default="auto", help="simulator: không qua PC/SC"
    )
    add_json(command)
    command.set_defaults(run=run)


def run(context: Context, options: argparse.Namespace) -> int:
    """Run it; without `--profile` in a throw-away one."""
    if not context.training:
        raise AppError(TRAINING_ONLY)
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _SCREENS):
        os.environ["QT_QPA_PLATFORM"] = _NO_SCREEN
    # Here, not above: no other command pays for Qt.
    from PySide6.QtCore import qInstallMessageHandler

    from desktop_app.bootstrap.program import Program, make_app
    from desktop_app.readers.simulator.cards import CardShelf
    from desktop_app.training.hands import Stage
    from desktop_app.training.play import SESSION_FILE, load_scripts, play
    from desktop_app.training.session import virtual_reader_service
    from desktop_app.ui.frame import NORMAL
    from desktop_app.ui.settings import Language
    from desktop_app.ui.single import SingleInstance

    console, files = context.console, load_scripts(options.scripts)
    with ExitStack() as stack:
        if os.environ.get("QT_QPA_PLATFORM") == _NO_SCREEN:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="motcua-"))
            os.environ["QT_QPA_PLATFORM"] = _room_for_the_window(Path(folder))
        paths = context.paths
        if not context.profile_given:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="motcua-"))
            paths = ProfilePaths(Path(folder) / "profile")
        reader = options.reader
        if reader == "auto":
            reader = stack.enter_context(virtual_reader_service(console.say))
        qInstallMessageHandler(_only_what_matters)
        app = make_app()
        single = SingleInstance(paths.root)
        if not single.claim():
            raise AppError(WINDOW_OPEN)
        stack.callback(single.release)
        application = open_application(
            paths, training=True, clock=context.clock, passphrase=c.passphrase_or_prompt
        )
        with _closed_on_error(application):
            application.reception.pack()  # none in force on a wrong day: told before there is a window
        program = Program(
            app,
            paths,
            training=True,
            clock=context.clock,
            passphrase=c.passphrase,
            language=Language(options.lang),
        )
        stack.callback(program.close)
        program.begin_with(application)
        assert program.window is not None and program.drawn_reader is not None  # a training profile is open
        if reader == "simulator":
            program.drawn_reader.hand.stay_in_process()
        program.window.resize(NORMAL)
        program.window.activateWindow()
        stage = Stage(
            program.window,
            program.drawn_reader.hand,
            reader == "pcsc",
            resources_folder() / "fonts",
            options.officer or "",
        )
        out = options.out.absolute()
        played = play(
            stage,
            files,
            out,
            lambda citizens: CardShelf(paths.cards, citizens, context.clock),
            console.say,
            options.citizens,
        )
    text = f"Giấy tờ, ảnh từng bước và {SESSION_FILE}: {out}"
    console.result([one.value() for one in played], text)
    failed = [one.error for one in played if one.error is not None]
    for error in failed:
        console.explain(error)
    if failed:
        return c.KNOWN_ERROR
    return c.IN_DOUBT if any(one.in_doubt for one in played) else c.DONE


def _room_for_the_window(folder: Path) -> str:
    """The platform without a screen, with room for the whole window: of itself it has 800 by 800."""
    config = folder / "screen.json"
    config.write_text(json.dumps({"screens": [{"name": "none", **_ROOM}]}), "utf-8")
    return f"{_NO_SCREEN}:configfile={config}"


@contextmanager
def _closed_on_error(application: Application) -> Generator[None]:
    try:
        yield
    except AppError:
        application.close()
        raise


def _only_what_matters(_kind: object, _context: object, text: str) -> None:
    """Qt's warnings, without what a platform that has no screen says of itself."""
    if not text.startswith("This plugin does not support"):
        print(text, file=sys.stderr)
