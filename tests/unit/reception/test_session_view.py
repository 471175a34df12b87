"""What the window shows: fields in order, what is missing, papers, appointment, badges."""

from datetime import timedelta

import pytest

from desktop_app.core.errors import AppError
from desktop_app.core.terms import Channel, Outcome, ResidenceMethod, ValueSource
from desktop_app.reception.badges import BadgeCode, BadgeRole
from desktop_app.reception.checklist import PaperState
from desktop_app.reception.events import (
    ChannelChosen,
    FieldLeft,
    FieldTyped,
    MemberAdded,
    PaperCompared,
    PaperHeld,
    PaperRemoved,
    ResidenceMethodChosen,
    RowLeft,
    RowTyped,
    TermCaseChosen,
)
from desktop_app.reception.session import new_session
from tests.support.session import (
    BINH,
    BIRTH,
    CONFIRMATION,
    MAI,
    MARRIAGE,
    NAM,
    NOW,
    RESIDENCE,
    after,
    at_counter,
    chip,
    paper,
    qr,
    seen,
    shown,
    summary,
    text,
)

BIRTH_PAPER = "000.00.00.G15-KQ003159"


def field_of(session, key):
    return next(item for item in seen(session).fields if item.key == key)


def missing(session):
    return [(str(item.code), item.target) for item in seen(session).missing]


def badges(session, slot="declarant"):
    person = next(item for item in seen(session).people if item.slot == slot)
    return [badge.code for badge in person.badges]


def paper_of(session, code):
    return next(item for item in seen(session).checklist if item.component == code)


def test_before_a_procedure_only_that_is_missing():
    assert missing(new_session()) == [("missing.procedure", "procedure")]


def test_one_card_completes_a_confirmation_of_residence():
    seen_now = seen(at_counter(CONFIRMATION, chip()))
    assert (seen_now.missing, seen_now.next_focus, seen_now.can_accept) == ((), None, True)


def test_what_is_missing_comes_in_the_order_of_the_window():
    targets = [target for _, target in missing(at_counter(MARRIAGE, chip(MAI)))]
    assert targets[:3] == ["person.groom", "field.bride_marriage_order", "field.groom_name"]


def test_the_focus_stands_on_the_first_thing_that_needs_a_human():
    session = at_counter(MARRIAGE, chip(MAI), chip(NAM))
    assert seen(session).next_focus == "field.bride_marriage_order"


def test_filled_fields_are_quiet_and_empty_required_ones_are_not():
    session = at_counter(MARRIAGE, chip(MAI))
    assert (field_of(session, "bride_name").quiet, field_of(session, "groom_name").quiet) == (True, False)


def test_dates_are_shown_as_people_write_them():
    assert shown(at_counter(MARRIAGE, chip(MAI)))["bride_birth_date"] == "15/01/1999"


def test_a_line_of_the_catalogue_with_a_gap_is_still_missing():
    session = at_counter(RESIDENCE, chip(MAI))
    assert shown(session)["request"] == "Đăng ký thường trú tại …"
    assert ("missing.field", "field.request") in missing(session)


def test_typing_is_never_rewritten():
    session = at_counter(CONFIRMATION, FieldTyped("full_name", "  Nguyê\u0303n   thị "))
    assert shown(session)["full_name"] == "  Nguyê\u0303n   thị "


def test_a_field_is_tidied_up_when_the_focus_leaves_it():
    session = at_counter(
        CONFIRMATION, FieldTyped("full_name", "  Nguyê\u0303n   thị "), FieldLeft("full_name")
    )
    assert shown(session)["full_name"] == "Nguyễn thị"


def test_clearing_what_was_typed_brings_the_card_back():
    session = at_counter(CONFIRMATION, chip(), FieldTyped("full_name", "Khác"), FieldTyped("full_name", ""))
    assert field_of(session, "full_name").source is ValueSource.CHIP


def test_what_was_typed_stays_when_people_change():
    session = at_counter(CONFIRMATION, FieldTyped("full_name", "Khác"), chip())
    assert (field_of(session, "full_name").value, field_of(session, "full_name").source) == (
        "Khác",
        ValueSource.TYPED,
    )


@pytest.mark.parametrize(
    ("key", "typed", "code"),
    [
        ("birth_date", "31/02/1999", "field.date_unreadable"),
        ("birth_date", "01/2030", "field.date_in_future"),
        ("number", "00119901234", "field.number_digits"),
        ("phone", "12345", "field.phone"),
        ("email", "khong phai email", "field.email"),
        ("full_name", "Nguyễn Văn 2", "field.name_digits"),
        ("sex", "nam giới", "field.choice"),
    ],
)
def test_a_wrong_value_is_told_and_blocks(key, typed, code):
    session = at_counter(CONFIRMATION, chip(), FieldTyped(key, typed))
    assert field_of(session, key).problem.code == code
    assert ("missing.field_wrong", f"field.{key}") in missing(session)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("birth_date", "15/01/1999"),
        ("birth_date", "15011999"),
        ("birth_date", "1999"),
        ("birth_date", "01/1999"),
        ("number", "001 199 012 345"),
        ("phone", "0912 345 678"),
        ("phone", "+84912345678"),
        ("email", "ten.ho@noi.vn"),
        ("full_name", "H'Hen Niê"),
    ],
)
def test_a_right_value_is_no_problem(key, typed):
    assert field_of(at_counter(CONFIRMATION, chip(), FieldTyped(key, typed)), key).problem is None


def test_a_typed_number_of_another_sex_or_year_is_told_and_does_not_block():
    session = at_counter(CONFIRMATION, chip(MAI), FieldTyped("number", NAM))
    problem = field_of(session, "number").problem
    assert (problem.code, problem.blocks) == ("field.number_other_sex", False)
    assert missing(session) == []


def test_a_person_in_doubt_blocks():
    session = at_counter(CONFIRMATION, chip(read=summary(dg_hashes=Outcome.FAILED)))
    assert missing(session)[0] == ("missing.person_in_doubt", "person.declarant")


def test_a_card_that_is_not_read_to_its_end_blocks():
    assert missing(at_counter(CONFIRMATION, text()))[0] == ("missing.person_being_read", "person.declarant")


def test_a_card_not_read_to_its_end_blocks_although_its_qr_code_was_scanned():
    session = at_counter(CONFIRMATION, qr(MAI), text(MAI))
    assert missing(session)[0] == ("missing.person_being_read", "person.declarant")


def test_somebody_whose_card_cannot_be_read_is_typed():
    session = at_counter(CONFIRMATION, FieldTyped("number", MAI), FieldTyped("full_name", "Nguyễn Thị Mai"))
    assert ("missing.person", "person.declarant") not in missing(session)


def test_a_good_card_is_genuine_and_intact():
    assert badges(at_counter(CONFIRMATION, chip())) == [BadgeCode.GENUINE, BadgeCode.INTACT]


@pytest.mark.parametrize(
    ("outcomes", "badge"),
    [
        ({"dg_hashes": Outcome.FAILED}, BadgeCode.ALTERED),
        ({"sod_signature": Outcome.FAILED}, BadgeCode.ALTERED),
        ({"signer_chain": Outcome.FAILED}, BadgeCode.UNKNOWN_ISSUER),
        ({"signer_chain": Outcome.NOT_POSSIBLE}, BadgeCode.UNCHECKED),
        ({"chip_authentication": Outcome.FAILED}, BadgeCode.CHIP_FAILED),
    ],
)
def test_a_check_gives_its_badge(outcomes, badge):
    assert badge in badges(at_counter(CONFIRMATION, chip(read=summary(**outcomes))))


def test_chip_checks_that_were_not_made_leave_the_chip_unproven():
    read = summary(chip_authentication=Outcome.NOT_POSSIBLE, active_authentication=Outcome.NOT_POSSIBLE)
    assert badges(at_counter(CONFIRMATION, chip(read=read))) == [BadgeCode.CHIP_UNPROVEN, BadgeCode.INTACT]


def test_an_expired_card_is_told_from_the_day_after():
    session = at_counter(CONFIRMATION, chip())
    last_day = NOW.replace(year=2039, month=1, day=15)
    seen_then = [seen(session, day).people[0].badges for day in (last_day, last_day + timedelta(days=1))]
    assert [BadgeCode.EXPIRED in [badge.code for badge in found] for found in seen_then] == [False, True]


def test_a_code_alone_proves_nothing():
    assert badges(at_counter(CONFIRMATION, qr())) == [BadgeCode.QR_ONLY]


def test_no_badge_is_green_but_for_a_check_that_was_made():
    people = seen(at_counter(CONFIRMATION, text())).people
    assert [badge.role for badge in people[0].badges] == [BadgeRole.INFO]


def test_age_is_counted_to_the_day():
    before = at_counter(CONFIRMATION, chip(birth_date="1999-11-21"))
    assert [
        seen(s).people[0].age for s in (before, at_counter(CONFIRMATION, chip(birth_date="1999-11-20")))
    ] == [26, 27]


def test_sensitive_fields_are_masked_until_the_form_needs_them():
    masked = [
        {item.name for item in seen(session).people[0].record if item.masked}
        for session in (at_counter(CONFIRMATION, chip()), at_counter(MARRIAGE, chip()))
    ]
    assert masked == [{"ethnicity", "religion"}, {"religion"}]


def test_the_chip_proves_residence_until_the_officer_says_otherwise():
    session = at_counter(CONFIRMATION, chip())
    chosen = after([ResidenceMethodChosen(ResidenceMethod.VNEID)], session)
    found = [(seen(s).residence.method, seen(s).residence.source) for s in (session, chosen)]
    assert found == [(ResidenceMethod.CHIP, ValueSource.CHIP), (ResidenceMethod.VNEID, ValueSource.TYPED)]


def test_nothing_read_leaves_the_way_of_proving_residence_to_be_chosen():
    session = at_counter(CONFIRMATION)
    assert ("missing.residence_method", "residence_method") in missing(session)


def test_the_declaration_is_made_here_and_data_replace_a_paper():
    states = [item.state for item in seen(at_counter(RESIDENCE)).checklist]
    assert states == [PaperState.MADE_HERE, PaperState.REPLACED]


def test_a_card_that_was_read_need_not_be_shown_again():
    code = "000.00.00.G15-KQ004946"
    assert paper_of(at_counter(BIRTH), code).state is PaperState.PRESENTED
    assert paper_of(at_counter(BIRTH, chip()), code).state is PaperState.REPLACED
    assert paper_of(at_counter(BIRTH, qr()), code).state is PaperState.PRESENTED


def test_a_paper_that_is_held_is_attached_until_it_is_removed():
    held = paper(BIRTH_PAPER)
    session = at_counter(BIRTH, PaperHeld(held), PaperCompared(held.file.file_id, True))
    line = paper_of(session, BIRTH_PAPER)
    assert (line.state, line.papers[0].compared) == (PaperState.ATTACHED, True)
    assert paper_of(after([PaperRemoved(held.file.file_id)], session), BIRTH_PAPER).papers == ()


def test_a_paper_of_another_procedure_is_a_known_error():
    with pytest.raises(AppError, match=r"reception\.component_unknown"):
        at_counter(CONFIRMATION, PaperHeld(paper(BIRTH_PAPER)))


def test_the_fee_goes_by_the_channel():
    session = at_counter(RESIDENCE)
    online = after([ChannelChosen(Channel.ONLINE)], session)
    assert [seen(s).fee.amount_dong for s in (session, online)] == [20000, 10000]


def test_another_case_has_another_appointment():
    session = at_counter(CONFIRMATION)
    longer = after([TermCaseChosen("verification")], session)
    assert seen(session).appointment.due < seen(longer).appointment.due


@pytest.mark.parametrize(("hour", "owed"), [(7, False), (9, True)])
def test_a_birth_registered_before_the_cut_off_needs_no_receipt(hour, owed):
    assert seen(at_counter(BIRTH), NOW.replace(hour=hour, minute=30)).receipt is owed


def test_a_row_is_a_person_and_asks_for_what_the_card_does_not_say():
    session = at_counter(RESIDENCE, chip(MAI), MemberAdded(), chip(NAM))
    (row,) = seen(session).rows
    assert (row.slot, [cell.key for cell in row.cells if not cell.value]) == ("member.1", ["relation"])
    assert ("missing.field", "row.1.relation") in missing(session)


def test_a_cell_of_the_table_is_tidied_up_when_it_is_left():
    session = at_counter(
        RESIDENCE, MemberAdded(), RowTyped(1, "number", "001 098 054 321"), RowLeft(1, "number")
    )
    assert session.rows[0]["number"] == NAM


@pytest.mark.parametrize(
    "event", [FieldTyped("nothing", "x"), FieldLeft("nothing"), FieldTyped("child_birth_words", "x")]
)
def test_a_field_the_form_does_not_ask_for_is_a_known_error(event):
    with pytest.raises(AppError, match=r"reception\.field_unknown"):
        at_counter(BIRTH, event)


def test_who_is_not_born_yet_has_no_age():
    assert seen(at_counter(CONFIRMATION, chip(BINH))).people[0].age is None
