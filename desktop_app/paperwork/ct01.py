"""CT01, the declaration of a change of residence, filled and ready to be signed."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from desktop_app.catalogue.model import BlockKind, Form
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.paperwork.blocks import draw_fields, draw_notes, draw_signatures, draw_table
from desktop_app.paperwork.heading import (
    date_line,
    date_text,
    draw_legend,
    draw_page_number,
    draw_state,
    draw_title,
    page_number_room,
)
from desktop_app.paperwork.sheet import Sheet, make_pdf
from desktop_app.paperwork.typeface import load_typeface, printable


@dataclass(frozen=True, slots=True)
class Ct01Member:
    """A member of the household who changes together; empty text where unknown.

    Attributes:
        birth_date: ISO, may be partial.
    """

    full_name: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    relation: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Ct01:
    """Values of the declaration; empty text leaves dotted lines.

    Attributes:
        recipient: the office it is sent to.
        birth_date: ISO, may be partial.
        number: citizen number, digits only.
        head_number: citizen number of the head of the household.
        place: where the declarant signs.
        day: when; None leaves dots.
    """

    recipient: str = ""
    full_name: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    head_name: str = field(default="", repr=False)
    head_relation: str = field(default="", repr=False)
    head_number: str = field(default="", repr=False)
    request: str = field(default="", repr=False)
    members: tuple[Ct01Member, ...] = field(default=(), repr=False)
    place: str = ""
    day: date | None = None


# The declarant alone signs at the counter; the others date their own signature by hand.
_SIGNS_HERE = "declarant"


@off_gui_thread
def render_ct01(values: Ct01, *, form: Form, fonts: Path) -> bytes:
    """The declaration as PDF; equal values give equal bytes.

    Args:
        values: what to fill in; nothing is cut, long values go on below.
        form: the definition of CT01 from the pinned pack.
        fonts: folder of the bundled typeface.

    Raises:
        AppError: `paperwork.glyph_missing`, `paperwork.font_unreadable`.
    """
    load_typeface(fonts)
    single = {
        f.name: printable(getattr(values, f.name)) for f in fields(values) if f.name not in ("members", "day")
    }
    single["birth_date"] = date_text(single["birth_date"])
    rows = [
        {f.name: printable(getattr(member, f.name)) for f in fields(member)} | {"index": str(index)}
        for index, member in enumerate(values.members, start=1)
    ]
    for row in rows:
        row["birth_date"] = date_text(row["birth_date"])
    dates = {
        s.key: date_line(form.texts, single["place"], values.day)
        if s.key == _SIGNS_HERE
        else date_line(form.texts, "", None)
        for s in form.signatures
    }

    def draw(canvas: Canvas, pages: int) -> int:
        def on_page(sheet: Sheet, page: int) -> None:
            if form.page_numbers and pages > 1:
                draw_page_number(sheet, page, pages)

        sheet = Sheet(canvas, form, on_page, foot=page_number_room(form, pages))
        _draw_heading(sheet)
        for block in form.blocks:
            if block.new_page:
                sheet.new_page()
            if block.kind is BlockKind.FIELDS:
                draw_fields(sheet, block, single)
            elif block.kind is BlockKind.TABLE:
                draw_table(sheet, block, form.columns, rows)
            elif block.kind is BlockKind.SIGNATURES:
                draw_signatures(sheet, form.signatures, {}, dates)
            else:
                draw_notes(sheet, block, form.notes)
        return sheet.page

    return make_pdf(form, [draw], subject=form.id)


def _draw_heading(sheet: Sheet) -> None:
    draw_legend(sheet)
    draw_state(sheet, sheet.geometry.left, sheet.geometry.body, sheet.size + 1)
    sheet.skip(sheet.size * 0.8)
    draw_title(sheet, sheet.size + 2)
    sheet.skip(sheet.size * 0.6)
