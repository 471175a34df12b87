"""`motcua sync`: send the outbox to the province."""

from __future__ import annotations

import argparse
import signal
import threading
from urllib.parse import urlsplit

from desktop_app.cli import console as c
from desktop_app.cli.arguments import add_json, web_address
from desktop_app.cli.context import Context
from desktop_app.core.clock import to_text
from desktop_app.core.errors import AppError
from desktop_app.sync.client import HttpProvinceClient
from desktop_app.sync.engine import SyncEngine, SyncReport


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("sync", help="gửi sự kiện đang chờ lên tỉnh")
    command.add_argument("--once", action="store_true", help="một lượt rồi thôi")
    command.add_argument(
        "--province", type=web_address, metavar="URL", help="địa chỉ khác với địa chỉ trong hồ sơ làm việc"
    )
    add_json(command)
    command.set_defaults(run=run)


def run(context: Context, options: argparse.Namespace) -> int:
    """Run it."""
    if options.province and urlsplit(options.province).username is not None:
        raise AppError(c.SECRET_IN_ARGUMENTS)
    application = context.application
    client = HttpProvinceClient(options.province or application.office.province_url)
    engine = SyncEngine(application.store, client, context.clock)
    try:
        if options.once:
            return _once(context, engine)
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        engine.run_until(stop, lambda report: context.console.say(_text(report)))
        return c.DONE
    finally:
        client.close()


def _once(context: Context, engine: SyncEngine) -> int:
    report = engine.run_once(asked=True)
    value = {
        "sent": report.sent,
        "accepted": report.accepted,
        "duplicates": report.duplicates,
        "rejected": report.rejected,
        "waiting": report.waiting,
        "held": report.held,
        "last_success_at": to_text(report.last_success_at) if report.last_success_at else None,
    }
    if report.failure is not None:
        value["error"] = c.error_value(report.failure)
    context.console.result(value, _text(report))
    if report.failure is not None:
        context.console.explain(report.failure)
        return c.KNOWN_ERROR
    return c.DONE


def _text(report: SyncReport) -> str:
    return (
        f"Đã gửi {report.sent}: nhận mới {report.accepted}, đã có {report.duplicates}, "
        f"bị từ chối {report.rejected}. Còn chờ {report.waiting}, cần người xem {report.held}."
    )
