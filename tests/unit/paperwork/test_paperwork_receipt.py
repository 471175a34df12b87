"""The receipt: it says what was handed in and when to come, and cannot lie about what it is."""

from __future__ import annotations

import ctypes
import dataclasses
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
import segno
from PIL import Image

from desktop_app.catalogue.form_model import Form
from desktop_app.catalogue.pack import Pack
from desktop_app.core import gui_guard
from desktop_app.core.terms import Channel
from desktop_app.paperwork.receipt import Receipt, ReceiptCopy, ReceiptPaper, render_receipt

VALUES = Receipt(
    parent_office="UBND PHƯỜNG MẪU THỬ",
    office="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG PHƯỜNG MẪU THỬ",
    counter="Trung tâm Phục vụ hành chính công phường Mẫu Thử",
    number="H99.01.02-261123-9001",
    copy=ReceiptCopy.GIVEN,
    place="Mẫu Thử",
    owner_name="NGUYỄN THỊ ĐƯỢM THỬ NGHIỆM",
    owner_number="000199012345",
    owner_address="Số 12, ngõ 34, tổ 5, phường Mẫu Thử, thành phố Ví Dụ",
    owner_phone="0900 000 000",
    owner_email="thu.nghiem@vidu.example",
    submitter_name="TRẦN VĂN MẪU",
    request="Xác nhận thông tin về cư trú",
    papers=(
        ReceiptPaper("Tờ khai thay đổi thông tin cư trú (Mẫu CT01)", originals=1, certified=2, copies=3),
    ),
    channel=Channel.DIRECT,
    term="01 ngày làm việc",
    received_at=datetime(2026, 11, 23, 2, 15, tzinfo=UTC),
    due_at=datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
    due_reason="Không tính ngày nhận; không tính Ngày Văn hóa Việt Nam (24/11/2026).",
    result_place="Quầy số 3",
    fee_dong=15000,
    officer_name="Phạm Văn Cán Bộ",
    register_book="01/2026",
    register_line="000123",
)
ADDRESS = "Số 12, ngách 34/56, ngõ 789, đường Thử Nghiệm kéo dài, tổ dân phố số 15, phường Mẫu Thử, Ví Dụ"
MANY = dataclasses.replace(
    VALUES,
    owner_name=" ".join(["NGUYỄN PHÚC TÔN NỮ"] * 10),
    owner_address=" ".join([ADDRESS] * 6),
    papers=tuple(ReceiptPaper(f"Giấy tờ số {n}: {ADDRESS[: 20 + n]}", originals=1) for n in range(1, 51)),
)

Look = Callable[[bytes], list]
Words = Callable[[bytes], str]
Render = Callable[..., bytes]


@pytest.fixture
def render(receipt_form: Form, fonts: Path) -> Render:
    def make(**changes: object) -> bytes:
        return render_receipt(dataclasses.replace(VALUES, **changes), form=receipt_form, fonts=fonts)

    return make


@pytest.mark.parametrize(
    "value",
    [
        "UBND PHƯỜNG MẪU THỬ",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG PHƯỜNG MẪU THỬ",
        "Trung tâm Phục vụ hành chính công phường Mẫu Thử",
        "Mã hồ sơ: H99.01.02-261123-9001",
        "NGUYỄN THỊ ĐƯỢM THỬ NGHIỆM",
        "000199012345",
        "Số 12, ngõ 34, tổ 5, phường Mẫu Thử, thành phố Ví Dụ",
        "0900 000 000",
        "thu.nghiem@vidu.example",
        "TRẦN VĂN MẪU",
        "Xác nhận thông tin về cư trú",
        "Tờ khai thay đổi thông tin cư trú (Mẫu CT01)",
        "01 bộ",
        "Trực tiếp",
        "01 ngày làm việc",
        "09 giờ 15 phút, ngày 23 tháng 11 năm 2026",
        "17 giờ 00 phút, ngày 25 tháng 11 năm 2026",
        "Không tính ngày nhận; không tính Ngày Văn hóa Việt Nam (24/11/2026).",
        "Quầy số 3",
        "15.000 đồng",
        "Phạm Văn Cán Bộ",
        "01/2026",
        "000123",
        "Mẫu Thử, ngày 23 tháng 11 năm 2026",
        "HẸN TRẢ KẾT QUẢ",
        "Liên: Giao người nộp",
        "Ghi chú:",
    ],
)
def test_every_value_can_be_read_on_the_receipt(render: Render, words: Words, value: str) -> None:
    assert value in words(render())


def test_quantities_stand_in_their_columns(render: Render, words: Words) -> None:
    assert "(Mẫu CT01) 01 02 03" in words(render())


def test_the_ordinary_receipt_is_one_page_without_a_page_number(render: Render, look: Look) -> None:
    pages = look(render())

    assert (len(pages), "Trang" in pages[0].text) == (1, False)


def test_even_with_every_mark_and_a_long_reason_it_stays_one_page(render: Render, look: Look) -> None:
    reason = (
        "Hồ sơ nhận vào ngày nghỉ nên tính như nhận vào đầu giờ ngày 23/11/2026. Ngày nhận hồ sơ 23/11/2026 "
        "không tính vào thời hạn. Không tính ngày nghỉ lễ: Ngày Văn hóa Việt Nam (24/11/2026)."
    )

    assert (
        len(
            look(
                render(number="TMP-M01-261123-001", temporary=True, reprint=2, draft=True, due_reason=reason)
            )
        )
        == 1
    )


def test_paper_is_a5_by_the_forms_data(render: Render, look: Look) -> None:
    width, height = look(render())[0].size

    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (148, 210)


def test_another_paper_is_a_matter_of_data(receipt_form: Form, fonts: Path, look: Look) -> None:
    form = dataclasses.replace(receipt_form, paper="A4", font_size=52)
    page = look(render_receipt(VALUES, form=form, fonts=fonts))[0]

    assert (round(page.size[0] / 72 * 25.4), page.outside(form)) == (210, [])


def test_fifty_components_flow_over_numbered_pages(receipt_form: Form, fonts: Path, look: Look) -> None:
    pages = look(render_receipt(MANY, form=receipt_form, fonts=fonts))
    text = " ".join(" ".join(page.text for page in pages).split())

    assert len(pages) > 1
    assert [n for n in range(1, 51) if f"Giấy tờ số {n}:" not in text] == []
    assert [f"Trang {n}/{len(pages)}" in page.text for n, page in enumerate(pages, 1)] == [True] * len(pages)


def test_every_sheet_carries_the_dossiers_number(receipt_form: Form, fonts: Path, look: Look) -> None:
    pages = look(render_receipt(MANY, form=receipt_form, fonts=fonts))

    assert all(VALUES.number in page.text for page in pages)


def test_the_table_header_is_repeated(receipt_form: Form, fonts: Path, look: Look) -> None:
    pages = look(render_receipt(MANY, form=receipt_form, fonts=fonts))

    assert all("Thành phần hồ sơ" in page.text for page in pages if "Giấy tờ số" in page.text)


def test_the_places_to_sign_are_never_torn_apart(receipt_form: Form, fonts: Path, look: Look) -> None:
    torn = []
    for count in range(1, 25):
        values = dataclasses.replace(VALUES, papers=MANY.papers[:count])
        pages = look(render_receipt(values, form=receipt_form, fonts=fonts))
        signed = [page for page in pages if "NGƯỜI TIẾP NHẬN HỒ SƠ" in page.text]
        if len(signed) != 1 or VALUES.officer_name not in signed[0].text or signed[0].outside(receipt_form):
            torn.append(count)

    assert torn == []


def test_long_values_stay_whole(receipt_form: Form, fonts: Path, words: Words) -> None:
    text = words(render_receipt(MANY, form=receipt_form, fonts=fonts))

    assert (MANY.owner_name in text, MANY.owner_address in text) == (True, True)


def test_a_component_taller_than_a_page_is_not_cut(render: Render, words: Words) -> None:
    name = " ".join(f"chữ{n}" for n in range(3000))
    text = words(render(papers=(ReceiptPaper(name, originals=1),)))

    assert [n for n in range(3000) if f"chữ{n} " not in text] == []


def test_nothing_leaves_the_margins_of_the_receipt(receipt_form: Form, fonts: Path, look: Look) -> None:
    marked = dataclasses.replace(MANY, number="TMP-M01-261123-001", temporary=True, reprint=12, draft=True)
    pages = look(render_receipt(marked, form=receipt_form, fonts=fonts))

    assert [page.outside(receipt_form) for page in pages if page.outside(receipt_form)] == []


def test_a_temporary_number_says_that_it_is_one(render: Render, words: Words) -> None:
    text = words(render(number="TMP-M01-261123-001", temporary=True))

    assert ("Số tạm: TMP-M01-261123-001" in text, "Mã hồ sơ:" in text) == (True, False)


def test_an_official_number_carries_no_notice(render: Render, words: Words) -> None:
    assert "Số tạm" not in words(render())


def test_the_kept_copy_is_marked(render: Render, words: Words) -> None:
    assert "Liên: Lưu" in words(render(copy=ReceiptCopy.KEPT))


def test_both_copies_stand_in_one_file(receipt_form: Form, fonts: Path, look: Look) -> None:
    kept = dataclasses.replace(VALUES, copy=ReceiptCopy.KEPT)
    pages = look(render_receipt(kept, VALUES, form=receipt_form, fonts=fonts))

    assert [("Lưu" in page.text, "Giao người nộp" in page.text) for page in pages] == [
        (True, False),
        (False, True),
    ]


def test_each_copy_numbers_its_own_pages(receipt_form: Form, fonts: Path, look: Look) -> None:
    alone = look(render_receipt(MANY, form=receipt_form, fonts=fonts))
    both = look(
        render_receipt(dataclasses.replace(MANY, copy=ReceiptCopy.KEPT), MANY, form=receipt_form, fonts=fonts)
    )

    assert [page.text for page in both[len(alone) :]] == [page.text for page in alone]


def test_a_reprint_is_marked_with_its_count(render: Render, words: Words) -> None:
    assert "BẢN IN LẠI LẦN 2" in words(render(reprint=2))


def test_the_first_print_carries_no_reprint_mark(render: Render, words: Words) -> None:
    assert "BẢN IN LẠI" not in words(render())


def test_a_draft_says_that_it_has_no_value(render: Render, words: Words) -> None:
    assert "BẢN NHÁP – CHƯA CÓ GIÁ TRỊ" in words(render(draft=True))


def test_a_final_receipt_carries_no_draft_mark(render: Render, words: Words) -> None:
    assert "BẢN NHÁP" not in words(render())


def test_one_person_is_not_printed_twice_as_submitter(render: Render, words: Words) -> None:
    assert "Người nộp hồ sơ:" not in words(render(submitter_name=VALUES.owner_name))


def test_no_appointment_is_said_plainly(render: Render, words: Words) -> None:
    assert "Không hẹn ngày trả" in words(render(due_at=None))


@pytest.mark.parametrize(
    ("fee", "printed"), [(0, "Không thu"), (None, "Theo thông báo của cơ quan giải quyết")]
)
def test_free_and_unknown_fees_differ(render: Render, words: Words, fee: int | None, printed: str) -> None:
    assert f"Phí, lệ phí: {printed}" in words(render(fee_dong=fee))


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_has_words_on_the_receipt(
    render: Render, words: Words, receipt_form: Form, channel: Channel
) -> None:
    assert f"Hình thức nộp: {receipt_form.texts[f'channel_{channel.value}']}" in words(
        render(channel=channel)
    )


QR_MM = 18
QUIET_MODULES = 2
DPI = 600


@pytest.mark.parametrize("draft", [False, True])
def test_the_qr_code_holds_the_number_and_nothing_else(
    render: Render, receipt_form: Form, draft: bool
) -> None:
    document = pdfium.PdfDocument(render(draft=draft))
    picture = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
    document.close()
    expected = [[bool(m) for m in row] for row in segno.make(VALUES.number, error="m", micro=False).matrix]
    side = QR_MM / 25.4 * DPI
    module = side / (len(expected) + 2 * QUIET_MODULES)
    right = picture.width - receipt_form.margins_mm[1] / 25.4 * DPI
    # Pale ink counts too: the draft mark must not reach into the code.
    ink = picture.point(lambda level: 255 if level < 240 else 0)
    column = ink.crop((int(right - side), 0, int(right), picture.height // 3))
    # The code is the only ink as tall as a finder pattern in the column left of its own right edge.
    top = _top_of_code(column, module)

    found = [
        [
            column.getpixel((round((x + QUIET_MODULES + 0.5) * module), round(top + (y + 0.5) * module)))
            == 255
            for x in range(len(expected))
        ]
        for y in range(len(expected))
    ]

    assert found == expected


def _top_of_code(column: Image.Image, module: float) -> float:
    """First row in which the upper edge of the left finder pattern is solid ink, seven modules wide."""
    left, width = round((QUIET_MODULES + 0.2) * module), round(6.6 * module)
    for y in range(column.height):
        if column.crop((left, y, left + width, y + 1)).getextrema() == (255, 255):
            return y
    raise AssertionError("no finder pattern")


def test_equal_receipts_are_equal_bytes(render: Render) -> None:
    assert render() == render()


def test_bytes_do_not_depend_on_the_process(fonts: Path, project_root: Path, pack: Pack) -> None:
    script = (
        "import hashlib, sys, pathlib;"
        "from desktop_app.catalogue.pack import parse_pack;"
        "from desktop_app.paperwork.declaration import render_declaration;"
        "pack = parse_pack(pathlib.Path('resources/catalogue/2026.11.2.toml').read_bytes());"
        "pdf = render_declaration({'full_name': 'MẪU'}, (), form=pack.form('CT01'),"
        "  fonts=pathlib.Path(sys.argv[1]), place='', day=None);"
        "print(hashlib.sha256(pdf).hexdigest())"
    )

    def run(seed: str) -> str:
        env = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", script, str(fonts)]
        return subprocess.run(command, cwd=project_root, env=env, check=True, capture_output=True).stdout

    assert run("1") == run("2")


def test_every_font_in_the_file_is_embedded_and_none_is_a_stand_in(render: Render) -> None:
    data = render(draft=True, reprint=1)
    document = pdfium.PdfDocument(data)
    page = document[0]
    fonts = {
        (_base_name(font), pdfium_c.FPDFFont_GetIsEmbedded(font))
        for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT])
        if (font := pdfium_c.FPDFTextObj_GetFont(item.raw))
    }
    page.close()
    document.close()

    assert {embedded for _, embedded in fonts} == {1}
    assert all("LiberationSerif" in name for name, _ in fonts)
    assert b"Helvetica" not in data


def _base_name(font: object) -> str:
    buffer = ctypes.create_string_buffer(100)
    pdfium_c.FPDFFont_GetBaseFontName(font, buffer, 100)
    return buffer.value.decode()


def test_the_file_names_its_title_and_language_and_no_person(render: Render, receipt_form: Form) -> None:
    data = render()
    document = pdfium.PdfDocument(data)
    info = document.get_metadata_dict()
    document.close()

    assert (b"/Lang (vi-VN)" in data, info["Title"]) == (True, receipt_form.title)
    assert [v for v in info.values() if "ĐƯỢM" in v or "000199012345" in v or VALUES.number in v] == []


def test_no_personal_value_is_shown_by_the_receipts_repr() -> None:
    shown = repr(VALUES)

    assert [v for v in ("ĐƯỢM", "000199012345", "TRẦN", "0900", "ngõ 34") if v in shown] == []


def test_no_office_name_or_legal_number_stands_in_code(project_root: Path) -> None:
    legal = re.compile(r"\d+/\d{4}/|Thông tư|Nghị định|UBND|Công an|TT-BCA|NĐ-CP")
    found = [
        path.name
        for path in sorted((project_root / "desktop_app" / "paperwork").glob("*.py"))
        if legal.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_it_refuses_to_run_on_the_thread_of_the_window(
    render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gui_guard, "_gui_thread", threading.get_ident())
    with pytest.raises(RuntimeError, match="GUI thread"):
        render()
