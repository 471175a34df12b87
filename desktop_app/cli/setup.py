"""`motcua setup`: make a profile from an office file, or write the file another workstation joins with."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop_app.bootstrap.application import make_training
from desktop_app.bootstrap.profile import ALREADY_SET_UP, make
from desktop_app.cli import console as c
from desktop_app.cli.arguments import add_json, add_officer
from desktop_app.cli.context import Context
from desktop_app.core.errors import AppError
from desktop_app.core.files import write_atomically
from desktop_app.security.office import (
    key_from_join_file,
    log_join_file,
    new_office_key,
    parse_office_file,
    write_join_file,
)


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("setup", help="lập hồ sơ làm việc từ tệp cơ quan")
    command.add_argument(
        "office", type=Path, nargs="?", metavar="OFFICE.toml", help="tệp cơ quan (docs/office-file.md)"
    )
    command.add_argument("--join", type=Path, metavar="FILE", help="nhận khóa cơ quan từ máy đầu tiên")
    command.add_argument(
        "--write-join", type=Path, metavar="FILE", help="ghi tệp cho máy khác (cần --officer)"
    )
    add_officer(command)
    add_json(command)
    command.set_defaults(run=run)


def run(context: Context, options: argparse.Namespace) -> int:
    """Run it."""
    if options.write_join is not None and options.office is None:
        return _write_join(context, options)
    if options.office is None or options.write_join is not None:
        context.console.say(
            "Cách dùng: motcua setup OFFICE.toml [--join FILE], hoặc motcua setup --write-join FILE"
        )
        return c.USAGE
    if context.paths.marker.exists():
        raise AppError(ALREADY_SET_UP)  # before anybody types passwords for nothing
    raw = c.read_file(options.office, 1)
    office = parse_office_file(raw)
    if context.training:
        profile = make_training(context.paths, context.clock, raw)
    else:
        key = new_office_key()
        if options.join is not None:
            secret = _join_passphrase()
            key = key_from_join_file(c.read_file(options.join, 2), secret, office.office.unit_code)
        codes = [officer.code for officer in office.officers]
        passwords = {code: c.new_password(code, codes) for code in codes}
        profile = make(
            context.paths,
            office,
            office_key=key,
            training=False,
            clock=context.clock,
            passphrase=c.passphrase,
            new_passphrase=c.new_passphrase,
            password_of=passwords.__getitem__,
        )
    value = {
        "workstation": profile.workstation,
        "unit_code": office.office.unit_code,
        "training": profile.training,
        "officers": [officer.code for officer in office.officers],
    }
    context.console.result(value, f"Đã lập hồ sơ làm việc cho máy {profile.workstation}.")
    return c.DONE


def _write_join(context: Context, options: argparse.Namespace) -> int:
    application = context.application
    officer = context.officer(options.officer)
    sealed = write_join_file(application.office, _join_passphrase())
    # First: a key that may have left without a line in the log would be worse than a line too many.
    application.store.write(officer, lambda session: log_join_file(session, application.office))
    write_atomically(options.write_join.absolute(), sealed)
    context.console.result({"officer": officer}, "Đã ghi tệp gia nhập. Gửi cụm mật khẩu bằng đường khác.")
    return c.DONE


def _join_passphrase() -> str:
    secret = c.secret_file("MOTCUA_JOIN_PASSPHRASE_FILE") or c.ask("Cụm mật khẩu của tệp gia nhập: ")
    if secret is None:
        raise AppError(c.SECRET_MISSING, {"what": "MOTCUA_JOIN_PASSPHRASE_FILE"})
    return secret
