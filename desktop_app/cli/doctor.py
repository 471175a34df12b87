"""`motcua doctor`: how each part is, with code and remedy."""

from __future__ import annotations

import argparse

from desktop_app.bootstrap.paths import resources_folder
from desktop_app.cli import console as c
from desktop_app.cli.arguments import add_json
from desktop_app.cli.context import Context
from desktop_app.doctor.checks import examine
from desktop_app.doctor.model import OpenedProfile, PartReport, PartState

_SIGNS = {PartState.GOOD: "✓", PartState.ATTENTION: "!", PartState.FAILED: "✗"}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("doctor", help="tự kiểm tra từng phần")
    add_json(command)
    command.set_defaults(run=run)


def run(context: Context, options: argparse.Namespace) -> int:
    """Run it."""
    reports = examine(
        lambda: _opened(context),
        profile_folder=context.paths.root,
        fonts=resources_folder() / "fonts",
        clock=context.clock,
    )
    messages = context.console.messages
    value = []
    for report in reports:
        words = messages.of(report.code, report.facts)
        value.append(
            {
                "part": report.part,
                "state": report.state,
                "code": report.code,
                "facts": dict(report.facts),
                "title": words.title,
                "remedy": words.step,
            }
        )
    context.console.result({"parts": value}, "\n".join(_line(context, report) for report in reports))
    return c.IN_DOUBT if any(report.state is PartState.FAILED for report in reports) else c.DONE


def _opened(context: Context) -> OpenedProfile:
    application = context.application
    return OpenedProfile(
        application.store,
        application.office,
        application.reception,
        application.profile.workstation,
        application.profile.training,
    )


def _line(context: Context, report: PartReport) -> str:
    words = context.console.messages.of(report.code, report.facts)
    line = f"{_SIGNS[report.state]} {report.part}: {words.title} [{report.code}]\n    {words.cause}"
    return line if report.state is PartState.GOOD else f"{line}\n    → {words.step}"
