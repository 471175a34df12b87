"""The keyboard moves through the form, and cards move the focus only where nobody is typing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.reception import events
from tests.support.form_desk import FormDesk, key, letters
from tests.support.session import BIRTH, RESIDENCE, chip, text


def _here() -> str:
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None else ""


def test_enter_goes_to_the_next_field(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    key(desk.focused("field.full_name"), Qt.Key.Key_Return)
    assert _here() == "field.birth_date"


def test_shift_enter_goes_back(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    key(desk.focused("field.birth_date"), Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert _here() == "field.full_name"


def test_enter_walks_the_whole_form_and_leaves_it(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.focused("field.recipient")
    walked = [_here()]
    while not desk.wishes:
        key(desk.input(walked[-1]), Qt.Key.Key_Return)
        walked.append(_here())
    assert walked[:-1] == [field.target for field in desk.view.fields]
    assert desk.wishes == [("after_form", None)]


def test_tab_goes_in_reading_order(desk: FormDesk) -> None:
    desk.choose(BIRTH)
    desk.focused("field.recipient")
    walked = []
    for _ in desk.view.fields:
        walked.append(_here())
        desk.form.focusNextChild()
    assert walked == [field.target for field in desk.view.fields]


def test_a_choice_is_made_by_keys_and_enter_goes_on(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    field = desk.focused("field.sex")
    key(field, Qt.Key.Key_Down)
    key(field, Qt.Key.Key_Return)
    assert desk.field("sex").value == "Nam"
    assert _here() == "field.number"


def test_a_card_moves_the_focus_to_what_still_needs_a_human(desk: FormDesk) -> None:
    desk.choose(BIRTH)
    desk.focused("field.recipient")
    desk.tell(events.FieldTyped("declarant_relation", "Bà nội"))
    desk.tell(chip())
    assert _here() == "field.child_name" or desk.wishes[-1][0] == "focus"


def test_a_card_does_not_move_the_focus_while_somebody_types(desk: FormDesk) -> None:
    desk.choose(BIRTH)
    letters(desk.focused("field.child_name"), "Ngu")
    desk.tell(chip())
    assert _here() == "field.child_name"


def test_the_field_with_the_focus_is_in_view(desk: FormDesk, qtbot: QtBot) -> None:
    desk.choose(BIRTH)
    last = desk.focused(desk.view.fields[-1].target)
    qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty())


def test_a_field_that_is_not_here_is_said_so(desk: FormDesk) -> None:
    desk.choose(BIRTH)
    assert not desk.form.focus_target("field.nothing")


def test_fields_that_stay_are_not_made_again(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    before = desk.input("field.full_name")
    desk.tell(text())
    assert desk.input("field.full_name") is before
