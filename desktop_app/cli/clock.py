"""`motcua accept-clock`: an officer confirms the computer's clock although the log is ahead of it."""

from __future__ import annotations

import argparse

from db.store import audit
from desktop_app.cli import console as c
from desktop_app.cli.arguments import add_json, add_officer
from desktop_app.cli.context import Context
from desktop_app.core.clock import local
from desktop_app.security.audit import CLOCK_ACCEPTED


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("accept-clock", help="xác nhận giờ của máy là đúng sau khi chỉnh lại")
    add_officer(command)
    add_json(command)
    command.set_defaults(run=run)


def run(context: Context, options: argparse.Namespace) -> int:
    """Run it. The act stands in the audit chain: when, by whom, on which workstation."""
    application = context.application
    officer = context.officer(options.officer)
    workstation = application.profile.workstation
    mark = application.store.write(
        officer, lambda session: audit(session, CLOCK_ACCEPTED, "workstation", workstation, {})
    )
    now = local(context.clock.now())
    context.console.result(
        {"officer": officer, "audit_sequence": mark.sequence},
        f"Đã ghi: giờ của máy là {now:%H:%M ngày %d/%m/%Y}.",
    )
    return c.DONE
