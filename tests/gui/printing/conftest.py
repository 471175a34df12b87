"""Papers to print, and a print service of the test's own."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.support.cups import cups

__all__ = ["cups"]

MM = 72 / 25.4
A4, A5 = (210 * MM, 297 * MM), (148 * MM, 210 * MM)


def made_pdf(*sizes: tuple[float, float]) -> bytes:
    """Pages of these sizes in points, each with a mark in its upper left corner."""
    data = io.BytesIO()
    canvas = Canvas(data)
    for number, (width, height) in enumerate(sizes, 1):
        canvas.setPageSize((width, height))
        canvas.rect(10 * MM, height - 30 * MM, 20 * MM, 20 * MM, fill=1)
        canvas.drawString(20 * MM, 20 * MM, f"page {number}")
        canvas.showPage()
    canvas.save()
    return data.getvalue()


@pytest.fixture
def two_a4() -> bytes:
    return made_pdf(A4, A4)


@pytest.fixture
def two_a5() -> bytes:
    return made_pdf(A5, A5)


def sizes_mm(data: bytes) -> list[tuple[int, int]]:
    """Sizes of the pages as they were drawn; a printer's filter may turn a lying sheet."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [document[number] for number in range(len(document))]
        boxes = [page.get_mediabox() or (0, 0, 0, 0) for page in pages]
        return [(round((right - left) / MM), round((top - low) / MM)) for left, low, right, top in boxes]
    finally:
        document.close()


def sheets_mm(data: bytes) -> list[tuple[int, int]]:
    """Short and long side of the sheets, however they went through the printer."""
    return [(min(size), max(size)) for size in sizes_mm(data)]


def words(data: bytes) -> list[str]:
    """What is written on each page, as text."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [document[number].get_textpage().get_text_range().strip() for number in range(len(document))]
    finally:
        document.close()


def is_dark(data: bytes, x_mm: float, y_mm: float, *, turned: int = 0) -> bool:
    """Whether there is ink at a place of the first page, from its upper left corner.

    Args:
        turned: degrees, against the clock, by which the sheet is turned before one looks at it.
    """
    document = pypdfium2.PdfDocument(data)
    try:
        document[0].set_rotation(0)
        image = document[0].render(scale=1).to_pil().convert("L").rotate(turned, expand=True)
        return image.getpixel((round(x_mm * MM), round(y_mm * MM))) < 128
    finally:
        document.close()
