"""`motcua card`: the simulated card of a training profile, laid on a virtual reader."""

from __future__ import annotations

import argparse
import signal
import threading

from desktop_app.cli import console as c
from desktop_app.cli.arguments import add_json, port
from desktop_app.cli.context import Context
from desktop_app.cli.reading import add_link_options
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.errors import AppError, declare
from desktop_app.readers.simulator.link import Link
from desktop_app.readers.simulator.quirks import QUIRKS
from desktop_app.readers.simulator.vpcd import present

TRAINING_ONLY = declare("cli.training_only")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("card", help="thẻ mô phỏng của chế độ tập huấn")
    command.add_argument(
        "--citizen", metavar="NAME", help="công dân tập huấn; không nêu: người đầu danh sách"
    )
    command.add_argument("--quirk", metavar="NAME", help="thẻ khác thường hoặc thẻ giả")
    command.add_argument("--quirks", action="store_true", help="kể tên các thẻ khác thường và thẻ giả")
    command.add_argument(
        "--host", default="127.0.0.1", metavar="HOST", help="nơi có đầu đọc ảo; không nêu: máy này"
    )
    command.add_argument("--port", type=port, default=35963, metavar="N", help="cổng; không nêu: 35963")
    add_link_options(command)
    command.add_argument("--list", action="store_true", help="kể tên công dân tập huấn")
    command.add_argument("--show", action="store_true", help="cho xem số, CAN, MRZ, QR và các tệp của thẻ")
    add_json(command)
    command.set_defaults(run=run)


def run(context: Context, options: argparse.Namespace) -> int:
    """Run it."""
    if not context.training:
        raise AppError(TRAINING_ONLY)
    shelf = context.application.shelf
    if options.list:
        names = list(shelf.names())
        context.console.result(names, "\n".join(names))
        return c.DONE
    if options.quirks:
        listed = [
            {"name": quirk.name, "kind": str(quirk.kind), "expect": quirk.expect.to_json()}
            for quirk in QUIRKS.values()
        ]
        lines = [f"{quirk.name} ({quirk.kind}): {quirk.expect.in_words()}" for quirk in QUIRKS.values()]
        context.console.result(listed, "\n".join(lines))
        return c.DONE
    citizen = shelf.citizen(options.citizen, options.quirk)
    if options.show:
        data = shelf.load(options.citizen, options.quirk)
        files = {
            label: {"size": len(raw), "sha256": sha256_hex(raw)} for label, raw in data.named_files().items()
        }
        value = {
            "citizen": citizen.name,
            "number": citizen.number,
            "can": citizen.can,
            "mrz": citizen.mrz,
            "qr": citizen.qr,
            "csca": str(shelf.csca_path),
            "crl": str(shelf.crl_path),
            "files": files,
        }
        if data.switches.pins is not None:
            value |= {"pin": data.switches.pins.pin, "puk": data.switches.pins.puk}
        lines = [f"{key}: {text}" for key, text in value.items() if key != "files"]
        lines += [f"{label}: {facts['size']} byte" for label, facts in files.items()]
        context.console.result(value, "\n".join(lines))
        return c.DONE
    card = shelf.card(options.citizen, options.quirk)
    link = Link(options.link_kbps, options.overhead_ms) if options.link_kbps else None
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    say = context.console.say
    say(f"Đưa thẻ của {citizen.name} tới đầu đọc ảo, cổng {options.port}. Ctrl+C để lấy thẻ ra.")
    present(
        card,
        options.host,
        options.port,
        link=link,
        stop=stop,
        on_connection=lambda there: say("Thẻ nằm trên đầu đọc." if there else "Đầu đọc không nhận thẻ nữa."),
    )
    return c.DONE
