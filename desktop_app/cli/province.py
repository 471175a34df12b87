"""`motcua province serve`: the reference receiving service."""

from __future__ import annotations

import argparse

from desktop_app.cli import console as c
from desktop_app.cli.arguments import port
from desktop_app.cli.context import Context
from desktop_app.core.errors import AppError


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("province", help="dịch vụ tiếp nhận của tỉnh (mẫu)")
    acts = command.add_subparsers(dest="act", required=True, metavar="ACT")
    serve = acts.add_parser("serve", help="chạy dịch vụ trên 127.0.0.1")
    serve.add_argument(
        "--database",
        metavar="URL",
        help="postgresql://… hoặc sqlite:///tệp; có mật khẩu thì đặt trong MOTCUA_PROVINCE_DATABASE_URL",
    )
    serve.add_argument("--port", type=port, default=8470, metavar="N", help="cổng; không nêu: 8470")
    serve.set_defaults(run=run)


def run(context: Context, options: argparse.Namespace) -> int:
    """Run it."""
    # The service is a program of its own; other commands need not load it.
    from province.database import carries_password, database_url
    from province.serve import serve

    if options.database and carries_password(options.database):
        raise AppError(c.SECRET_IN_ARGUMENTS)
    given = options.database
    if given is None and context.training:
        given = f"sqlite:///{context.application.profile.paths.training_province}"
    serve(
        database_url(given),
        options.port,
        ready=lambda port: context.console.say(f"Tỉnh đang nghe tại http://127.0.0.1:{port}"),
    )
    return c.DONE
