"""The command line: `motcua [--profile DIR] [--training] COMMAND`."""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from desktop_app.bootstrap.paths import ProfilePaths, resources_folder
from desktop_app.bootstrap.profile import umask
from desktop_app.cli import (
    card,
    catalogue,
    clock,
    doctor,
    dump,
    play,
    province,
    read,
    receive,
    setup,
    sync,
    train,
    trust,
    verify,
    window,
    worker,
)
from desktop_app.cli.console import BUG, INTERRUPTED, KNOWN_ERROR, USAGE, Console
from desktop_app.cli.context import Context
from desktop_app.core.errors import AppError
from desktop_app.core.messages import Messages

_LANGUAGES = ("vi", "en")
_COMMANDS = (
    window,
    setup,
    card,
    read,
    dump,
    receive,
    sync,
    province,
    trust,
    verify,
    catalogue,
    clock,
    doctor,
    train,
    play,
    worker,
)


class _UsageError(Exception):
    pass


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, add_help=False)
        self.add_argument("-h", "--help", action="help", help="hiện hướng dẫn này rồi thôi")

    def error(self, message: str) -> NoReturn:
        # argparse repeats the wrong value, which may be somebody's number: only whose value it is, is told.
        named = re.match(r"argument ([^:]+): |the following arguments are required: (.+)", message)
        place = f" Xem lại: {named[1] or named[2]}." if named else ""
        raise _UsageError(f"Lệnh chưa đúng.{place}\n{self.format_usage()}")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = _Parser(prog="motcua", description="Ứng dụng tại quầy của Bộ phận Một cửa.", allow_abbrev=False)
    top.add_argument("--profile", type=Path, metavar="DIR", help="thư mục hồ sơ làm việc")
    top.add_argument("--training", action="store_true", help="chế độ tập huấn, dữ liệu hư cấu")
    # A default is not checked by argparse, and a foreign MOTCUA_LANG is no reason to stop.
    named = os.environ.get("MOTCUA_LANG")
    top.add_argument("--lang", choices=_LANGUAGES, default=named if named in _LANGUAGES else "vi")
    # Without a command: the window, as the menu entry starts it.
    top.set_defaults(run=window.run)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for module in _COMMANDS:
        module.add_to(commands)
    return top


def run(arguments: Sequence[str]) -> int:
    """Run one command; 0 done, 2 known error, 3 in doubt, 64 usage, 70 bug, 130 stopped by Ctrl+C."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    umask()
    try:
        options = parser().parse_args(arguments)
    except _UsageError as error:
        print(error, file=sys.stderr)
        return USAGE
    except SystemExit as leaving:  # --help
        return int(leaving.code or 0)
    console = Console(
        Messages.load(resources_folder() / "messages" / options.lang), as_json=getattr(options, "json", False)
    )
    try:
        context = Context(
            ProfilePaths.find(options.profile, training=options.training),
            options.training,
            console,
            profile_given=options.profile is not None,
        )
        with context:
            return options.run(context, options)
    except AppError as error:
        console.error(error)
        return KNOWN_ERROR
    except KeyboardInterrupt:
        print("Đã dừng theo yêu cầu; việc chưa xong không được ghi.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return KNOWN_ERROR
    except Exception as bug:
        _report(bug)
        return BUG


def _report(bug: Exception) -> None:
    """Where it broke, without the exception's own text, which may hold a personal value."""
    places = [
        f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(bug.__traceback__)
    ]
    print("Lỗi của chương trình; không có gì được ghi dở dang. Xin gửi các dòng sau cho bộ phận hỗ trợ:",
          type(bug).__name__, *places, sep="\n", file=sys.stderr)  # fmt: skip
