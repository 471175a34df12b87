"""Training citizens: files in, card texts out."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_app.core.errors import AppError
from desktop_app.readers.simulator import zone
from desktop_app.readers.simulator.citizens import (
    CardKind,
    find_citizen,
    load_citizens,
    parse_citizen,
)
from tests.support.training_card import citizens

GOOD = """
card = 2021
number = "001099012345"
full_name = "Nguyễn Văn A"
sex = "Nam"
birth_date = 1999-01-15
issue_date = 2022-02-01
expiry_date = 2039-01-15
address = "Số 1 Phố Mẫu, Ba Đình, Hà Nội"
"""


def citizen(text: str = GOOD):
    return parse_citizen("a", text.encode())


def test_the_zone_of_the_known_sample():
    assert citizen().mrz == (
        "IDVNM0990123459001099012345<<0\n9901155M3901153VNM<<<<<<<<<<<6\nNGUYEN<<VAN<A<<<<<<<<<<<<<<<<<"
    )
    assert citizen().mrz_information == "099012345999011553901153"


def test_the_qr_text_of_2021_has_seven_fields():
    assert citizen().qr == ("001099012345||Nguyễn Văn A|15011999|Nam|Số 1 Phố Mẫu, Ba Đình, Hà Nội|01022022")


def test_the_qr_text_of_2024_has_four_more():
    assert citizen(GOOD.replace("2021", "2024", 1)).qr.endswith("|01022022||||")
    named = citizen(GOOD.replace("2021", "2024", 1) + 'qr_extra = ["Cha", "Mẹ", "", ""]')
    assert named.qr.endswith("|01022022|Cha|Mẹ||")


def test_the_can_is_the_end_of_the_number():
    assert citizen().can == "012345"


def test_a_year_alone_is_a_birth_date():
    old = citizen(GOOD.replace("1999-01-15\nissue", '"1948"\nissue'))
    assert (old.birth_text, old.mrz.split("\n")[1][:6], old.qr.split("|")[3]) == ("1948", "48<<<<", "1948")


def test_no_expiry_is_words_on_the_card():
    endless = citizen(GOOD.replace("2039-01-15", '"Không thời hạn"'))
    assert endless.expiry_date is None and endless.expiry_text == "Không thời hạn"


@pytest.mark.parametrize("name", ["H'Mẫu Niê", "H\N{RIGHT SINGLE QUOTATION MARK}Mẫu Niê"])
def test_an_apostrophe_parts_no_name_in_the_zone(name):
    assert zone.td1("066088123453", "880701", "F", "280731", name).endswith("\n" + "HMAU<<NIE".ljust(30, "<"))


def test_a_long_name_is_cut_in_the_zone():
    long = citizen(GOOD.replace("Nguyễn Văn A", "Nguyễn Phúc Hoàng Thị Bảo Ngọc Minh Châu Đức"))
    assert [len(line) for line in long.mrz.split("\n")] == [30, 30, 30]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("001099012345", "00109901234"), "number"),
        (("001099012345", "00109901234x"), "number"),
        (('"Nam"', '"Khác"'), "sex"),
        (("1999-01-15", "1999"), "birth_date"),
        (("1999-01-15", '"1999-13"'), "birth_date"),
        (("1999-01-15", '"khoảng 1999"'), "birth_date"),
        (("2022-02-01", "2022-02-01T00:00:00"), "issue_date"),
        (("2039-01-15", '"mãi mãi"'), "expiry_date"),
        (("card = 2021", "card = 2019"), "card"),
        (("card = 2021", ""), "card"),
        (("Phố Mẫu", "Phố | Mẫu"), "address"),
        (("Nguyễn Văn A", "  "), "full_name"),
        (("card", 'old_number = "12"\ncard'), "old_number"),
        (("card", 'order = "một"\ncard'), "order"),
        (("card", 'qr_extra = ["a"]\ncard'), "qr_extra"),
        (("card", "qr_extra = [1, 2, 3, 4]\ncard"), "qr_extra"),
        (("card", "father = 3\ncard"), "father"),
        (("card", 'fathre = "Nguyễn Văn B"\ncard'), "fathre"),
        (("card", "= ="), "toml"),
    ],
)
def test_a_wrong_file_names_itself_and_the_field(change, field):
    with pytest.raises(AppError) as caught:
        citizen(GOOD.replace(*change, 1))
    assert caught.value.code == "simulator.citizen_invalid"
    assert caught.value.facts == {"file": "a", "field": field}


def test_a_file_that_is_no_text_is_refused():
    with pytest.raises(AppError, match=r"simulator\.citizen_invalid"):
        parse_citizen("a", b"\xff\xfe\x00")


def test_a_byte_order_mark_of_a_windows_editor_does_no_harm():
    assert parse_citizen("a", b"\xef\xbb\xbf" + GOOD.encode()).full_name == "Nguyễn Văn A"


def test_nothing_of_a_citizen_shows_in_its_repr():
    assert "Nguyễn" not in repr(citizen()) and "0990" not in repr(citizen())


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(AppError, match=r"simulator\.no_citizens"):
        load_citizens(tmp_path)


@pytest.mark.parametrize(
    "wanted", ["tran-van-huan-luyen", "Trần Văn Huấn Luyện", "TRAN VAN HUAN LUYEN", "079088000224"]
)
def test_a_citizen_is_found_by_file_full_name_and_number(wanted):
    assert find_citizen(citizens(), wanted).name == "tran-van-huan-luyen"


def test_the_first_citizen_is_the_default():
    assert find_citizen(citizens(), None).order == 1


def test_an_unknown_citizen_is_a_known_error_without_the_name():
    with pytest.raises(AppError) as caught:
        find_citizen(citizens(), "Nguyễn Văn Không Có")
    assert (caught.value.code, caught.value.facts) == ("simulator.citizen_unknown", {})


def test_numbers_agree_with_sex_and_year_of_birth():
    for person in citizens().values():
        assert (int(person.number[3]) % 2 == 1) == person.is_woman
        assert 1900 + int(person.number[3]) // 2 * 100 + int(person.number[4:6]) == person.birth_date.year


def test_the_training_citizens_cover_what_cards_differ_in():
    people = list(citizens().values())
    assert len(people) >= 6
    assert len({p.number for p in people}) == len({p.can for p in people}) == len(people)
    assert {p.card for p in people} == set(CardKind)
    assert {p.is_woman for p in people} == {True, False}
    assert {p.birth_date.year // 100 for p in people} == {19, 20}
    assert {p.father is None for p in people} == {p.spouse is None for p in people} == {True, False}
    assert {p.old_number is None for p in people} == {p.expiry_date is None for p in people} == {True, False}
    assert any(len(p.address.encode()) > 127 for p in people)
    assert all(p.issue_date >= date(2024, 7, 1) for p in people if p.card is CardKind.OF_2024)


@pytest.mark.parametrize(("text", "digit"), [("L898902C<", "3"), ("690806", "1"), ("D23145890734", "9")])
def test_check_digits_of_the_standard(text, digit):
    assert zone.check_digit(text) == digit
