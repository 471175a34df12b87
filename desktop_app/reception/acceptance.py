"""The rows of an acceptance: dossier, papers, log, events, and the end of the draft, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version

from sqlalchemy.orm import Session as DbSession

from db.models.dossier import Consent, Dossier
from db.packs import keep_pack
from db.store import AuditMark
from desktop_app.catalogue.pack import Pack
from desktop_app.core.clock import to_text
from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import EventType, PaperKind
from desktop_app.digitization.log import DigitizedPaper, LogContext, record
from desktop_app.digitization.vault import keep
from desktop_app.dossiers.model import Letterhead, NewDossier
from desktop_app.dossiers.numbering import GivenNumber, NumberFormat
from desktop_app.dossiers.service import accept
from desktop_app.reception.drafts import drop
from desktop_app.reception.session import HeldPaper
from desktop_app.security.hashing import owner_hash
from desktop_app.security.office import OfficeView, officer_name
from desktop_app.sync.outbox import enqueue
from desktop_app.sync.wire import new_event

ALREADY_ACCEPTED = declare("reception.already_accepted")

# Where no chip was read nobody had to agree to it; the province gets a code all the same.
NO_CONSENT = "none"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A dossier ready to be written.

    Attributes:
        owner_number: citizen number of the owner; only its hash leaves the dossier's own rows.
        papers: sealed, in their order.
        raw_pack: the pack's bytes, kept once.
    """

    dossier: NewDossier
    owner_number: str = field(repr=False)
    papers: tuple[HeldPaper, ...]
    pack: Pack
    raw_pack: bytes = field(repr=False)
    office: OfficeView
    workstation: str


def write_acceptance(rows: DbSession, new: Acceptance) -> GivenNumber:
    """Write everything; the draft of the session ends here.

    Raises:
        AppError: `reception.already_accepted`, `dossiers.*`, `security.clock_set_back`.
    """
    before = rows.get(Dossier, new.dossier.dossier_id)
    if before is not None:
        raise AppError(ALREADY_ACCEPTED, {"number": before.number})
    keep_pack(
        rows,
        version=new.pack.version,
        sha256=new.pack.sha256,
        raw=new.raw_pack,
        effective_from=new.pack.effective_from.isoformat(),
        at=new.dossier.accepted_at,
    )
    numbers = NumberFormat(new.pack.numbering.official, new.pack.numbering.temporary)
    office = new.office
    head = Letterhead(office.parent_name, office.name, office.place, officer_name(rows, new.dossier.officer))
    number, mark = accept(rows, replace(new.dossier, letterhead=head), new.workstation, numbers)
    _log_papers(rows, new, number)
    _tell_province(rows, new, number, mark)
    drop(rows, new.dossier.dossier_id)
    return number


def _log_papers(rows: DbSession, new: Acceptance, number: GivenNumber) -> None:
    dossier = new.dossier
    context = LogContext(
        dossier_id=dossier.dossier_id,
        dossier_number=number.text,
        procedure=dossier.procedure,
        unit_code=new.office.unit_code,
        workstation=new.workstation,
        officer=dossier.officer,
        channel=dossier.channel,
        owner_hash=owner_hash(new.office.key, dossier.salt, new.owner_number),
        app_version=version("motcua"),
    )
    for ordinal, paper in enumerate(new.papers, 1):
        keep(rows, dossier.dossier_id, paper.file, dossier.accepted_at)
        record(rows, _digitized(paper, ordinal), context)


def _digitized(paper: HeldPaper, ordinal: int) -> DigitizedPaper:
    return DigitizedPaper(
        log_id=paper.log_id,
        component=paper.component,
        ordinal=ordinal,
        kind=PaperKind.COMPONENT,
        source=paper.source,
        pages=paper.pages,
        dpi=paper.dpi,
        colour=paper.colour,
        compared_with_original=paper.compared,
        started_at=paper.started_at,
        finished_at=paper.finished_at,
        file=paper.file,
    )


def _consent_version(rows: DbSession, consent_id: str | None) -> str:
    consent = rows.get(Consent, consent_id) if consent_id else None
    return consent.text_version if consent else NO_CONSENT


def _tell_province(rows: DbSession, new: Acceptance, number: GivenNumber, mark: AuditMark) -> None:
    dossier = new.dossier

    def tell(event_type: EventType, data: Mapping[str, object]) -> None:
        event = new_event(
            event_type,
            unit=new.office.unit_code,
            workstation=new.workstation,
            subject=dossier.dossier_id,
            at=dossier.accepted_at,
            data=data,
        )
        enqueue(rows, event, dossier.accepted_at)

    tell(
        EventType.DOSSIER_ACCEPTED,
        {
            "dossier_id": dossier.dossier_id,
            "number": number.text,
            "number_temporary": number.temporary,
            "procedure": dossier.procedure,
            "pack_version": dossier.pack_version,
            "channel": str(dossier.channel),
            "org_helping": dossier.organisations.helping,
            "org_receiving": dossier.organisations.receiving,
            "org_competent": dossier.organisations.competent,
            "workstation": new.workstation,
            "officer": dossier.officer,
            "accepted_at": to_text(dossier.accepted_at),
            "due_at": to_text(dossier.due_at) if dossier.due_at else None,
            "residence_method": str(dossier.residence_method) if dossier.residence_method else None,
            "papers": len(new.papers),
            "consent_version": _consent_version(rows, dossier.consent_id),
            "audit_sequence": mark.sequence,
            "audit_hash": mark.hash,
        },
    )
    for event in _of_papers(new.papers, dossier, mark):
        tell(EventType.PAPER_DIGITIZED, event)


def _of_papers(
    papers: Sequence[HeldPaper], dossier: NewDossier, mark: AuditMark
) -> list[Mapping[str, object]]:
    return [
        {
            "log_id": paper.log_id,
            "dossier_id": dossier.dossier_id,
            "component": paper.component,
            "kind": str(PaperKind.COMPONENT),
            "source": str(paper.source),
            "pages": paper.pages,
            "dpi": paper.dpi,
            "colour": paper.colour,
            "media_type": paper.file.media_type,
            "size_bytes": paper.file.size_bytes,
            "sha256": paper.file.sha256,
            "compared_with_original": paper.compared,
            "officer": dossier.officer,
            "started_at": to_text(paper.started_at),
            "finished_at": to_text(paper.finished_at),
            "app_version": version("motcua"),
            "previous_hash": mark.hash,
        }
        for paper in papers
    ]
