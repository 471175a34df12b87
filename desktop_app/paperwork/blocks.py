"""The parts forms are made of: rows of values, a table, places to sign, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_app.catalogue.form_model import CellKind, FormBlock, FormCell, FormColumn, FormSignature
from desktop_app.paperwork.sheet import MM, Piece, Sheet, pieces_of
from desktop_app.paperwork.typeface import Face, width_of, wrap

_BOX_MM = 5.4
_CELL_GAP_MM = 4
_LABEL_GAP = 3.0  # points between a label and its value
_PAD = 2.5  # points inside the cells of a table


@dataclass(frozen=True, slots=True)
class _LaidCell:
    cell: FormCell
    x: float
    width: float
    label: list[list[Piece]]  # lines of the label
    lines: list[str]  # lines of the value; the first stands behind the last line of the label
    value_x: float

    @property
    def height_lines(self) -> int:
        return len(self.label) - 1 + len(self.lines)


def draw_fields(sheet: Sheet, block: FormBlock, values: Mapping[str, str]) -> None:
    """One row of values. Long values go on below, onto a further page if need be; none is cut."""
    cells = [c for c in block.cells if values.get(c.key) or not c.optional]
    if not cells:
        return
    boxes = any(_in_boxes(c, values.get(c.key, "")) for c in cells)
    leading = max(sheet.leading(), _BOX_MM * MM + 1.5) if boxes else sheet.leading()
    laid = _lay_out(sheet, cells, values)
    rows = max(c.height_lines for c in laid)
    sheet.need(min(rows, 3) * leading)  # a long value may break, but not right at its begin
    for row in range(rows):
        sheet.need(leading)
        for cell in laid:
            _draw_cell_line(sheet, cell, row, leading, values.get(cell.cell.key, ""))
        sheet.y -= leading
    sheet.skip(sheet.form.gap / 4)


def _lay_out(sheet: Sheet, cells: Sequence[FormCell], values: Mapping[str, str]) -> list[_LaidCell]:
    gap = _CELL_GAP_MM * MM
    body = sheet.geometry.body - gap * (len(cells) - 1)
    shares = sum(c.share for c in cells)
    laid: list[_LaidCell] = []
    x = sheet.geometry.left
    for cell in cells:
        width = body * cell.share / shares
        label = label_lines(cell.label, Face.REGULAR, sheet.size, width)
        value_x = sum(p.width for p in label[-1]) + (_LABEL_GAP if cell.label else 0.0)
        value = values.get(cell.key, "")
        if _in_boxes(cell, value) or _in_checks(cell, value):
            lines = [value]
        else:
            lines = wrap(value, _face(cell), sheet.size, max(width - value_x, 0), width)
        lines += [""] * (cell.lines - len(lines))
        laid.append(_LaidCell(cell, x, width, label, lines, value_x))
        x += width + gap
    return laid


def label_lines(label: str, face: Face, size: float, width: float) -> list[list[Piece]]:
    """A label as lines of runs; it breaks between words only when it must."""
    pieces = pieces_of(label, face, size)
    if sum(p.width for p in pieces) <= width:
        return [pieces]
    lines: list[list[Piece]] = [[]]
    for position, piece in enumerate(pieces):
        used = sum(p.width for p in lines[-1])
        # A note mark clings to the word before it, so that word must leave room for the mark.
        mark = pieces[position + 1].width if position + 1 < len(pieces) and pieces[position + 1].rise else 0.0
        if piece.rise:
            lines[-1].append(piece)
            continue
        parts = wrap(piece.text, piece.face, piece.size, width - used - mark, width - mark)
        for index, part in enumerate(parts):
            if index:
                lines.append([])
            if part:
                lines[-1].append(piece._replace(text=part))
    return lines


def _in_boxes(cell: FormCell, value: str) -> bool:
    """Too many characters for the boxes stand on a line instead: nothing is cut."""
    return cell.kind is CellKind.BOXES and len(value) <= cell.boxes


def _in_checks(cell: FormCell, value: str) -> bool:
    """An answer that is none of the choices stands on a line instead."""
    return cell.kind is CellKind.CHECKS and (not value or value in cell.choices)


def _face(cell: FormCell) -> Face:
    return Face.BOLD if cell.bold else Face.REGULAR


def _draw_cell_line(sheet: Sheet, laid: _LaidCell, row: int, leading: float, value: str) -> None:
    size = sheet.size
    top = sheet.y - (leading - sheet.leading()) / 2
    last_label = len(laid.label) - 1
    if row <= last_label:
        sheet.pieces(laid.x, top, laid.label[row], size)
    index = row - last_label
    if index < 0 or index >= len(laid.lines):
        return
    x = laid.x + (laid.value_x if index == 0 else 0.0)
    if _in_boxes(laid.cell, value):
        _draw_boxes(sheet, x + 2, laid.cell.boxes, value, leading)
        return
    if _in_checks(laid.cell, value):
        _draw_checks(sheet, x + 2, top, laid.cell, value)
        return
    if laid.cell.kind is not CellKind.PLAIN:
        sheet.dots(x, laid.x + laid.width, top, size)
    sheet.text(x, top, laid.lines[index], _face(laid.cell), size)


def _draw_boxes(sheet: Sheet, x: float, count: int, value: str, leading: float) -> None:
    side = _BOX_MM * MM
    bottom = sheet.y - (leading + side) / 2
    sheet.canvas.setLineWidth(0.6)
    for index in range(count):
        left = x + index * side
        sheet.canvas.rect(left, bottom, side, side)
        if index < len(value):
            digit = value[index]
            inset = (side - width_of(digit, Face.REGULAR, sheet.size)) / 2
            # 0.66: height of a digit of this typeface, so that it stands in the middle of its box.
            base = bottom + (side - sheet.size * 0.66) / 2
            sheet.canvas.setFont(Face.REGULAR.value, sheet.size)
            sheet.canvas.drawString(left + inset, base, digit)


def _draw_checks(sheet: Sheet, x: float, top: float, cell: FormCell, value: str) -> None:
    """`Có ☒  Không ☐`: the boxes are drawn, so that no symbol font is needed."""
    size = sheet.size
    side = size * 0.78
    base = top - sheet.base(size)
    sheet.canvas.setLineWidth(0.6)
    for choice in cell.choices:
        sheet.text(x, top, choice, Face.REGULAR, size)
        x += width_of(choice, Face.REGULAR, size) + 4
        sheet.canvas.rect(x, base - size * 0.06, side, side)
        if choice == value:
            inset = (side - width_of("X", Face.BOLD, side)) / 2
            sheet.canvas.setFont(Face.BOLD.value, side)
            sheet.canvas.drawString(x + inset, base - size * 0.06 + side * 0.17, "X")
        x += side + 12


def draw_table(
    sheet: Sheet, block: FormBlock, columns: Sequence[FormColumn], rows: Sequence[Mapping[str, str]]
) -> None:
    """The form's table: header on every page, a row never cut; blank rows up to the form's least number."""
    if block.label:
        sheet.need(sheet.leading() * 4)
        sheet.paragraph(block.label, Face.REGULAR, sheet.size)
        sheet.skip(2)
    filled = [*rows, *([{}] * max(0, block.min_rows - len(rows)))]
    size = sheet.size - 0.5
    _table_row(sheet, columns, {c.key: c.label for c in columns}, Face.BOLD, size, header=True)
    for row in filled:
        lines = _cell_lines(columns, row, Face.REGULAR, size)
        height = max(max(len(v) for v in lines) * sheet.leading(size) + 2 * _PAD, sheet.form.row_mm * MM)
        if sheet.need(min(height, sheet.full_room / 2)):
            _table_row(sheet, columns, {c.key: c.label for c in columns}, Face.BOLD, size, header=True)
        _table_row(sheet, columns, row, Face.REGULAR, size)
    sheet.skip(sheet.form.gap / 4 + 3)


def _cell_lines(
    columns: Sequence[FormColumn], row: Mapping[str, str], face: Face, size: float
) -> list[list[str]]:
    return [
        wrap(row.get(c.key, ""), face, size, c.width_mm * MM - 2 * _PAD, c.width_mm * MM - 2 * _PAD)
        for c in columns
    ]


def _table_row(
    sheet: Sheet,
    columns: Sequence[FormColumn],
    row: Mapping[str, str],
    face: Face,
    size: float,
    *,
    header: bool = False,
) -> None:
    lines = _cell_lines(columns, row, face, size)
    leading = sheet.leading(size)
    while True:
        # A row taller than the page goes on in further pieces, each with its frame.
        fit = max(1, int((sheet.room - 2 * _PAD) / leading))
        count = min(fit, max(len(v) for v in lines))
        height = count * leading + 2 * _PAD
        spare = max(0.0, min(sheet.form.row_mm * MM, sheet.room) - height)
        height += spare
        x = sheet.geometry.left
        sheet.canvas.setLineWidth(0.6)
        for column, cell in zip(columns, lines, strict=True):
            width = column.width_mm * MM
            sheet.canvas.rect(x, sheet.y - height, width, height)
            part = cell[:count]
            centered = header or column.align == "center"
            missing = (count - len(part)) * leading if centered or len(cell) <= 1 else 0.0
            top = sheet.y - _PAD - (spare + missing) / 2
            for line in part:
                inset = (width - width_of(line, face, size)) / 2 if centered else _PAD
                sheet.text(x + inset, top, line, face, size)
                top -= leading
            x += width
        sheet.y -= height
        lines = [cell[count:] for cell in lines]
        if not any(lines):
            return
        lines = [cell or [""] for cell in lines]
        sheet.new_page()


def draw_signatures(
    sheet: Sheet, signatures: Sequence[FormSignature], names: Mapping[str, str], date_line: Mapping[str, str]
) -> None:
    """The places to sign side by side, kept together on one page.

    Args:
        sheet: where to draw.
        signatures: from the form.
        names: name printed below a signature, by its key.
        date_line: the line above a dated signature, by its key.
    """
    width = sheet.geometry.body / max(2, len(signatures))
    inner = width - 6
    size = sheet.size - (2.5 if len(signatures) > 2 else 0)
    leading = sheet.leading(size)
    dates = [
        _date_lines(date_line.get(s.key, "") if s.dated else "", Face.ITALIC, size - 0.5, inner)
        for s in signatures
    ]
    titles = [label_lines(s.title, Face.BOLD, size, inner) for s in signatures]
    notes = [_wrapped(s.note, Face.ITALIC, size - 0.5, inner) for s in signatures]
    printed = [_wrapped(names.get(s.key, ""), Face.BOLD, size, inner) for s in signatures]
    date_rows, title_rows, note_rows = (max(map(len, part)) for part in (dates, titles, notes))
    name_rows = max(map(len, printed))
    line_rows = max(len(s.lines) for s in signatures)
    room_to_sign = sheet.form.sign_room_mm * MM
    line_leading = leading * 2.2  # a label, and a dotted line below it to write on
    height = (
        (date_rows + title_rows + note_rows + name_rows) * leading + room_to_sign + line_rows * line_leading
    )
    sheet.skip(sheet.form.gap / 4)
    sheet.need(height)
    top = sheet.y
    first = sheet.geometry.left + (width if len(signatures) == 1 else 0.0)  # alone it stands at the right
    for index, signature in enumerate(signatures):
        x = first + index * width + 3
        y = top
        _centered(sheet, x, inner, y, dates[index], Face.ITALIC, size - 0.5, leading)
        y -= date_rows * leading
        for row, line in enumerate(titles[index]):
            used = sum(p.width for p in line)
            sheet.pieces(x + (inner - used) / 2, y - row * leading, line, size)
        y -= title_rows * leading
        _centered(sheet, x, inner, y, notes[index], Face.ITALIC, size - 0.5, leading)
        y -= note_rows * leading + room_to_sign
        _centered(sheet, x, inner, y, printed[index], Face.BOLD, size, leading)
        y -= name_rows * leading
        for row, label in enumerate(signature.lines):
            line_top = y - row * line_leading
            sheet.pieces(x, line_top, pieces_of(label, Face.REGULAR, size), size)
            sheet.dots(x, x + inner, line_top - leading, size)
    sheet.y = top - height
    sheet.skip(2)


def _date_lines(text: str, face: Face, size: float, width: float) -> list[str]:
    """The place on a line of its own where both do not fit on one."""
    if width_of(text, face, size) <= width:
        return [text] if text else []
    place, comma, day = text.rpartition(", ")
    return wrap(place + comma.strip(), face, size, width, width) + wrap(day, face, size, width, width)


def _wrapped(text: str, face: Face, size: float, width: float) -> list[str]:
    return wrap(text, face, size, width, width) if text else []


def _centered(
    sheet: Sheet,
    x: float,
    width: float,
    top: float,
    lines: Sequence[str],
    face: Face,
    size: float,
    leading: float,
) -> None:
    for row, line in enumerate(lines):
        sheet.text(x + (width - width_of(line, face, size)) / 2, top - row * leading, line, face, size)


def draw_notes(sheet: Sheet, block: FormBlock, notes: Sequence[str]) -> None:
    """The small print."""
    size = sheet.size - 1.5
    if block.label:
        sheet.need(sheet.leading(size) * 2)
        sheet.paragraph(block.label, Face.BOLD_ITALIC, size)
    for note in notes:
        sheet.paragraph(note, Face.ITALIC, size)
        sheet.skip(sheet.form.gap / 8)
