"""Reads the definition of a form from the pack and checks that it can be printed."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from desktop_app.catalogue.form_model import (
    BlockKind,
    CellKind,
    Form,
    FormBlock,
    FormCell,
    FormColumn,
    FormKind,
    FormRow,
    FormSignature,
    InputKind,
)
from desktop_app.catalogue.rules import rules_of, split_rule
from desktop_app.catalogue.table import Table, invalid
from desktop_app.core.terms import Channel

# ISO 216, upright: width and height in millimetres.
PAPER_MM = {"A4": (210, 297), "A5": (148, 210)}
_LEAST_ROOM_MM = 80  # what is laid out in less would never end

# The words a form must hold, each with the places it may use.
_WORDS: dict[str, tuple[str, ...]] = {
    "country": (),
    "motto": (),
    "date_line": ("place", "day", "month", "year"),
    "blank_place": (),
    "blank_day": (),
    "blank_month": (),
    "blank_year": (),
    "page_label": ("page", "pages"),
}
_DECLARATION_WORDS: dict[str, tuple[str, ...]] = {"draft": ()}
_RECEIPT_WORDS: dict[str, tuple[str, ...]] = {
    "number": ("number",),
    "temporary_number": ("number",),
    "temporary_notice": (),
    "copy_kept": (),
    "copy_given": (),
    "reprint": ("count",),
    "draft": (),
    "instant": ("hour", "minute", "day", "month", "year"),
    "sets": ("count",),
    "no_due": (),
    "fee_free": (),
    "fee_unknown": (),
    **{f"channel_{channel.value}": () for channel in Channel},
}


def read_form(t: Table) -> Form:
    """One form of the pack.

    Raises:
        AppError: one of `table.PACK_WRONG`.
    """
    texts, paper = t.table("texts"), t.one_of("paper", tuple(PAPER_MM))
    form = Form(
        id=t.text("id"),
        kind=t.word("kind", FormKind),
        title=t.text("title"),
        legend=t.text("legend", ""),
        paper=paper,
        margins_mm=_margins(t, paper),
        font_size=t.whole("font_size", least=24, most=96),
        leading=t.whole("leading", least=100, most=300),
        gap=t.whole("gap", most=200),
        sign_room_mm=t.whole("sign_room_mm", most=100),
        row_mm=t.whole("row_mm", most=50),
        page_numbers=t.flag("page_numbers"),
        blocks=tuple(_read_block(b) for b in t.tables("blocks")),
        columns=tuple(_read_column(c) for c in t.tables("columns")),
        signatures=tuple(_read_signature(s) for s in t.tables("signatures")),
        notes=t.texts("notes"),
        texts=MappingProxyType(texts.all_texts()),
        source=t.text("source"),
        verify=t.text("verify", ""),
    )
    t.end()
    _check_width(t, form)
    _check_words(texts, form)
    if form.kind is FormKind.DECLARATION:
        _check_keys(t, form)
    return form


def _margins(t: Table, paper: str) -> tuple[int, int, int, int]:
    values = t.wholes("margins_mm")
    if len(values) != 4 or min(values) < 5:  # printers cannot reach the last millimetres of the paper
        invalid(t.place("margins_mm"), "value")
    top, right, bottom, left = values
    width, height = PAPER_MM[paper]
    if left + right > width - _LEAST_ROOM_MM or top + bottom > height - _LEAST_ROOM_MM:
        invalid(t.place("margins_mm"), "value")
    return top, right, bottom, left


def _check_width(t: Table, form: Form) -> None:
    _, right, _, left = form.margins_mm
    if sum(column.width_mm for column in form.columns) > PAPER_MM[form.paper][0] - left - right:
        invalid(t.place("columns"), "value")


def _check_words(texts: Table, form: Form) -> None:
    needed = _WORDS | (_RECEIPT_WORDS if form.kind is FormKind.RECEIPT else _DECLARATION_WORDS)
    for key, places in needed.items():
        try:
            texts.text(key).format(**dict.fromkeys(places, ""))
        except (KeyError, IndexError, ValueError):
            invalid(texts.place(key), "value")
    texts.end()


def _check_keys(t: Table, form: Form) -> None:
    """Every value has one name, and whatever names a value names one of this form."""
    keys = [cell.key for cell in form.cells]
    if len(set(keys)) < len(keys):
        invalid(t.place("blocks"), "twice")
    dates = {cell.key for cell in form.cells if cell.input is InputKind.DATE}
    named = [(cell.in_words_of, dates) for cell in form.cells if cell.in_words_of]
    named += [(place, set(keys)) for block in form.blocks for place in rules_of(block.text)]
    if not all(name in known for name, known in named):
        invalid(t.place("blocks"), "unknown_reference")
    if not all(signature.name in keys for signature in form.signatures if signature.name):
        invalid(t.place("signatures"), "unknown_reference")


def _read_block(t: Table) -> FormBlock:
    kind = t.word("kind", BlockKind)
    group = t.text("group", "")
    heads, rows = _read_grid(t) if kind is BlockKind.GRID else ((), ())
    cells = tuple(_read_cell(c, group) for c in t.tables("cells", optional=kind is not BlockKind.FIELDS))
    block = FormBlock(
        kind=kind,
        # The screen asks one side after the other; paper shows them side by side.
        cells=cells or tuple(row.cells[side] for side in range(len(heads) - 1) for row in rows),
        label=t.text("label", ""),
        min_rows=t.whole("min_rows", 0),
        new_page=t.flag("new_page", False),
        heads=heads,
        rows=rows,
        text=t.text("text") if kind is BlockKind.PARAGRAPH else "",
        indent=t.flag("indent", False),
        bold=t.flag("bold", False),
    )
    t.end()
    return block


def _read_grid(t: Table) -> tuple[tuple[str, ...], tuple[FormRow, ...]]:
    heads = t.texts("heads")
    rows: list[FormRow] = []
    for r in t.tables("rows"):
        label = r.text("label")
        cells = tuple(_read_cell(c, head) for c, head in zip(r.tables("cells"), heads[1:], strict=False))
        if len(cells) != len(heads) - 1 or len(r.tables("cells")) != len(cells):
            invalid(r.place("cells"), "value")
        rows.append(FormRow(label, tuple(replace(cell, label=label) for cell in cells)))
        r.end()
    return heads, tuple(rows)


def _read_cell(t: Table, group: str) -> FormCell:
    kind = t.word("kind", CellKind, CellKind.LINE)
    words_of = t.text("in_words_of", "")
    cell = FormCell(
        key=t.text("key"),
        label=t.text("label", ""),
        kind=kind,
        share=t.whole("share", 1, least=1),
        boxes=t.whole("boxes", least=1) if kind is CellKind.BOXES else 0,
        lines=t.whole("lines", 1, least=1),
        optional=t.flag("optional", False),
        bold=t.flag("bold", False),
        input=InputKind.NONE if words_of else t.word("input", InputKind, InputKind.TEXT),
        required=t.flag("required", False),
        fill=_read_rule(t),
        choices=t.texts("choices", ()),
        hint=t.text("hint", ""),
        max_length=t.whole("max_length", 0),
        in_words_of=words_of,
        group=t.text("group", group),
    )
    t.end()
    if not cell.choices and (cell.input is InputKind.CHOICE or kind is CellKind.CHECKS):
        invalid(t.place("choices"), "missing")
    return cell


def _read_rule(t: Table) -> str:
    rule = t.text("fill", "")
    if rule and split_rule(rule) is None:
        invalid(t.place("fill"), "unknown_reference")
    return rule


def _read_column(t: Table) -> FormColumn:
    column = FormColumn(
        key=t.text("key"),
        label=t.text("label"),
        width_mm=t.whole("width_mm", least=5),
        align=t.one_of("align", ("left", "center"), "center"),
        input=t.word("input", InputKind, InputKind.TEXT),
        required=t.flag("required", False),
        fill=_read_rule(t),
        choices=t.texts("choices", ()),
    )
    t.end()
    if column.input is InputKind.CHOICE and not column.choices:
        invalid(t.place("choices"), "missing")
    return column


def _read_signature(t: Table) -> FormSignature:
    signature = FormSignature(
        key=t.text("key"),
        title=t.text("title"),
        note=t.text("note", ""),
        dated=t.flag("dated", False),
        lines=t.texts("lines", ()),
        here=t.flag("here", False),
        name=t.text("name", ""),
    )
    t.end()
    return signature
