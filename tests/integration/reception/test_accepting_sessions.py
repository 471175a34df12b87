"""From cards to an accepted dossier with many people, papers held and a draft that ends."""

import dataclasses
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.models.dossier import Consent, DigitizationEntry, Dossier, Lookup
from db.models.draft import Draft
from db.models.outbox import OutboxEvent
from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import AppError
from desktop_app.core.terms import CheckName, LookupOutcome, Outcome, PaperSource, ResidenceMethod
from desktop_app.dossiers.service import by_number, values_of
from desktop_app.emrtd.access import CanKey
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.simulator.chip import Chip
from desktop_app.reception.events import (
    ConsentGiven,
    FieldTyped,
    MemberAdded,
    PaperHeld,
    PhotoArrived,
    ProcedureChosen,
    ResidenceMethodChosen,
    RowTyped,
    apply,
)
from desktop_app.reception.session import new_session
from desktop_app.reception.view import view
from desktop_app.security.trust_store import anchors
from tests.support.office import AT
from tests.support.papers import pdf
from tests.support.reception import OFFICER, dump, opened, pdf_text, texts_of
from tests.support.session import BIRTH, MARRIAGE, RESIDENCE

WOMAN, MAN = "nguyen-thi-mau", "pham-van-thu-nghiem"
MEDICAL = "000.00.00.G15-KQ003159"


def after(application, session, *events):
    for event in events:
        session = apply(session, application.reception.pack(), event)
    return session


def read(application, name=None, *, chip=None, on_text=None, **more):
    shelf, reception = application.shelf, application.reception
    trusted = [Anchor(a.certificate, a.scope) for a in application.store.read(anchors)]
    consent_id = more.pop("consent_id", None) or reception.record_consent(OFFICER)
    person = reception.read_person(
        Chip(chip or shelf.load(name)),
        CanKey(shelf.citizen(name).can),
        officer=OFFICER,
        reader_kind="simulator",
        anchors=trusted,
        consent_id=consent_id,
        on_text=on_text,
        **more,
    )
    return person, consent_id


def laid(application, session, name, slot):
    """The citizen agrees, the card is read, its event and its photo arrive."""
    person, consent_id = read(application, name, slot=slot)
    number = application.shelf.citizen(name).number
    return after(
        application, session, ConsentGiven(slot, consent_id), person.event, PhotoArrived(number, person.photo)
    )


def held(application, component):
    data = pdf(2)
    return application.reception.hold_paper(component, data, PaperSource.SCAN, compared=True)


def typed(**fields):
    return [FieldTyped(key, text) for key, text in fields.items()]


def birth(application):
    session = after(application, new_session(), ProcedureChosen(BIRTH))
    session = laid(application, session, WOMAN, "declarant")
    session = laid(application, session, WOMAN, "mother")
    session = laid(application, session, MAN, "father")
    child = typed(
        child_name="Phạm Thị Bé",
        child_birth_date="01/11/2026",
        child_sex="Nữ",
        child_birth_place="Trạm y tế xã Thử",
        child_ethnicity="Kinh",
        child_origin="Xã Thử",
    )
    return after(application, session, *child, PaperHeld(held(application, MEDICAL)))


def marriage(application):
    session = after(application, new_session(), ProcedureChosen(MARRIAGE))
    session = laid(application, session, WOMAN, "bride")
    session = laid(application, session, MAN, "groom")
    return after(application, session, *typed(bride_marriage_order="1", groom_marriage_order="1"))


def residence(application):
    session = after(application, new_session(), ProcedureChosen(RESIDENCE))
    session = laid(application, session, WOMAN, "declarant")
    session = laid(application, session, MAN, "household_head")
    return after(
        application,
        session,
        MemberAdded(),
        RowTyped(1, "full_name", "Nguyễn Văn Con"),
        RowTyped(1, "birth_date", "2020"),
        RowTyped(1, "sex", "Nam"),
        RowTyped(1, "relation", "Cháu"),
        RowTyped(1, "number", "001220000001"),
        FieldTyped("head_relation", "Ở thuê, ở nhờ"),
    )


STORIES = {"birth": birth, "marriage": marriage, "residence": residence}
FORMS = {"birth": ("KhaiSinh", "Mau01"), "marriage": ("KetHon", "Mau01"), "residence": ("CT01", "CT04")}


@pytest.fixture(scope="module", params=STORIES)
def story(application, request):
    """One of the three procedures, with what its people said, before and after it is accepted."""
    session = STORIES[request.param](application)
    application.reception.save_draft(session, OFFICER)
    preview = application.reception.preview_papers(session, OFFICER)
    accepted = application.reception.accept_session(session, OFFICER)
    printed = application.reception.printed_papers(accepted.number, OFFICER, receipt_asked=True)
    return request.param, session, preview, accepted, printed


def column(application, query):
    return application.store.read(lambda rows: list(rows.scalars(query)))


def test_nothing_is_missing_once_the_clerk_typed_what_no_card_says(application, story):
    _, session, *_ = story
    seen = view(session, application.reception.pack(), application.reception.office, application.clock.now())
    assert [(item.code, item.target) for item in seen.missing] == []


def test_the_dossier_has_the_id_of_its_session(application, story):
    _, session, _, accepted, _ = story
    assert accepted.dossier_id == session.session_id
    assert (
        application.store.read(lambda rows: by_number(rows, accepted.number)).dossier_id == session.session_id
    )


def test_the_draft_ends_with_the_acceptance(application, story):
    _, session, *_ = story
    assert (
        column(application, sa.select(Draft.session_id).where(Draft.session_id == session.session_id)) == []
    )
    assert not application.reception.save_draft(session, OFFICER)


def test_every_reading_and_agreement_is_bound_to_the_dossier(application, story):
    _, session, _, accepted, _ = story
    readings = {person.read.lookup_id for person in session.people.values()}
    bound = column(application, sa.select(Lookup.id).where(Lookup.dossier_id == accepted.dossier_id))
    agreed = column(application, sa.select(Lookup.consent_id).where(Lookup.dossier_id == accepted.dossier_id))
    assert set(bound) == readings
    assert set(agreed) <= set(column(application, sa.select(Consent.id)))


def test_declaration_and_receipt_carry_names_and_number(application, story):
    name, session, _, accepted, printed = story
    declaration, receipt = (pdf_text(printed[form]) for form in FORMS[name])
    for person in session.people.values():
        # Long names break over lines.
        assert person.record.get("full_name").split()[-1] in declaration
    assert accepted.number in receipt


def test_before_acceptance_every_paper_says_that_it_is_a_draft(story):
    name, _, preview, accepted, printed = story
    assert set(preview) == set(FORMS[name])
    assert all("NHÁP" in pdf_text(data) for data in preview.values())
    assert not any("NHÁP" in pdf_text(data) for data in printed.values())
    assert not any(accepted.number in pdf_text(data) for data in preview.values())


def test_events_name_nobody(application, story):
    _, session, _, accepted, _ = story
    bodies = "\n".join(
        column(application, sa.select(OutboxEvent.body).where(OutboxEvent.dossier_id == accepted.dossier_id))
    )
    for person in session.people.values():
        assert person.number not in bodies
        assert person.record.get("full_name") not in bodies


def test_accepting_twice_is_refused_with_the_number(application, story):
    _, session, _, accepted, _ = story
    before = dump(application)
    with pytest.raises(AppError) as error:
        application.reception.accept_session(session, OFFICER)
    assert (error.value.code, error.value.facts) == (
        "reception.already_accepted",
        {"number": accepted.number},
    )
    assert dump(application) == before


def test_a_paper_keeps_the_times_of_its_own_digitization(application):
    session = birth(application)
    (paper,) = session.papers
    later = dataclasses.replace(
        paper, finished_at=paper.finished_at.replace(minute=7), started_at=paper.started_at.replace(minute=5)
    )
    accepted = application.reception.accept_session(dataclasses.replace(session, papers=(later,)), OFFICER)
    query = sa.select(DigitizationEntry).where(
        DigitizationEntry.dossier_id == accepted.dossier_id, DigitizationEntry.component == MEDICAL
    )
    row = application.store.read(
        lambda rows: [
            (r.id, r.started_at.minute, r.finished_at.minute, r.pages, r.compared_with_original)
            for r in rows.scalars(query)
        ]
    )
    assert row == [(later.log_id, 5, 7, 2, True)]


def test_rows_are_kept_as_members(application):
    accepted = application.reception.accept_session(residence(application), OFFICER)
    kept = application.store.read(lambda rows: values_of(rows, accepted.dossier_id))
    assert (kept["member.1", "full_name"], kept["member.1", "birth_date"]) == ("Nguyễn Văn Con", "2020")


def test_a_same_day_dossier_gets_no_receipt_unless_it_is_asked_for(application):
    accepted = application.reception.accept_session(birth(application), OFFICER)
    papers = application.reception.printed_papers(accepted.number, OFFICER)
    asked = application.reception.printed_papers(accepted.number, OFFICER, receipt_asked=True)
    assert (set(papers), set(asked)) == ({"KhaiSinh"}, {"KhaiSinh", "Mau01"})


def test_a_gap_in_the_form_is_refused_before_anything_is_written(application):
    session = after(application, marriage(application), FieldTyped("groom_marriage_order", ""))
    before = dump(application)
    with pytest.raises(AppError, match=r"reception\.incomplete"):
        application.reception.accept_session(session, OFFICER)
    assert dump(application) == before


def test_a_person_in_doubt_is_refused(application):
    data = application.shelf.load(MAN)
    raw = bytearray(data.files[0x010D])
    raw[-1] ^= 1
    person, consent_id = read(application, MAN, chip=data.with_file(0x010D, bytes(raw)), slot="groom")
    session = after(application, new_session(), ProcedureChosen(MARRIAGE))
    session = laid(application, session, WOMAN, "bride")
    session = after(application, session, ConsentGiven("groom", consent_id), person.event)
    with pytest.raises(AppError, match=r"reception\.card_in_doubt"):
        application.reception.accept_session(session, OFFICER)
    assert person.event.read.checks[CheckName.DG_HASHES].outcome is Outcome.FAILED


def test_a_typed_person_without_any_card_is_accepted(application):
    session = after(
        application,
        new_session(),
        ProcedureChosen("1.010041"),
        *typed(full_name="Lê Thị Gõ", number="001199000001", birth_date="1999", sex="Nữ", request="Xác nhận"),
        ResidenceMethodChosen(ResidenceMethod.CARD_SEEN),
    )
    accepted = application.reception.accept_session(session, OFFICER)
    kept = application.store.read(lambda rows: values_of(rows, accepted.dossier_id))
    event = column(
        application, sa.select(OutboxEvent.body).where(OutboxEvent.dossier_id == accepted.dossier_id)
    )[0]
    assert (kept["owner", "full_name"], kept["owner", "number"]) == ("Lê Thị Gõ", "001199000001")
    assert '"consent_version":"none"' in event


def test_without_an_agreement_not_one_byte_is_read(application):
    asked = []

    class Card:
        def transmit(self, command):
            asked.append(command)
            return b"\x6d\x00"

        def reset(self):
            asked.append(b"")

    with pytest.raises(AppError, match=r"reception\.consent_missing"):
        application.reception.read_person(
            Card(), CanKey("123456"), officer=OFFICER, reader_kind="simulator", anchors=(), consent_id="none"
        )
    assert asked == []


def test_the_text_is_here_before_the_photo(application):
    seen = []
    person, _ = read(
        application, WOMAN, on_text=lambda text: seen.append((text.record.get("full_name"), len(seen)))
    )
    assert seen == [(application.shelf.citizen(WOMAN).full_name, 0)]
    assert person.photo.startswith(b"\xff\xd8\xff")


def test_a_reading_that_broke_off_is_a_row_and_no_event(application):
    stop = threading.Event()
    person, _ = read(application, WOMAN, on_text=lambda _text: stop.set(), cancelled=stop.is_set)
    outcome = column(application, sa.select(Lookup.outcome).where(Lookup.id == person.lookup_id))
    assert (person.event, person.read.error.code, outcome) == (
        None,
        "emrtd.cancelled",
        [LookupOutcome.FAILED],
    )


def test_a_held_paper_can_be_looked_at_before_its_dossier_is_there(application):
    data = pdf(1)
    paper = application.reception.hold_paper(MEDICAL, data, PaperSource.ATTACHED)
    assert application.reception.open_held(paper) == data


def test_a_draft_whose_procedure_is_gone_keeps_its_first_person(application):
    session = marriage(application)
    application.reception.save_draft(dataclasses.replace(session, procedure="9.999999"), OFFICER)
    loaded = application.reception.load_draft(session.session_id)
    assert (loaded.procedure, list(loaded.people)) == (None, ["declarant"])
    application.reception.drop_draft(session.session_id, OFFICER)
    assert session.session_id not in [draft.session_id for draft in application.reception.drafts()]


def test_no_name_is_outside_its_own_rows_and_drafts(application):
    session = marriage(application)
    application.reception.save_draft(session, OFFICER)
    rows = dump(application)
    for table in ("dossier_value", "draft", "office"):
        rows.pop(table)
    names = [person.record.get("full_name") for person in session.people.values()]
    assert [name for name in names if name in "\n".join(map(texts_of, rows.values()))] == []
    assert column(application, sa.select(Dossier.id).where(Dossier.id == session.session_id)) == []


def test_a_draft_nobody_touched_for_a_week_is_gone_at_the_next_start(tmp_path):
    clock = FixedClock(AT)
    first = opened(tmp_path / "profile", clock)
    old, young = marriage(first), marriage(first)
    first.reception.save_draft(old, OFFICER)
    clock.move(timedelta(days=3))
    first.reception.save_draft(young, OFFICER)
    first.close()
    clock.move(timedelta(days=4, minutes=1))
    second = opened(tmp_path / "profile", clock)
    kept = [draft.session_id for draft in second.reception.drafts()]
    second.close()
    assert kept == [young.session_id]
