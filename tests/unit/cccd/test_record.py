"""The twenty fields: which source wins, what each generation of cards means, what disagrees."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.cccd.dg13 import Dg13, encode
from desktop_app.cccd.qr import parse_qr
from desktop_app.cccd.record import build_record
from desktop_app.core.terms import CITIZEN_FIELDS, ValueSource
from desktop_app.emrtd import tlv

CARD = Dg13(
    number="001099012345",
    full_name="Nguyễn Văn A",
    birth_date="15/01/1999",
    sex="Nam",
    nationality="Việt Nam",
    ethnicity="Kinh",
    religion="Không",
    origin_place="Ba Đình, Hà Nội",
    residence="Số 1 Phố Mẫu",
    features="Nốt ruồi",
    issue_date="01/02/2022",
    expiry_text="15/01/2039",
    father="Nguyễn Văn B",
)
ZONE = "IDVNM0990123459001099012345<<09901155M3901153VNM<<<<<<<<<<<6NGUYEN<<VAN<A<<<<<<<<<<<<<<<<<"
DG1 = tlv.encode(0x61, tlv.encode(0x5F1F, ZONE.encode()))
QR = parse_qr("001099012345|012345678|Nguyễn Văn A|15011999|Nam|Số 1, Phố Mẫu|01022022")


def read(card: Dg13 | None = CARD, dg1: bytes | None = DG1, qr=None):
    files = {}
    if card is not None:
        files["DG13"] = encode(card)
    if dg1 is not None:
        files["DG1"] = dg1
    return build_record(files, qr)


def notices(record) -> list[tuple[str, object]]:
    return [(notice.code, notice.facts.get("field")) for notice in record.notices]


def test_there_are_twenty_fields_in_their_order():
    assert list(read()[0].to_json()) == list(CITIZEN_FIELDS)
    assert len(CITIZEN_FIELDS) == 20


def test_a_card_of_2021_gives_origin_and_permanent_residence():
    record, _ = read()
    assert {k: v for k, v in record.to_json().items() if v} == {
        "number": "001099012345",
        "full_name": "Nguyễn Văn A",
        "sex": "Nam",
        "ethnicity": "Kinh",
        "religion": "Không",
        "birth_date": "1999-01-15",
        "nationality": "Việt Nam",
        "origin_place": "Ba Đình, Hà Nội",
        "permanent_address": "Số 1 Phố Mẫu",
        "father": "Nguyễn Văn B",
    }
    assert record.notices == ()


@pytest.mark.parametrize(
    ("issued", "place"), [("30/06/2024", "origin_place"), ("01/07/2024", "birth_registration_place")]
)
def test_the_day_of_issue_decides_what_field_8_means(issued, place):
    record, _ = read(replace(CARD, issue_date=issued))
    places = ("origin_place", "birth_registration_place")
    assert {name: record.get(name) for name in places if record.get(name)} == {place: "Ba Đình, Hà Nội"}


def test_the_residence_of_a_card_of_2024_carries_a_notice():
    record, _ = read(replace(CARD, issue_date="01/07/2024"))
    assert record.get("permanent_address") == "Số 1 Phố Mẫu"
    assert notices(record) == [("cccd.residence_any_kind", None)]


def test_without_a_day_of_issue_field_8_is_not_guessed():
    record, _ = read(replace(CARD, issue_date=None))
    assert (record.get("origin_place"), record.get("birth_registration_place")) == (None, None)
    assert ("cccd.place_of_unknown_kind", None) in notices(record)


def test_the_qr_fills_what_the_chip_lacks_and_says_so():
    record, _ = read(qr=QR)
    assert record.get("old_number") == "012345678"
    assert (record.sources["old_number"], record.sources["full_name"]) == (ValueSource.QR, ValueSource.CHIP)


def test_without_dg13_the_zone_gives_what_it_has():
    record, facts = read(card=None)
    assert {k: v for k, v in record.to_json().items() if v} == {
        "number": "001099012345",
        "full_name": "NGUYEN VAN A",
        "sex": "Nam",
        "birth_date": "1999-01-15",
        "nationality": "Việt Nam",
    }
    assert (facts.expiry_date, facts.expiry_text, facts.issue_date) == ("2039-01-15", None, None)


def test_the_century_of_the_zone_comes_from_the_number():
    zone = ZONE.replace("001099012345", "001205012345").replace("9901155", "0501155")
    record, _ = read(card=None, dg1=tlv.encode(0x61, tlv.encode(0x5F1F, zone.encode())))
    assert record.get("birth_date") == "2005-01-15"


def test_a_birth_date_of_year_only_stays_partial():
    assert read(replace(CARD, birth_date="1999"))[0].get("birth_date") == "1999"


def test_the_facts_of_the_card_are_iso_and_keep_the_printed_expiry():
    _, facts = read()
    assert (facts.issue_date, facts.expiry_date, facts.expiry_text, facts.features) == (
        "2022-02-01",
        "2039-01-15",
        "15/01/2039",
        "Nốt ruồi",
    )
    assert facts.mrz is not None
    assert facts.mrz.split("\n") == [ZONE[:30], ZONE[30:60], ZONE[60:]]


def test_a_card_without_end_has_no_expiry_date():
    _, facts = read(replace(CARD, expiry_text="Không thời hạn"))
    assert (facts.expiry_date, facts.expiry_text) == (None, "Không thời hạn")


def test_the_qr_of_another_card_is_set_aside():
    record, _ = read(qr=replace(QR, number="001099099999"))
    assert record.get("old_number") is None
    assert notices(record) == [("cccd.qr_of_another_card", None)]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"full_name": "Lê Văn A"}, "full_name"), ({"birth_date": "16/01/1999"}, "birth_date")],
)
def test_a_chip_that_disagrees_with_itself_is_noticed(change, field):
    assert notices(read(replace(CARD, **change))[0]) == [("cccd.sources_differ", field)]


def test_a_sex_other_than_the_number_says_is_noticed():
    record, _ = read(replace(CARD, sex="Nữ"), dg1=None)
    assert notices(record) == [("cccd.sources_differ", "sex")]


def test_an_unreadable_dg13_leaves_the_zone_and_a_notice():
    record, _ = build_record({"DG13": b"\x6d\x02\xff\xff", "DG1": DG1})
    assert record.get("full_name") == "NGUYEN VAN A"
    assert notices(record) == [("cccd.dg13_unreadable", None)]


def test_a_damaged_field_is_named_and_filled_from_the_zone():
    raw = encode(CARD).replace("Nguyễn Văn A".encode(), b"\xff" * len("Nguyễn Văn A".encode()))
    record, _ = build_record({"DG13": raw, "DG1": DG1})
    assert (record.get("full_name"), record.get("ethnicity")) == ("NGUYEN VAN A", "Kinh")
    assert record.notices[0].facts == {"fields": "2"}


@pytest.mark.parametrize("dg1", [b"", b"\x61\x00", b"\x61\x03\x5f\x1f\x00", b"\x61\x04\x5f\x1f\x01\xff"])
def test_a_damaged_dg1_is_no_crash(dg1):
    assert read(dg1=dg1)[1].mrz is None


def test_no_value_shows_in_a_repr():
    record, facts = read()
    shown = repr(record) + repr(facts)
    assert "Nguy" not in shown
    assert "1999" not in shown
    assert "VNM" not in shown
