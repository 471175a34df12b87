"""Dates in words: no two dates read alike."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.paperwork.words import date_in_words

dates = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@given(dates, dates)
def test_two_dates_have_two_texts(one: date, other: date) -> None:
    assert (date_in_words(one.isoformat()) == date_in_words(other.isoformat())) is (one == other)


@given(st.text(max_size=12))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(date_in_words(text), str)
