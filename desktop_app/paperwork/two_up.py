"""Two small sheets on one large one, for printers that hold A4 only."""

from __future__ import annotations

import io
from contextlib import closing

import pypdfium2
import pypdfium2.raw as pdfium

from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.core.pdfium_lock import PDFIUM

_POINTS_PER_MM = 72 / 25.4
_SHEET = (297 * _POINTS_PER_MM, 210 * _POINTS_PER_MM)  # A4, lying
_SLACK = 2.0  # points; sizes in files are rounded


@off_gui_thread
def two_on_a4(data: bytes) -> bytes:
    """Lay the pages of a PDF side by side, two on a lying A4, in their order and true size; text stays text.

    Args:
        data: a PDF whose pages are all A5 or smaller; others come back as they are.
    """
    with PDFIUM, closing(pypdfium2.PdfDocument(data)) as document:
        if not _all_small(document):
            return data
        raw = pdfium.FPDF_ImportNPagesToOne(document, *_SHEET, 2, 1)
        with closing(pypdfium2.PdfDocument(raw)) as laid:
            made = io.BytesIO()
            laid.save(made)
            return made.getvalue()


@off_gui_thread
def fits_two_up(data: bytes) -> bool:
    """Whether two pages of this PDF share one A4."""
    with PDFIUM, closing(pypdfium2.PdfDocument(data)) as document:
        return _all_small(document)


def _all_small(document: pypdfium2.PdfDocument) -> bool:
    sizes = [document.get_page_size(number) for number in range(len(document))]
    return bool(sizes) and all(
        width <= _SHEET[0] / 2 + _SLACK and height <= _SHEET[1] + _SLACK for width, height in sizes
    )
