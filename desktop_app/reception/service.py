"""The counter's use cases on one profile: read a person, hold a paper, keep a draft, accept, print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session as DbSession

from db.store import Store
from desktop_app.catalogue.deadline import appointment
from desktop_app.catalogue.model import ConsentText, Procedure
from desktop_app.catalogue.pack import Pack
from desktop_app.core.bus import Changed
from desktop_app.core.clock import Clock, local_day
from desktop_app.core.errors import AppError, declare
from desktop_app.core.ids import uuid7
from desktop_app.core.messages import Messages
from desktop_app.core.terms import PaperSource
from desktop_app.digitization.papers import Paper, recognise
from desktop_app.digitization.vault import Vault
from desktop_app.dossiers.numbering import GivenNumber
from desktop_app.emrtd.access import AccessKey, AccessMode
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.reader import Progress, read_card
from desktop_app.emrtd.trust import Anchor
from desktop_app.reception import reading
from desktop_app.reception.acceptance import Acceptance, write_acceptance
from desktop_app.reception.checklist import declaration_of
from desktop_app.reception.draft_desk import DraftDesk
from desktop_app.reception.events import (
    CardText,
)
from desktop_app.reception.filling import (
    FilledForm,
    fill_form,
    owner_number,
    share_not_typed,
)
from desktop_app.reception.model import Accepted, ReceiveRequest
from desktop_app.reception.pack_trial import try_out
from desktop_app.reception.packs import PackShelf
from desktop_app.reception.papers import declaration_pdf, draft_job, receipt_pdf
from desktop_app.reception.preparing import (
    INCOMPLETE,
    check_request,
    new_dossier,
    refuse_incomplete,
    session_of,
)
from desktop_app.reception.print_desk import PrintDesk
from desktop_app.reception.reading import Counter, PersonRead
from desktop_app.reception.session import (
    HeldPaper,
    Session,
    procedure_of,
)
from desktop_app.reception.view import view
from desktop_app.security.office import OFFICE_FILE_INVALID, OfficeView, office_of
from desktop_app.security.office_admin import OfficeChange, change_office, change_workstation
from desktop_app.sync.wire import is_code

CONSENT_MISSING = declare("reception.consent_missing")

DRAFT_DAYS = 7


class Reception(DraftDesk, PrintDesk):
    """The counter's use cases on one profile. Every method but `pack`, `pack_of` and `counter` may block.

    Args:
        packs: the program's catalogue packs with their bytes; those of the profile join them.
        fonts: folder of the paper fonts.
        words: Vietnamese words for the explanations on paper.
        draft_days: how long an untouched draft is kept.
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
        draft_days: int = DRAFT_DAYS,
    ) -> None:
        shelf = PackShelf(store, clock, packs, lambda pack: try_out(pack, fonts))
        DraftDesk.__init__(self, store, clock, workstation, timedelta(days=draft_days), shelf)
        PrintDesk.__init__(self, store, vault, clock, workstation, fonts, words)
        self._office = office

    @property
    def office(self) -> OfficeView:
        """The office of this profile, as `refresh` saw it last."""
        return self._office

    def refresh(self) -> None:
        """Take in what other pages and programs changed: the office, and new catalogue packs."""
        self._office = self._store.read(office_of)
        self.packs.refresh()

    def change_office(self, change: OfficeChange, officer: str) -> OfficeView:
        """Change the office and this workstation; what was accepted keeps what it pinned.

        Raises:
            AppError: `security.not_allowed`, `.unit_code_in_use`, `.block_overlaps`,
                `.scanner_prefix_invalid`, `.office_file_invalid` for a code that no event could carry.
        """
        named = change.organisations.model_dump()
        codes = {"office.unit_code": change.office.unit_code}
        codes |= {f"organisations.{name}": code for name, code in named.items() if code}
        for where, code in codes.items():
            if not is_code(code):
                raise AppError(OFFICE_FILE_INVALID, {"where": where})

        def write(rows: DbSession) -> OfficeView:
            change_workstation(rows, change, by=officer)
            return change_office(rows, change, by=officer)

        new = self._office = self._store.write(officer, write)
        self._store.bus.publish(Changed("office", new.unit_code))  # whoever hears it finds the new one here
        return new

    def counter(self, officer: str) -> Counter:
        """Where and by whom."""
        return Counter(self._office.unit_code, self._workstation, officer)

    # People --------------------------------------------------------------------------------------------

    def record_consent(
        self, officer: str, purpose: str = reading.PURPOSE, *, shown: ConsentText | None = None
    ) -> str:
        """Keep that a citizen agreed to have the chip read, and to which text; returns the row's id.

        Args:
            shown: the text before the citizen's eyes; None for that of the pack in force.
        """
        words, counter = shown or self.pack().consent, self.counter(officer)
        return self._store.write(
            officer,
            lambda rows: reading.record_consent(
                rows, counter, version=words.version, text=words.text, purpose=purpose, clock=self._clock
            ),
        )

    def read_person(
        self,
        card: Card,
        key: AccessKey,
        *,
        officer: str,
        reader_kind: str,
        anchors: Sequence[Anchor],
        consent_id: str | None,
        revocation: Sequence[bytes] = (),
        purpose: str = reading.PURPOSE,
        mode: AccessMode = AccessMode.AUTO,
        slot: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        on_text: Callable[[CardText], None] | None = None,
    ) -> PersonRead:
        """Read a citizen's card after they agreed; whatever happens, a row says who read it and what for.

        Args:
            reader_kind: `pcsc` or `simulator`.
            consent_id: from `record_consent`.
            revocation: lists of revoked certificates, DER.
            slot: whose card it is; None leaves that to whose turn it is.
            on_text: told once before the photo is read: text of the chip, not yet checked.

        Raises:
            AppError: `reception.consent_missing` before the first byte; trouble of the card is in the answer.
        """
        if not self._store.read(lambda rows: reading.has_agreed(rows, consent_id)):
            raise AppError(CONSENT_MISSING)

        def on_files(files: Mapping[str, bytes]) -> None:
            text = reading.text_of(files, slot)
            if on_text is not None and text is not None:
                on_text(text)

        read = read_card(
            card,
            key,
            mode=mode,
            anchors=anchors,
            revocation=revocation,
            at=self._clock.now(),
            progress=progress,
            cancelled=cancelled,
            on_files=on_files,
        )
        lookup_id = self._store.write(
            officer,
            lambda rows: reading.record_lookup(
                rows,
                self.counter(officer),
                read,
                reader_kind=reader_kind,
                purpose=purpose,
                consent_id=consent_id,
                dossier_id=None,
                clock=self._clock,
            ),
        )
        return reading.person_read(read, lookup_id, slot, self._clock.now())

    # Papers --------------------------------------------------------------------------------------------

    def hold_paper(
        self,
        component: str,
        data: bytes | Paper,
        source: PaperSource,
        *,
        ordinal: int = 1,
        compared: bool = False,
        started_at: datetime | None = None,
    ) -> HeldPaper:
        """Recognise and seal a paper; its row in the digitization log is written with the dossier.

        Args:
            data: a file's bytes, or a paper that is known already, as scanning makes it.
            ordinal: which paper it is, for messages.
            started_at: when scanning began; None for now.

        Raises:
            AppError: `digitization.*`, `core.disk_full`, `core.not_writable`.
        """
        started = started_at or self._clock.now()
        paper = data if isinstance(data, Paper) else recognise(data, ordinal)
        return HeldPaper(
            log_id=uuid7(),
            component=component,
            file=self._vault.seal(paper.data, paper.media_type),
            pages=paper.pages,
            dpi=paper.dpi,
            colour=paper.colour,
            source=source,
            compared=compared,
            started_at=started,
            finished_at=self._clock.now(),
        )

    def open_held(self, paper: HeldPaper) -> bytes:
        """The bytes of a paper that waits for its dossier.

        Raises:
            AppError: `digitization.file_missing`, `digitization.file_damaged`.
        """
        return self._vault.open_sealed(paper.file)

    # Accepting -----------------------------------------------------------------------------------------

    def accept_session(
        self,
        session: Session,
        officer: str,
        *,
        whole_form: bool = True,
        before_commit: Callable[[], None] | None = None,
    ) -> Accepted:
        """Accept the dossier of a session: everything is written, or nothing, and its draft ends.

        Files lie encrypted on disk before the transaction; a crash in between leaves a file without a row,
        which a later start sweeps away.

        Args:
            whole_form: refuse while anything is missing; False leaves blanks to be written by hand.
            before_commit: called inside the transaction after the last row; tests break off here.

        Raises:
            AppError: `reception.*`, `catalogue.procedure_unknown`, `digitization.*`, `core.*`, `db.*`.
        """
        self.refresh()
        now = self._clock.now()
        held = self.packs.pinned(session.pack)
        pack = held.pack
        procedure = procedure_of(session, pack)
        if procedure is None:
            raise AppError(INCOMPLETE, {"count": 1})
        form = fill_form(session, pack, self._office, local_day(now))
        number = owner_number(session, pack, form)
        missing = view(session, pack, self._office, now).missing
        refuse_incomplete(missing, number, whole_form=whole_form)
        due = appointment(procedure.term(session.term_case), now, pack.calendar, pack.office_hours)
        papers = self._papers(session, procedure, pack, form, now)
        new = Acceptance(
            dossier=new_dossier(session, officer, pack, self._office, now, due, form),
            owner_number=number,
            papers=papers,
            pack=pack,
            raw_pack=held.raw,
            office=self._office,
            workstation=self._workstation,
        )

        def write(rows: DbSession) -> GivenNumber:
            given = write_acceptance(rows, new)
            if before_commit is not None:
                before_commit()
            return given

        given = self._store.write(officer, write)
        return Accepted(
            dossier_id=session.session_id,
            number=given.text,
            number_temporary=given.temporary,
            accepted_at=now,
            due_at=due.due,
            appointment=due,
            share_not_typed=share_not_typed(form),
            papers=tuple(paper.file.sha256 for paper in papers),
        )

    def accept(self, request: ReceiveRequest, *, before_commit: Callable[[], None] | None = None) -> Accepted:
        """Accept the dossier of one declarant, as the command line does: a session made at once.

        Raises:
            AppError: as `accept_session`.
        """
        pack = self.pack()
        check_request(request, pack)
        held = tuple(
            self.hold_paper(
                paper.component,
                paper.data,
                paper.source,
                ordinal=ordinal,
                compared=paper.compared_with_original,
            )
            for ordinal, paper in enumerate(request.papers, 1)
        )
        session = session_of(request, pack, held, self._clock.now())
        return self.accept_session(session, request.officer, whole_form=False, before_commit=before_commit)

    def _papers(
        self, session: Session, procedure: Procedure, pack: Pack, form: FilledForm, now: datetime
    ) -> tuple[HeldPaper, ...]:
        """The declaration made here, if there is one, and the papers held."""
        component = declaration_of(procedure, session.channel)
        if component is None:
            return session.papers
        pdf = declaration_pdf(pack, procedure, form, local_day(now), self._office.place, self._fonts)
        made = self.hold_paper(component.code, pdf, PaperSource.MADE_HERE, ordinal=0, started_at=now)
        return (made, *session.papers)

    # Papers to hand out --------------------------------------------------------------------------------

    def preview_papers(self, session: Session, officer: str) -> dict[str, bytes]:
        """The PDFs as they would be now, by form, with the draft mark and without a number.

        Raises:
            AppError: `reception.incomplete` while no procedure is chosen; `paperwork.*`.
        """
        now, pack = self._clock.now(), self.pack_of(session)
        procedure = procedure_of(session, pack)
        if procedure is None:
            raise AppError(INCOMPLETE, {"count": 1})
        form = fill_form(session, pack, self._office, local_day(now))
        papers: dict[str, bytes] = {}
        made = declaration_of(procedure, session.channel)
        if made is not None:
            papers[procedure.declaration_form] = declaration_pdf(
                pack, procedure, form, local_day(now), self._office.place, self._fonts, draft=True
            )
        due = appointment(procedure.term(session.term_case), now, pack.calendar, pack.office_hours)
        new = new_dossier(session, officer, pack, self._office, now, due, form)
        components = tuple(paper.component for paper in session.papers)
        components = (made.code, *components) if made else components
        job = self._store.read(lambda rows: draft_job(rows, new, pack, components))
        papers[procedure.receipt_form] = receipt_pdf(job, self._office, self._words, self._fonts)
        return papers
