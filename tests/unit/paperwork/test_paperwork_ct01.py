"""CT01: every value whole, inside the margins, the same bytes every time."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from desktop_app.catalogue.model import Form
from desktop_app.core import gui_guard
from desktop_app.core.errors import AppError
from desktop_app.paperwork.ct01 import Ct01, Ct01Member, render_ct01

VALUES = Ct01(
    recipient="Công an phường Mẫu Thử, thành phố Ví Dụ",
    full_name="NGUYỄN THỊ ĐƯỢM THỬ NGHIỆM",
    birth_date="1999-01-15",
    sex="Nữ",
    number="000199012345",
    phone="0900 000 000",
    email="thu.nghiem@vidu.example",
    head_name="TRẦN VĂN MẪU",
    head_relation="Con đẻ",
    head_number="000060000001",
    request="Xác nhận thông tin về cư trú tại số 12, ngõ 34, tổ 5, phường Mẫu Thử để bổ sung hồ sơ.",
    members=(Ct01Member("LÊ THỊ ẨN DỤ", "2010-05", "Nữ", "000310000002", "Em"),),
    place="Mẫu Thử",
    day=date(2026, 11, 21),
)
ADDRESS = "Số 12, ngách 34/56, ngõ 789, đường Thử Nghiệm kéo dài, tổ dân phố số 15, phường Mẫu Thử, Ví Dụ"
LONG = dataclasses.replace(
    VALUES,
    recipient=f"Công an {ADDRESS}",
    full_name=" ".join(["NGUYỄN PHÚC TÔN NỮ"] * 12),
    phone="0900 000 000 hoặc 0911 111 111 hoặc 0922 222 222",
    email="dia.chi" * 15 + "@vidu.example",
    head_relation="Cháu ruột gọi bằng bác họ bên ngoại đã được nhận nuôi",
    request=" ".join(f"{ADDRESS} lần {n}." for n in range(60)),
    members=tuple(
        Ct01Member(" ".join(["LÊ THỊ ẨN DỤ ƯỚC LỆ"] * (1 + n % 4)), "2010-05-06", "Nữ", f"{n:012}", f"Em {n}")
        for n in range(50)
    ),
    place="Thành phố Ví Dụ Trực Thuộc Trung Ương",
)

Look = Callable[[bytes], list]
Words = Callable[[bytes], str]


@pytest.fixture(scope="module")
def pdf(ct01_form: Form, fonts: Path) -> bytes:
    return render_ct01(VALUES, form=ct01_form, fonts=fonts)


@pytest.fixture(scope="module")
def long_pdf(ct01_form: Form, fonts: Path) -> bytes:
    return render_ct01(LONG, form=ct01_form, fonts=fonts)


@pytest.mark.parametrize(
    "value",
    [
        VALUES.recipient,
        VALUES.full_name,
        "15/01/1999",
        VALUES.phone,
        VALUES.email,
        VALUES.head_name,
        VALUES.head_relation,
        VALUES.request,
        "LÊ THỊ ẨN DỤ",
        "05/2010",
        "000310000002",
        "Mẫu Thử, ngày 21 tháng 11 năm 2026",
        "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ",
    ],
)
def test_every_value_can_be_read_whole(pdf: bytes, words: Words, value: str) -> None:
    assert value in words(pdf)


@pytest.mark.parametrize("number", [VALUES.number, VALUES.head_number])
def test_numbers_stand_in_boxes_digit_by_digit(pdf: bytes, words: Words, number: str) -> None:
    assert number in words(pdf).replace(" ", "")


def test_a_number_too_long_for_the_boxes_is_not_cut(ct01_form: Form, fonts: Path, words: Words) -> None:
    values = dataclasses.replace(VALUES, number="0001990123456789")

    assert "0001990123456789" in words(render_ct01(values, form=ct01_form, fonts=fonts))


def test_the_ordinary_declaration_is_one_sheet_of_two_pages(pdf: bytes, look: Look) -> None:
    assert len(look(pdf)) == 2


def test_nothing_leaves_the_margins(pdf: bytes, long_pdf: bytes, look: Look, ct01_form: Form) -> None:
    assert [
        page.outside(ct01_form) for page in (*look(pdf), *look(long_pdf)) if page.outside(ct01_form)
    ] == []


def test_long_values_go_on_below_and_stay_whole(long_pdf: bytes, words: Words) -> None:
    text = words(long_pdf)
    run = text.replace(" ", "")

    assert LONG.full_name in text
    assert LONG.email in run
    assert LONG.request.replace(" ", "") in run


def test_fifty_members_all_stand_in_the_table(long_pdf: bytes, words: Words) -> None:
    text = words(long_pdf)

    assert [n for n in range(50) if f"{n:012}" not in text] == []


def test_the_table_repeats_its_header_on_every_page(long_pdf: bytes, look: Look) -> None:
    with_members = [page for page in look(long_pdf) if "LÊ THỊ ẨN DỤ" in page.text]

    assert len(with_members) > 1
    assert all("Họ, chữ đệm và tên" in page.text for page in with_members)


def test_an_empty_declaration_is_a_blank_form(ct01_form: Form, fonts: Path, words: Words) -> None:
    text = words(render_ct01(Ct01(), form=ct01_form, fonts=fonts))

    assert ("10. Nội dung đề nghị" in text, "None" in text) == (True, False)


def test_equal_values_give_equal_bytes(pdf: bytes, ct01_form: Form, fonts: Path) -> None:
    assert render_ct01(dataclasses.replace(VALUES), form=ct01_form, fonts=fonts) == pdf


def test_eight_threads_print_the_same_bytes(pdf: bytes, ct01_form: Form, fonts: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: render_ct01(VALUES, form=ct01_form, fonts=fonts), range(16)))

    assert set(made) == {pdf}


def test_no_personal_value_is_shown_by_repr() -> None:
    shown = repr(VALUES)

    assert [v for v in ("ĐƯỢM", "000199012345", "TRẦN", "0900", "LÊ") if v in shown] == []


def test_a_letter_the_typeface_lacks_stops_the_print_without_showing_it(ct01_form: Form, fonts: Path) -> None:
    with pytest.raises(AppError) as caught:
        render_ct01(dataclasses.replace(VALUES, full_name="NGUYỄN 漢"), form=ct01_form, fonts=fonts)

    assert (caught.value.code, caught.value.facts) == ("paperwork.glyph_missing", {"count": 1})


def test_it_refuses_to_run_on_the_thread_of_the_window(
    ct01_form: Form, fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gui_guard, "_gui_thread", threading.get_ident())
    with pytest.raises(RuntimeError, match="GUI thread"):
        render_ct01(VALUES, form=ct01_form, fonts=fonts)
