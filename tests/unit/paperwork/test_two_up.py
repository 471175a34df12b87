"""Both copies of a receipt on one sheet of A4."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.catalogue.form_model import Form
from desktop_app.core.terms import Channel
from desktop_app.paperwork.receipt import Receipt, ReceiptCopy, ReceiptPaper, render_receipt
from desktop_app.paperwork.sheet import Geometry
from desktop_app.paperwork.two_up import fits_two_up, two_on_a4

GIVEN = Receipt(
    parent_office="UBND PHƯỜNG MẪU THỬ",
    office="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG PHƯỜNG MẪU THỬ",
    counter="Trung tâm Phục vụ hành chính công phường Mẫu Thử",
    number="H99.01.02-261123-9001",
    copy=ReceiptCopy.GIVEN,
    place="Mẫu Thử",
    owner_name="NGUYỄN THỊ ĐƯỢM",
    owner_number="000199012345",
    owner_address="Số 12, ngõ 34, tổ 5, phường Mẫu Thử",
    owner_phone="",
    owner_email="",
    submitter_name="",
    request="Đăng ký khai sinh",
    papers=(ReceiptPaper("Giấy chứng sinh", originals=1),),
    channel=Channel.DIRECT,
    term="Trong ngày làm việc",
    received_at=datetime(2026, 11, 23, 8, 15, tzinfo=UTC),
    due_at=datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
    due_reason="",
    result_place="Quầy số 3",
    fee_dong=0,
    officer_name="Phạm Văn Cán Bộ",
)
KEPT = dataclasses.replace(GIVEN, copy=ReceiptCopy.KEPT)
MANY = tuple(ReceiptPaper(f"Giấy tờ số {n}:", originals=1) for n in range(1, 81))

Look = Callable[[bytes], list]
Render = Callable[..., bytes]


@pytest.fixture
def render(receipt_form: Form, fonts: Path) -> Render:
    def make(*sheets: Receipt, alone: bool = False) -> bytes:
        data = render_receipt(*sheets, form=receipt_form, fonts=fonts)
        return data if alone else two_on_a4(data)

    return make


def test_both_copies_stand_on_one_sheet_of_a4_across(render: Render, look: Look) -> None:
    pages = look(render(KEPT, GIVEN))

    assert [tuple(round(side / 72 * 25.4) for side in page.size) for page in pages] == [(297, 210)]
    assert pages[0].text.count(GIVEN.number) == 2


def test_the_kept_copy_is_the_left_one(render: Render, look: Look) -> None:
    text = " ".join(look(render(KEPT, GIVEN))[0].text.split())

    assert 0 < text.find("Liên: Lưu") < text.find("Liên: Giao người nộp")


def test_each_copy_keeps_the_margins_of_its_half(render: Render, look: Look, receipt_form: Form) -> None:
    page = look(render(dataclasses.replace(KEPT, draft=True), GIVEN))[0]
    g, half = Geometry.of(receipt_form), page.size[0] / 2
    outside = [
        box
        for box in page.boxes
        if not any(
            box[0] > side + g.left - 1 and box[2] < side + g.width - g.right + 1.5 for side in (0, half)
        )
    ]

    assert (outside, len(page.boxes) > 500) == ([], True)


def test_the_same_letters_stand_there_as_on_a5(render: Render, look: Look) -> None:
    alone = "".join(page.text for page in look(render(KEPT, GIVEN, alone=True)))

    assert sorted("".join(look(render(KEPT, GIVEN))[0].text.split())) == sorted("".join(alone.split()))


def test_copies_of_several_pages_go_on_over_further_sheets(render: Render, look: Look) -> None:
    kept, given = (dataclasses.replace(r, papers=MANY) for r in (KEPT, GIVEN))
    alone = len(look(render(kept, given, alone=True)))

    assert len(look(render(kept, given))) == (alone + 1) // 2


def test_a_single_copy_leaves_the_other_half_empty(render: Render, look: Look) -> None:
    page = look(render(GIVEN))[0]

    assert (page.text.count(GIVEN.number), max(box[2] for box in page.boxes) < page.size[0] / 2) == (1, True)


def test_three_copies_need_two_sheets(render: Render, look: Look) -> None:
    assert len(look(render(KEPT, GIVEN, GIVEN))) == 2


def test_a_form_that_is_not_a5_keeps_its_own_paper(receipt_form: Form, fonts: Path) -> None:
    form = dataclasses.replace(receipt_form, paper="A4", font_size=52)
    data = render_receipt(KEPT, GIVEN, form=form, fonts=fonts)

    assert (fits_two_up(data), two_on_a4(data) == data) == (False, True)


def test_only_embedded_fonts_are_named(render: Render) -> None:
    data = render(KEPT, GIVEN)

    assert (b"Helvetica" in data, data.count(b"/FontFile2") > 0) == (False, True)
