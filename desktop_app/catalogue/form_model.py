"""What a form is: every word on paper, its order and measures, and what the screen asks for. Values only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_NOTE_MARK = re.compile(r"\^[^^]*\^")


class CellKind(StrEnum):
    """How a value stands on a form."""

    LINE = "line"  # on dotted lines
    BOXES = "boxes"  # one character in each box
    PLAIN = "plain"  # text without dotted lines
    CHECKS = "checks"  # a box to tick before each choice


class InputKind(StrEnum):
    """What the screen asks for; on paper it says how the value is written."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"  # kept as ISO, may be partial
    NUMBER = "number"  # citizen number
    COUNT = "count"  # whole number
    CHOICE = "choice"  # one of the choices and nothing else
    LINES = "lines"
    PHONE = "phone"
    EMAIL = "email"
    NONE = "none"  # made by the printer, never asked for


class FormKind(StrEnum):
    """What a form is for; it says which words it must hold."""

    DECLARATION = "declaration"
    RECEIPT = "receipt"


class BlockKind(StrEnum):
    """The parts a form is made of, from top to bottom."""

    FIELDS = "fields"
    GRID = "grid"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    SIGNATURES = "signatures"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class FormCell:
    """One value of a form.

    Attributes:
        key: name of the value, unique in the form.
        label: printed before it; `^…^` sets a note mark high.
        kind: how the value stands.
        share: part of the row's width, relative to its neighbours.
        boxes: number of boxes, for that kind.
        lines: least number of dotted lines.
        optional: leave the row out when it has no value.
        bold: set the value in bold.
        input: what the screen asks for.
        required: whether the declaration is incomplete without it.
        fill: rule that answers it (`rules`); empty if the clerk types it.
        choices: the only answers for `choice`, suggestions for other kinds.
        hint: a short example for the screen; empty if none.
        max_length: most characters; 0 for no limit.
        in_words_of: key of a date that this value repeats in words; empty if none.
        group: heading on the screen, such as `Bên nữ`.
    """

    key: str
    label: str
    kind: CellKind = CellKind.LINE
    share: int = 1
    boxes: int = 0
    lines: int = 1
    optional: bool = False
    bold: bool = False
    input: InputKind = InputKind.TEXT
    required: bool = False
    fill: str = ""
    choices: tuple[str, ...] = ()
    hint: str = ""
    max_length: int = 0
    in_words_of: str = ""
    group: str = ""

    @property
    def caption(self) -> str:
        """The label as the screen shows it: no note marks, no colon."""
        return _NOTE_MARK.sub("", self.label).strip().rstrip(":").strip()


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a grid: one label, one value below each heading but the first."""

    label: str
    cells: tuple[FormCell, ...]


@dataclass(frozen=True, slots=True)
class FormBlock:
    """A part of a form.

    Attributes:
        cells: for `fields`, the values side by side.
        label: for `table` and `notes`, the line above.
        min_rows: for `table`, blank rows are added up to this number.
        new_page: begin on a new page.
        heads: for `grid`, the headings of its columns; the first stands above the labels.
        rows: for `grid`, its rows.
        text: for `paragraph`, with values of the form in braces.
        indent: for `paragraph`, the first line stands in.
        bold: for `paragraph`.
    """

    kind: BlockKind
    cells: tuple[FormCell, ...] = ()
    label: str = ""
    min_rows: int = 0
    new_page: bool = False
    heads: tuple[str, ...] = ()
    rows: tuple[FormRow, ...] = ()
    text: str = ""
    indent: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of the form's table; `align` is `left` or `center`, the rest as for a cell."""

    key: str
    label: str
    width_mm: int
    align: str
    input: InputKind = InputKind.TEXT
    required: bool = False
    fill: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormSignature:
    """A place to sign.

    Attributes:
        key: who signs; on a receipt also the name of the value printed below.
        title: in capitals; `^…^` sets a note mark high.
        note: under the title.
        dated: print `nơi, ngày … tháng … năm …` above.
        lines: labels of dotted lines below the signature.
        here: signed at the counter, so place and day are printed; the others are dated by hand.
        name: key of the value printed below the signature; empty if none.
    """

    key: str
    title: str
    note: str
    dated: bool
    lines: tuple[str, ...]
    here: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A printed form: every word on it, its order and measures. Nothing of this stands in code.

    Attributes:
        id: `CT01`, `CT04`, `Mau01`.
        kind: what it is for.
        legend: small text at the top right (which circular); empty if none.
        paper: `A4` or `A5`, upright.
        margins_mm: top, right, bottom, left.
        font_size: body size in quarter points (48 is 12 pt), so that the pack holds whole numbers only.
        leading: line height in percent of the size.
        gap: space between rows in quarter points.
        sign_room_mm: white space to sign in.
        row_mm: least height of a table row.
        page_numbers: print `page_label` when there is more than one page.
        texts: the other words of the form by key.
    """

    id: str
    kind: FormKind
    title: str
    legend: str
    paper: str
    margins_mm: tuple[int, int, int, int]
    font_size: int
    leading: int
    gap: int
    sign_room_mm: int
    row_mm: int
    page_numbers: bool
    blocks: tuple[FormBlock, ...]
    columns: tuple[FormColumn, ...]
    signatures: tuple[FormSignature, ...]
    notes: tuple[str, ...]
    texts: Mapping[str, str]
    source: str
    verify: str = ""

    @property
    def cells(self) -> tuple[FormCell, ...]:
        """Every value outside the table, in the order of the paper (a grid column by column)."""
        return tuple(cell for block in self.blocks for cell in block.cells)

    def cell(self, key: str) -> FormCell:
        """The value with this key.

        Raises:
            KeyError: no such value (a bug: keys come from this form).
        """
        for cell in self.cells:
            if cell.key == key:
                return cell
        raise KeyError(key)
