"""Reads the definition of a form from the pack and checks that it can be printed."""

from __future__ import annotations

from types import MappingProxyType

from desktop_app.catalogue.model import (
    BlockKind,
    CellKind,
    Form,
    FormBlock,
    FormCell,
    FormColumn,
    FormKind,
    FormSignature,
)
from desktop_app.catalogue.table import Table, invalid
from desktop_app.core.terms import Channel

# ISO 216, upright: width and height in millimetres.
PAPER_MM = {"A4": (210, 297), "A5": (148, 210)}

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
        AppError: `catalogue.pack_invalid`.
    """
    texts = t.table("texts")
    form = Form(
        id=t.text("id"),
        kind=t.word("kind", FormKind),
        title=t.text("title"),
        legend=t.text("legend", ""),
        paper=t.one_of("paper", tuple(PAPER_MM)),
        margins_mm=_margins(t),
        font_size=t.whole("font_size", least=24),
        leading=t.whole("leading", least=100),
        gap=t.whole("gap"),
        sign_room_mm=t.whole("sign_room_mm"),
        row_mm=t.whole("row_mm"),
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
    return form


def _margins(t: Table) -> tuple[int, int, int, int]:
    values = t.wholes("margins_mm")
    if len(values) != 4 or min(values) < 5:  # printers cannot reach the last millimetres of the paper
        invalid(t.place("margins_mm"), "value")
    top, right, bottom, left = values
    return top, right, bottom, left


def _check_width(t: Table, form: Form) -> None:
    _, right, _, left = form.margins_mm
    if sum(column.width_mm for column in form.columns) > PAPER_MM[form.paper][0] - left - right:
        invalid(t.place("columns"), "value")


def _check_words(texts: Table, form: Form) -> None:
    needed = _WORDS | (_RECEIPT_WORDS if form.kind is FormKind.RECEIPT else {})
    for key, places in needed.items():
        try:
            texts.text(key).format(**dict.fromkeys(places, ""))
        except (KeyError, IndexError, ValueError):
            invalid(texts.place(key), "value")
    texts.end()


def _read_block(t: Table) -> FormBlock:
    kind = t.word("kind", BlockKind)
    block = FormBlock(
        kind=kind,
        cells=tuple(_read_cell(c) for c in t.tables("cells", optional=kind is not BlockKind.FIELDS)),
        label=t.text("label", ""),
        min_rows=t.whole("min_rows", 0),
        new_page=t.flag("new_page", False),
    )
    t.end()
    return block


def _read_cell(t: Table) -> FormCell:
    kind = t.word("kind", CellKind, CellKind.LINE)
    cell = FormCell(
        key=t.text("key"),
        label=t.text("label", ""),
        kind=kind,
        share=t.whole("share", 1, least=1),
        boxes=t.whole("boxes", least=1) if kind is CellKind.BOXES else 0,
        lines=t.whole("lines", 1, least=1),
        optional=t.flag("optional", False),
        bold=t.flag("bold", False),
    )
    t.end()
    return cell


def _read_column(t: Table) -> FormColumn:
    column = FormColumn(
        t.text("key"),
        t.text("label"),
        t.whole("width_mm", least=5),
        t.one_of("align", ("left", "center"), "center"),
    )
    t.end()
    return column


def _read_signature(t: Table) -> FormSignature:
    signature = FormSignature(
        t.text("key"), t.text("title"), t.text("note", ""), t.flag("dated", False), t.texts("lines", ())
    )
    t.end()
    return signature
