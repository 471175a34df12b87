"""`motcua train`: play a training session and say where its papers are."""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from desktop_app.bootstrap.paths import resources_folder
from desktop_app.cli import console as c
from desktop_app.cli.arguments import add_json
from desktop_app.cli.context import Context
from desktop_app.core.clock import from_text, local
from desktop_app.training.session import play


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("train", help="chơi một buổi tập huấn: đọc thẻ, tiếp nhận, gửi tỉnh")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="nơi ghi giấy tờ")
    add_json(command)
    command.set_defaults(run=run)


def run(context: Context, options: argparse.Namespace) -> int:
    """Run it; without `--profile` in a throw-away one."""
    console = context.console
    with ExitStack() as stack:
        profile = context.paths.root
        if not context.profile_given:
            profile = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="motcua-"))) / "profile"
        result = play(profile, options.out.absolute(), resources_folder() / "fonts", console.say)
    lines = [
        f"Số hồ sơ: {result.dossier['number']}",
        f"Hẹn trả: {local(from_text(result.dossier['due_at'])):%H:%M ngày %d/%m/%Y}",
        *(f"{name}: {path}" for name, path in result.files.items()),
        f"Nhật ký: {'nguyên vẹn' if result.log['whole'] else 'BỊ ĐỨT'}, {result.log['entries']} dòng",
    ]
    console.result(asdict(result), "\n".join(lines))
    return c.DONE
