"""A page that flows: a cursor from top to bottom, new pages as needed, nothing outside the margins."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar, cast

from reportlab.pdfgen.canvas import Canvas

from desktop_app.catalogue.form_model import Form
from desktop_app.catalogue.forms import PAPER_MM
from desktop_app.paperwork.typeface import Face, width_of, wrap

MM = 72 / 25.4
LANGUAGE = "vi-VN"
PRODUCER = "motcua"

# reportlab's font objects must not serve two documents at once (its own note), and they are shared.
DRAWING = threading.Lock()

# Share of the size that stands above and below the base line, accents of capitals included (Ể, Ặ).
_ASCENT = 0.93
_DESCENT = 0.24

_NOTE_MARK = re.compile(r"\^([^^]*)\^")


class Piece(NamedTuple):
    """A run of text in one cut and size, raised for note marks."""

    text: str
    face: Face
    size: float
    rise: float = 0.0

    @property
    def width(self) -> float:
        """In points."""
        return width_of(self.text, self.face, self.size)


def pieces_of(label: str, face: Face, size: float) -> list[Piece]:
    """A label with `^note marks^` as runs of text."""
    found: list[Piece] = []
    for index, part in enumerate(_NOTE_MARK.split(label)):
        if part:
            raised = index % 2 == 1
            found.append(Piece(part, face, size * 0.62, size * 0.36) if raised else Piece(part, face, size))
    return found


@dataclass(frozen=True, slots=True)
class Geometry:
    """Measures of a form in points."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @classmethod
    def of(cls, form: Form) -> Geometry:
        """From the form's paper and margins."""
        width, height = PAPER_MM[form.paper]
        top, right, bottom, left = form.margins_mm
        return cls(width * MM, height * MM, top * MM, right * MM, bottom * MM, left * MM)

    @property
    def body(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right


class Sheet:
    """Draws one document. `y` is the top of the next line, measured from the foot of the paper.

    Args:
        canvas: of reportlab.
        form: for paper, margins, size and leading.
        on_page: called at the begin of each page with the sheet and the page number.
        foot: room kept free above the bottom margin, for the page number.
    """

    def __init__(
        self, canvas: Canvas, form: Form, on_page: Callable[[Sheet, int], None], foot: float = 0.0
    ) -> None:
        self.canvas = canvas
        self.form = form
        self.geometry = Geometry.of(form)
        self.size = form.font_size / 4
        self.page = 1
        self._foot = foot
        self._on_page = on_page
        self.y = self.geometry.height - self.geometry.top
        on_page(self, 1)

    @property
    def floor(self) -> float:
        """Lowest place text may reach."""
        return self.geometry.bottom + self._foot

    @property
    def room(self) -> float:
        """What is left on this page."""
        return self.y - self.floor

    @property
    def full_room(self) -> float:
        """What a new page offers."""
        return self.geometry.height - self.geometry.top - self.floor

    def leading(self, size: float | None = None) -> float:
        """Height of one line."""
        return (size or self.size) * max(self.form.leading / 100, _ASCENT + _DESCENT)

    def new_page(self) -> None:
        """Go on at the top of the next page."""
        self.canvas.showPage()
        self.page += 1
        self.y = self.geometry.height - self.geometry.top
        self._on_page(self, self.page)

    def need(self, height: float) -> bool:
        """Begin a new page if this height does not fit here but would there; True if it did."""
        if height <= self.room + 0.01 or self.room >= self.full_room - 0.01:
            return False
        self.new_page()
        return True

    def skip(self, height: float) -> None:
        """Leave white space."""
        self.y -= height

    def text(
        self, x: float, top: float, text: str, face: Face, size: float, *, word_space: float = 0.0
    ) -> None:
        """Set one line; `top` is the top of its line box, not its base line.

        Args:
            x: where it begins.
            top: of its line box.
            text: the line.
            face: the cut.
            size: in points.
            word_space: room added at each space, to set a line out to both margins.
        """
        if not text:
            return
        self.canvas.setFont(face.value, size)
        if not word_space:
            self.canvas.drawString(x, top - self.base(size), text)
            return
        # Word by word: the space of an embedded font is no character that PDF would widen by itself.
        gap = width_of(" ", face, size) + word_space
        for word in text.split(" "):
            self.canvas.drawString(x, top - self.base(size), word)
            x += width_of(word, face, size) + gap

    def base(self, size: float) -> float:
        """From the top of a line box down to the base line, the spare room halved above and below."""
        return size * _ASCENT + (self.leading(size) - size * (_ASCENT + _DESCENT)) / 2

    def pieces(self, x: float, top: float, pieces: Iterable[Piece], size: float) -> float:
        """Set runs of text on one base line; returns where they end."""
        base = top - self.base(size)
        for piece in pieces:
            self.canvas.setFont(piece.face.value, piece.size)
            self.canvas.drawString(x, base + piece.rise, piece.text)
            x += piece.width
        return x

    def centered(self, x: float, width: float, lines: Sequence[str], face: Face, size: float) -> None:
        """Set lines in the middle of a column, from the cursor down; the cursor moves."""
        for line in lines:
            self.text(x + (width - width_of(line, face, size)) / 2, self.y, line, face, size)
            self.y -= self.leading(size)

    def paragraph(self, text: str, face: Face, size: float, *, indent: float = 0.0) -> None:
        """Wrapped text over the whole width, onto further pages if need be."""
        width = self.geometry.body - indent
        for line in wrap(text, face, size, width, width):
            self.need(self.leading(size))
            self.text(self.geometry.left + indent, self.y, line, face, size)
            self.y -= self.leading(size)

    def dots(self, x1: float, x2: float, top: float, size: float) -> None:
        """A dotted line to write on, just below the base line: drawn, so that it is not text."""
        if x2 - x1 < 2:
            return
        y = top - self.base(size) - size * 0.13
        self.canvas.saveState()
        self.canvas.setLineWidth(0.55)
        self.canvas.setLineCap(1)
        self.canvas.setStrokeGray(0.35)
        self.canvas.setDash([0, 1.9])
        self.canvas.line(x1, y, x2, y)
        self.canvas.restoreState()

    def rule(self, x1: float, x2: float, y: float, width: float = 0.6) -> None:
        """A plain line."""
        self.canvas.setLineWidth(width)
        self.canvas.line(x1, y, x2, y)


# Draws one document on a canvas, told how many pages it will have; returns how many it made.
Draw = Callable[[Canvas, int], int]


def make_pdf(form: Form, draws: Sequence[Draw], *, subject: str) -> bytes:
    """Make a PDF without choice: equal values give equal bytes.

    Args:
        form: for the paper and the title.
        draws: the documents in the file, one after the other, each counting its own pages.
        subject: what the file is; no personal value.
    """
    out = io.BytesIO()
    with DRAWING:
        canvas = new_canvas(Canvas, out, form, subject)
        for draw in draws:
            draw(canvas, count_pages(draw, form))
            canvas.showPage()
        canvas.save()
    return out.getvalue()


def count_pages(draw: Draw, form: Form) -> int:
    """How many pages a document will have; to be called while `DRAWING` is held."""
    pages = draw(new_canvas(Canvas, io.BytesIO(), form, ""), 1)
    # Page numbers take room of their own.
    return draw(new_canvas(Canvas, io.BytesIO(), form, ""), pages) if pages > 1 else pages


C = TypeVar("C", bound=Canvas)


def new_canvas(
    kind: type[C], out: io.BytesIO, form: Form, subject: str, size: tuple[float, float] | None = None
) -> C:
    """A canvas that makes the same file every time; on the form's own paper if no size is given (points)."""
    geometry = Geometry.of(form)
    canvas = kind(
        out,
        pagesize=size or (geometry.width, geometry.height),
        pageCompression=1,
        invariant=1,
        initialFontName=cast(Any, Face.REGULAR.value),  # a text; the annotation in reportlab's stubs is wrong
        initialFontSize=form.font_size / 4,
        lang=LANGUAGE,
    )
    canvas.setTitle(form.title)
    canvas.setAuthor(PRODUCER)
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    canvas.setSubject(subject)
    return canvas
