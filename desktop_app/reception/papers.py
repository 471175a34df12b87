"""The papers of a dossier: the declaration before it is accepted, the receipt after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.dossier import DigitizationEntry, Receipt
from db.store import audit, changed
from desktop_app.catalogue.deadline import ReasonCode, receipt_due
from desktop_app.catalogue.model import Procedure
from desktop_app.catalogue.pack import Pack
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.clock import Clock
from desktop_app.core.errors import Fact
from desktop_app.core.ids import uuid7
from desktop_app.core.messages import Messages
from desktop_app.core.terms import Channel, DossierState, PaperSource, PersonRole
from desktop_app.digitization.vault import SealedFile, keep
from desktop_app.dossiers.model import DossierSummary, Letterhead, NewDossier
from desktop_app.dossiers.service import by_number, values_of
from desktop_app.paperwork.declaration import render_declaration
from desktop_app.paperwork.receipt import Receipt as ReceiptValues
from desktop_app.paperwork.receipt import ReceiptCopy, ReceiptPaper, render_receipt
from desktop_app.reception.filling import FilledForm
from desktop_app.reception.packs import pinned_pack
from desktop_app.reception.printing import prints_of
from desktop_app.security.office import OfficeView, officer_name

# Reasons short enough, and worth a line on paper; the rest is said at the counter.
_ON_PAPER = (
    ReasonCode.RECEIVED_AFTER_HOURS,
    ReasonCode.RECEIVED_ON_DAY_OFF,
    ReasonCode.RECEIVED_AFTER_CUT_OFF,
    ReasonCode.WEEKEND_SKIPPED,
    ReasonCode.HOLIDAY_SKIPPED,
    ReasonCode.COMPENSATION_SKIPPED,
    ReasonCode.MOVED_TO_WORKING_DAY,
    ReasonCode.ESTIMATE_UNTIL_FORWARDED,
)


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What is needed to render a receipt outside the transaction.

    Attributes:
        dossier: the dossier.
        values: its personal values by (part, field).
        components: of the papers handed in.
        declaration_form: id; "" where the procedure has none.
        declaration_file: the declaration as it was signed; None where none was made here.
        receipt_file: the receipt as it was made first; None until then.
        letterhead: what the papers say of office and officer; None where the dossier does not pin it.
        officer: name of the officer, as it is today.
        prints: how often the receipt came out before, or may have.
        draft: nothing is accepted yet: no number, and the mark that says so.
    """

    dossier: DossierSummary
    values: Mapping[tuple[str, str], str]
    components: tuple[str, ...]
    declaration_form: str
    declaration_file: str | None
    receipt_form: str
    receipt_file: str | None
    pack: Pack
    letterhead: Letterhead | None
    officer: str
    prints: int
    draft: bool = False


def declaration_pdf(
    pack: Pack,
    procedure: Procedure,
    form: FilledForm,
    day: date,
    place: str,
    fonts: Path,
    *,
    draft: bool = False,
) -> bytes:
    """The filled declaration of a procedure.

    Raises:
        AppError: `paperwork.*`.
    """
    return render_declaration(
        {name: filled.value for name, filled in form.cells.items()},
        [{name: filled.value for name, filled in row.items()} for row in form.rows],
        form=pack.form(procedure.declaration_form),
        fonts=fonts,
        place=place,
        day=day,
        draft=draft,
    )


def gather(session: Session, number: str) -> PrintJob:
    """Read what a receipt needs.

    Raises:
        AppError: `dossiers.not_found`; `reception.pack_gone` or `catalogue.*` for its pack.
    """
    dossier = by_number(session, number)
    entries = session.scalars(
        select(DigitizationEntry)
        .where(DigitizationEntry.dossier_id == dossier.dossier_id)
        .order_by(DigitizationEntry.ordinal)
    ).all()
    pack = pinned_pack(session, dossier.pack_version)
    procedure = pack.procedure(dossier.procedure)
    made_here = [entry.file_id for entry in entries if entry.source == PaperSource.MADE_HERE]
    receipt = _receipt_row(session, dossier.dossier_id, procedure.receipt_form)
    return PrintJob(
        dossier=dossier,
        values=values_of(session, dossier.dossier_id),
        components=tuple(entry.component for entry in entries),
        declaration_form=procedure.declaration_form,
        declaration_file=made_here[0] if made_here else None,
        receipt_form=procedure.receipt_form,
        receipt_file=receipt.file_id if receipt else None,
        pack=pack,
        letterhead=dossier.letterhead,
        officer=officer_name(session, dossier.officer),
        prints=prints_of(session, dossier.dossier_id, procedure.receipt_form),
    )


def draft_job(session: Session, new: NewDossier, pack: Pack, components: tuple[str, ...]) -> PrintJob:
    """What a receipt would need if the dossier were accepted now."""
    dossier = DossierSummary(
        dossier_id=new.dossier_id,
        number="",
        number_temporary=False,
        procedure=new.procedure,
        state=str(DossierState.DRAFT),
        pack_version=new.pack_version,
        term_case=new.term_case,
        channel=str(new.channel),
        officer=new.officer,
        accepted_at=new.accepted_at,
        due_at=new.due_at,
        due_reasons=new.due_reasons,
        fee=new.fee,
        letterhead=new.letterhead,
    )
    procedure = pack.procedure(new.procedure)
    return PrintJob(
        dossier=dossier,
        values={(value.part, value.field): value.value for value in new.values},
        components=components,
        declaration_form=procedure.declaration_form,
        declaration_file=None,
        receipt_form=procedure.receipt_form,
        receipt_file=None,
        pack=pack,
        letterhead=new.letterhead,
        officer=officer_name(session, new.officer),
        prints=0,
        draft=True,
    )


def owes_receipt(job: PrintJob) -> bool:
    """Whether the law wants a receipt for this dossier, asked for or not."""
    procedure = job.pack.procedure(job.dossier.procedure)
    return receipt_due(procedure, job.dossier.accepted_at, job.pack.calendar, job.pack.office_hours)


def receipt_pdf(job: PrintJob, office: OfficeView, words: Messages, fonts: Path) -> bytes:
    """Both sheets of the receipt in one file; marked as a reprint when it came out before."""
    procedure = job.pack.procedure(job.dossier.procedure)
    dossier = job.dossier
    head = job.letterhead or Letterhead(office.parent_name, office.name, office.place, job.officer)
    values = {field: text for (part, field), text in job.values.items() if part == PersonRole.OWNER}
    sheets = [
        ReceiptValues(
            parent_office=head.parent_office,
            office=head.office,
            counter=head.office,
            number=dossier.number,
            copy=copy,
            place=head.place,
            owner_name=values.get("full_name", ""),
            owner_number=values.get("number", ""),
            owner_address=values.get("permanent_address", ""),
            owner_phone=job.values.get(("form", "phone"), ""),
            owner_email=job.values.get(("form", "email"), ""),
            submitter_name=job.values.get((PersonRole.DECLARANT, "full_name"), values.get("full_name", "")),
            request=procedure.name,
            papers=_lines(procedure, job.components),
            channel=Channel(dossier.channel),
            term=procedure.term(dossier.term_case).text,
            received_at=dossier.accepted_at,
            due_at=dossier.due_at,
            due_reason=_short_reason(dossier.due_reasons, words),
            result_place=head.office,
            fee_dong=dossier.fee,
            officer_name=head.officer,
            reprint=job.prints,
            temporary=dossier.number_temporary,
            draft=job.draft,
        )
        for copy in (ReceiptCopy.KEPT, ReceiptCopy.GIVEN)
    ]
    return render_receipt(*sheets, form=job.pack.form(procedure.receipt_form), fonts=fonts)


def keep_receipt(session: Session, job: PrintJob, pdf: bytes, sealed: SealedFile, clock: Clock) -> str:
    """Keep the very bytes of a receipt that was made first.

    Args:
        sealed: `pdf` in the vault.

    Returns:
        id of the file that is kept: another one where another program was faster.
    """
    dossier_id, form = job.dossier.dossier_id, job.receipt_form
    row = _receipt_row(session, dossier_id, form)
    if row is not None:
        return row.file_id
    keep(session, dossier_id, sealed, clock.now())
    digest = sha256_hex(pdf)
    row = Receipt(
        id=uuid7(),
        dossier_id=dossier_id,
        form=form,
        sha256=digest,
        file_id=sealed.file_id,
        copies=len(ReceiptCopy),
        made_at=clock.now(),
    )
    session.add(row)
    session.flush()
    audit(session, "receipt.made", "receipt", row.id, {"sha256": digest, "form": form})
    changed(session, "receipt", row.id)
    return sealed.file_id


def _receipt_row(session: Session, dossier_id: str, form: str) -> Receipt | None:
    query = select(Receipt).where(Receipt.dossier_id == dossier_id, Receipt.form == form)
    return session.scalars(query).first()


def _lines(procedure: Procedure, components: Sequence[str]) -> tuple[ReceiptPaper, ...]:
    found = [procedure.component(code) for code in dict.fromkeys(components)]
    return tuple(ReceiptPaper(c.name, originals=c.originals, copies=c.copies) for c in found if c is not None)


def _short_reason(reasons: Sequence[tuple[str, Mapping[str, Fact]]], words: Messages) -> str:
    return " ".join(words.of(code, facts).cause for code, facts in reasons if code in _ON_PAPER)
