"""`motcua catalogue`: the catalogue packs of a profile: listed, tried out, brought in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop_app.catalogue.pack_file import pack_bytes
from desktop_app.cli import console as c
from desktop_app.cli.arguments import add_json, add_officer
from desktop_app.cli.context import Context
from desktop_app.core.clock import to_text
from desktop_app.reception.packs import PackLine, PackUse

_USES = {
    PackUse.IN_FORCE: "đang dùng",
    PackUse.LATER: "sẽ dùng",
    PackUse.PINNED: "giữ cho hồ sơ cũ",
}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("catalogue", help="gói danh mục thủ tục: liệt kê, thử, nhập")
    acts = command.add_subparsers(dest="act", metavar="ACT", required=True)
    show = acts.add_parser("list", help="các gói ở máy này")
    show.set_defaults(run=run_list)
    check = acts.add_parser("check", help="thử một gói, không nhập")
    check.set_defaults(run=run_check)
    bring = acts.add_parser("import", help="nhập một gói: tệp .toml, tệp zip hoặc thư mục")
    add_officer(bring)
    bring.set_defaults(run=run_import)
    for act in (check, bring):
        act.add_argument("pack", type=Path, metavar="PACK", help="tệp .toml, tệp zip hoặc thư mục của gói")
    for act in (show, check, bring):
        add_json(act)


def run_list(context: Context, options: argparse.Namespace) -> int:
    """Show the packs; they hold nothing personal, so nobody signs in."""
    lines = context.application.reception.packs.lines()
    context.console.result(list(map(_value, lines)), "\n".join(map(_text, lines)))
    return c.DONE


def run_check(context: Context, options: argparse.Namespace) -> int:
    """Everything that importing looks at, and nothing is kept."""
    pack = context.application.reception.packs.look_at(pack_bytes(options.pack))
    value = {"version": pack.version, "sha256": pack.sha256}
    context.console.result(value, f"Gói {pack.version} dùng được, chưa nhập.")
    return c.DONE


def run_import(context: Context, options: argparse.Namespace) -> int:
    """Bring a pack in."""
    packs = context.application.reception.packs
    officer = context.manager(options.officer)
    line = packs.bring_in(pack_bytes(options.pack), officer)
    context.console.result(_value(line), "Đã nhập gói " + _text(line))
    return c.DONE


def _value(line: PackLine) -> dict[str, Any]:
    return {
        "version": line.version,
        "sha256": line.sha256,
        "effective_from": line.effective_from.isoformat(),
        "effective_to": line.effective_to.isoformat() if line.effective_to else None,
        "use": str(line.use),
        "procedures": line.procedures,
        "forms": line.forms,
        "to_verify": len(line.weak),
        "source": line.source,
        "imported_at": to_text(line.imported_at) if line.imported_at and line.imported_by else None,
        "imported_by": line.imported_by or None,
    }


def _text(line: PackLine) -> str:
    until = f" đến {line.effective_to:%d/%m/%Y}" if line.effective_to else ""
    days = f"từ {line.effective_from:%d/%m/%Y}{until}"
    holds = f"{line.procedures} thủ tục, {line.forms} biểu mẫu, {len(line.weak)} chỗ cần kiểm tra"
    return f"{line.version}: {_USES[line.use]}, {days}; {holds}"
