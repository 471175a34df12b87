"""Until when a card may be valid: from the law as data, a short list, the likeliest first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.cccd.expiry import expiry_candidates, key_with_expiry, parse_rules
from desktop_app.cccd.qr import parse_qr
from desktop_app.core.errors import AppError

RULES = parse_rules((Path(__file__).parents[3] / "resources" / "card" / "validity.toml").read_bytes())
QR = "001099012345||Nguyễn Văn A|15011999|Nam|Hà Nội|01022022"


@pytest.mark.parametrize(
    ("born", "issued", "expected"),
    [
        (date(1999, 1, 15), date(2021, 5, 1), ["2024-01-15"]),  # 22 years old
        (date(1999, 1, 15), date(2022, 2, 1), ["2039-01-15", "2024-01-15"]),  # within two years of 25
        (date(1999, 1, 15), date(2022, 1, 15), ["2039-01-15", "2024-01-15"]),  # the first day of them
        (date(1999, 1, 15), date(2022, 1, 14), ["2024-01-15", "2039-01-15"]),  # the day before
        (date(1990, 6, 1), date(2021, 5, 1), ["2030-06-01"]),
        (date(1963, 6, 1), date(2021, 7, 1), ["2023-06-01"]),  # 58: the card may have no end
        (date(1960, 6, 1), date(2021, 5, 1), []),  # over sixty
        (date(2015, 6, 1), date(2024, 10, 4), ["2029-06-01"]),  # a child, since 2024
        (date(2012, 6, 1), date(2024, 10, 4), ["2037-06-01", "2026-06-01"]),
        (date(2004, 2, 29), date(2021, 5, 1), ["2029-03-01"]),
        (date(2000, 1, 1), date(2015, 1, 1), []),  # before any rule
        (date(9999, 12, 31), date(9999, 12, 31), []),  # a code may say so
    ],
)
def test_the_law_gives_a_short_list(born: date, issued: date, expected: list[str]) -> None:
    assert [day.isoformat() for day in expiry_candidates(born, issued, RULES)] == expected


@given(st.dates(date(1930, 1, 1), date(2024, 1, 1)), st.dates(date(2021, 1, 1), date(2030, 1, 1)))
def test_there_are_two_at_most_and_all_lie_after_the_day_of_issue(born: date, issued: date) -> None:
    days = expiry_candidates(born, issued, RULES)
    assert len(days) <= 2
    assert all(day > issued for day in days)


def test_a_code_and_one_date_make_the_key_of_the_zone() -> None:
    key = key_with_expiry(parse_qr(QR), 1, RULES)
    assert key.information == "099012345999011553901153"


@pytest.mark.parametrize("ordinal", [-1, 0, 3])
def test_a_date_that_is_not_in_the_list_is_told_with_how_many_there_are(ordinal: int) -> None:
    with pytest.raises(AppError) as told:
        key_with_expiry(parse_qr(QR), ordinal, RULES)
    assert (told.value.code, told.value.facts) == ("cccd.expiry_unknown", {"count": 2})


@pytest.mark.parametrize("text", [QR.replace("15011999", "1999"), QR.replace("01022022", "x")])
def test_a_partial_or_doubtful_date_gives_nothing_to_try(text: str) -> None:
    with pytest.raises(AppError, match=r"cccd\.expiry_unknown"):
        key_with_expiry(parse_qr(text), 1, RULES)


def test_every_rule_names_its_source() -> None:
    assert all(rule.source and rule.ages == tuple(sorted(rule.ages)) for rule in RULES)
