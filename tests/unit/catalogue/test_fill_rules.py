"""Rules and templates of the pack, and what the shipped one says about people, papers and cards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop_app.catalogue.deadline import receipt_due
from desktop_app.catalogue.form_model import FormCell, FormKind, InputKind
from desktop_app.catalogue.model import ReceiptWhen
from desktop_app.catalogue.pack import Pack
from desktop_app.catalogue.rules import PERSON_FIELDS, fill_template, rules_of, split_rule
from desktop_app.cccd.record import CardFacts
from desktop_app.core.terms import CITIZEN_FIELDS, Channel, PersonRole

DERIVED = {"issue_place", "identity_paper", "relation"}


def test_the_values_of_a_person_are_those_of_the_citizen_record_and_the_card() -> None:
    facts = set(CardFacts.__dataclass_fields__)

    assert PERSON_FIELDS[: len(CITIZEN_FIELDS)] == CITIZEN_FIELDS
    assert set(PERSON_FIELDS[len(CITIZEN_FIELDS) :]) - DERIVED <= facts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("today", ("today", "")),
        ("office.recipient_name", ("office", "recipient_name")),
        ("procedure.request", ("procedure", "request")),
        ("bride.identity_paper", ("bride", "identity_paper")),
        ("office.full_name", None),
        ("procedure", None),
        ("declarant.", None),
        (".full_name", None),
        ("declarant.photo", None),
        ("a declarant.full_name", None),
        ("", None),
    ],
)
def test_a_rule_is_taken_apart(text: str, parts: tuple[str, str] | None) -> None:
    assert split_rule(text) == parts


@pytest.mark.parametrize(
    ("text", "of_person"), [("today", False), ("office.place", False), ("mother.full_name", True)]
)
def test_a_rule_says_whether_it_asks_for_a_person(text: str, of_person: bool) -> None:
    rule = split_rule(text)

    assert rule is not None
    assert rule.of_person is of_person


def test_a_template_is_filled() -> None:
    known = {"head.full_name": "TRẦN VĂN MẪU", "office.place": "Mẫu Thử"}
    filled = fill_template("Ở nhà {head.full_name}, {office.place}", known.get)

    assert filled == ("Ở nhà TRẦN VĂN MẪU, Mẫu Thử", ())


def test_unknown_places_stand_as_dots_and_are_named() -> None:
    filled = fill_template("tại {a.permanent_address} và {today}", {"today": ""}.get)

    assert filled == ("tại … và …", ("a.permanent_address", "today"))


def test_a_value_with_braces_is_not_filled_again() -> None:
    assert fill_template("{today}", {"today": "{today} {x}"}.get).text == "{today} {x}"


def test_the_places_of_a_template_are_its_rules() -> None:
    assert rules_of("từ {a.full_name} đến {today}, {") == ("a.full_name", "today")


@pytest.mark.parametrize(
    ("code", "people"),
    [
        ("1.004222", [("declarant", "declarant", True), ("household_head", "household_head", False),
                      ("member", "member", False)]),
        ("1.001193", [("declarant", "declarant", True), ("mother", "mother", False),
                      ("father", "father", False)]),
        ("1.000894", [("bride", "declarant", True), ("groom", "spouse", True)]),
    ],
)  # fmt: skip
def test_people_stand_in_the_order_of_the_paper(
    pack: Pack, code: str, people: list[tuple[str, str, bool]]
) -> None:
    assert [(p.key, p.role.value, p.required) for p in pack.procedure(code).people] == people


def test_only_members_of_a_household_are_many(pack: Pack) -> None:
    parts = {p.key: p.most for p in pack.procedure("1.004222").people}

    assert parts == {"declarant": 1, "household_head": 1, "member": 30}


def test_a_part_is_found_by_its_key(pack: Pack) -> None:
    assert pack.procedure("1.000894").person("groom").role is PersonRole.SPOUSE


def test_the_declarant_may_be_a_parent_and_then_is_named_so(pack: Pack) -> None:
    procedure = pack.procedure("1.001193")
    others = [procedure.person(key) for key in procedure.person("declarant").may_also_be]

    assert [(p.key, p.relation) for p in others] == [("mother", "Mẹ"), ("father", "Cha")]


def test_every_blank_that_a_card_can_answer_has_a_rule(pack: Pack) -> None:
    cells = pack.form("KetHon").cells

    assert [c.key for c in cells if not c.fill] == [
        "bride_marriage_order",
        "groom_marriage_order",
        "copies_wanted",
        "copies_count",
    ]


def test_of_the_birth_form_only_the_child_is_typed(pack: Pack) -> None:
    typed = [c.key for c in pack.form("KhaiSinh").cells if c.required and not c.fill]

    assert typed == ["child_name", "child_birth_date", "child_sex", "child_birth_place"]


def test_the_grid_is_asked_one_side_after_the_other(pack: Pack) -> None:
    groups = [c.group for c in pack.form("KetHon").cells if c.group.startswith("Bên")]

    assert groups == ["Bên nữ"] * 7 + ["Bên nam"] * 7


def test_every_blank_of_a_declaration_has_a_caption_for_the_screen(pack: Pack) -> None:
    forms = [f for f in pack.forms.values() if f.kind is FormKind.DECLARATION]

    assert [c.key for f in forms for c in f.cells if not c.caption or "^" in c.caption] == []


def test_a_caption_is_the_label_without_marks() -> None:
    assert FormCell("head", "7. Họ, chữ đệm và tên chủ hộ^(2)^:").caption == "7. Họ, chữ đệm và tên chủ hộ"


def test_the_date_in_words_is_never_asked_for(pack: Pack) -> None:
    cell = pack.form("KhaiSinh").cell("child_birth_words")

    assert (cell.input, cell.in_words_of) == (InputKind.NONE, "child_birth_date")


def test_an_unknown_cell_is_a_bug(pack: Pack) -> None:
    with pytest.raises(KeyError):
        pack.form("KetHon").cell("uncle")


def test_paper_and_electronic_form_belong_to_their_channels(pack: Pack) -> None:
    papers = pack.procedure("1.000894").components
    direct = [c.code[-6:] for c in papers if c.belongs_to(Channel.DIRECT)]
    online = [c.code[-6:] for c in papers if c.belongs_to(Channel.ONLINE)]

    assert ("003229" in direct, "003229" in online) == (True, False)
    assert ("003969" in direct, "003969" in online) == (False, True)


def test_reading_the_chips_of_both_replaces_showing_their_papers(pack: Pack) -> None:
    papers = [c for c in pack.procedure("1.000894").components if c.presented]

    assert {c.chip_of for c in papers} == {("bride", "groom")}


# Monday, Saturday and a public holiday by the clock in Vietnam (7 hours ahead of UTC).
@pytest.mark.parametrize(
    ("received", "due"),
    [
        (datetime(2026, 11, 23, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 8, 1, tzinfo=UTC), True),
        (datetime(2026, 11, 21, 2, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 2, 0, tzinfo=UTC), True),
    ],
)
@pytest.mark.parametrize("code", ["1.001193", "1.000894"])
def test_civil_status_gets_a_receipt_only_if_the_result_waits(
    pack: Pack, code: str, received: datetime, due: bool
) -> None:
    procedure = pack.procedure(code)

    assert receipt_due(procedure, received, pack.calendar, pack.office_hours) is due


@pytest.mark.parametrize("code", ["1.004222", "1.010041"])
def test_residence_procedures_always_give_a_receipt(pack: Pack, code: str) -> None:
    procedure, early = pack.procedure(code), datetime(2026, 11, 23, 2, tzinfo=UTC)

    assert procedure.receipt_when is ReceiptWhen.ALWAYS
    assert receipt_due(procedure, early, pack.calendar, pack.office_hours)


def test_a_receipt_needs_an_aware_instant(pack: Pack) -> None:
    naive = datetime(2026, 11, 23, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(ValueError, match="time zone"):
        receipt_due(pack.procedure("1.001193"), naive, pack.calendar, pack.office_hours)


@pytest.mark.parametrize(
    ("number", "issued", "line"),
    [
        ("001199000001", "2024-08-01", "Thẻ căn cước số 001199000001, Bộ Công an cấp ngày 01/08/2024"),
        ("001199000001", "2024-06-30", "Thẻ căn cước công dân số 001199000001, Cục Cảnh sát "
                                       "quản lý hành chính về trật tự xã hội cấp ngày 30/06/2024"),
        ("001199000001", "2015-01-01", "Số định danh cá nhân 001199000001"),
        ("001199000001", "2024", "Số định danh cá nhân 001199000001"),
        ("001199000001", "", "Số định danh cá nhân 001199000001"),
        ("", "2024-08-01", ""),
    ],
)  # fmt: skip
def test_a_card_is_written_in_one_line(pack: Pack, number: str, issued: str, line: str) -> None:
    assert pack.identity_paper(number, issued) == line
