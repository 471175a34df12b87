"""Dates with unknown parts, and what the citizen number says."""

from __future__ import annotations

import pytest

from desktop_app.cccd.dates import PartialDate, from_mrz, parse_dd_mm_yyyy, parse_ddmmyyyy
from desktop_app.cccd.number import can_of_number, document_number_of, facts_of_number, is_number
from desktop_app.core.errors import AppError


def iso(day: PartialDate | None) -> str | None:
    return day and day.iso()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15/01/1999", "1999-01-15"),
        ("1/2/1999", "1999-02-01"),
        ("15-01-1999", "1999-01-15"),
        ("01/1999", "1999-01"),
        ("1999", "1999"),
        ("00/00/1999", "1999"),
        ("--/02/1999", "1999-02"),
        ("29/02/2024", "2024-02-29"),
        ("29/02/2023", None),
        ("15/13/1999", None),
        ("Không thời hạn", None),
        ("", None),
    ],
)
def test_a_printed_date_is_read_as_far_as_it_is_known(text, expected):
    assert iso(parse_dd_mm_yyyy(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15011999", "1999-01-15"),
        ("00001999", "1999"),
        ("1999", "1999"),
        ("99991999", None),
        ("1501199", None),
    ],
)
def test_a_compact_date_is_read_as_far_as_it_is_known(text, expected):
    assert iso(parse_ddmmyyyy(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("990115", "1999-01-15"), ("9901<<", "1999-01"), ("99<<<<", "1999"), ("<<<<<<", None), ("991315", None)],
)
def test_a_date_of_the_zone_takes_its_century_from_outside(text, expected):
    assert iso(from_mrz(text, 1900)) == expected


def test_a_day_needs_a_month():
    with pytest.raises(ValueError, match="month"):
        PartialDate(1999, None, 15)


def test_a_date_does_not_show_itself():
    assert "1999" not in repr(PartialDate(1999, 1, 15))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("001099012345", ("001", "M", 1999, 1900)),
        ("079199012345", ("079", "F", 1999, 1900)),
        ("001205012345", ("001", "M", 2005, 2000)),
        ("001305012345", ("001", "F", 2005, 2000)),
        ("001900012345", ("001", "F", 2300, 2300)),
    ],
)
def test_the_number_holds_place_sex_and_year(number, expected):
    facts = facts_of_number(number)
    assert (facts.registration_code, facts.sex, facts.birth_year, facts.century) == expected


def test_access_and_document_number_are_its_last_digits():
    assert (can_of_number("001099012345"), document_number_of("001099012345")) == ("012345", "099012345")


@pytest.mark.parametrize("text", ["", "00109901234", "0010990123456", "00109901234A", "٠٠١٠٩٩٠١٢٣٤٥"])
def test_only_twelve_ascii_digits_are_a_number(text):
    assert not is_number(text)
    with pytest.raises(AppError) as caught:
        can_of_number(text)
    assert caught.value.facts == {"length": len(text)}
