"""Papers on their way out: a receipt where the law asks for none, and the pack of the session in view."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from db.store import changed
from desktop_app.catalogue.deadline import Appointment
from desktop_app.core.errors import AppError
from desktop_app.reception.model import Accepted
from desktop_app.ui.pages.reception.page import ReceptionPage
from desktop_app.ui.pages.reception.papers_out import PapersOut
from desktop_app.ui.papers_dialog import PapersDialog
from desktop_app.ui.services import UiServices
from tests.support.pages import away
from tests.support.papers import pdf

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture
def accepted(services: UiServices, page: ReceptionPage, monkeypatch: pytest.MonkeyPatch) -> Accepted:
    """A marriage of the morning: the law asks for no receipt."""

    def papers_of(_self: object, _number: str, _officer: str, *, receipt_asked: bool = False) -> dict:
        return {"KetHon": pdf()} | ({"Mau01": pdf(2)} if receipt_asked else {})

    monkeypatch.setattr(type(services.reception), "papers_of", papers_of)
    return Accepted(
        dossier_id="d", number="N1", number_temporary=False, accepted_at=AT, due_at=None,
        appointment=Appointment(None, ()), share_not_typed=100, papers=(),
    )  # fmt: skip


def test_a_citizen_gets_a_receipt_who_asks_for_one(
    services: UiServices, page: ReceptionPage, accepted: Accepted, qtbot
) -> None:
    failed: list[AppError] = []
    window = QWidget()
    qtbot.addWidget(window)
    out = PapersOut(services, services.reception.pack, window, failed.append)
    out.show_accepted(accepted, "Mau01")
    qtbot.waitUntil(lambda: bool(window.findChildren(PapersDialog)))
    (dialog,) = window.findChildren(PapersDialog)
    assert dialog.receipt.isVisible()
    assert dialog.panel._tabs.count() == 1

    dialog.receipt.click()

    qtbot.waitUntil(lambda: dialog.panel._tabs.count() == 2)
    assert dialog.panel._papers[0].form == "Mau01"
    dialog.close()
    assert [error.code for error in failed if not error.code.startswith("dossiers.")] == []


def test_the_prefix_of_the_scanner_reaches_the_keys_of_the_page(
    services: UiServices, page: ReceptionPage, qtbot
) -> None:
    def set_prefix(text: str | None) -> None:
        def work(rows) -> None:  # type: ignore[no-untyped-def]
            rows.execute(sa.text("UPDATE workstation SET scanner_prefix = :p"), {"p": text})
            changed(rows, "workstation", services.workstation)

        away(services.store.write, "x", work)

    set_prefix("~QR")
    qtbot.waitUntil(lambda: page._wedge._recogniser._prefix == "~QR")

    set_prefix(None)

    qtbot.waitUntil(lambda: page._wedge._recogniser._prefix == "")
