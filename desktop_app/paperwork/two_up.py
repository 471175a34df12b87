"""Two small sheets on one large one, for printers that hold A4 only."""

from __future__ import annotations

import io

import pikepdf

from desktop_app.core.gui_guard import off_gui_thread

_MM = 72 / 25.4
_A4_MM = (297.0, 210.0)  # lying
_SMALL_MM = 211.0  # A5 is 148 × 210; what is taller does not fit beside another


@off_gui_thread
def two_on_a4(data: bytes) -> bytes:
    """Lay the pages of a PDF side by side, two on a lying A4, in their order and size.

    Pages that are larger than A5 keep a sheet of their own; text stays text.
    """
    width, height = (side * _MM for side in _A4_MM)
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as given, pikepdf.new() as laid:
        half = 0  # the next free half of the last sheet; 0: a new sheet is needed
        for page in given.pages:
            if not _is_small(page):
                laid.pages.append(page)
                half = 0
                continue
            if half == 0:
                laid.add_blank_page(page_size=(width, height))
            left, page_width = half * width / 2, float(page.mediabox[2])
            page_height = float(page.mediabox[3])
            place = pikepdf.Rectangle(
                left, height - page_height, min(left + page_width, left + width / 2), height
            )
            laid.pages[-1].add_overlay(page, place)
            half = 1 - half
        laid.docinfo["/Title"] = given.docinfo.get("/Title", pikepdf.String(""))
        laid.save(made, deterministic_id=True)
    return made.getvalue()


def has_small_pages(data: bytes) -> bool:
    """Whether there is a page that could share a sheet."""
    with pikepdf.open(io.BytesIO(data)) as given:
        return any(_is_small(page) for page in given.pages)


def _is_small(page: pikepdf.Page) -> bool:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    return right - left <= _A4_MM[0] * _MM / 2 + 1 and top - bottom <= _SMALL_MM * _MM
