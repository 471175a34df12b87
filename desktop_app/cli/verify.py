"""`motcua verify-log`: walk the audit chain and the digitization log."""

from __future__ import annotations

import argparse

from desktop_app.cli import console as c
from desktop_app.cli.arguments import add_json
from desktop_app.cli.context import Context
from desktop_app.digitization import log
from desktop_app.security.audit import verify_chain


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("verify-log", help="kiểm tra chuỗi nhật ký và nhật ký số hóa")
    add_json(command)
    command.set_defaults(run=run)


def run(context: Context, options: argparse.Namespace) -> int:
    """Run it."""
    chain, papers = context.application.store.read(
        lambda session: (verify_chain(session), log.verify(session))
    )
    whole = chain.broken_at is None and not papers.broken
    value = {
        "whole": whole,
        "entries": chain.entries,
        "broken_at": chain.broken_at,
        "head": chain.head,
        "papers": papers.entries,
        "papers_broken": list(papers.broken),
    }
    if whole:
        text = f"Nhật ký nguyên vẹn: {chain.entries} dòng, {papers.entries} giấy tờ."
    elif chain.broken_at is not None:
        text = f"Nhật ký bị đứt tại dòng {chain.broken_at}. Ngừng dùng máy này và báo bộ phận hỗ trợ."
    else:
        text = f"{len(papers.broken)} dòng nhật ký số hóa không khớp. Báo bộ phận hỗ trợ."
    context.console.result(value, text)
    return c.DONE if whole else c.IN_DOUBT
