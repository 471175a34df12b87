"""Declarations: every value whole, inside the margins, the same bytes every time."""

from __future__ import annotations

import ctypes
import dataclasses
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from desktop_app.catalogue.form_model import BlockKind, CellKind, Form, FormBlock, InputKind
from desktop_app.catalogue.pack import Pack
from desktop_app.core import gui_guard
from desktop_app.core.errors import AppError
from desktop_app.paperwork.declaration import render_declaration

ADDRESS = "Số 12, ngách 34/56, ngõ 789, đường Thử Nghiệm kéo dài, tổ dân phố số 15, phường Mẫu Thử, Ví Dụ"
PAPER = "Thẻ căn cước số 000199012345, Bộ Công an cấp ngày 01/08/2024"
MEMBER = {
    "full_name": "LÊ THỊ ẨN DỤ",
    "birth_date": "2010-05",
    "sex": "Nữ",
    "number": "000310000002",
    "relation": "Em",
}
VALUES: dict[str, dict[str, str]] = {
    "CT01": {
        "recipient": "Công an phường Mẫu Thử, thành phố Ví Dụ",
        "full_name": "NGUYỄN THỊ ĐƯỢM THỬ NGHIỆM",
        "birth_date": "1999-01-15",
        "sex": "Nữ",
        "number": "000199012345",
        "phone": "0900 000 000",
        "email": "thu.nghiem@vidu.example",
        "head_name": "TRẦN VĂN MẪU",
        "head_relation": "Con đẻ",
        "head_number": "000060000001",
        "request": "Xác nhận thông tin về cư trú tại số 12, ngõ 34, phường Mẫu Thử để bổ sung hồ sơ.",
    },
    "KhaiSinh": {
        "recipient": "Ủy ban nhân dân phường Mẫu Thử",
        "declarant_name": "NGUYỄN THỊ ĐƯỢM",
        "declarant_residence": ADDRESS,
        "declarant_paper": PAPER,
        "declarant_relation": "Mẹ đẻ",
        "child_name": "TRẦN NGUYỄN AN NHIÊN",
        "child_birth_date": "2026-11-15",
        "child_sex": "Nam",
        "child_ethnicity": "Mường",
        "child_nationality": "Việt Nam",
        "child_birth_place": "Bệnh viện Phụ sản Ví Dụ, số 1 đường Mẫu",
        "child_origin": "Xã Mẫu, huyện Thử",
        "mother_name": "NGUYỄN THỊ ĐƯỢM",
        "mother_birth_date": "1999-01-15",
        "mother_ethnicity": "Kinh",
        "mother_nationality": "Việt Nam",
        "mother_residence": ADDRESS,
        "father_name": "TRẦN VĂN MẪU",
        "father_birth_date": "1995",
        "father_ethnicity": "Tày",
        "father_nationality": "Lào",
        "father_residence": "Số 1 phố Khác",
        "copies_wanted": "Có",
        "copies_count": "3",
    },
    "KetHon": {
        "recipient": "Ủy ban nhân dân phường Mẫu Thử",
        "bride_name": "NGUYỄN THỊ ĐƯỢM",
        "bride_birth_date": "1999-01-15",
        "bride_ethnicity": "Kinh",
        "bride_nationality": "Việt Nam",
        "bride_residence": ADDRESS,
        "bride_paper": PAPER,
        "bride_marriage_order": "1",
        "groom_name": "TRẦN VĂN MẪU",
        "groom_birth_date": "1995-05-02",
        "groom_ethnicity": "Tày",
        "groom_nationality": "Lào",
        "groom_residence": "Số 1 phố Khác",
        "groom_paper": "Hộ chiếu số X0000001",
        "groom_marriage_order": "2",
        "copies_wanted": "Không",
        "copies_count": "",
    },
}
FORMS = tuple(VALUES)

Look = Callable[[bytes], list]
Words = Callable[[bytes], str]
Render = Callable[..., bytes]


@pytest.fixture(scope="module")
def render(pack: Pack, fonts: Path) -> Render:
    def make(
        form: str,
        values: Mapping[str, str] | None = None,
        rows: tuple[Mapping[str, str], ...] = (),
        place: str = "Mẫu Thử",
        draft: bool = False,
    ) -> bytes:
        return render_declaration(
            VALUES[form] if values is None else values,
            rows,
            form=pack.form(form),
            fonts=fonts,
            place=place,
            day=date(2026, 11, 21),
            draft=draft,
        )

    return make


def _long(form: Form) -> dict[str, str]:
    """Every blank filled many times over, each with words of its own."""
    ticks = {c.key: c.choices[0] for c in form.cells if c.kind is CellKind.CHECKS}
    blanks = [c.key for c in form.cells if c.input is not InputKind.NONE]
    return {key: " ".join(f"{key}{n} NGUYỄN PHÚC TÔN NỮ" for n in range(12)) for key in blanks} | ticks


def _long_rows() -> tuple[Mapping[str, str], ...]:
    return tuple(
        MEMBER | {"full_name": " ".join(["LÊ THỊ ẨN DỤ ƯỚC LỆ"] * (1 + n % 4)), "number": f"{n:012}"}
        for n in range(50)
    )


def test_there_is_a_full_example_of_every_declaration(pack: Pack) -> None:
    forms = {p.declaration_form for p in pack.procedures.values()}
    blanks = {id: {c.key for c in pack.form(id).cells if c.input is not InputKind.NONE} for id in forms}

    assert blanks == {id: set(values) for id, values in VALUES.items()}


@pytest.mark.parametrize("form", FORMS)
def test_every_value_can_be_read_whole(render: Render, words: Words, pack: Pack, form: str) -> None:
    shown = [
        "/".join(reversed(value.split("-"))) if cell.input is InputKind.DATE else value
        for cell in pack.form(form).cells
        if cell.kind is CellKind.LINE and (value := VALUES[form].get(cell.key, ""))
    ]
    text = words(render(form))
    run = text.replace(" ", "")

    # In the grid a long value stands in lines beside another one, so it is looked for word by word.
    assert [
        v for v in shown if v.replace(" ", "") not in run and not set(v.split()) <= set(text.split())
    ] == []
    assert "ngày 21 tháng 11 năm 2026" in text


def test_the_table_shows_every_value_of_its_rows(render: Render, words: Words) -> None:
    text = words(render("CT01", rows=(MEMBER,)))

    assert [v for v in ("1 LÊ THỊ ẨN DỤ", "05/2010", "000310000002") if v not in text] == []


@pytest.mark.parametrize("key", ["number", "head_number"])
def test_numbers_stand_in_boxes_digit_by_digit(render: Render, words: Words, key: str) -> None:
    assert VALUES["CT01"][key] in words(render("CT01")).replace(" ", "")


def test_a_number_too_long_for_the_boxes_is_not_cut(render: Render, words: Words) -> None:
    assert "0001990123456789" in words(render("CT01", {"number": "0001990123456789"}))


def test_the_birth_date_is_repeated_in_words(render: Render, words: Words) -> None:
    text = words(render("KhaiSinh"))

    assert "Ngày mười lăm tháng mười một năm hai nghìn không trăm hai mươi sáu" in text


@pytest.mark.parametrize(
    ("answer", "ticked"), [("Có", "Có X Không"), ("Không", "Có Không X"), ("", "Có Không")]
)
def test_the_choice_is_ticked(render: Render, words: Words, answer: str, ticked: str) -> None:
    assert f"{ticked} Số lượng" in words(render("KhaiSinh", {"copies_wanted": answer}))


def test_an_answer_that_is_no_choice_is_printed_all_the_same(render: Render, words: Words) -> None:
    assert "Chưa biết" in words(render("KetHon", {"copies_wanted": "Chưa biết"}))


@pytest.mark.parametrize(("form", "pages"), [("CT01", 2), ("KhaiSinh", 1), ("KetHon", 1)])
def test_the_ordinary_declaration_is_one_sheet(render: Render, look: Look, form: str, pages: int) -> None:
    assert len(look(render(form))) == pages


@pytest.mark.parametrize("form", FORMS)
def test_nothing_leaves_the_margins(render: Render, look: Look, pack: Pack, form: str) -> None:
    definition = pack.form(form)
    rows = _long_rows() if definition.columns else ()
    place = "Thành phố Ví Dụ Trực Thuộc Trung Ương"
    made = [render(form), render(form, _long(definition), rows, place), render(form, {}, draft=True)]
    pages = [page for data in made for page in look(data)]

    assert [page.outside(definition) for page in pages if page.outside(definition)] == []


@pytest.mark.parametrize("form", FORMS)
def test_long_values_go_on_below_and_stay_whole(render: Render, words: Words, pack: Pack, form: str) -> None:
    values = _long(pack.form(form))
    run = words(render(form, values)).replace(" ", "")
    marks = [f"{key}{n}" for key, value in values.items() for n in range(12) if len(value) > 20]

    # Broken words of the narrow columns are joined again by leaving out the spaces; each keeps its number.
    assert [mark for mark in marks if mark not in run] == []


def test_fifty_members_all_stand_in_the_table(render: Render, words: Words) -> None:
    text = words(render("CT01", rows=_long_rows()))

    assert [n for n in range(50) if f"{n:012}" not in text] == []


def test_the_table_repeats_its_header_on_every_page(render: Render, look: Look) -> None:
    with_members = [page for page in look(render("CT01", rows=_long_rows())) if "LÊ THỊ ẨN DỤ" in page.text]

    assert len(with_members) > 1
    assert all("Họ, chữ đệm và tên" in page.text for page in with_members)


def test_the_two_sides_are_named_on_every_page_of_the_grid(render: Render, look: Look, pack: Pack) -> None:
    pages = [p for p in look(render("KetHon", _long(pack.form("KetHon")))) if "bride_" in p.text]

    assert len(pages) > 1
    assert all("Bên nữ" in page.text and "Bên nam" in page.text for page in pages)


def test_a_side_taller_than_a_page_is_not_cut(render: Render, words: Words, look: Look, pack: Pack) -> None:
    data = render("KetHon", {"groom_residence": " ".join(f"ngõ{n}" for n in range(1500))})
    text = words(data)

    assert [n for n in range(1500) if f"ngõ{n} " not in text] == []
    assert [
        page.outside(pack.form("KetHon")) for page in look(data) if page.outside(pack.form("KetHon"))
    ] == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"bride_name": "NGUYỄN {x} ĐƯỢM"}, "Tôi là NGUYỄN {x} ĐƯỢM, xin cam đoan."),
        ({}, "Tôi là …………………, xin cam đoan."),
    ],
)
def test_running_text_takes_values_of_the_form(
    pack: Pack, fonts: Path, words: Words, values: dict[str, str], sentence: str
) -> None:
    form = pack.form("KetHon")
    text = FormBlock(BlockKind.PARAGRAPH, text="Tôi là {bride_name}, xin cam đoan.", indent=True)
    form = dataclasses.replace(form, blocks=(*form.blocks, text))

    assert sentence in words(render_declaration(values, (), form=form, fonts=fonts, place="", day=None))


def test_bride_and_groom_stand_side_by_side(render: Render, words: Words) -> None:
    assert "Họ, chữ đệm, tên NGUYỄN THỊ ĐƯỢM TRẦN VĂN MẪU" in words(render("KetHon"))


@pytest.mark.parametrize(("form", "first"), [("CT01", "10. Nội dung đề nghị"), ("KhaiSinh", "Nơi sinh"),
                                             ("KetHon", "Kết hôn lần thứ mấy")])  # fmt: skip
def test_an_empty_declaration_is_a_blank_form(render: Render, words: Words, form: str, first: str) -> None:
    text = words(render(form, {}))

    assert (first in text, "None" in text) == (True, False)


@pytest.mark.parametrize("form", FORMS)
def test_a_draft_says_that_it_has_no_value(render: Render, words: Words, form: str) -> None:
    assert "BẢN NHÁP – CHƯA CÓ GIÁ TRỊ" in words(render(form, draft=True))


@pytest.mark.parametrize("form", FORMS)
def test_the_declaration_to_be_signed_carries_no_draft_mark(render: Render, words: Words, form: str) -> None:
    assert "BẢN NHÁP" not in words(render(form))


def test_only_who_signs_here_gets_place_and_day_printed(render: Render, words: Words) -> None:
    text = words(render("CT01", place="Nơi Lập Tờ Khai"))

    assert text.count("Nơi Lập Tờ Khai") == 1
    assert (text.count("ngày 21 tháng 11 năm 2026"), text.count("ngày ....")) == (1, 3)


def test_the_name_stands_below_the_signature(render: Render, words: Words) -> None:
    text = words(render("KetHon"))

    assert text.count("họ, chữ đệm, tên) NGUYỄN THỊ ĐƯỢM") == 1
    assert text.count("họ, chữ đệm, tên) TRẦN VĂN MẪU") == 1


def test_a_value_the_form_does_not_know_is_a_bug(render: Render) -> None:
    with pytest.raises(ValueError, match="does not know"):
        render("KetHon", {"uncle_name": "MẪU"})


def test_a_value_the_table_does_not_know_is_a_bug(render: Render) -> None:
    with pytest.raises(ValueError, match="does not know"):
        render("CT01", {}, ({"index": "7"},))


@pytest.mark.parametrize("form", FORMS)
def test_equal_values_give_equal_bytes(render: Render, form: str) -> None:
    assert render(form) == render(form, dict(reversed(VALUES[form].items())))


def test_eight_threads_print_the_same_bytes(render: Render) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: render("KhaiSinh"), range(16)))

    assert set(made) == {render("KhaiSinh")}


@pytest.mark.parametrize("form", FORMS)
def test_every_font_is_embedded(render: Render, form: str) -> None:
    data = render(form, draft=True)
    document = pdfium.PdfDocument(data)
    found = set()
    for page in document:
        for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT]):
            font = pdfium_c.FPDFTextObj_GetFont(item.raw)
            name = ctypes.create_string_buffer(100)
            pdfium_c.FPDFFont_GetBaseFontName(font, name, 100)
            found.add(("LiberationSerif" in name.value.decode(), pdfium_c.FPDFFont_GetIsEmbedded(font)))
        page.close()
    document.close()

    assert (found, b"Helvetica" in data) == ({(True, 1)}, False)


def test_the_file_names_no_person(render: Render) -> None:
    document = pdfium.PdfDocument(render("KetHon"))
    info = document.get_metadata_dict()
    document.close()

    assert info["Title"] == "TỜ KHAI ĐĂNG KÝ KẾT HÔN"
    assert [v for v in info.values() if "ĐƯỢM" in v or "000199012345" in v] == []


def test_a_letter_the_typeface_lacks_stops_the_print_without_showing_it(render: Render) -> None:
    with pytest.raises(AppError) as caught:
        render("CT01", {"full_name": "NGUYỄN 漢"})

    assert (caught.value.code, caught.value.facts) == ("paperwork.glyph_missing", {"count": 1})


def test_it_refuses_to_run_on_the_thread_of_the_window(
    render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gui_guard, "_gui_thread", threading.get_ident())
    with pytest.raises(RuntimeError, match="GUI thread"):
        render("CT01")
