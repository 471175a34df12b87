"""A dossier is accepted with everything that belongs to it, or not at all."""

import dataclasses
import errno
import os
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.engine import open_sqlite
from db.models.audit import AuditEntry
from db.models.dossier import DigitizationEntry, Dossier, DossierValue, Lookup
from desktop_app.bootstrap.profile import database_key
from desktop_app.cccd.record import CitizenRecord, build_record
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.errors import AppError
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import CITIZEN_FIELDS
from desktop_app.core.text import fold
from desktop_app.digitization import log
from desktop_app.dossiers.service import by_number, values_of
from desktop_app.reception.model import GivenPaper
from desktop_app.security.audit import verify_chain
from desktop_app.security.hashing import owner_hash
from tests.support.office import AT
from tests.support.reception import COMPONENT, PAPER, citizen, consent, dump, request, texts_of

# Rows of one acceptance: the declaration made here and one paper brought.
ADDED = {
    "dossier": 1,
    "dossier_change": 1,
    "stored_file": 2,
    "digitization_log": 2,
    "outbox": 3,
    "audit": 3,
}
BROKEN_OFF = RuntimeError("broken off before the commit")


def break_off():
    raise BROKEN_OFF


def vault_files(application):
    return {path.name for path in application.profile.paths.files.glob("*/*")}


@pytest.fixture(scope="module")
def accepted(application):
    return application.reception.accept(request(application))


def row_of(application, model, dossier_id):
    """The columns of the only row of a dossier."""
    query = sa.select(model.__table__).where(model.__table__.c["id"] == dossier_id)
    return application.store.read(lambda session: session.execute(query).one()._asdict())


def refusal(application, **changes):
    """The known error of a request, which must leave no row."""
    wanted = request(application, **changes)
    before = dump(application)
    with pytest.raises(AppError) as error:
        application.reception.accept(wanted)
    assert dump(application) == before
    return error.value.code, error.value.facts


@pytest.mark.usefixtures("accepted")
def test_everything_is_written_at_once(application):
    wanted = request(application)
    before = dump(application)
    other = open_sqlite(application.profile.paths.database, database_key(application.profile, lambda: None))
    seen = []

    def look():
        with other.connect() as connection:
            seen.append({name: connection.scalar(sa.text(f"SELECT count(*) FROM {name}")) for name in before})

    application.reception.accept(wanted, before_commit=look)
    other.dispose()
    after = dump(application)
    added = {name: len(after[name]) - len(before[name]) for name in after}
    assert seen == [{name: len(rows) for name, rows in before.items()}]
    assert {name: n for name, n in added.items() if n and name != "dossier_value"} == ADDED
    assert added["dossier_value"] > 10


def test_the_first_dossier_of_a_pack_keeps_the_pack(application, accepted):
    kept = application.store.read(
        lambda s: s.execute(sa.text("SELECT version, sha256 FROM catalogue_pack")).all()
    )
    pack = application.reception.pack()
    assert [tuple(row) for row in kept] == [(pack.version, pack.sha256)]


@pytest.mark.usefixtures("accepted")
def test_broken_off_before_the_commit_leaves_no_row_and_only_sealed_files(application):
    wanted = request(application)
    before, files = dump(application), vault_files(application)
    with pytest.raises(RuntimeError, match="broken off"):
        application.reception.accept(wanted, before_commit=break_off)
    assert dump(application) == before
    assert len(vault_files(application) - files) == 2


@pytest.mark.usefixtures("accepted")
def test_files_that_were_broken_off_are_swept_on_a_later_day(application):
    with pytest.raises(RuntimeError, match="broken off"):
        application.reception.accept(request(application), before_commit=break_off)
    rows = {row[0] for row in dump(application)["stored_file"]}
    later = max(path.stat().st_mtime for path in application.profile.paths.files.glob("*/*"))
    day_after = AT.fromtimestamp(later, AT.tzinfo) + timedelta(days=2)
    application.store.read(lambda session: application.vault.sweep(session, day_after))
    assert vault_files(application) == rows


@pytest.mark.usefixtures("accepted")
def test_a_number_that_was_broken_off_is_given_again(application):
    first = application.reception.accept(request(application)).number
    with pytest.raises(RuntimeError, match="broken off"):
        application.reception.accept(request(application), before_commit=break_off)
    second = application.reception.accept(request(application)).number
    assert int(second[-4:]) == int(first[-4:]) + 1


def test_a_full_disk_while_papers_are_sealed_leaves_no_row(application, monkeypatch):
    wanted = request(application)
    before = dump(application)

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AppError, match=r"core\.disk_full"):
        application.reception.accept(wanted)
    assert dump(application) == before


def test_chain_and_log_are_whole_afterwards(application, accepted):
    chain, papers = application.store.read(lambda session: (verify_chain(session), log.verify(session)))
    assert chain.broken_at is None
    assert papers.broken == ()
    assert papers.entries >= len(accepted.papers)


def test_the_papers_are_the_declaration_and_what_was_brought(application, accepted):
    columns = (
        DigitizationEntry.ordinal,
        DigitizationEntry.source,
        DigitizationEntry.media_type,
        DigitizationEntry.dpi,
    )
    query = sa.select(*columns).where(DigitizationEntry.dossier_id == accepted.dossier_id)
    rows = application.store.read(lambda s: [tuple(r) for r in s.execute(query.order_by(columns[0]))])
    assert rows == [(1, "made_here", "application/pdf", None), (2, "scan", "image/png", 200)]
    assert accepted.papers[1] == sha256_hex(PAPER)


def test_the_file_of_a_paper_is_the_very_file_that_was_brought(application, accepted):
    query = sa.select(DigitizationEntry.file_id).where(DigitizationEntry.sha256 == accepted.papers[1])
    data = application.store.read(lambda s: application.vault.open(s, s.scalars(query).first()))
    assert data == PAPER


def test_the_appointment_jumps_the_weekend_and_the_holiday(accepted):
    # Friday 20 November, one working day; Tuesday 24 is a holiday, but Monday is worked.
    assert accepted.due_at.isoformat() == "2026-11-23T10:00:00+00:00"
    assert {"deadline.weekend_skipped"} <= {str(reason.code) for reason in accepted.appointment.reasons}


def test_the_dossier_remembers_how_its_appointment_came(application, accepted):
    dossier = application.store.read(lambda session: by_number(session, accepted.number))
    assert dossier.due_at == accepted.due_at
    assert [code for code, _ in dossier.due_reasons] == [str(r.code) for r in accepted.appointment.reasons]


def test_nobody_typed_anything(accepted):
    assert accepted.share_not_typed == 100


def test_only_what_is_needed_of_the_citizen_is_kept(application, accepted):
    kept = application.store.read(lambda session: values_of(session, accepted.dossier_id))
    fields = {field for part, field in kept if part != "form"}
    assert fields & {"religion", "ethnicity", "father", "mother", "spouse", "blood_group"} == set()
    assert {"number", "full_name"} <= fields


def test_religion_and_ethnicity_stay_on_the_card(application):
    values = {name: value for name, value in citizen(application).values.items() if value is not None}
    values |= {
        "religion": type(values["number"])("Tôn giáo Thử"),
        "ethnicity": type(values["number"])("Dân tộc Thử"),
    }
    declarant = CitizenRecord(
        dict.fromkeys(CITIZEN_FIELDS) | values, dict.fromkeys(values, citizen(application).sources["number"])
    )
    application.reception.accept(request(application, declarant=declarant))
    kept = application.store.read(lambda session: session.scalars(sa.select(DossierValue.value)).all())
    assert {"Tôn giáo Thử", "Dân tộc Thử"} & set(kept) == set()


def test_no_personal_value_is_outside_its_own_rows(application, accepted):
    record, facts = build_record(application.shelf.load().named_files())
    personal = [value for value in record.to_json().values() if value]
    personal += [text for text in dataclasses.asdict(facts).values() if text]
    rows = dump(application)
    kept = texts_of(rows.pop("dossier_value"))
    rows.pop("office")
    text = "\n".join(map(texts_of, rows.values())) + "\n".join(vault_files(application))
    # "Nam" or "Kinh" without accents may stand in any word, so short values are looked for as they are.
    found = [v for v in personal if v in text or (len(v) > 6 and fold(v) in fold(text))]
    assert found == []
    assert len(personal) > 10
    assert record.get("number") in kept


def test_the_owner_is_hashed_with_the_offices_key_and_the_dossiers_salt(application, accepted):
    salt = row_of(application, Dossier, accepted.dossier_id)["salt"]
    query = sa.select(DigitizationEntry.owner_hash).where(DigitizationEntry.dossier_id == accepted.dossier_id)
    hashes = set(application.store.read(lambda session: session.scalars(query).all()))
    assert hashes == {owner_hash(application.office.key, salt, citizen(application).get("number"))}
    assert len(salt) == 16


def test_two_dossiers_of_one_citizen_have_hashes_that_do_not_match(application, accepted):
    other = application.reception.accept(request(application))
    query = sa.select(DigitizationEntry.owner_hash, DigitizationEntry.dossier_id)
    rows = application.store.read(lambda session: [tuple(row) for row in session.execute(query)])
    first, second = (
        {digest for digest, dossier in rows if dossier == one.dossier_id} for one in (accepted, other)
    )
    assert first.isdisjoint(second)


def test_the_look_up_is_bound_to_its_dossier(application):
    lookup_id = uuid7()
    insert = sa.insert(Lookup).values(
        id=lookup_id, at=AT, officer="cb01", workstation="Q01", reader="simulator",
        purpose="procedure", outcome="read", checks={},
    )  # fmt: skip
    application.store.write("cb01", lambda session: session.execute(insert) and None)
    accepted = application.reception.accept(request(application, lookup_id=lookup_id))
    assert row_of(application, Lookup, lookup_id)["dossier_id"] == accepted.dossier_id


def test_the_audit_row_has_the_officer_who_accepted(application):
    accepted = application.reception.accept(request(application, officer="ld01"))
    query = sa.select(AuditEntry.actor).where(AuditEntry.subject_id == accepted.dossier_id)
    assert application.store.read(lambda session: session.scalars(query).all()) == ["ld01"]


def test_an_unknown_procedure_is_told(application):
    assert refusal(application, procedure="9.999999")[0] == "catalogue.procedure_unknown"


def test_an_unknown_case_is_told(application):
    code, facts = refusal(application, term_case="never")
    assert (code, facts) == ("reception.term_case_unknown", {"procedure": "1.010041"})


def test_a_known_case_has_its_own_term(application, accepted):
    longer = application.reception.accept(request(application, term_case="verification"))
    assert longer.due_at > accepted.due_at


def test_an_unknown_component_is_told_by_its_place(application):
    papers = (GivenPaper(COMPONENT, PAPER), GivenPaper("KQ-nothing", PAPER))
    code, facts = refusal(application, papers=papers)
    assert (code, facts) == ("reception.component_unknown", {"ordinal": 2, "procedure": "1.010041"})


def test_a_paper_that_is_no_paper_is_told_by_its_place(application):
    code, facts = refusal(application, papers=(GivenPaper(COMPONENT, b"no paper"),))
    assert (code, facts["ordinal"]) == ("digitization.paper_unreadable", 1)


def test_a_card_without_a_number_is_told(application):
    assert refusal(application, declarant=CitizenRecord(dict.fromkeys(CITIZEN_FIELDS), {})) == (
        "reception.no_number_on_card",
        {},
    )


def test_a_consent_that_is_not_there_leaves_no_row(application):
    before = dump(application)
    with pytest.raises(sa.exc.IntegrityError):
        application.reception.accept(request(application, consent_id="missing"))
    assert dump(application) == before


def test_with_the_clock_set_back_nothing_is_written(application):
    wanted = request(application, consent_id=consent(application))
    before = dump(application)
    application.clock.move(-timedelta(hours=1))
    try:
        with pytest.raises(AppError, match=r"security\.clock_set_back"):
            application.reception.accept(wanted)
    finally:
        application.clock.move(timedelta(hours=1))
    assert dump(application) == before
