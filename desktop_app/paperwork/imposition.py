"""Two A5 documents side by side on A4: one sheet of paper, cut in the middle."""

from __future__ import annotations

import io
from collections.abc import Sequence
from enum import StrEnum
from itertools import zip_longest

from reportlab.pdfgen.canvas import Canvas

from desktop_app.catalogue.form_model import Form
from desktop_app.paperwork.sheet import DRAWING, MM, Draw, count_pages, make_pdf, new_canvas

# A4 across, ISO 216.
_WIDTH, _HEIGHT = 297 * MM, 210 * MM
_FITS = "A5"


class Imposition(StrEnum):
    """How pages are laid on the paper of the printer."""

    ONE = "one"  # each page on paper of its own size
    TWO_ON_A4 = "2-on-A4"


class _Recorder(Canvas):
    """Keeps every finished page as a form object instead of putting it on paper."""

    names: list[str]

    def open_page(self, name: str) -> None:
        self.names.append(name)
        self.beginForm(name, 0, 0, _WIDTH / 2, _HEIGHT)

    def showPage(self) -> None:
        """A page of the document ends and the next one begins."""
        self.endForm()
        self.open_page(f"{self.names[-1]}+")


def impose(form: Form, draws: Sequence[Draw], *, subject: str, imposition: Imposition) -> bytes:
    """Make a PDF of several documents, on paper as asked; equal values give equal bytes.

    Page by page, two documents that follow each other stand side by side. A form on other paper than A5 goes
    one to a page whatever is asked.

    Args:
        form: for the paper and the title.
        draws: the documents.
        subject: what the file is; no personal value.
        imposition: how to lay the pages.
    """
    if imposition is Imposition.ONE or form.paper != _FITS:
        return make_pdf(form, draws, subject=subject)
    out = io.BytesIO()
    with DRAWING:
        canvas = new_canvas(_Recorder, out, form, subject, (_WIDTH, _HEIGHT))
        documents = [_record(canvas, draw, form, f"d{index}") for index, draw in enumerate(draws)]
        for left, right in zip_longest(documents[::2], documents[1::2], fillvalue=()):
            for halves in zip_longest(left, right):
                _lay(canvas, halves)
        canvas.save()
    return out.getvalue()


def _record(canvas: _Recorder, draw: Draw, form: Form, name: str) -> list[str]:
    pages = count_pages(draw, form)
    canvas.names = []
    canvas.open_page(name)
    draw(canvas, pages)
    canvas.endForm()
    return canvas.names


def _lay(canvas: Canvas, halves: Sequence[str | None]) -> None:
    """One sheet of A4 with its line to cut along."""
    for side, name in enumerate(halves):
        if name:
            canvas.saveState()
            canvas.translate(side * _WIDTH / 2, 0)
            canvas.doForm(name)
            canvas.restoreState()
    canvas.saveState()
    canvas.setStrokeGray(0.7)
    canvas.setLineWidth(0.4)
    canvas.setDash(2, 3)
    canvas.line(_WIDTH / 2, 5 * MM, _WIDTH / 2, _HEIGHT - 5 * MM)
    canvas.restoreState()
    Canvas.showPage(canvas)
