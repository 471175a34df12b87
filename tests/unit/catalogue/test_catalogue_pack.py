"""The first pack, and how a wrong one is refused."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, time
from pathlib import Path

import holidays
import pytest

from desktop_app.catalogue.form_model import BlockKind
from desktop_app.catalogue.pack import Pack, parse_pack, parse_pinned, version_key
from desktop_app.core.errors import AppError
from desktop_app.core.terms import Channel, DeadlineUnit
from desktop_app.core.workdays import DayKind

# The portal has no unit for the rule of 15 o'clock; it writes "1 OTHER".
OF_PORTAL = {DeadlineUnit.SAME_DAY_15H: ("", "OTHER")}

CODE_OF = {
    "missing": "catalogue.pack_lacks",
    "type": "catalogue.pack_wrong_type",
    "value": "catalogue.pack_wrong_value",
    "unknown_key": "catalogue.pack_unknown_key",
    "twice": "catalogue.pack_twice",
    "unknown_reference": "catalogue.pack_unknown_reference",
}


def _refused(raw: bytes) -> AppError:
    with pytest.raises(AppError) as caught:
        parse_pack(raw)
    return caught.value


def _changed(raw: bytes, old: str, new: str) -> bytes:
    text = raw.decode()
    assert text.count(old) >= 1
    return text.replace(old, new, 1).encode()


def test_a_pack_is_pinned_by_its_version_and_the_hash_of_its_bytes(pack: Pack, pack_bytes: bytes) -> None:
    assert pack.pin == ("2026.11.2", hashlib.sha256(pack_bytes).hexdigest())


def test_the_pack_is_in_force_from_its_first_day(pack: Pack) -> None:
    assert [pack.in_force(d) for d in (date(2026, 10, 31), date(2026, 11, 1))] == [False, True]


def test_confirming_residence_takes_one_working_day_and_three_with_verification(pack: Pack) -> None:
    procedure = pack.procedure("1.010041")

    assert [(t.case, t.amount, t.unit) for t in procedure.terms] == [
        ("data_present", 1, DeadlineUnit.WORKING_DAY),
        ("verification", 3, DeadlineUnit.WORKING_DAY),
    ]


def test_the_usual_case_is_the_first_term(pack: Pack) -> None:
    assert pack.procedure("1.010041").term().case == "data_present"


def test_a_case_is_found_by_its_key(pack: Pack) -> None:
    assert pack.procedure("1.010041").term("verification").amount == 3


def test_confirming_residence_costs_nothing_on_every_channel(pack: Pack) -> None:
    procedure = pack.procedure("1.010041")
    fees = [procedure.fee(channel) for channel in procedure.channels]

    assert [fee and fee.amount_dong for fee in fees] == [0, 0, 0, 0]


def test_an_unknown_fee_is_not_a_free_one(pack: Pack) -> None:
    assert pack.procedure("1.004222").fee(Channel.ONLINE_ASSISTED) is None


def test_the_shipped_procedures_agree_with_the_portal(pack: Pack, testdata: Path) -> None:
    def of_portal(code: str) -> tuple[str, str, set[str], set[str]]:
        raw = json.loads((testdata / "dvc" / "details" / f"{code}.json").read_text(encoding="utf-8"))["data"]
        papers = {p["code"] for case in raw["executionCases"] for p in case["profileComponents"]}
        return (
            raw["name"],
            raw["categoriesDetails"][0]["code"],
            papers,
            {r["code"] for r in raw["resultsDetails"]},
        )

    for code, procedure in pack.procedures.items():
        name, field, papers, results = of_portal(code)
        assert (procedure.name, procedure.field_code) == (name, field)
        assert {c.code for c in procedure.components} <= papers
        assert {r.code for r in procedure.results} == results


def test_terms_are_terms_of_the_portal(pack: Pack, testdata: Path) -> None:
    for code, procedure in pack.procedures.items():
        raw = json.loads((testdata / "dvc" / "details" / f"{code}.json").read_text(encoding="utf-8"))["data"]
        days = {(m["processingTime"], m["processingTimeUnit"]) for m in raw["executionMethods"]}
        ours = {OF_PORTAL.get(t.unit, (t.amount, "WORKING_DAY")) for t in procedure.terms}
        assert ours == {("", "OTHER") if unit == "OTHER" else (amount, unit) for amount, unit in days}


def test_an_unknown_procedure_is_a_known_error(pack: Pack) -> None:
    with pytest.raises(AppError) as caught:
        pack.procedure("9.999999")

    assert (caught.value.code, caught.value.facts["procedure"]) == ("catalogue.procedure_unknown", "9.999999")


def test_declarations_and_receipts_are_named_by_the_procedure(pack: Pack) -> None:
    procedure = pack.procedure("1.010041")

    assert (pack.form(procedure.declaration_form).id, pack.form(procedure.receipt_form).id) == (
        "CT01",
        "CT04",
    )


def test_receipts_are_printed_on_a5_and_the_declaration_on_a4(pack: Pack) -> None:
    assert {f.id: f.paper for f in pack.forms.values()} == {
        "CT01": "A4",
        "CT04": "A5",
        "Mau01": "A5",
        "KhaiSinh": "A4",
        "KetHon": "A4",
    }


def test_the_rows_of_ct01_are_numbered_one_to_eleven(pack: Pack) -> None:
    labels = [
        label
        for block in pack.form("CT01").blocks
        for label in [*(c.label for c in block.cells), block.label]
        if label[:1].isdigit()
    ]

    assert [int(label.partition(".")[0]) for label in labels] == list(range(1, 12))


def test_every_form_has_places_to_sign(pack: Pack) -> None:
    for form in pack.forms.values():
        assert BlockKind.SIGNATURES in {block.kind for block in form.blocks}


def test_weak_facts_are_listed_with_their_place(pack: Pack) -> None:
    marks = pack.verify_marks()

    assert {m.where for m in marks} >= {"forms[CT01]", "forms[CT04]", "office_hours"}
    assert all(m.text for m in marks)


def test_every_mark_of_the_file_is_listed_once(pack: Pack, pack_bytes: bytes) -> None:
    assert len(pack.verify_marks()) == pack_bytes.decode().count("\nverify = ")


def test_office_hours_have_a_morning_and_an_afternoon(pack: Pack) -> None:
    hours = pack.office_hours

    assert (hours.opening, hours.closing, hours.cut_off) == (time(7), time(17), time(15))


# Days on which the holidays package and the dated notices part; the dated pack wins.
OTHER_THAN_THE_PACKAGE = {date(2026, 1, 2), date(2026, 1, 10), date(2026, 8, 22)}


@pytest.mark.parametrize("year", [2026, 2027])
def test_days_off_agree_with_an_independent_list(pack: Pack, year: int) -> None:
    independent = set(holidays.country_holidays("VN", years=year))
    ours = {h.day for h in pack.holidays if h.day.year == year}

    assert ours ^ independent <= OTHER_THAN_THE_PACKAGE


def test_swapped_saturdays_are_worked(pack: Pack) -> None:
    swaps = {h.day for h in pack.holidays if h.kind is DayKind.WORKING_SWAP}

    assert swaps == {date(2026, 1, 10), date(2026, 8, 22)}
    assert all(pack.calendar.is_working(day) for day in swaps)


def test_bytes_that_are_no_text_are_unreadable() -> None:
    assert _refused(b"\xff\xfe").code == "catalogue.pack_unreadable"


def test_broken_toml_is_unreadable() -> None:
    assert _refused(b"version = ").code == "catalogue.pack_unreadable"


def test_brackets_without_end_are_unreadable() -> None:
    assert _refused(b"version = " + b"[" * 100_000).code == "catalogue.pack_unreadable"


@pytest.mark.parametrize(
    ("old", "new", "where", "why"),
    [
        ('version = "2026.11.2"', "", "version", "missing"),
        ('version = "2026.11.2"', "version = 2026", "version", "type"),
        ('version = "2026.11.2"', 'version = " "', "version", "value"),
        ("cut_off = 15:00:00", "cut_off = 15:00:00\ncolour = 1", "office_hours.colour", "unknown_key"),
        ("{ start = 13:30:00", "{ start = 11:00:00", "office_hours.periods[1].end", "value"),
        ("weekend = [6, 7]", "weekend = [6, 8]", "calendar.weekend", "value"),
        ("weekend = [6, 7]", "weekend = [6, true]", "calendar.weekend[1]", "type"),
        ("date = 2026-01-02", "date = 2026-01-01", "holidays[1].date", "twice"),
        ("date = 2026-01-02", "date = 2025-01-02", "holidays[1].date", "value"),
        ("date = 2026-01-02", "date = 2026-01-02T00:00:00", "holidays[1].date", "type"),
        ('kind = "compensation"', 'kind = "off"', "holidays[1].kind", "value"),
        ('unit = "working_day"', 'unit = "fortnight"', "procedures[0].terms[0].unit", "value"),
        ("\namount = 1\n", "\namount = 0\n", "procedures[0].terms[0].amount", "value"),
        ("\namount = 1\n", "\namount = true\n", "procedures[0].terms[0].amount", "type"),
        ('receipt_form = "CT04"', 'receipt_form = "CT99"', "procedures[0].receipt_form", "unknown_reference"),
        ('receipt_form = "CT04"', 'receipt_form = "CT01"', "procedures[0].receipt_form", "unknown_reference"),
        ('\nform = "CT01"', '\nform = "CT02"', "procedures[0].components[0].form", "unknown_reference"),
        ('code = "1.004222"', 'code = "1.010041"', "procedures[1].code", "twice"),
        ('case = "verification"', 'case = "data_present"', "procedures[0].terms[1].case", "twice"),
        ('paper = "A4"', 'paper = "A3"', "forms[0].paper", "value"),
        ("width_mm = 47", "width_mm = 57", "forms[0].columns", "value"),
        ("margins_mm = [20, 20, 10, 30]", "margins_mm = [20, 20, 30]", "forms[0].margins_mm", "value"),
        ("margins_mm = [20, 20, 10, 30]", "margins_mm = [20, 20, 2, 30]", "forms[0].margins_mm", "value"),
        ('motto = "', 'mottos = "', "forms[0].texts.motto", "missing"),
        ("{day} tháng", "{hari} tháng", "forms[0].texts.date_line", "value"),
        ("boxes = 12,", "boxes = 0,", "forms[0].blocks[3].cells[0].boxes", "value"),
        ('["direct", "post"', '["direct", "pigeon"', "procedures[0].channels[1]", "value"),
        ('fill = "declarant.full_name"', 'fill = "declarant.shoe_size"', "forms[0].blocks[1].cells[0].fill",
         "unknown_reference"),
        ('fill = "declarant.full_name"', 'fill = "uncle.full_name"', "procedures[0].declaration_form",
         "unknown_reference"),
        ('fill = "declarant.full_name"', 'fill = "member.full_name"', "procedures[0].declaration_form",
         "unknown_reference"),
        ('fill = "member.full_name"', 'fill = "declarant.full_name"', "procedures[0].declaration_form",
         "unknown_reference"),
        ('input = "choice", choices = ["Nam", "Nữ"]', 'input = "choice"', "forms[0].columns[3].choices",
         "missing"),
        ('{ key = "sex", label = "3.', '{ key = "birth_date", label = "3.', "forms[0].blocks", "twice"),
        ('in_words_of = "child_birth_date"', 'in_words_of = "child_name"', "forms[3].blocks",
         "unknown_reference"),
        ('name = "bride_name"', 'name = "witness_name"', "forms[4].signatures", "unknown_reference"),
        ('heads = ["Thông tin", "Bên nữ", "Bên nam"]', 'heads = ["Thông tin", "Bên nữ"]',
         "forms[4].blocks[1].rows[0].cells", "value"),
        ("được sự thỏa thuận", "{agreement}", "forms[3].blocks", "unknown_reference"),
        ("tại {declarant.permanent_address}", "tại {declarant.castle}", "procedures[0].request",
         "unknown_reference"),
        ('may_also_be = ["household_head"]', 'may_also_be = ["landlord"]', "procedures[0].people",
         "unknown_reference"),
        ('chip_of = ["declarant"]', 'chip_of = ["child"]', "procedures[3].people", "unknown_reference"),
        ('key = "household_head"', 'key = "declarant"', "procedures[0].people[1].key", "twice"),
        ('role = "household_head"', 'role = "king"', "procedures[0].people[1].role", "value"),
        ("most = 30", "most = 0", "procedures[0].people[2].most", "value"),
        ('receipt_when = "always"', 'receipt_when = "never"', "procedures[0].receipt_when", "value"),
        ("from = 2018-10-10", "from = 2016-01-01", "issue_places[1].from", "twice"),
        ("{card} số", "{colour} số", "identity_paper.text", "value"),
        ("effective_from = 2026-11-01", "effective_from = 2026-11-01\neffective_to = 2026-10-01",
         "effective_to", "value"),
    ],
)  # fmt: skip
def test_a_wrong_pack_is_refused_with_the_place(
    pack_bytes: bytes, old: str, new: str, where: str, why: str
) -> None:
    error = _refused(_changed(pack_bytes, old, new))

    assert (error.code, error.facts) == (CODE_OF[why], {"where": where})


@pytest.mark.parametrize("part", [1, 2])
def test_a_pack_of_an_earlier_program_still_opens_where_it_is_pinned(project_root: Path, part: int) -> None:
    raw = (project_root / f"tests/vectors/catalogue/pack-2026.11.1-part{part}.toml").read_bytes()

    old = parse_pinned(raw)

    assert (old.version, old.sha256) == ("2026.11.1", hashlib.sha256(raw).hexdigest())
    assert old.procedure("1.010041").receipt_form == "CT04"


def test_todays_pack_reads_the_same_where_it_is_pinned(pack: Pack, pack_bytes: bytes) -> None:
    assert parse_pinned(pack_bytes) == pack


def test_a_pinned_pack_is_still_read_strictly(pack_bytes: bytes) -> None:
    with pytest.raises(AppError, match=r"catalogue\.pack_unknown_key"):
        parse_pinned(pack_bytes + b"\n[new]\na = 1\n")


def test_versions_count_as_numbers() -> None:
    assert (version_key("2026.11.10") or ()) > (version_key("2026.11.9") or ())
    assert [version_key(text) for text in ("2026.13.1", "2026.11", "v1", "2026.11.0")] == [None] * 4


def test_margins_leave_room_to_print(pack_bytes: bytes) -> None:
    raw = re.sub(rb"margins_mm = \[[^]]*\]", b"margins_mm = [20, 90, 20, 90]", pack_bytes, count=1)

    assert _refused(raw).code == "catalogue.pack_wrong_value"
