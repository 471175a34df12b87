"""What `read` and `receive` share: which reader, which card, which trust."""

from __future__ import annotations

import argparse
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.cli.context import Context
from desktop_app.core.terms import TrustScope
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.pcsc import wait_for_card
from desktop_app.readers.simulator.chip import Chip
from desktop_app.security.trust_store import anchors, certificates_in

PCSC, SIMULATOR = "pcsc", "simulator"
_IN_PROCESS = "simulator"


def add_reader_options(command: argparse.ArgumentParser) -> None:
    """Options that say where the card lies."""
    command.add_argument("--reader", metavar="NAME", help="tên đầu đọc (một phần là đủ)")
    command.add_argument("--wait", type=float, default=10.0, metavar="S", help="chờ thẻ bao nhiêu giây")
    command.add_argument("--trust", type=Path, metavar="DIR", help="chứng thư gốc của thẻ căn cước")
    command.add_argument("--link-kbps", type=int, metavar="N")
    command.add_argument("--overhead-ms", type=float, default=0.0, metavar="N")
    command.add_argument("--citizen", metavar="NAME", help=argparse.SUPPRESS)


@contextmanager
def opened_card(context: Context, options: argparse.Namespace) -> Generator[tuple[Card, str]]:
    """The card to read, and the kind of reader.

    In training `--reader simulator` takes the training card in this process, without PC/SC.

    Raises:
        AppError: `readers.*`.
    """
    if context.training and options.reader == _IN_PROCESS:
        shelf = context.application.shelf
        yield Chip(shelf.load(options.citizen)), SIMULATOR
        return
    card = wait_for_card(options.reader, options.wait)
    try:
        yield card, PCSC
    finally:
        card.close()


def trust(context: Context, options: argparse.Namespace) -> tuple[Anchor, ...]:
    """The office's anchors, and those of `--trust`, which vouch for citizen cards."""
    kept = context.application.store.read(anchors)
    given = certificates_in(options.trust) if options.trust else ()
    return (
        *(Anchor(item.certificate, item.scope) for item in kept),
        *(Anchor(certificate, TrustScope.CITIZEN_CARD) for certificate in given),
    )
