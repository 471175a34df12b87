"""`motcua read`: read and check one card, and log the look-up."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from desktop_app.bootstrap.paths import resources_folder
from desktop_app.cccd.expiry import candidates_of, key_with_expiry, parse_rules
from desktop_app.cccd.qr import CardQr
from desktop_app.cccd.record import build_record
from desktop_app.cli import console as c
from desktop_app.cli.arguments import add_json
from desktop_app.cli.context import Context
from desktop_app.cli.look_up import LookUp, access_key, add_look_up_options, look_up
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.errors import AppError, declare
from desktop_app.core.files import write_atomically
from desktop_app.emrtd.details import details_of
from desktop_app.emrtd.face import face_image
from desktop_app.emrtd.reader import CardRead
from desktop_app.emrtd.result import Finding
from desktop_app.readers.picture import PictureOpener
from desktop_app.readers.recording import recording_of
from desktop_app.reception.reading import crossed, in_doubt

PHOTO_NOT_OPENED = declare("cli.photo_not_opened")
RECORDING_IN_TRAINING_ONLY = declare("cli.recording_in_training_only")

_ONLY_LIST = 0
_PHOTO_SIDE = 1200  # pixels; photos of citizen cards have some 400 by 530


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("read", help="đọc và kiểm tra một thẻ")
    add_look_up_options(command)
    command.add_argument(
        "--try-expiry",
        type=int,
        nargs="?",
        const=_ONLY_LIST,
        metavar="N",
        help="với --qr: thử ngày hết hạn thứ N suy từ độ tuổi (không có N: chỉ liệt kê, không chạm thẻ)",
    )
    command.add_argument("--photo", type=Path, metavar="FILE", help="ghi ảnh của thẻ ra tệp này")
    tape = command.add_mutually_exclusive_group()
    tape.add_argument("--record", type=Path, metavar="FILE", help="tập huấn: ghi mọi trao đổi với thẻ ra tệp")
    tape.add_argument("--replay", type=Path, metavar="FILE", help="tập huấn: đọc lại tệp ghi, không cần thẻ")
    add_json(command)
    command.set_defaults(run=run)


def run(context: Context, options: argparse.Namespace) -> int:
    """Run it."""
    if (options.record or options.replay) and not context.training:
        raise AppError(RECORDING_IN_TRAINING_ONLY)
    replay = recording_of(c.read_text(options.replay)) if options.replay else None
    key, qr = access_key(context, options)
    if options.try_expiry is not None:
        rules = parse_rules((resources_folder() / "card" / "validity.toml").read_bytes())
        if qr is None:
            context.console.say("--try-expiry đi cùng --qr.")
            return c.USAGE
        if options.try_expiry == _ONLY_LIST:
            return _list_expiry(context, candidates_of(qr, rules))
        key = key_with_expiry(qr, options.try_expiry, rules)
    looked = look_up(context, options, key, replay=replay, record=options.record is not None)
    read = looked.read
    unfitting = crossed(read, qr, looked.at)
    value = read_value(read, options, unfitting, qr)
    # What was read is told whether or not it could be written down.
    if unwritten := _write_files(context, options, looked):
        value.setdefault("error", c.error_value(unwritten))
    context.console.result(value, _text(context, read, unfitting))
    failures = [error for error in (read.error, unwritten) if error is not None]
    for error in failures:
        context.console.explain(error)
    if failures:
        return c.KNOWN_ERROR
    return c.IN_DOUBT if in_doubt(read) else c.DONE


def read_value(
    read: CardRead,
    options: argparse.Namespace,
    unfitting: Sequence[Finding] = (),
    qr: CardQr | None = None,
) -> dict[str, Any]:
    """A reading as the JSON that machines get.

    Args:
        unfitting: what does not fit between the places of the card.
        qr: the code that was scanned; what was doubtful in it is told.
    """
    citizen: dict[str, Any] | None = None
    card: dict[str, Any] | None = None
    error = read.error
    if "DG1" in read.files or "DG13" in read.files:
        try:
            record, facts = build_record(read.files)
            citizen, card = record.to_json(), asdict(facts)
        except AppError as unreadable:
            error = error or unreadable
    link_ms = None
    if options.link_kbps:
        link_ms = round(read.exchanges * options.overhead_ms + 8 * read.wire_bytes / options.link_kbps, 1)
    value: dict[str, Any] = {
        "citizen": citizen,
        "card": card,
        "protocol": read.protocol,
        "files": {n: {"size": len(raw), "sha256": sha256_hex(raw)} for n, raw in read.files.items()},
        "checks": {
            str(name): {"outcome": check.outcome, "reason": check.reason}
            for name, check in read.checks.items()
        },
        "findings": [
            {"code": finding.code, "severity": finding.severity} for finding in (*read.findings, *unfitting)
        ],
        "exchanges": read.exchanges,
        "elapsed_ms": read.elapsed_ms,
        "link_ms": link_ms,
    }
    if beside := details_of(read.files):
        value["details"] = beside
    if qr is not None:
        value["qr"] = {"doubtful": list(qr.doubtful)}
    return value | ({"error": c.error_value(error)} if error is not None else {})


def _list_expiry(context: Context, days: Sequence[date]) -> int:
    """Say which dates a person may try, one at each call."""
    lines = [f"{ordinal}. {day:%d/%m/%Y}" for ordinal, day in enumerate(days, 1)]
    text = "\n".join(lines) or "Không suy được ngày hết hạn; nhìn trên thẻ và dùng --mrz."
    context.console.result({"expiry_candidates": [day.isoformat() for day in days]}, text)
    return c.DONE


def _write_files(context: Context, options: argparse.Namespace, looked: LookUp) -> AppError | None:
    """Write the recording and the photo that were asked for; the error that kept one from being written."""
    try:
        if looked.recording is not None:
            write_atomically(options.record.absolute(), looked.recording.to_lines().encode())
        if options.photo is not None and "DG2" in looked.read.files:
            _write_photo(context, options.photo, face_image(looked.read.files["DG2"]))
    except AppError as error:
        return error
    return None


def _write_photo(context: Context, path: Path, raw: bytes) -> None:
    """The picture as the chip holds it, or as PNG where the name says so and it can be opened."""
    if path.suffix.lower() == ".png":
        opener = PictureOpener()
        try:
            png = opener.open_png(raw, _PHOTO_SIDE, _PHOTO_SIDE)
        finally:
            opener.close()
        if png is not None:
            write_atomically(path.absolute(), png)
            return
        context.console.explain(AppError(PHOTO_NOT_OPENED))
    write_atomically(path.absolute(), raw)


def _text(context: Context, read: CardRead, unfitting: Sequence[Finding]) -> str:
    messages = context.console.messages
    lines = [f"Giao thức: {read.protocol or '–'} · {read.exchanges} lượt trao đổi · {read.elapsed_ms} ms"]
    for name, check in read.checks.items():
        reason = f" – {messages.of(f'checks.{check.reason}').title}" if check.reason else ""
        lines.append(
            f"{messages.of(f'checks.{name}').title}: {messages.of(f'checks.{check.outcome}').title}{reason}"
        )
    lines += [
        f"Lưu ý: {messages.of(f'findings.{finding.code}').title}" for finding in (*read.findings, *unfitting)
    ]
    lines += [f"{name}: {len(raw)} byte" for name, raw in read.files.items()]
    return "\n".join(lines)
