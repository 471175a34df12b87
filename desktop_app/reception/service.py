"""Accepting a citizen's dossier: form, papers, number, appointment, log and events in one transaction."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.orm import Session

from db.models.office import CataloguePack
from db.store import AuditMark, Store, audit
from desktop_app.catalogue.deadline import Appointment, appointment
from desktop_app.catalogue.model import Component, Procedure
from desktop_app.catalogue.pack import Pack
from desktop_app.cccd.record import CitizenRecord
from desktop_app.core.clock import Clock, local_day, to_text
from desktop_app.core.errors import AppError, declare
from desktop_app.core.ids import uuid7
from desktop_app.core.messages import Messages
from desktop_app.core.terms import (
    Channel,
    EventType,
    PaperKind,
    PaperSource,
    PersonRole,
    ResidenceMethod,
)
from desktop_app.digitization.log import DigitizedPaper, LogContext, record
from desktop_app.digitization.papers import Paper, recognise
from desktop_app.digitization.vault import Vault, keep
from desktop_app.dossiers.model import NewDossier, Organisations
from desktop_app.dossiers.numbering import GivenNumber, NumberFormat
from desktop_app.dossiers.service import accept
from desktop_app.reception.filling import FilledValue, fill_declaration, share_not_typed, values_to_keep
from desktop_app.reception.papers import declaration_pdf, gather, receipt_pdf, record_receipt
from desktop_app.reception.reading import Counter
from desktop_app.security.hashing import owner_hash
from desktop_app.security.office import OfficeView
from desktop_app.sync.outbox import enqueue
from desktop_app.sync.wire import new_event

COMPONENT_UNKNOWN = declare("reception.component_unknown")
COMPONENT_MISSING = declare("reception.component_missing")
NO_NUMBER_ON_CARD = declare("reception.no_number_on_card")
TERM_CASE_UNKNOWN = declare("reception.term_case_unknown")
NO_PACK_IN_FORCE = declare("reception.no_pack_in_force")


@dataclass(frozen=True, slots=True)
class GivenPaper:
    """A paper the citizen brought.

    Attributes:
        component: code of the component it is for.
        data: the file's bytes.
        compared_with_original: the officer saw the original.
    """

    component: str
    data: bytes = dataclasses.field(repr=False)
    source: PaperSource = PaperSource.SCAN
    compared_with_original: bool = False


@dataclass(frozen=True, slots=True)
class ReceiveRequest:
    """What is needed to accept a dossier of one declarant.

    Attributes:
        term_case: case of the procedure's term; empty for the usual one.
        consent_version: which text the citizen agreed to.
    """

    procedure: str
    officer: str
    declarant: CitizenRecord = dataclasses.field(repr=False)
    papers: tuple[GivenPaper, ...]
    lookup_id: str | None
    consent_id: str
    consent_version: str
    residence_method: ResidenceMethod | None
    channel: Channel = Channel.DIRECT
    term_case: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted dossier.

    Attributes:
        share_not_typed: percent of the form's blanks that nobody typed.
        papers: SHA-256 of each paper, in order.
    """

    dossier_id: str
    number: str
    number_temporary: bool
    accepted_at: datetime
    due_at: datetime | None
    appointment: Appointment
    share_not_typed: int
    papers: tuple[str, ...]


class Reception:
    """The counter's use cases on one profile.

    Args:
        packs: catalogue packs with their bytes; the newest one in force is used.
        fonts: folder of the paper fonts.
        words: Vietnamese words for the explanations on paper.
    """

    def __init__(
        self,
        *,
        store: Store,
        vault: Vault,
        clock: Clock,
        workstation: str,
        office: OfficeView,
        packs: Sequence[tuple[bytes, Pack]],
        fonts: Path,
        words: Messages,
    ) -> None:
        self._store = store
        self._vault = vault
        self._clock = clock
        self._workstation = workstation
        self._office = office
        self._packs = tuple(packs)
        self._fonts = fonts
        self._words = words

    def pack(self) -> Pack:
        """The pack in force today.

        Raises:
            AppError: `reception.no_pack_in_force`.
        """
        return self._pack_on(self._clock.now())[1]

    def counter(self, officer: str) -> Counter:
        """Where and by whom."""
        return Counter(self._office.unit_code, self._workstation, officer)

    def accept(self, request: ReceiveRequest, *, before_commit: Callable[[], None] | None = None) -> Accepted:
        """Accept the dossier: everything is written, or nothing.

        Files lie encrypted on disk before the transaction; a crash in between leaves a file without a row,
        which a later start sweeps away.

        Args:
            request: the dossier.
            before_commit: called inside the transaction after the last row; tests break off here.

        Raises:
            AppError: `reception.*`, `catalogue.procedure_unknown`, `digitization.*`, `core.*`, `db.*`.
        """
        now = self._clock.now()
        raw_pack, pack = self._pack_on(now)
        procedure = pack.procedure(request.procedure)
        if not request.declarant.get("number"):
            raise AppError(NO_NUMBER_ON_CARD)
        try:
            term = procedure.term(request.term_case)
        except KeyError as error:
            raise AppError(TERM_CASE_UNKNOWN, {"procedure": procedure.code}) from error
        due = appointment(term, now, pack.calendar, pack.office_hours)
        form = fill_declaration(
            request.declarant, recipient=self._office.recipient_name, request=procedure.name
        )
        papers = self._digitize(procedure, pack, form, request)
        dossier = self._new_dossier(request, procedure, pack, term.case, now, due, form)

        def write(session: Session) -> tuple[GivenNumber, AuditMark]:
            self._pin_pack(session, raw_pack, pack)
            numbers = NumberFormat(pack.numbering.official, pack.numbering.temporary)
            number, mark = accept(session, dossier, self._workstation, numbers)
            self._log_papers(session, dossier, number, papers)
            self._tell_province(session, dossier, number, mark, papers, request.consent_version)
            if before_commit is not None:
                before_commit()
            return number, mark

        number, _ = self._store.write(request.officer, write)
        return Accepted(
            dossier_id=dossier.dossier_id,
            number=number.text,
            number_temporary=number.temporary,
            accepted_at=now,
            due_at=due.due,
            appointment=due,
            share_not_typed=share_not_typed(form),
            papers=tuple(paper.file.sha256 for paper in papers),
        )

    def printed_papers(self, number: str, officer: str) -> dict[str, bytes]:
        """The PDFs to hand out, by form: the declaration as kept, and the receipt with both its sheets.

        Safe to call again after a crash; each further receipt is marked as a reprint and counted.

        Raises:
            AppError: `dossiers.not_found`, `digitization.*`, `paperwork.*`, `core.disk_full`.
        """
        job = self._store.read(lambda session: gather(session, number))
        procedure = job.pack.procedure(job.dossier.procedure)
        papers: dict[str, bytes] = {}
        declaration = job.declaration_file
        if declaration is not None:
            papers[procedure.declaration_form] = self._store.read(
                lambda session: self._vault.open(session, declaration)
            )
        pdf = receipt_pdf(job, self._office, self._words, self._fonts)
        sealed = None if job.prints else self._vault.seal(pdf, "application/pdf")
        self._store.write(officer, lambda session: record_receipt(session, job, pdf, sealed, self._clock))
        papers[procedure.receipt_form] = pdf
        return papers

    def _pack_on(self, now: datetime) -> tuple[bytes, Pack]:
        in_force = [item for item in self._packs if item[1].in_force(local_day(now))]
        if not in_force:
            raise AppError(NO_PACK_IN_FORCE)
        return max(in_force, key=lambda item: (item[1].effective_from, item[1].version))

    def _digitize(
        self, procedure: Procedure, pack: Pack, form: Mapping[str, FilledValue], request: ReceiveRequest
    ) -> tuple[DigitizedPaper, ...]:
        """The declaration made here and the papers brought, each recognised, sealed and ready for the log."""
        started = self._clock.now()
        found: list[tuple[Component, Paper, PaperSource, bool]] = []
        for ordinal, given in enumerate(request.papers, 1):
            component = procedure.component(given.component)
            if component is None:
                raise AppError(COMPONENT_UNKNOWN, {"ordinal": ordinal, "procedure": procedure.code})
            paper = recognise(given.data, ordinal)
            found.append((component, paper, given.source, given.compared_with_original))
        for component in procedure.components:
            if component.form and component.form == procedure.declaration_form:
                pdf = declaration_pdf(
                    pack, procedure, form, local_day(started), self._office.place, self._fonts
                )
                found.insert(0, (component, recognise(pdf, 0), PaperSource.MADE_HERE, False))
                break
        brought = {component.code for component, *_ in found}
        for component in procedure.components:
            if component.required and not component.replaced_by and component.code not in brought:
                raise AppError(COMPONENT_MISSING, {"component": component.code})
        return tuple(
            DigitizedPaper(
                log_id=uuid7(),
                component=component.code,
                ordinal=ordinal,
                kind=PaperKind.COMPONENT,
                source=source,
                pages=paper.pages,
                dpi=paper.dpi,
                colour=paper.colour,
                compared_with_original=compared,
                started_at=started,
                finished_at=self._clock.now(),
                file=self._vault.seal(paper.data, paper.media_type),
            )
            for ordinal, (component, paper, source, compared) in enumerate(found, 1)
        )

    def _new_dossier(
        self,
        request: ReceiveRequest,
        procedure: Procedure,
        pack: Pack,
        term_case: str,
        now: datetime,
        due: Appointment,
        form: Mapping[str, FilledValue],
    ) -> NewDossier:
        fee = procedure.fee(request.channel)
        people = {PersonRole.DECLARANT: request.declarant, PersonRole.OWNER: request.declarant}
        return NewDossier(
            dossier_id=uuid7(),
            procedure=procedure.code,
            term_case=term_case,
            pack_version=pack.version,
            channel=request.channel,
            organisations=Organisations(
                self._office.org_helping, self._office.org_receiving, self._office.org_competent
            ),
            officer=request.officer,
            residence_method=request.residence_method,
            consent_id=request.consent_id,
            lookup_id=request.lookup_id,
            accepted_at=now,
            due_at=due.due,
            due_reasons=tuple((str(reason.code), reason.facts) for reason in due.reasons),
            fee=fee.amount_dong if fee else 0,
            salt=secrets.token_bytes(16),
            values=values_to_keep(people, form),
        )

    def _pin_pack(self, session: Session, raw: bytes, pack: Pack) -> None:
        if session.get(CataloguePack, pack.version) is None:
            session.add(
                CataloguePack(
                    version=pack.version,
                    sha256=pack.sha256,
                    raw=raw,
                    effective_from=pack.effective_from.isoformat(),
                    imported_at=self._clock.now(),
                )
            )
            session.flush()
            audit(session, "catalogue.pack_kept", "catalogue_pack", pack.version, {"sha256": pack.sha256})

    def _log_papers(
        self, session: Session, dossier: NewDossier, number: GivenNumber, papers: Sequence[DigitizedPaper]
    ) -> None:
        owner = next(v.value for v in dossier.values if (v.part, v.field) == (PersonRole.OWNER, "number"))
        context = LogContext(
            dossier_id=dossier.dossier_id,
            dossier_number=number.text,
            procedure=dossier.procedure,
            unit_code=self._office.unit_code,
            workstation=self._workstation,
            officer=dossier.officer,
            channel=dossier.channel,
            owner_hash=owner_hash(self._office.key, dossier.salt, owner),
            app_version=version("motcua"),
        )
        for paper in papers:
            keep(session, dossier.dossier_id, paper.file, dossier.accepted_at)
            record(session, paper, context)

    def _tell_province(
        self,
        session: Session,
        dossier: NewDossier,
        number: GivenNumber,
        mark: AuditMark,
        papers: Sequence[DigitizedPaper],
        consent_version: str,
    ) -> None:
        def tell(event_type: EventType, data: Mapping[str, object]) -> None:
            event = new_event(
                event_type,
                unit=self._office.unit_code,
                workstation=self._workstation,
                subject=dossier.dossier_id,
                at=dossier.accepted_at,
                data=data,
            )
            enqueue(session, event, dossier.accepted_at)

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
                "workstation": self._workstation,
                "officer": dossier.officer,
                "accepted_at": to_text(dossier.accepted_at),
                "due_at": to_text(dossier.due_at) if dossier.due_at else None,
                "residence_method": str(dossier.residence_method) if dossier.residence_method else None,
                "papers": len(papers),
                "consent_version": consent_version,
                "audit_sequence": mark.sequence,
                "audit_hash": mark.hash,
            },
        )
        for paper in papers:
            tell(
                EventType.PAPER_DIGITIZED,
                {
                    "log_id": paper.log_id,
                    "dossier_id": dossier.dossier_id,
                    "component": paper.component,
                    "kind": str(paper.kind),
                    "source": str(paper.source),
                    "pages": paper.pages,
                    "dpi": paper.dpi,
                    "colour": paper.colour,
                    "media_type": paper.file.media_type,
                    "size_bytes": paper.file.size_bytes,
                    "sha256": paper.file.sha256,
                    "compared_with_original": paper.compared_with_original,
                    "officer": dossier.officer,
                    "started_at": to_text(paper.started_at),
                    "finished_at": to_text(paper.finished_at),
                    "app_version": version("motcua"),
                    "previous_hash": mark.hash,
                },
            )
