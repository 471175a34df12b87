"""What `read` and `receive` share: which reader, which card, which trust."""

from __future__ import annotations

import argparse
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop_app.cli.arguments import duration, rate
from desktop_app.cli.context import Context
from desktop_app.core.clock import local_day
from desktop_app.core.errors import AppError
from desktop_app.core.terms import TrustScope
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.trust import Anchor
from desktop_app.emrtd.trust_import import Source, gather
from desktop_app.readers.limits import FILE_NAME, LimitsMemory, RememberedCard
from desktop_app.readers.pcsc import wait_for_card
from desktop_app.security.revocation_store import revocation_lists
from desktop_app.security.trust_store import TRUST_FOLDER_MISSING, anchors

PCSC, SIMULATOR = "pcsc", "simulator"
_IN_PROCESS = "simulator"


def add_reader_options(command: argparse.ArgumentParser) -> None:
    """Options that say where the card lies."""
    command.add_argument("--reader", metavar="NAME", help="tên đầu đọc (một phần là đủ)")
    command.add_argument("--wait", type=duration, default=10.0, metavar="S", help="chờ thẻ bao nhiêu giây")
    command.add_argument("--trust", type=Path, metavar="DIR", help="chứng thư gốc của thẻ căn cước")
    add_link_options(command)
    command.add_argument("--citizen", metavar="NAME", help=argparse.SUPPRESS)
    command.add_argument("--quirk", metavar="NAME", help=argparse.SUPPRESS)


def add_link_options(command: argparse.ArgumentParser) -> None:
    """The radio link that times are measured against."""
    command.add_argument(
        "--link-kbps", type=rate, metavar="N", help="tốc độ sóng giữa đầu đọc và chip, kbit/s"
    )
    command.add_argument(
        "--overhead-ms",
        type=duration,
        default=0.0,
        metavar="N",
        help="phần cố định của mỗi lượt trao đổi, ms",
    )


@contextmanager
def opened_card(context: Context, options: argparse.Namespace) -> Generator[tuple[Card, str]]:
    """The card to read, and the kind of reader.

    In training `--reader simulator` takes the training card in this process, without PC/SC.

    Raises:
        AppError: `readers.*`.
    """
    if context.training and options.reader == _IN_PROCESS:
        shelf = context.application.shelf
        yield shelf.card(options.citizen, options.quirk), SIMULATOR
        return
    path = context.application.profile.paths.root / FILE_NAME
    # Training lays weak readers and odd chips on the one virtual reader: what they fail at says nothing.
    memory = LimitsMemory(None if context.training else path, lambda: local_day(context.clock.now()))
    card = wait_for_card(options.reader, options.wait)
    try:
        yield RememberedCard(card, memory), PCSC
    finally:
        card.close()


@dataclass(frozen=True, slots=True)
class Trust:
    """What cards are judged by: issuers' certificates, and what these have revoked (DER)."""

    anchors: tuple[Anchor, ...]
    revocation: tuple[bytes, ...]


def trust(context: Context, options: argparse.Namespace) -> Trust:
    """The office's trust, and that of `--trust`, whose certificates vouch for citizen cards.

    Raises:
        AppError: `security.trust_folder_missing`, `emrtd.trust_file_unreadable`, `emrtd.master_list_*`.
    """
    store = context.application.store
    kept = tuple(Anchor(item.certificate, item.scope) for item in store.read(anchors))
    lists = store.read(revocation_lists)
    if not options.trust:
        return Trust(kept, lists)
    given = gather(
        sources_in(options.trust), scope=TrustScope.CITIZEN_CARD, kept=kept, at=context.clock.now()
    )
    return Trust((*kept, *given.certificates), (*lists, *given.revocation))


def sources_in(place: Path) -> list[Source]:
    """A file, or the files directly in a folder by name, each to be opened.

    Raises:
        AppError: `security.trust_folder_missing`.
    """
    if not place.exists():
        raise AppError(TRUST_FOLDER_MISSING)
    paths = sorted(p for p in place.iterdir() if p.is_file()) if place.is_dir() else [place]
    return [partial(Path.open, path, "rb") for path in paths]
