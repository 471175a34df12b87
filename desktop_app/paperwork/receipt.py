"""The receipt with the appointment (CT04, Mẫu 01): what was handed in, and when to come again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import segno
from reportlab.pdfgen.canvas import Canvas

from desktop_app.catalogue.form_model import BlockKind, Form
from desktop_app.core.clock import local_day
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.core.money import format_dong
from desktop_app.core.terms import Channel
from desktop_app.paperwork.blocks import draw_fields, draw_notes, draw_signatures, draw_table
from desktop_app.paperwork.heading import (
    date_line,
    draw_draft_mark,
    draw_legend,
    draw_offices,
    draw_page_number,
    draw_state,
    draw_title,
    instant_text,
    page_number_room,
)
from desktop_app.paperwork.sheet import MM, Draw, Sheet, make_pdf
from desktop_app.paperwork.typeface import Face, load_typeface, printable, wrap

_QR_MM = 18
_QUIET_MODULES = 2  # beside the code there is white paper only


class ReceiptCopy(StrEnum):
    """Which of the two sheets it is."""

    KEPT = "kept"  # lưu
    GIVEN = "given"  # giao người nộp


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """One line of the table; 0 prints as a dash."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """Values of the receipt; empty text leaves dotted lines or the row out, as the form says.

    Attributes:
        parent_office: the body the office belongs to, in capitals; may be empty.
        office: the office, in capitals.
        counter: the receiving unit, as printed in the first row.
        number: of the dossier.
        copy: which sheet.
        place: where the receipt is made.
        owner_name: whose dossier it is.
        submitter_name: who handed it in; printed if it is another person.
        request: the procedure or the subject.
        papers: components handed in.
        sets: number of sets.
        channel: how the dossier came.
        term: the term in words, from the pack.
        received_at: aware instant.
        due_at: aware instant, or None for no appointment.
        due_reason: one short line why; may be empty.
        result_place: where the result is handed out.
        fee_dong: None where not known.
        officer_name: of the receiving officer.
        register_book: number of the book, if one is kept.
        register_line: number in the book.
        reprint: how often it was printed before; 0 for the first print.
        draft: print the draft mark.
        temporary: the number is not the official one; printed with a notice.
    """

    parent_office: str
    office: str
    counter: str
    number: str
    copy: ReceiptCopy
    place: str
    owner_name: str = field(repr=False)
    owner_number: str = field(repr=False)
    owner_address: str = field(repr=False)
    owner_phone: str = field(repr=False)
    owner_email: str = field(repr=False)
    submitter_name: str = field(repr=False)
    request: str = field(repr=False)
    papers: tuple[ReceiptPaper, ...]
    channel: Channel
    term: str
    received_at: datetime
    due_at: datetime | None
    due_reason: str
    result_place: str
    fee_dong: int | None
    officer_name: str
    sets: int = 1
    register_book: str = ""
    register_line: str = ""
    reprint: int = 0
    draft: bool = False
    temporary: bool = False


@off_gui_thread
def render_receipt(*sheets: Receipt, form: Form, fonts: Path) -> bytes:
    """The receipt as PDF; equal values give equal bytes.

    Args:
        sheets: what to print, usually both copies of one receipt, in one file; nothing is cut, many
            components go on over further pages, numbered within each copy.
        form: the definition of the receipt from the pinned pack (`Procedure.receipt_form`).
        fonts: folder of the bundled typeface.

    Raises:
        AppError: `paperwork.glyph_missing`, `paperwork.font_unreadable`.
    """
    load_typeface(fonts)
    return make_pdf(form, [_drawing(sheet, form) for sheet in sheets], subject=form.id)


def _drawing(values: Receipt, form: Form) -> Draw:
    single = _texts(values, form)
    rows = [_row(index, paper) for index, paper in enumerate(values.papers, start=1)]
    names = {"submitter": single["submitter_name"] or single["owner_name"], "officer": single["officer_name"]}

    def draw(canvas: Canvas, pages: int) -> int:
        def on_page(sheet: Sheet, page: int) -> None:
            if values.draft:
                draw_draft_mark(sheet, form.texts["draft"])
            if form.page_numbers and pages > 1:
                draw_page_number(sheet, page, pages, beside=single["number"])

        sheet = Sheet(canvas, form, on_page, foot=page_number_room(form, pages))
        _draw_heading(sheet, values, single)
        for block in form.blocks:
            if block.new_page:
                sheet.new_page()
            if block.kind is BlockKind.FIELDS:
                draw_fields(sheet, block, single)
            elif block.kind is BlockKind.TABLE:
                draw_table(sheet, block, form.columns, rows)
            elif block.kind is BlockKind.SIGNATURES:
                draw_signatures(sheet, form.signatures, names, {})
            else:
                draw_notes(sheet, block, form.notes)
        return sheet.page

    return draw


def _texts(values: Receipt, form: Form) -> dict[str, str]:
    """Every value as it is printed, by the key the form uses."""
    words = form.texts
    if values.fee_dong is None:
        fee = words["fee_unknown"]
    else:
        fee = format_dong(values.fee_dong) if values.fee_dong else words["fee_free"]
    label = words["temporary_number" if values.temporary else "number"]
    same_person = values.submitter_name == values.owner_name
    raw = {
        "parent_office": values.parent_office,
        "office": values.office,
        "counter": values.counter,
        "number": label.format(number=values.number),
        "owner_name": values.owner_name,
        "submitter_name": "" if same_person else values.submitter_name,
        "owner_number": values.owner_number,
        "owner_address": values.owner_address,
        "owner_phone": values.owner_phone,
        "owner_email": values.owner_email,
        "request": values.request,
        "sets": words["sets"].format(count=f"{values.sets:02}"),
        "channel": words[f"channel_{values.channel.value}"],
        "term": values.term,
        "received_at": instant_text(words, values.received_at),
        "due_at": words["no_due"] if values.due_at is None else instant_text(words, values.due_at),
        "due_reason": values.due_reason,
        "result_place": values.result_place,
        "fee": fee,
        "officer_name": values.officer_name,
        "register_book": values.register_book,
        "register_line": values.register_line,
        "date_line": date_line(words, values.place, local_day(values.received_at)),
    }
    return {key: printable(text) for key, text in raw.items()}


def _row(index: int, paper: ReceiptPaper) -> dict[str, str]:
    def count(number: int) -> str:
        return f"{number:02}" if number else "–"

    return {
        "index": str(index),
        "name": printable(paper.name),
        "originals": count(paper.originals),
        "certified": count(paper.certified),
        "copies": count(paper.copies),
    }


def _draw_heading(sheet: Sheet, values: Receipt, single: dict[str, str]) -> None:
    g = sheet.geometry
    draw_legend(sheet)
    small = sheet.size - 1.5
    left_width = g.body * 0.44
    right_x, right_width = g.left + left_width + 2 * MM, g.body - left_width - 2 * MM
    top = sheet.y
    draw_offices(sheet, g.left, left_width, small, single["parent_office"], single["office"])
    left_end, sheet.y = sheet.y, top
    draw_state(sheet, right_x, right_width, small)
    sheet.skip(2)
    line = wrap(single["date_line"], Face.ITALIC, small + 0.5, right_width, right_width)
    sheet.centered(right_x, right_width, line, Face.ITALIC, small + 0.5)
    sheet.y = min(left_end, sheet.y) - 2
    _draw_number_and_title(sheet, values, single)


def _draw_number_and_title(sheet: Sheet, values: Receipt, single: dict[str, str]) -> None:
    """The number at the left, its QR code at the right, the title between them in the middle of the page."""
    words, g = sheet.form.texts, sheet.geometry
    small = sheet.size - 1.5
    side = _QR_MM * MM
    top = sheet.y
    draw_qr(sheet.canvas, values.number, g.width - g.right - side, top - side, side)
    room = g.body - side - 3 * MM
    for text in wrap(single["number"], Face.BOLD, sheet.size + 1, room, room):
        sheet.text(g.left, sheet.y, text, Face.BOLD, sheet.size + 1)
        sheet.y -= sheet.leading(sheet.size + 1)
    if values.temporary:
        for text in wrap(words["temporary_notice"], Face.ITALIC, small, room, room):
            sheet.text(g.left, sheet.y, text, Face.ITALIC, small)
            sheet.y -= sheet.leading(small)
    sheet.skip(2)
    if values.reprint:
        mark = words["reprint"].format(count=values.reprint)
        sheet.centered(g.left, g.body, [mark], Face.BOLD, sheet.size)
    draw_title(sheet, sheet.size + 2, beside=side + 2 * MM)
    copy = words["copy_kept" if values.copy is ReceiptCopy.KEPT else "copy_given"]
    sheet.centered(g.left, g.body, [f"({copy})"], Face.ITALIC, small + 0.5)
    if values.draft:
        sheet.centered(g.left, g.body, [words["draft"]], Face.BOLD, sheet.size)
    sheet.y = min(sheet.y, top - side) - sheet.size * 0.3


def draw_qr(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    """A QR code as rectangles: sharp at every size, and no picture in the file."""
    matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    count = len(matrix) + 2 * _QUIET_MODULES
    module = side / count
    canvas.saveState()
    canvas.setFillGray(1)  # the draft mark may lie below
    canvas.rect(x, y, side, side, stroke=0, fill=1)
    canvas.restoreState()
    path = canvas.beginPath()
    for row_index, row in enumerate(matrix):
        bottom = y + side - (row_index + 1 + _QUIET_MODULES) * module
        column = 0
        while column < len(row):
            length = 0
            while column + length < len(row) and row[column + length]:
                length += 1
            if length:
                path.rect(x + (column + _QUIET_MODULES) * module, bottom, length * module, module)
            column += length + 1
    canvas.drawPath(path, stroke=0, fill=1)
