"""The form fills itself, says from where, and keeps what the purpose needs."""

from datetime import date

from desktop_app.core.terms import ValueSource
from desktop_app.reception.events import FieldTyped, MemberAdded, RowTyped
from desktop_app.reception.filling import fill_form, share_not_typed, values_to_keep
from desktop_app.reception.session import new_session
from tests.support.session import (
    BIRTH,
    CONFIRMATION,
    MAI,
    MARRIAGE,
    NAM,
    OFFICE,
    RESIDENCE,
    at_counter,
    chip,
    pack,
    qr,
)

TODAY = date(2026, 11, 20)
KEPT = {"number", "full_name", "birth_date", "sex", "nationality", "permanent_address"}


def filled(session):
    return fill_form(session, pack(), OFFICE, TODAY)


def said(session):
    return {name: (v.value, v.source) for name, v in filled(session).cells.items()}


def kept(session):
    return {(v.part, v.field): v for v in values_to_keep(session, pack(), filled(session))}


def test_the_form_is_filled_from_card_office_and_catalogue():
    assert said(at_counter(CONFIRMATION, chip())) == {
        "recipient": ("Công an xã Thử", ValueSource.OFFICE),
        "full_name": ("Nguyễn Thị Mai", ValueSource.CHIP),
        "birth_date": ("1999-01-15", ValueSource.CHIP),
        "sex": ("Nữ", ValueSource.CHIP),
        "number": (MAI, ValueSource.CHIP),
        "request": ("Xác nhận thông tin về cư trú tại Thôn 1, Xã Thử", ValueSource.CATALOGUE),
    }


def test_a_value_from_the_code_says_so():
    assert said(at_counter(CONFIRMATION, qr()))["number"] == (MAI, ValueSource.QR)


def test_what_the_card_does_not_have_stays_blank():
    assert "birth_date" not in said(at_counter(CONFIRMATION, chip(birth_date="")))


def test_what_the_clerk_typed_wins():
    session = at_counter(CONFIRMATION, FieldTyped("full_name", "Tên Khác"), chip())
    assert said(session)["full_name"] == ("Tên Khác", ValueSource.TYPED)


def test_blanks_typed_do_not_erase():
    session = at_counter(CONFIRMATION, chip(), FieldTyped("full_name", "   "))
    assert said(session)["full_name"] == ("Nguyễn Thị Mai", ValueSource.CHIP)


def test_a_typed_date_is_kept_as_the_card_would_say_it():
    session = at_counter(CONFIRMATION, FieldTyped("birth_date", "15/1/1999"))
    assert said(session)["birth_date"] == ("1999-01-15", ValueSource.TYPED)


def test_three_cards_fill_one_paper():
    cells = said(at_counter(BIRTH, chip(MAI, slot="mother"), chip(NAM, slot="father")))
    assert (cells["mother_name"][0], cells["father_name"][0]) == ("Nguyễn Thị Mai", "Trần Văn Nam")


def test_who_plays_two_parts_is_named_by_the_other_one():
    session = at_counter(BIRTH, chip(MAI), chip(MAI, slot="mother"))
    assert said(session)["declarant_relation"] == ("Mẹ", ValueSource.CATALOGUE)


def test_the_card_is_written_in_one_line_with_who_issued_it():
    line = said(at_counter(MARRIAGE, chip(MAI)))["bride_paper"][0]
    assert MAI in line
    assert "01/08/2024" in line


def test_a_member_fills_a_row_and_what_is_typed_there_wins():
    session = at_counter(
        RESIDENCE,
        chip(MAI),
        MemberAdded(),
        chip(NAM),
        RowTyped(1, "relation", "Chồng"),
        RowTyped(1, "sex", "Nữ"),
    )
    (row,) = filled(session).rows
    assert (row["full_name"].value, row["relation"].value, row["sex"].source) == (
        "Trần Văn Nam",
        "Chồng",
        ValueSource.TYPED,
    )


def test_a_form_nobody_typed_is_a_hundred_percent_free():
    assert share_not_typed(filled(at_counter(CONFIRMATION, chip()))) == 100
    assert share_not_typed(filled(new_session())) == 100


def test_the_share_counts_what_was_typed():
    session = at_counter(
        CONFIRMATION, chip(), FieldTyped("phone", "0912345678"), FieldTyped("email", "a@b.vn")
    )
    assert share_not_typed(filled(session)) == 75


def test_of_the_owner_only_what_the_purpose_needs_is_kept():
    values = kept(at_counter(CONFIRMATION, chip(religion="Không", father="Ông Thử")))
    assert {field for part, field in values if part == "owner"} == KEPT
    assert {field for part, field in values if part == "declarant"} == KEPT


def test_of_others_the_dossier_keeps_who_they_are_and_what_the_form_asks():
    values = kept(at_counter(RESIDENCE, chip(MAI), chip(NAM, slot="household_head")))
    fields = {field for part, field in values if part == "household_head"}
    assert fields == {"number", "full_name", "permanent_address"}


def test_rows_are_kept_as_members():
    session = at_counter(RESIDENCE, chip(MAI), MemberAdded(), chip(NAM), RowTyped(1, "relation", "Chồng"))
    assert kept(session)["member.1", "relation"].value == "Chồng"


def test_a_correction_on_the_form_is_what_is_kept_of_the_person():
    session = at_counter(CONFIRMATION, chip(), FieldTyped("full_name", "Nguyễn Thị Mài"))
    assert kept(session)["owner", "full_name"].value == "Nguyễn Thị Mài"


def test_the_whole_form_is_kept_with_its_sources():
    session = at_counter(CONFIRMATION, chip(), FieldTyped("phone", "0912345678"))
    form = {field: (v.value, v.source) for (part, field), v in kept(session).items() if part == "form"}
    assert form == said(session)


def test_values_are_not_shown():
    session = at_counter(CONFIRMATION, chip())
    texts = repr(filled(session)) + repr(values_to_keep(session, pack(), filled(session))) + repr(session)
    assert "Mai" not in texts
    assert MAI not in texts


def test_what_is_still_to_be_filled_counts_as_typed():
    assert share_not_typed(filled(at_counter(CONFIRMATION, chip())), still_open=0) == 100
    assert share_not_typed(filled(at_counter(CONFIRMATION, chip())), still_open=1000) < 2
