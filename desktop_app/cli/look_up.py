"""One look-up of a card, as `read` and `dump` make it: who reads and why, the read, the line in the log."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from desktop_app.cccd.access import can_key, key_from_mrz, key_from_number, pin_key, puk_key
from desktop_app.cccd.qr import CardQr, parse_qr
from desktop_app.cli import console as c
from desktop_app.cli.arguments import add_officer
from desktop_app.cli.context import Context
from desktop_app.cli.reading import SIMULATOR, add_reader_options, opened_card, trust
from desktop_app.core.errors import AppError, declare
from desktop_app.dossiers.service import by_number
from desktop_app.emrtd.access import AccessKey, AccessMode
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.reader import CardRead, read_card
from desktop_app.readers.recorder import Recorder
from desktop_app.readers.recording import Recording
from desktop_app.readers.replay import Replay
from desktop_app.reception.reading import record_lookup

PURPOSE_MISSING = declare("cli.purpose_missing")

_TRAINING_PURPOSE = "training"


@dataclass(frozen=True, slots=True)
class LookUp:
    """What one look-up gave.

    Attributes:
        read: the reading, also one that failed.
        at: when, aware; of a recording: when that was made.
        recording: all that was said, for who asked for it.
    """

    read: CardRead
    at: datetime
    recording: Recording | None = field(default=None, repr=False)


def add_look_up_options(command: argparse.ArgumentParser) -> None:
    """Options that say which card, with what secret, by whom and why."""
    secret = command.add_mutually_exclusive_group(required=True)
    secret.add_argument("--id", metavar="VALUE|-", help="số định danh 12 chữ số")
    secret.add_argument("--can", metavar="VALUE|-", help="sáu chữ số CAN")
    secret.add_argument("--mrz", metavar="VALUE|-", help="ba dòng MRZ")
    secret.add_argument("--qr", metavar="VALUE|-", help="nội dung mã QR của thẻ")
    secret.add_argument("--pin", metavar="VALUE|-", help="mã PIN của chủ thẻ; có thể thêm dấu cách và số CAN")
    secret.add_argument("--puk", metavar="VALUE|-", help="mã PUK")
    command.add_argument(
        "--last-try", action="store_true", help="với --pin, --puk: chủ thẻ muốn dùng cả lần thử cuối cùng"
    )
    command.add_argument(
        "--protocol",
        choices=[str(mode) for mode in AccessMode],
        default="auto",
        help="giao thức mở chip; không nêu: auto",
    )
    add_reader_options(command)
    add_officer(command)
    command.add_argument("--purpose", metavar="TEXT", help="mục đích tra cứu, được ghi lại")
    command.add_argument("--dossier", metavar="NUMBER", help="số hồ sơ liên quan")


def access_key(context: Context, options: argparse.Namespace) -> tuple[AccessKey, CardQr | None]:
    """What opens the chip, and the code it came from.

    Raises:
        AppError: `cli.secret_in_arguments`, `cli.secret_missing`, `cccd.*`.
    """
    if options.qr is not None:
        qr = parse_qr(c.secret_argument(options.qr, training=context.training))
        return key_from_number(qr.number), qr
    makers: tuple[tuple[str | None, Callable[[str], AccessKey]], ...] = (
        (options.id, key_from_number),
        (options.can, can_key),
        (options.mrz, key_from_mrz),
        (options.pin, partial(pin_key, last_try=options.last_try)),
        (options.puk, partial(puk_key, last_try=options.last_try)),
    )
    for value, make in makers:
        if value is not None:
            return make(c.secret_argument(value, training=context.training)), None
    raise AssertionError("argparse asks for one of them")


def look_up(
    context: Context,
    options: argparse.Namespace,
    key: AccessKey,
    *,
    before: Callable[[Card], None] | None = None,
    replay: Recording | None = None,
    record: bool = False,
) -> LookUp:
    """Read the card and log it, whatever came of it.

    Args:
        key: from `access_key`.
        before: does something with the card before it is read.
        replay: is read instead of a card.
        record: keep all that is said.

    Raises:
        AppError: `cli.*`, `security.*`, `readers.*` before the read; `readers.replay_differs` when the read
            left out something of the recording. An error that ends the read is in `LookUp.read`.
    """
    application = context.application
    officer = context.officer(options.officer)
    if options.purpose is None and not context.training:
        raise AppError(PURPOSE_MISSING)
    purpose = c.purpose_code(options.purpose or _TRAINING_PURPOSE)
    dossier_id = None
    if options.dossier:
        dossier_id = application.store.read(lambda session: by_number(session, options.dossier)).dossier_id
    trusted = trust(context, options)
    at = context.clock.now() if replay is None else replay.at
    player: Recorder | Replay | None = None
    with ExitStack() as stack:
        if replay is not None:
            card = player = Replay(replay)
            kind = SIMULATOR
        else:
            card, kind = stack.enter_context(opened_card(context, options))
            if before is not None:
                before(card)
            if record:
                card = player = Recorder(card)
        read = read_card(
            card,
            key,
            mode=AccessMode(options.protocol),
            anchors=trusted.anchors,
            revocation=trusted.revocation,
            at=at,
            random=player.random if player is not None else os.urandom,
        )
    application.store.write(
        officer,
        lambda session: record_lookup(
            session,
            application.reception.counter(officer),
            read,
            reader_kind=kind,
            purpose=purpose,
            consent_id=None,
            dossier_id=dossier_id,
            clock=context.clock,
        ),
    )
    if isinstance(player, Replay) and read.error is None:
        player.expect_end()
    return LookUp(read, at, player.recording(at) if isinstance(player, Recorder) else None)
