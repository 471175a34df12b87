"""A new pack is printed once before it is kept: a form that no paper holds must not wait for a citizen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from desktop_app.catalogue.form_model import FormKind
from desktop_app.catalogue.pack import Pack
from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import Channel
from desktop_app.paperwork.declaration import render_declaration
from desktop_app.paperwork.receipt import Receipt, ReceiptCopy, render_receipt

FORM_UNPRINTABLE = declare("reception.pack_form_unprintable")

_AT = datetime(2026, 11, 2, 2, tzinfo=UTC)


def try_out(pack: Pack, fonts: Path) -> None:
    """Print every form of a pack, empty.

    Raises:
        AppError: `reception.pack_form_unprintable`.
    """
    for form in pack.forms.values():
        try:
            if form.kind is FormKind.DECLARATION:
                render_declaration({}, [], form=form, fonts=fonts, place="…", day=None, draft=True)
            else:
                render_receipt(_receipt(pack), form=form, fonts=fonts)
        except (AppError, ValueError, KeyError) as error:
            raise AppError(FORM_UNPRINTABLE, {"form": form.id, "version": pack.version}) from error


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
