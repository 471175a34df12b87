"""A card or code that found no seat, and a card on the wrong turn: ways out in the window, a key each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.reception.events import ProcedureChosen, RowTyped, TurnMoved
from desktop_app.ui.pages.reception.page import ReceptionPage
from tests.support.session import BINH, CONFIRMATION, MAI, MARRIAGE, NAM, RESIDENCE, chip, qr

ALT = Qt.KeyboardModifier.AltModifier


def offered(page: ReceptionPage) -> list[str]:
    """The words on the buttons of the newest message."""
    found = page.messages.findChildren(QPushButton)
    return [b.accessibleName() for b in found if b.objectName().startswith("offer.")]


def people(page: ReceptionPage) -> dict[str, str]:
    return {slot: person.number for slot, person in page.controller.session.people.items()}


def test_a_code_of_somebody_else_may_take_the_seat_by_one_key(page: ReceptionPage, qtbot: QtBot) -> None:
    page.controller.apply(ProcedureChosen(MARRIAGE))
    page.controller.apply(qr(MAI))
    page.controller.apply(TurnMoved("bride"))
    page.controller.apply(qr(NAM))
    assert offered(page) == [
        "Xếp vào chỗ Bên nam",
        "Thay Bên nữ bằng người này",
        "Mở hồ sơ mới cho người này",
    ]
    qtbot.keyClick(page.window(), Qt.Key.Key_2, ALT)
    assert people(page) == {"bride": NAM}
    assert page.messages.texts == ()


def test_it_may_go_into_the_empty_seat(page: ReceptionPage, qtbot: QtBot) -> None:
    page.controller.apply(ProcedureChosen(MARRIAGE))
    page.controller.apply(qr(MAI))
    page.controller.apply(TurnMoved("bride"))
    page.controller.apply(qr(NAM))
    qtbot.keyClick(page.window(), Qt.Key.Key_1, ALT)
    assert people(page) == {"bride": MAI, "groom": NAM}


def test_the_next_citizen_may_begin_a_dossier_and_the_first_one_waits(
    page: ReceptionPage, qtbot: QtBot
) -> None:
    page.controller.apply(ProcedureChosen(MARRIAGE))
    page.controller.apply(qr(MAI))
    page.controller.apply(qr(NAM))
    page.controller.apply(qr(BINH))
    first = page.controller.session.session_id
    assert offered(page)[-1] == "Mở hồ sơ mới cho người này"
    qtbot.keyClick(page.window(), Qt.Key.Key_2, ALT)
    assert page.controller.session.session_id != first
    assert people(page) == {"declarant": BINH}


def test_one_more_may_become_a_member(page: ReceptionPage, qtbot: QtBot) -> None:
    page.controller.apply(ProcedureChosen(RESIDENCE))
    page.controller.apply(qr(MAI))
    page.controller.apply(qr(NAM))
    page.controller.apply(qr(BINH))
    assert offered(page)[0] == "Thêm làm thành viên"
    qtbot.keyClick(page.window(), Qt.Key.Key_1, ALT)
    assert people(page)["member.1"] == BINH
    assert page.controller.apply(RowTyped(1, "relation", "Con"))


def test_a_card_that_was_read_keeps_the_agreement_it_was_read_with(page: ReceptionPage, qtbot: QtBot) -> None:
    page.controller.apply(ProcedureChosen(MARRIAGE))
    page.controller.apply(qr(MAI))
    page.controller.agree("bride")
    qtbot.waitUntil(lambda: "bride" in page.controller.session.consents)
    agreed = page.controller.session.consents["bride"]
    page.controller.card_read(chip(NAM, slot="bride"), b"photo", page.controller.session.session_id)
    qtbot.keyClick(page.window(), Qt.Key.Key_1, ALT)
    assert people(page) == {"bride": MAI, "groom": NAM}
    assert page.controller.session.consents["groom"] == agreed
    assert page.controller.session.people["groom"].photo == b"photo"


def test_who_is_here_already_may_move_to_the_empty_seat(page: ReceptionPage, qtbot: QtBot) -> None:
    page.controller.apply(ProcedureChosen(MARRIAGE))
    page.controller.apply(chip(NAM))
    page.controller.apply(chip(NAM, slot="groom"))
    assert offered(page) == ["Chuyển người này sang chỗ Bên nam"]
    qtbot.keyClick(page.window(), Qt.Key.Key_1, ALT)
    assert people(page) == {"groom": NAM}
    assert page.controller.session.turn == "bride"


def test_a_card_on_the_wrong_turn_changes_its_seat_by_one_key(page: ReceptionPage, qtbot: QtBot) -> None:
    page.controller.apply(ProcedureChosen(MARRIAGE))
    page.controller.apply(chip(NAM))
    assert not page.people.panels["bride"].swap.isHidden()
    qtbot.keyClick(page.window(), Qt.Key.Key_S, ALT)
    assert people(page) == {"groom": NAM}


def test_two_who_sit_wrong_change_their_seats_by_the_button(page: ReceptionPage) -> None:
    page.controller.apply(ProcedureChosen(MARRIAGE))
    page.controller.apply(chip(NAM))
    page.controller.apply(chip(MAI))
    page.people.panels["bride"].swap.click()
    assert people(page) == {"bride": MAI, "groom": NAM}


def test_one_who_is_alone_has_nobody_to_change_with(page: ReceptionPage) -> None:
    page.controller.apply(chip(MAI))
    assert page.people.panels["declarant"].swap.isHidden()
    page.controller.swap_seats()
    assert people(page) == {"declarant": MAI}


def test_a_card_in_doubt_can_be_read_again_and_is_not_removed_by_enter(
    page: ReceptionPage, qtbot: QtBot
) -> None:
    from desktop_app.core.terms import Outcome
    from tests.support.session import summary

    page.controller.apply(ProcedureChosen(CONFIRMATION))
    page.controller.apply(chip(read=summary(dg_hashes=Outcome.FAILED)))
    panel = page.people.panels["declarant"]
    page.card_flow.status_changed.emit(page.card_flow.status)
    assert panel.again.isVisibleTo(panel)
    page.focus_next()
    assert panel.again.hasFocus()


def test_a_session_that_waits_is_opened_again_by_one_key(page: ReceptionPage, qtbot: QtBot) -> None:
    page.controller.apply(ProcedureChosen(MARRIAGE))
    page.controller.apply(qr(MAI))
    waits = page.controller.session.session_id
    qtbot.keyClick(page.window(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(page.parked.lines))
    qtbot.keyClick(page.window(), Qt.Key.Key_1, ALT)
    qtbot.waitUntil(lambda: page.controller.session.session_id == waits)
    assert people(page) == {"bride": MAI}
