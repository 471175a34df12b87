"""`motcua receive`: from a card to an accepted dossier and its receipt; `motcua receipt` prints it again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop_app.cccd.access import can_key
from desktop_app.cccd.number import can_of_number
from desktop_app.cccd.qr import parse_qr
from desktop_app.cccd.record import QR_OF_ANOTHER_CARD, build_record
from desktop_app.cli import console as c
from desktop_app.cli.arguments import add_json, add_officer
from desktop_app.cli.context import Context
from desktop_app.cli.read import read_value
from desktop_app.cli.reading import add_reader_options, opened_card, trust
from desktop_app.core.clock import local, to_text
from desktop_app.core.errors import AppError, declare
from desktop_app.core.files import disk_error, write_atomically
from desktop_app.core.terms import ResidenceMethod
from desktop_app.core.text import fold
from desktop_app.digitization.papers import MAX_BYTES
from desktop_app.emrtd.reader import CardRead
from desktop_app.reception.model import Accepted, GivenPaper, ReceiveRequest
from desktop_app.reception.preparing import CARD_IN_DOUBT
from desktop_app.reception.reading import crossed, in_doubt

CONSENT_MISSING = declare("cli.consent_missing")
PAPER_ARGUMENT_INVALID = declare("cli.paper_argument_invalid")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the commands."""
    command = commands.add_parser("receive", help="tiếp nhận hồ sơ từ thẻ")
    command.add_argument("--procedure", required=True, metavar="CODE", help="mã thủ tục")
    command.add_argument("--qr", required=True, metavar="TEXT|-", help="nội dung mã QR của thẻ")
    command.add_argument(
        "--paper",
        action="append",
        default=[],
        metavar="FILE=COMPONENT",
        help="giấy tờ đã quét và mã thành phần; nêu được nhiều lần",
    )
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="nơi ghi tờ khai và giấy hẹn")
    command.add_argument("--case", default="", metavar="CASE", help="trường hợp của thời hạn giải quyết")
    command.add_argument("--agreed", action="store_true", help="người dân đã đồng ý cho đọc chip")
    add_officer(command)
    add_reader_options(command)
    add_json(command)
    command.set_defaults(run=run)
    again = commands.add_parser("receipt", help="in lại giấy tiếp nhận của một hồ sơ")
    again.add_argument("--number", required=True, metavar="NUMBER", help="mã hồ sơ hoặc số tạm")
    again.add_argument("--out", type=Path, required=True, metavar="DIR", help="nơi ghi giấy")
    add_officer(again)
    add_json(again)
    again.set_defaults(run=run_receipt)


def run(context: Context, options: argparse.Namespace) -> int:
    """Receive a dossier."""
    # What was given is looked at before the profile is opened.
    qr = parse_qr(c.secret_argument(options.qr, training=context.training))
    papers = tuple(_paper(text, ordinal) for ordinal, text in enumerate(options.paper, 1))
    application = context.application
    reception = application.reception
    consent = reception.pack().consent
    reception.pack().procedure(options.procedure)
    _agreement(context, options, consent.text)
    officer = context.officer(options.officer)
    trusted = trust(context, options)
    out = _out_folder(options.out)
    consent_id = reception.record_consent(officer)
    with opened_card(context, options) as (card, kind):
        person = reception.read_person(
            card,
            can_key(can_of_number(qr.number)),
            officer=officer,
            reader_kind=kind,
            anchors=trusted.anchors,
            revocation=trusted.revocation,
            consent_id=consent_id,
        )
    read = person.read
    if read.error is not None:
        raise read.error
    if in_doubt(read):
        return _refuse(context, options, read)
    record, _ = build_record(read.files, qr)
    for notice in record.notices:
        if notice.code == QR_OF_ANOTHER_CARD:
            raise notice
    request = ReceiveRequest(
        procedure=options.procedure,
        officer=officer,
        declarant=record,
        papers=papers,
        lookup_id=person.lookup_id,
        consent_id=consent_id,
        residence_method=ResidenceMethod.CHIP,
        term_case=options.case,
    )
    unfitting = crossed(read, qr, context.clock.now())
    # A number that was given must be told: from here on Ctrl+C waits for the end.
    with c.uninterrupted():
        accepted = reception.accept(request)
        return _tell(context, accepted, read_value(read, options, unfitting, qr), officer, out)


def _tell(context: Context, accepted: Accepted, read: dict[str, Any], officer: str, out: Path) -> int:
    """Write the papers of an accepted dossier and say what it became."""
    value = {"dossier": _accepted_value(context, accepted), "read": read}
    try:
        files = _write_papers(context, accepted.number, officer, out)
    except AppError as error:
        # The dossier stays accepted: its number must be told, and `motcua receipt` makes the paper again.
        context.console.result(
            value | {"files": {}, "error": c.error_value(error)}, _text(context, accepted, {})
        )
        context.console.explain(error)
        return c.KNOWN_ERROR
    context.console.result(value | {"files": files}, _text(context, accepted, files))
    return c.DONE


def run_receipt(context: Context, options: argparse.Namespace) -> int:
    """Make the receipt of an accepted dossier (again)."""
    officer = context.officer(options.officer)
    files = _write_papers(context, options.number, officer, _out_folder(options.out))
    context.console.result({"number": options.number, "files": files}, "\n".join(files.values()))
    return c.DONE


def _write_papers(context: Context, number: str, officer: str, out: Path) -> dict[str, str]:
    written = {}
    for name, data in context.application.reception.printed_papers(number, officer).items():
        path = out / f"{number}-{name}.pdf"
        write_atomically(path, data)
        written[name] = str(path)
    return written


def _paper(text: str, ordinal: int) -> GivenPaper:
    # The component's code has no equals sign; a file name may have one.
    path, equals, component = text.rpartition("=")
    if not equals or not path or not component:
        raise AppError(PAPER_ARGUMENT_INVALID, {"ordinal": ordinal})
    # One byte more than may be is enough to be refused: a device or a film would fill the memory.
    return GivenPaper(component, c.read_file(Path(path), ordinal, MAX_BYTES + 1))


def _agreement(context: Context, options: argparse.Namespace, text: str) -> None:
    """The citizen agrees before the first byte is read: by option, or asked at the terminal."""
    if options.agreed or context.training:
        return
    if c.at_terminal() and options.qr != "-":
        context.console.say(text)
        if fold(input("Người dân đồng ý? [c/K] ")) in ("c", "co"):
            return
    raise AppError(CONSENT_MISSING)


def _out_folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error) from error
    return path.absolute()


def _refuse(context: Context, options: argparse.Namespace, read: CardRead) -> int:
    error = AppError(CARD_IN_DOUBT)
    value = {"dossier": None, "read": read_value(read, options), "error": c.error_value(error)}
    context.console.result(value, "Hồ sơ chưa được tiếp nhận.")
    context.console.explain(error)
    return c.IN_DOUBT


def _accepted_value(context: Context, accepted: Accepted) -> dict[str, Any]:
    messages = context.console.messages
    return {
        "id": accepted.dossier_id,
        "number": accepted.number,
        "number_temporary": accepted.number_temporary,
        "accepted_at": to_text(accepted.accepted_at),
        "due_at": to_text(accepted.due_at) if accepted.due_at else None,
        "due_reasons": [
            {"code": str(reason.code), "text": messages.of(reason.code, reason.facts).cause}
            for reason in accepted.appointment.reasons
        ],
        "share_not_typed": accepted.share_not_typed,
        "papers": list(accepted.papers),
    }


def _text(context: Context, accepted: Accepted, files: dict[str, str]) -> str:
    value = _accepted_value(context, accepted)
    kind = "Số tạm" if accepted.number_temporary else "Mã hồ sơ"
    due = f"{local(accepted.due_at):%H:%M ngày %d/%m/%Y}" if accepted.due_at else "không có ngày hẹn"
    lines = [f"{kind}: {accepted.number}", f"Hẹn trả: {due}"]
    lines += [f"  · {reason['text']}" for reason in value["due_reasons"]]
    lines += [f"Không phải gõ: {accepted.share_not_typed}%"]
    return "\n".join(lines + [f"{name}: {path}" for name, path in files.items()])
