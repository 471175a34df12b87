"""`motcua trust`: who may vouch for cards here: brought in from files, listed, taken out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop_app.cli import console as c
from desktop_app.cli.arguments import add_json, add_officer
from desktop_app.cli.context import Context
from desktop_app.cli.reading import sources_in
from desktop_app.core.clock import local, to_text
from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import TrustScope
from desktop_app.emrtd.trust import Anchor
from desktop_app.emrtd.trust_files import ItemKind
from desktop_app.emrtd.trust_import import Gathered, gather
from desktop_app.security.revocation_store import RevocationLine, revocation_lines
from desktop_app.security.trust_admin import AnchorLine, Kept, anchor_lines, distrust, keep
from desktop_app.security.trust_store import TrustedCertificate, anchors, certificates_in

LIST_IS_OF_PASSPORTS = declare("cli.list_is_of_passports")
NOTHING_TRUSTED = declare("cli.nothing_trusted")
FINGERPRINT_UNCLEAR = declare("cli.fingerprint_unclear")

_ORIGIN = "command"
_LEAST_PRINT = 8  # characters of a fingerprint that are enough when they fit one thing only


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    command = commands.add_parser("trust", help="kho chứng thư gốc: nhập, liệt kê, gỡ")
    acts = command.add_subparsers(dest="act", metavar="ACT", required=True)
    bring = acts.add_parser("import", help="nhập chứng thư, danh sách gốc (master list), danh sách thu hồi")
    bring.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="PEM, DER hoặc LDIF; hoặc một thư mục"
    )
    bring.add_argument("--scope", choices=[str(scope) for scope in TrustScope], help="dùng cho loại thẻ nào")
    bring.add_argument(
        "--signer", type=Path, action="append", default=[], metavar="FILE", help="gốc của người ký danh sách"
    )
    add_officer(bring)
    bring.set_defaults(run=run_import)
    show = acts.add_parser("list", help="liệt kê kho")
    show.set_defaults(run=run_list)
    take = acts.add_parser("remove", help="gỡ một chứng thư hoặc danh sách thu hồi")
    take.add_argument("fingerprint", metavar="FINGERPRINT", help="SHA-256, tám ký tự đầu là đủ")
    add_officer(take)
    take.set_defaults(run=run_remove)
    for act in (bring, show, take):
        add_json(act)


def run_import(context: Context, options: argparse.Namespace) -> int:
    """Bring in what may be trusted of files."""
    store = context.application.store
    officer = context.manager(options.officer)
    scope = TrustScope(options.scope) if options.scope else None
    gathered = gather(
        [source for file in options.files for source in sources_in(file)],
        scope=scope,
        kept=[Anchor(item.certificate, item.scope) for item in store.read(anchors)],
        signers=[der for file in options.signer for der in certificates_in(file)],
        at=context.clock.now(),
    )
    if gathered.lists and scope is TrustScope.CITIZEN_CARD:
        raise AppError(LIST_IS_OF_PASSPORTS)
    found = [TrustedCertificate(item.certificate, item.scope) for item in gathered.certificates]
    kept = store.write(
        officer,
        lambda session: keep(
            session, found, gathered.revocation, origin=_ORIGIN, by=officer, clock=context.clock
        ),
    )
    context.console.result(_import_value(gathered, kept), _import_text(context, gathered, kept))
    if not gathered.certificates and not gathered.revocation:
        context.console.explain(AppError(NOTHING_TRUSTED, {"refused": len(gathered.refused)}))
        return c.KNOWN_ERROR
    return c.DONE


def run_list(context: Context, options: argparse.Namespace) -> int:
    """Show the store; it holds nothing personal, so nobody signs in."""
    store = context.application.store
    lines, lists = store.read(anchor_lines), store.read(revocation_lines)
    value = {
        "certificates": [_anchor_value(line) for line in lines],
        "revocation_lists": [_revocation_value(line) for line in lists],
    }
    text = [
        f"{line.sha256[:16]}  {line.scope:12}  đến {_day(line.valid_to)}  {line.holder}  ({line.origin})"
        for line in lines
    ]
    text += [
        f"{line.sha256[:16]}  danh sách thu hồi ngày {_day(line.facts.this_update)}, "
        f"{line.facts.revoked} chứng thư  {line.facts.issuer}  ({line.origin})"
        for line in lists
    ]
    context.console.result(value, "\n".join(text) or "Kho chưa có chứng thư nào.")
    return c.DONE


def run_remove(context: Context, options: argparse.Namespace) -> int:
    """Take one out."""
    store = context.application.store
    officer = context.manager(options.officer)
    wanted = options.fingerprint.replace(":", "").lower()
    known = {line.sha256 for line in store.read(anchor_lines)}
    known |= {line.sha256 for line in store.read(revocation_lines)}
    meant = [name for name in known if len(wanted) >= _LEAST_PRINT and name.startswith(wanted)]
    if len(meant) > 1:
        raise AppError(FINGERPRINT_UNCLEAR, {"count": len(meant)})
    name = meant[0] if meant else wanted
    store.write(officer, lambda session: distrust(session, name, by=officer))
    context.console.result({"removed": name}, f"Đã gỡ {name[:16]}.")
    return c.DONE


def _import_value(gathered: Gathered, kept: Kept) -> dict[str, Any]:
    return {
        "found": gathered.found,
        "imported": kept.new,
        "already_there": kept.already_there + gathered.repeated,
        "refused": [
            {"kind": item.kind, "name": item.name, "sha256": item.sha256, "reason": item.reason}
            for item in gathered.refused
        ],
        "document_signers": gathered.document_signers,
        "master_lists": gathered.lists,
        "revocation_lists": {"imported": kept.new_revocation, "not_newer": kept.older_revocation},
    }


def _import_text(context: Context, gathered: Gathered, kept: Kept) -> str:
    refused = [item for item in gathered.refused if item.kind is ItemKind.CERTIFICATE]
    lines = [
        f"{gathered.found} chứng thư: thêm {kept.new}, đã có {kept.already_there + gathered.repeated}, "
        f"không nhận {len(refused)}, chứng thư người ký để riêng {gathered.document_signers}."
    ]
    if gathered.revocation:
        lines.append(f"Danh sách thu hồi: thêm {kept.new_revocation}, không mới hơn {kept.older_revocation}.")
    messages = context.console.messages
    lines += [
        f"Không nhận {item.sha256[:16]} {item.name or '–'}: {messages.of(f'trust.{item.reason}').title}"
        for item in gathered.refused
    ]
    return "\n".join(lines)


def _anchor_value(line: AnchorLine) -> dict[str, Any]:
    return {
        "sha256": line.sha256,
        "subject": line.holder,
        "scope": line.scope,
        "valid_from": to_text(line.valid_from) if line.valid_from else None,
        "valid_to": to_text(line.valid_to) if line.valid_to else None,
        "origin": line.origin,
        "added_by": line.added_by,
        "added_at": to_text(line.added_at),
    }


def _revocation_value(line: RevocationLine) -> dict[str, Any]:
    facts = line.facts
    return {
        "sha256": line.sha256,
        "issuer": facts.issuer,
        "number": None if facts.number is None else str(facts.number),
        "this_update": to_text(facts.this_update),
        "next_update": to_text(facts.next_update) if facts.next_update else None,
        "revoked": facts.revoked,
        "origin": line.origin,
        "added_by": line.added_by,
        "added_at": to_text(line.added_at),
    }


def _day(instant: Any) -> str:
    return f"{local(instant):%d/%m/%Y}" if instant else "–"
