"""Two people side by side in a ruled grid, and running text between the values of a form."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.catalogue.form_model import FormBlock
from desktop_app.catalogue.rules import fill_template
from desktop_app.paperwork.blocks import label_lines
from desktop_app.paperwork.sheet import MM, Piece, Sheet
from desktop_app.paperwork.typeface import Face, width_of, wrap

_PAD = 4.0  # points inside a cell
_LABELS = 0.24  # share of the width that the labels take
_INDENT_MM = 10
_BLANK = "…………………"


def draw_grid(sheet: Sheet, block: FormBlock, values: Mapping[str, str]) -> None:
    """Labels at the left, one column for each heading after the first; a row is cut only if a page is."""
    sides = len(block.heads) - 1
    body = sheet.geometry.body
    widths = [body * _LABELS, *[body * (1 - _LABELS) / sides] * sides]
    head = [
        label_lines(text, Face.BOLD, sheet.size, w - 2 * _PAD)
        for text, w in zip(block.heads, widths, strict=True)
    ]
    sheet.skip(sheet.form.gap / 4)
    _draw_row(sheet, widths, head, head, centered=True)
    for row in block.rows:
        cells = [label_lines(row.label, Face.REGULAR, sheet.size, widths[0] - 2 * _PAD)]
        for cell, width in zip(row.cells, widths[1:], strict=True):
            face = Face.BOLD if cell.bold else Face.REGULAR
            room = width - 2 * _PAD
            lines = wrap(values.get(cell.key, ""), face, sheet.size, room, room)
            cells.append([[Piece(line, face, sheet.size)] for line in lines])
        _draw_row(sheet, widths, cells, head)
    sheet.skip(sheet.form.gap / 4 + 3)


def _draw_row(
    sheet: Sheet,
    widths: list[float],
    cells: list[list[list[Piece]]],
    head: list[list[list[Piece]]],
    *,
    centered: bool = False,
) -> None:
    leading = sheet.leading()
    least = sheet.form.row_mm * MM
    wanted = max(max(map(len, cells)) * leading + 2 * _PAD, least)
    if sheet.need(min(wanted, sheet.full_room / 2)) and cells is not head:
        _draw_row(sheet, widths, head, head, centered=True)
    while True:
        # A row taller than the page goes on in further pieces, each with its frame.
        fit = max(1, int((sheet.room - 2 * _PAD) / leading))
        count = min(fit, max(map(len, cells)))
        text_height = count * leading + 2 * _PAD
        height = max(text_height, min(least, sheet.room))
        x = sheet.geometry.left
        sheet.canvas.setLineWidth(0.6)
        for width, cell in zip(widths, cells, strict=True):
            sheet.canvas.rect(x, sheet.y - height, width, height)
            part = cell[:count]
            top = sheet.y - _PAD - (height - 2 * _PAD - len(part) * leading) / 2
            for line in part:
                used = sum(piece.width for piece in line)
                sheet.pieces(x + ((width - used) / 2 if centered else _PAD), top, line, sheet.size)
                top -= leading
            x += width
        sheet.y -= height
        cells = [cell[count:] for cell in cells]
        if not any(cells):
            return
        sheet.new_page()


def draw_paragraph(sheet: Sheet, block: FormBlock, values: Mapping[str, str]) -> None:
    """Running text with values of the form in it; an unknown value leaves dots."""
    face = Face.BOLD if block.bold else Face.REGULAR
    text = fill_template(block.text, lambda key: values.get(key) or _BLANK).text
    indent = _INDENT_MM * MM if block.indent else 0.0
    width = sheet.geometry.body
    lines = wrap(text, face, sheet.size, width - indent, width)
    for index, line in enumerate(lines):
        sheet.need(sheet.leading())
        x = sheet.geometry.left + (0.0 if index else indent)
        spread = width - (0.0 if index else indent) - width_of(line, face, sheet.size)
        gaps = line.count(" ")
        # Set out to both margins, but the last line as it falls.
        space = spread / gaps if gaps and index < len(lines) - 1 else 0.0
        sheet.text(x, sheet.y, line, face, sheet.size, word_space=space)
        sheet.y -= sheet.leading()
    sheet.skip(sheet.form.gap / 4)
