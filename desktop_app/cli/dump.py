"""`motcua dump --redacted`: what a card and its reader did, for support, without anything of the person."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from desktop_app.cli import console as c
from desktop_app.cli.context import Context
from desktop_app.cli.look_up import LookUp, access_key, add_look_up_options, look_up
from desktop_app.core.errors import AppError, declare
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.master_files import read_master_files
from desktop_app.emrtd.outline import outline
from desktop_app.emrtd.result import Finding, TraceEntry
from desktop_app.reception.reading import crossed, in_doubt

REDACTED_ONLY = declare("cli.dump_redacted_only")

_FORM = 1  # of the report
_SHOWN_FACTS = ("phase", "file", "status_word", "why", "tries_left", "size_bytes", "size")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("dump", help="mô tả một thẻ cho bộ phận hỗ trợ, không có dữ liệu cá nhân")
    command.add_argument("--redacted", action="store_true", help="che mọi dữ liệu cá nhân (bắt buộc)")
    add_look_up_options(command)
    command.add_argument("--json", action="store_true", default=True, help=argparse.SUPPRESS)
    command.set_defaults(run=run)


def run(context: Context, options: argparse.Namespace) -> int:
    """Run it."""
    if not options.redacted:
        raise AppError(REDACTED_ONLY)
    key, qr = access_key(context, options)
    kind = _Kind()
    looked = look_up(context, options, key, before=kind.look)
    read = looked.read
    unfitting = crossed(read, qr, looked.at)
    context.console.result(_report(looked, kind, unfitting), "")
    if read.error is not None:
        context.console.explain(read.error)
        return c.KNOWN_ERROR
    return c.IN_DOUBT if in_doubt(read) else c.DONE


class _Kind:
    """What a card tells of its kind before anybody is let in."""

    def __init__(self) -> None:
        self.atr: bytes | None = None
        self.files: dict[str, bytes] = {}

    @off_gui_thread
    def look(self, card: Card) -> None:
        """Ask the card. One that breaks here breaks in the read too, and is told there."""
        self.atr = getattr(card, "atr", None)
        try:
            self.files = read_master_files(card)
        except AppError:
            return


def _report(looked: LookUp, kind: _Kind, unfitting: tuple[Finding, ...]) -> dict[str, Any]:
    read = looked.read
    return {
        "dump": _FORM,
        "program": {"version": version("motcua"), "platform": sys.platform},
        "atr": kind.atr.hex().upper() if kind.atr is not None else None,
        "protocol": read.protocol,
        "error": _error(read.error) if read.error is not None else None,
        "files": {name: outline(name, raw) for name, raw in (kind.files | dict(read.files)).items()},
        "checks": {
            str(name): {"outcome": check.outcome, "reason": check.reason}
            for name, check in read.checks.items()
        },
        "findings": [
            {"code": str(found.code), "severity": found.severity} for found in (*read.findings, *unfitting)
        ],
        "limits": asdict(read.limits),
        "exchanges": read.exchanges,
        "wire_bytes": read.wire_bytes,
        "elapsed_ms": read.elapsed_ms,
        "trace": [_exchange(entry) for entry in read.trace],
    }


def _error(error: AppError) -> dict[str, Any]:
    return {"code": str(error.code)} | {k: v for k, v in error.facts.items() if k in _SHOWN_FACTS}


def _exchange(entry: TraceEntry) -> dict[str, Any]:
    return {
        "phase": entry.phase,
        "file": entry.file,
        "ins": f"{entry.ins:02X}",
        "sent": entry.sent_bytes,
        "received": entry.received_bytes,
        "status_word": entry.status_word,
        "asked": entry.asked_bytes,
        "ms": round(entry.elapsed_ms, 1),
    }
