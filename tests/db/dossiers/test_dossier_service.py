"""Accepting writes the dossier with all that belongs to it."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from db.models.audit import AuditEntry
from db.models.dossier import Dossier, DossierChange, DossierValue
from desktop_app.core.errors import AppError
from desktop_app.core.terms import ValueSource
from desktop_app.dossiers.model import PersonalValue
from desktop_app.dossiers.numbering import NumberFormat
from desktop_app.dossiers.service import accept, by_number, values_of
from tests.support.office import AT, PACK, new_dossier, set_up

FORM = NumberFormat("N{order}", "TMP{order}")
NAME = PersonalValue("owner", "full_name", "  Nguye\u0302\u0303n  Thị ĐƯỢM ", ValueSource.CHIP)


def accepted(store, dossier):
    return store.write("cb01", lambda session: accept(session, dossier, "Q01", FORM)[0].text)


def test_a_dossier_is_found_by_its_number(store):
    set_up(store)
    dossier = new_dossier()
    accepted(store, dossier)
    found = store.read(lambda session: by_number(session, " N1 "))
    assert (found.dossier_id, found.number, found.number_temporary) == (dossier.dossier_id, "N1", False)
    assert (found.state, found.pack_version, found.accepted_at) == ("accepted", PACK, AT)


def test_values_are_kept_composed_and_folded_for_search(store):
    set_up(store)
    dossier = new_dossier(values=(NAME,))
    accepted(store, dossier)
    folded = store.read(lambda session: session.scalars(sa.select(DossierValue.folded)).all())
    assert store.read(lambda s: values_of(s, dossier.dossier_id)) == {
        ("owner", "full_name"): "Nguyễn Thị ĐƯỢM"
    }
    assert folded == ["nguyen thi duom"]


def test_the_step_is_logged_with_who_and_when(store):
    set_up(store)
    accepted(store, new_dossier())
    columns = (DossierChange.actor, DossierChange.event, DossierChange.from_state, DossierChange.to_state)
    rows = store.read(lambda session: [tuple(row) for row in session.execute(sa.select(*columns))])
    assert rows == [("cb01", "accept", "draft", "accepted")]


def test_the_audit_row_names_number_procedure_and_pack_and_nobody(store):
    set_up(store)
    accepted(store, new_dossier(values=(NAME,)))
    query = sa.select(AuditEntry.details).where(AuditEntry.action == "dossier.accepted")
    assert store.read(lambda session: session.scalars(query).all()) == [
        {"number": "N1", "temporary": False, "procedure": "1.010041", "pack": PACK}
    ]


def test_the_same_dossier_twice_is_refused_and_takes_no_number(store):
    set_up(store)
    dossier = new_dossier()
    accepted(store, dossier)
    with pytest.raises(IntegrityError):
        accepted(store, dossier)
    assert accepted(store, new_dossier()) == "N2"


def test_without_an_office_nothing_is_accepted(store):
    with pytest.raises(AppError, match=r"dossiers\.no_office"):
        accepted(store, new_dossier())


def test_an_unknown_number_is_told(store):
    with pytest.raises(AppError, match=r"^dossiers\.not_found$"):
        store.read(lambda session: by_number(session, "N404"))


def test_instants_come_back_as_they_were(store):
    set_up(store)
    at = datetime(2026, 11, 20, 16, 59, 59, 999_000, tzinfo=UTC)
    accepted(store, new_dossier(at))
    assert store.read(lambda session: session.scalars(sa.select(Dossier.accepted_at)).one()) == at


def test_personal_values_are_not_shown():
    assert "ĐƯỢM" not in repr(new_dossier(values=(NAME,)))
    assert "salt" not in repr(new_dossier())
