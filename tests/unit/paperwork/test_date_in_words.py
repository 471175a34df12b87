"""Dates in words, as a registrar would write them."""

from __future__ import annotations

import pytest

from desktop_app.paperwork.words import date_in_words


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("1999-01-15", "Ngày mười lăm tháng một năm một nghìn chín trăm chín mươi chín"),
        ("2026-11-21", "Ngày hai mươi mốt tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("2005-04-05", "Ngày năm tháng tư năm hai nghìn không trăm linh năm"),
        ("2024-12-24", "Ngày hai mươi tư tháng mười hai năm hai nghìn không trăm hai mươi tư"),
        ("1971-10-11", "Ngày mười một tháng mười năm một nghìn chín trăm bảy mươi mốt"),
        ("1945-08-14", "Ngày mười bốn tháng tám năm một nghìn chín trăm bốn mươi lăm"),
        ("2000-02-10", "Ngày mười tháng hai năm hai nghìn"),
        ("1900-03-30", "Ngày ba mươi tháng ba năm một nghìn chín trăm"),
        ("1910-05-25", "Ngày hai mươi lăm tháng năm năm một nghìn chín trăm mười"),
        ("1915-06-31", ""),
        ("2015-07-20", "Ngày hai mươi tháng bảy năm hai nghìn không trăm mười lăm"),
        ("1999-09", "Tháng chín năm một nghìn chín trăm chín mươi chín"),
        ("1960", "Năm một nghìn chín trăm sáu mươi"),
        ("", ""),
        ("15/01/1999", ""),
        ("không rõ", ""),
        ("0000", ""),
    ],
)
def test_a_date_is_written_in_words(iso: str, words: str) -> None:
    assert date_in_words(iso) == words
