"""Accepting a dossier, and reading dossiers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.dossier import Dossier, DossierChange, DossierValue, Lookup
from db.models.office import Office
from db.store import AuditMark, audit, changed
from desktop_app.core.clock import local_day
from desktop_app.core.errors import AppError, declare
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import DossierState
from desktop_app.core.text import fold, nfc
from desktop_app.dossiers.model import DossierSummary, Letterhead, NewDossier
from desktop_app.dossiers.numbering import GivenNumber, NumberFormat, next_number
from desktop_app.dossiers.states import DossierEvent, step

NOT_FOUND = declare("dossiers.not_found")
NO_OFFICE = declare("dossiers.no_office")


def accept(
    session: Session, new: NewDossier, workstation: str, form: NumberFormat
) -> tuple[GivenNumber, AuditMark]:
    """Write an accepted dossier with its values, its number and its audit row.

    Args:
        session: of the running `Store.write`; papers and events join the same transaction.
        new: the dossier.
        workstation: code of this workstation.
        form: how numbers are written.

    Raises:
        AppError: `dossiers.no_office`, `security.clock_set_back`.
    """
    office = session.scalars(select(Office)).first()
    if office is None:
        raise AppError(NO_OFFICE)
    number = next_number(session, workstation, office.unit_code, local_day(new.accepted_at), form)
    state = step(DossierState.DRAFT, DossierEvent.ACCEPT)
    session.add(
        Dossier(
            id=new.dossier_id,
            number=number.text,
            number_temporary=number.temporary,
            procedure=new.procedure,
            term_case=new.term_case,
            pack_version=new.pack_version,
            state=state,
            channel=new.channel,
            org_helping=new.organisations.helping,
            org_receiving=new.organisations.receiving,
            org_competent=new.organisations.competent,
            workstation=workstation,
            officer=new.officer,
            residence_method=new.residence_method,
            consent_id=new.consent_id,
            accepted_at=new.accepted_at,
            due_at=new.due_at,
            due_reasons=[[code, dict(facts)] for code, facts in new.due_reasons],
            fee=new.fee,
            salt=new.salt,
            letterhead=dataclasses.asdict(new.letterhead) if new.letterhead else None,
        )
    )
    session.flush()
    for item in new.values:
        text = nfc(item.value)
        session.add(
            DossierValue(
                dossier_id=new.dossier_id,
                part=item.part,
                field=item.field,
                value=text,
                folded=fold(text),
                source=item.source,
            )
        )
    session.add(
        DossierChange(
            id=uuid7(),
            dossier_id=new.dossier_id,
            at=new.accepted_at,
            actor=new.officer,
            event=DossierEvent.ACCEPT,
            from_state=DossierState.DRAFT,
            to_state=state,
        )
    )
    for lookup_id in new.lookup_ids:
        lookup = session.get(Lookup, lookup_id)
        if lookup is not None:
            lookup.dossier_id = new.dossier_id
    mark = audit(
        session,
        "dossier.accepted",
        "dossier",
        new.dossier_id,
        {
            "number": number.text,
            "temporary": number.temporary,
            "procedure": new.procedure,
            "pack": new.pack_version,
        },
    )
    changed(session, "dossier", new.dossier_id)
    return number, mark


def by_number(session: Session, number: str) -> DossierSummary:
    """The dossier with this number.

    Raises:
        AppError: `dossiers.not_found`.
    """
    row = session.scalars(select(Dossier).where(Dossier.number == number.strip())).first()
    if row is None:
        raise AppError(NOT_FOUND)
    return _summary(row)


def values_of(session: Session, dossier_id: str) -> Mapping[tuple[str, str], str]:
    """All values of a dossier, by (part, field). Personal."""
    rows = session.scalars(select(DossierValue).where(DossierValue.dossier_id == dossier_id))
    return {(row.part, row.field): row.value for row in rows}


def _summary(row: Dossier) -> DossierSummary:
    reasons: list[tuple[str, Mapping[str, Any]]] = [(code, facts) for code, facts in row.due_reasons]
    return DossierSummary(
        dossier_id=row.id,
        number=row.number,
        number_temporary=row.number_temporary,
        procedure=row.procedure,
        state=row.state,
        pack_version=row.pack_version,
        term_case=row.term_case,
        channel=row.channel,
        officer=row.officer,
        accepted_at=row.accepted_at,
        due_at=row.due_at,
        due_reasons=tuple(reasons),
        fee=row.fee,
        letterhead=Letterhead(**row.letterhead) if row.letterhead else None,
    )
