"""From a session, or a request of the command line, to a dossier that can be written. Pure."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from datetime import datetime

from desktop_app.catalogue.deadline import Appointment
from desktop_app.catalogue.pack import Pack
from desktop_app.core.errors import AppError, declare
from desktop_app.dossiers.model import NewDossier, Organisations
from desktop_app.reception.events import COMPONENT_UNKNOWN, TERM_CASE_UNKNOWN
from desktop_app.reception.filling import FilledForm, values_to_keep
from desktop_app.reception.model import ReceiveRequest
from desktop_app.reception.people import NO_NUMBER_ON_CARD
from desktop_app.reception.session import HeldPaper, Person, ReadSummary, Session, new_session, slots
from desktop_app.reception.view import Missing, MissingCode, residence_of
from desktop_app.security.office import OfficeView

COMPONENT_MISSING = declare("reception.component_missing")
CARD_IN_DOUBT = declare("reception.card_in_doubt")
INCOMPLETE = declare("reception.incomplete")


def refuse_incomplete(missing: Sequence[Missing], owner_number: str, *, whole_form: bool) -> None:
    """Stop before anything is written.

    Args:
        missing: from the view of the session.
        whole_form: refuse while anything is missing; False refuses only what no pen can mend.

    Raises:
        AppError: `reception.card_in_doubt`, `.component_missing`, `.incomplete`, `.no_number_on_card`.
    """
    if any(item.code is MissingCode.PERSON_IN_DOUBT for item in missing):
        raise AppError(CARD_IN_DOUBT)
    for item in missing:
        if item.code is MissingCode.PAPER:
            raise AppError(COMPONENT_MISSING, {"component": item.target.partition(".")[2]})
    if missing and whole_form:
        raise AppError(INCOMPLETE, {"count": len(missing)})
    if not owner_number:
        raise AppError(NO_NUMBER_ON_CARD)


def check_request(request: ReceiveRequest, pack: Pack) -> None:
    """Look at a request before any of its papers is sealed.

    Raises:
        AppError: `catalogue.procedure_unknown`, `reception.no_number_on_card`, `.term_case_unknown`,
            `.component_unknown`.
    """
    procedure = pack.procedure(request.procedure)
    if not request.declarant.get("number"):
        raise AppError(NO_NUMBER_ON_CARD)
    if request.term_case and request.term_case not in [term.case for term in procedure.terms]:
        raise AppError(TERM_CASE_UNKNOWN, {"procedure": procedure.code})
    for ordinal, paper in enumerate(request.papers, 1):
        if procedure.component(paper.component) is None:
            raise AppError(COMPONENT_UNKNOWN, {"ordinal": ordinal, "procedure": procedure.code})


def session_of(request: ReceiveRequest, pack: Pack, papers: tuple[HeldPaper, ...], at: datetime) -> Session:
    """The session that a request of the command line stands for: the declarant sits first."""
    session = dataclasses.replace(
        new_session(),
        procedure=request.procedure,
        pack=pack.version,
        term_case=request.term_case,
        channel=request.channel,
        residence_method=request.residence_method,
        papers=papers,
    )
    slot = slots(session, pack)[0].key
    read = ReadSummary(None, {}, (), at, request.lookup_id)
    person = Person(slot, dataclasses.replace(request.declarant, notices=()), read=read)
    return dataclasses.replace(session, people={slot: person}, consents={slot: request.consent_id}, turn=slot)


def new_dossier(
    session: Session,
    officer: str,
    pack: Pack,
    office: OfficeView,
    now: datetime,
    due: Appointment,
    form: FilledForm,
) -> NewDossier:
    """The dossier of a session whose procedure is chosen."""
    procedure = pack.procedure(session.procedure or "")
    fee = procedure.fee(session.channel)
    reads = [person.read for person in session.people.values() if person.read is not None]
    return NewDossier(
        dossier_id=session.session_id,
        procedure=procedure.code,
        term_case=procedure.term(session.term_case).case,
        pack_version=pack.version,
        channel=session.channel,
        organisations=Organisations(office.org_helping, office.org_receiving, office.org_competent),
        officer=officer,
        residence_method=residence_of(session, procedure).method,
        consent_id=next(iter(session.consents.values()), None),
        lookup_ids=tuple(dict.fromkeys(read.lookup_id for read in reads if read.lookup_id)),
        accepted_at=now,
        due_at=due.due,
        due_reasons=tuple((str(reason.code), reason.facts) for reason in due.reasons),
        fee=fee.amount_dong if fee else 0,
        salt=secrets.token_bytes(16),
        values=values_to_keep(session, pack, form),
    )
