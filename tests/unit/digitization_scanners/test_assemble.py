"""Pages become one PDF that looks like the sheets, the same bytes each time."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from desktop_app.core.errors import AppError
from desktop_app.digitization import papers
from desktop_app.digitization.scanners.assemble import Sheet, assemble, preview
from tests.unit.digitization_scanners.conftest import page, picture

A4_200 = (1654, 2339)
A4_POINTS = (595.276, 841.890)


def sheet(
    size: tuple[int, int] = A4_200, mode: str = "L", mark: tuple[int, int] | None = None, turn: int = 0
) -> Sheet:
    return Sheet(page(*size, colour=mode == "RGB"), picture(size, mode, mark), turn)


def drawn(pdf: bytes, number: int = 0, dpi: int = 72) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[number].render(scale=dpi / 72).to_pil().convert("L")
    finally:
        document.close()


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_size() for page in document]
    finally:
        document.close()


def dark_box(image: Image.Image) -> tuple[int, int, int, int] | None:
    return image.point(lambda value: 255 if value < 128 else 0).getbbox()


def test_equal_pages_give_equal_bytes() -> None:
    assert assemble([sheet(), sheet(mode="RGB")]).data == assemble([sheet(), sheet(mode="RGB")]).data


def test_each_page_is_a4() -> None:
    paper = assemble([sheet(), sheet((1653, 2338), "RGB")])

    assert sizes(paper.data) == [pytest.approx(A4_POINTS, abs=0.01)] * 2


def test_a_page_lies_where_it_lay_on_the_glass() -> None:
    paper = assemble([sheet(mark=(165, 200))])

    assert dark_box(drawn(paper.data, dpi=200)) == pytest.approx((165, 200, 330, 365), abs=2)


@pytest.mark.parametrize(("turn", "corner"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))])
def test_a_turned_page_is_turned_clockwise(turn: int, corner: tuple[int, int]) -> None:
    image = drawn(assemble([sheet(mark=(0, 0), turn=turn)]).data)

    box = dark_box(image)
    assert box is not None
    assert (box[0] > image.width / 2, box[1] > image.height / 2) == (bool(corner[0]), bool(corner[1]))
    assert (image.width > image.height) is (turn in (90, 270))


def test_a_small_paper_keeps_its_size_in_the_middle() -> None:
    paper = assemble([Sheet(page(400, 400), picture((400, 400), mark=(0, 0)), 0)])

    box = dark_box(drawn(paper.data, dpi=200))
    assert box == pytest.approx((627, 970, 667, 1010), abs=2)  # (1654 - 400) / 2, (2339 - 400) / 2


def test_a_paper_larger_than_a4_is_made_to_fit() -> None:
    paper = assemble([Sheet(page(3308, 4678), picture((3308, 4678), mark=(3308 - 330, 4678 - 330)), 0)])

    box = dark_box(drawn(paper.data, dpi=200))
    assert box == pytest.approx((1489, 2174, 1654, 2339), abs=3)


def test_the_paper_tells_pages_lowest_dpi_and_colour() -> None:
    fine = Sheet(page(2480, 3507, dpi=300), picture((2480, 3507)), 0)

    paper = assemble([fine, sheet(mode="RGB")])

    assert (paper.media_type, paper.pages, paper.dpi, paper.colour) == ("application/pdf", 2, 200, True)


def test_grey_stays_grey() -> None:
    paper = assemble([sheet()])

    assert paper.colour is False and b"/DeviceGray" in paper.data and b"/DeviceRGB" not in paper.data


def test_pages_come_in_the_order_given() -> None:
    paper = assemble([sheet(mark=(0, 0)), sheet(mark=(1489, 2174))])

    boxes = [dark_box(drawn(paper.data, number)) for number in (0, 1)]
    assert [box is not None and box[0] > 300 for box in boxes] == [False, True]


def test_a_paper_without_pages_is_a_bug() -> None:
    with pytest.raises(ValueError, match="page"):
        assemble([])


def test_a_paper_too_large_to_send_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "MAX_BYTES", 1000)

    with pytest.raises(AppError) as caught:
        assemble([sheet()], ordinal=3)

    assert (caught.value.code, caught.value.facts["ordinal"]) == ("digitization.paper_too_large", 3)


def test_the_file_names_no_program_and_no_time() -> None:
    data = assemble([sheet()]).data

    assert b"/Info" not in data and b"Date" not in data


def test_a_preview_is_small_and_turned() -> None:
    with Image.open(io.BytesIO(preview(picture(A4_200), 90, 200))) as small:
        assert small.size == (200, 141)
