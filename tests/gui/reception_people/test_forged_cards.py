"""Forged and odd cards on the reader: read like any other, and the window says in words what they are."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.reception.events import ProcedureChosen
from desktop_app.ui.pages.reception.card_states import CardState
from desktop_app.ui.pages.reception.page import ReceptionPage
from desktop_app.ui.parts import Notice

CONFIRMATION = "1.010041"
DOUBTFUL = "Thẻ của Người kê khai không đáng tin"


def lay(page: ReceptionPage, qtbot: QtBot, quirk: str | None) -> dict[str, str]:
    """Badges that are seen once the card was read: their words, and how each is meant."""
    shelf = page.services.shelf
    assert shelf is not None
    page.controller.apply(ProcedureChosen(CONFIRMATION))
    page.controller.scanned(shelf.citizen(quirk=quirk).qr)
    page.people.tick_consent()
    qtbot.waitUntil(lambda: "declarant" in page.controller.session.consents)
    page.lay_card(shelf.card(quirk=quirk))
    qtbot.waitUntil(lambda: page.card_flow.status.state is CardState.DONE)
    panel = page.people.panels["declarant"]
    notices = panel.badges.findChildren(Notice)
    return {notice.text: notice.property("soft") for notice in notices if notice.isVisibleTo(panel)}


@pytest.mark.parametrize(
    ("quirk", "badges"),
    [
        ("altered_dg1", {"Chip thật": "verified", "Dữ liệu bị sửa": "failed"}),
        ("altered_dg13", {"Chip thật": "verified", "Dữ liệu bị sửa": "failed"}),
        ("altered_dg2", {"Chip thật": "verified", "Dữ liệu bị sửa": "failed"}),
        ("foreign_csca", {"Nơi cấp không rõ": "failed"}),
        ("self_made_sod", {"Nơi cấp không rõ": "failed"}),
        ("cloned", {"Chip bị sao chép": "failed", "Dữ liệu nguyên vẹn": "verified"}),
    ],
)
def test_a_forged_card_is_called_what_it_is_and_is_not_accepted(
    page: ReceptionPage, qtbot: QtBot, quirk: str, badges: dict[str, str]
) -> None:
    assert lay(page, qtbot, quirk) == badges
    missing = page.missing()
    assert missing is not None
    assert missing.sentence == DOUBTFUL
    assert not page.primary_action().enabled


def test_an_expired_card_is_amber_and_the_office_decides(page: ReceptionPage, qtbot: QtBot) -> None:
    badges = lay(page, qtbot, "expired_card")
    assert badges == {"Chip thật": "verified", "Dữ liệu nguyên vẹn": "verified", "Thẻ hết hạn": "attention"}
    assert page.missing() is None
    assert page.primary_action().enabled


def test_a_plain_card_is_green(page: ReceptionPage, qtbot: QtBot) -> None:
    assert lay(page, qtbot, None) == {"Chip thật": "verified", "Dữ liệu nguyên vẹn": "verified"}
