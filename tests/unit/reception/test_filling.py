import pytest

from desktop_app.cccd.record import FIELDS, CitizenRecord
from desktop_app.core.personal import Personal
from desktop_app.core.terms import PersonRole, ValueSource
from desktop_app.reception.filling import fill_declaration, share_not_typed, values_to_keep

VALUES = {name: f"value of {name}" for name in FIELDS}
KEPT = {"number", "old_number", "full_name", "birth_date", "sex", "nationality", "permanent_address"}


def record(source=ValueSource.CHIP, **values):
    held = {name: Personal(values[name]) if name in values else None for name in FIELDS}
    return CitizenRecord(held, dict.fromkeys(values, source))


@pytest.fixture
def declarant():
    return record(**VALUES)


def filled(declarant, **typed):
    return fill_declaration(declarant, recipient="Công an xã", request="Xác nhận", typed=typed)


def test_the_form_is_filled_from_card_office_and_catalogue(declarant):
    form = filled(declarant)
    assert {name: (v.value, v.source) for name, v in form.items()} == {
        "recipient": ("Công an xã", ValueSource.OFFICE),
        "request": ("Xác nhận", ValueSource.CATALOGUE),
        "full_name": ("value of full_name", ValueSource.CHIP),
        "birth_date": ("value of birth_date", ValueSource.CHIP),
        "sex": ("value of sex", ValueSource.CHIP),
        "number": ("value of number", ValueSource.CHIP),
    }


def test_each_value_says_where_it_came_from():
    form = filled(record(ValueSource.QR, number="001"))
    assert form["number"].source is ValueSource.QR


def test_what_the_card_does_not_have_stays_blank():
    assert "birth_date" not in filled(record(number="001"))


def test_what_the_clerk_typed_wins(declarant):
    form = filled(declarant, full_name="Tên Khác", phone="0912")
    assert (form["full_name"].value, form["full_name"].source) == ("Tên Khác", ValueSource.TYPED)
    assert form["phone"].source is ValueSource.TYPED


def test_blanks_typed_do_not_erase(declarant):
    assert filled(declarant, full_name="  ")["full_name"].source is ValueSource.CHIP


def test_a_form_nobody_typed_is_a_hundred_percent_free(declarant):
    assert share_not_typed(filled(declarant)) == 100
    assert share_not_typed({}) == 100


def test_the_share_counts_what_was_typed(declarant):
    assert share_not_typed(filled(declarant, phone="0912", email="a@b")) == 75


def test_of_a_person_only_what_the_purpose_needs_is_kept(declarant):
    kept = values_to_keep({PersonRole.OWNER: declarant}, {})
    assert {value.field for value in kept} == KEPT
    assert {value.part for value in kept} == {"owner"}


def test_the_whole_form_is_kept_with_its_sources(declarant):
    form = filled(declarant, phone="0912")
    kept = {value.field: (value.value, value.source) for value in values_to_keep({}, form)}
    assert kept == {name: (v.value, v.source) for name, v in form.items()}


def test_values_are_not_shown(declarant):
    assert "value of" not in repr(filled(declarant))
    assert "value of" not in repr(values_to_keep({PersonRole.OWNER: declarant}, {}))
