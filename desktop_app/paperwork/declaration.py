"""A declaration, filled and ready to be signed: whatever form the pack describes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from desktop_app.catalogue.form_model import BlockKind, Form, FormBlock, InputKind
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.paperwork.blocks import draw_fields, draw_notes, draw_signatures, draw_table
from desktop_app.paperwork.grid import draw_grid, draw_paragraph
from desktop_app.paperwork.heading import (
    date_line,
    date_text,
    draw_draft_mark,
    draw_legend,
    draw_page_number,
    draw_state,
    draw_title,
    page_number_room,
)
from desktop_app.paperwork.sheet import Sheet, make_pdf
from desktop_app.paperwork.typeface import load_typeface, printable
from desktop_app.paperwork.words import date_in_words

# Numbered by the printer.
_INDEX = "index"


@off_gui_thread
def render_declaration(
    values: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
    *,
    form: Form,
    fonts: Path,
    place: str,
    day: date | None,
    draft: bool = False,
) -> bytes:
    """The declaration as PDF; equal values give equal bytes.

    Args:
        values: by the key of the form's cells, dates in ISO; what is missing or empty leaves dotted lines.
            Nothing is cut, long values go on below.
        rows: of the form's table, by the key of its columns; they are numbered here.
        form: from the pinned pack (`Procedure.declaration_form`).
        fonts: folder of the bundled typeface.
        place: where the declarant signs; may be empty.
        day: when; None leaves dots.
        draft: print the draft mark.

    Raises:
        AppError: `paperwork.glyph_missing`, `paperwork.font_unreadable`.
        ValueError: a key the form does not know.
    """
    load_typeface(fonts)
    single = _values(values, form)
    table = [_row(index, row, form) for index, row in enumerate(rows, start=1)]
    place = printable(place)
    names = {s.key: single.get(s.name, "") for s in form.signatures if s.name}
    dates = {
        s.key: date_line(form.texts, place if s.here else "", day if s.here else None)
        for s in form.signatures
    }

    def draw_block(sheet: Sheet, block: FormBlock) -> None:
        if block.kind is BlockKind.FIELDS:
            draw_fields(sheet, block, single)
        elif block.kind is BlockKind.GRID:
            draw_grid(sheet, block, single)
        elif block.kind is BlockKind.PARAGRAPH:
            draw_paragraph(sheet, block, single)
        elif block.kind is BlockKind.TABLE:
            draw_table(sheet, block, form.columns, table)
        elif block.kind is BlockKind.SIGNATURES:
            draw_signatures(sheet, form.signatures, names, dates)
        else:
            draw_notes(sheet, block, form.notes)

    def draw(canvas: Canvas, pages: int) -> int:
        def on_page(sheet: Sheet, page: int) -> None:
            if draft:
                draw_draft_mark(sheet, form.texts["draft"])
            if form.page_numbers and pages > 1:
                draw_page_number(sheet, page, pages)

        sheet = Sheet(canvas, form, on_page, foot=page_number_room(form, pages))
        _draw_heading(sheet)
        for block in form.blocks:
            if block.new_page:
                sheet.new_page()
            draw_block(sheet, block)
        return sheet.page

    return make_pdf(form, [draw], subject=form.id)


def _values(values: Mapping[str, str], form: Form) -> dict[str, str]:
    """Every value as it is printed."""
    cells = {cell.key: cell for cell in form.cells}
    if not set(values) <= set(cells):
        raise ValueError("a value that the form does not know")
    found = {key: printable(values.get(key, "")) for key in cells}
    words = {c.key: date_in_words(found[c.in_words_of]) for c in form.cells if c.in_words_of}
    dates = {c.key: date_text(found[c.key]) for c in form.cells if c.input is InputKind.DATE}
    return found | dates | words


def _row(index: int, row: Mapping[str, str], form: Form) -> dict[str, str]:
    columns = {column.key: column for column in form.columns}
    if not set(row) <= set(columns) - {_INDEX}:
        raise ValueError("a value that the form's table does not know")
    found = {key: printable(row.get(key, "")) for key in columns}
    dates = {c.key: date_text(found[c.key]) for c in form.columns if c.input is InputKind.DATE}
    return found | dates | {_INDEX: str(index)}


def _draw_heading(sheet: Sheet) -> None:
    draw_legend(sheet)
    draw_state(sheet, sheet.geometry.left, sheet.geometry.body, sheet.size + 1)
    sheet.skip(sheet.size * 0.8)
    draw_title(sheet, sheet.size + 2)
    sheet.skip(sheet.size * 0.6)
