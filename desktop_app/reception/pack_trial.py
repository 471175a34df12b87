"""A new pack is printed once before it is kept: a form that no paper holds must not wait for a citizen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_app.catalogue.form_model import FormKind
from desktop_app.catalogue.pack import Pack
from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import Channel
from desktop_app.paperwork.declaration import render_declaration
from desktop_app.paperwork.receipt import Receipt, ReceiptCopy, render_receipt
from desktop_app.paperwork.typeface import load_typeface, printable

FORM_UNPRINTABLE = declare("reception.pack_form_unprintable")

_AT = datetime(2026, 11, 2, 2, tzinfo=UTC)


def try_out(pack: Pack, fonts: Path) -> None:
    """Print every form of a pack, empty.

    Raises:
        AppError: `reception.pack_form_unprintable`.
    """
    load_typeface(fonts)
    for form in pack.forms.values():
        try:
            for text in _texts(form):
                printable(text)
            if form.kind is FormKind.DECLARATION:
                render_declaration({}, [], form=form, fonts=fonts, place="…", day=None, draft=True)
            else:
                render_receipt(_receipt(pack), form=form, fonts=fonts)
        except (AppError, ValueError, KeyError) as error:
            raise AppError(FORM_UNPRINTABLE, {"form": form.id, "version": pack.version}) from error


def _texts(value: Any) -> Iterator[str]:
    """Every text of a form, its hints for the screen included: one typeface serves both."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(tuple(value.values()))
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _texts(getattr(value, part.name))


def _receipt(pack: Pack) -> Receipt:
    return Receipt(
        parent_office="…",
        office="…",
        counter="…",
        number="",
        copy=ReceiptCopy.GIVEN,
        place="…",
        owner_name="…",
        owner_number="",
        owner_address="",
        owner_phone="",
        owner_email="",
        submitter_name="…",
        request="…",
        papers=(),
        channel=Channel.DIRECT,
        term="…",
        received_at=_AT,
        due_at=None,
        due_reason="",
        result_place="…",
        fee_dong=0,
        officer_name="…",
        reprint=0,
        temporary=False,
        draft=True,
    )
