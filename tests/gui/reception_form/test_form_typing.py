"""Input methods rewrite what was typed: the form lets them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_app.reception import events
from tests.support.form_desk import FormDesk, commit, compose, key, letters
from tests.support.session import BIRTH, MARRIAGE, RESIDENCE, text

NAME, ADDRESS, RELATION = "field.full_name", "field.bride_residence", "field.head_relation"


def _typed(desk: FormDesk) -> list[events.FieldTyped]:
    return [event for event in desk.happened if isinstance(event, events.FieldTyped)]


@pytest.mark.parametrize("target", [NAME, RELATION])
def test_text_being_composed_is_no_text_yet(desk: FormDesk, target: str) -> None:
    desk.choose(RESIDENCE)
    field = desk.focused(target)
    compose(field, "đượ")
    assert not _typed(desk)


@pytest.mark.parametrize("target", [NAME, RELATION])
def test_committed_text_is_typed_once(desk: FormDesk, target: str) -> None:
    desk.choose(RESIDENCE)
    field = desk.focused(target)
    compose(field, "Đượm")
    commit(field, "Đượm")
    assert [event.text for event in _typed(desk)] == ["Đượm"]


def test_an_input_method_may_replace_letters_that_stand_there(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    field = desk.focused(NAME)
    commit(field, "Nguyen")
    commit(field, "ễn", back=2)
    assert desk.text(NAME) == "Nguyễn"
    assert _typed(desk)[-1].text == "Nguyễn"


@pytest.mark.parametrize(
    ("procedure", "target"), [(RESIDENCE, NAME), (MARRIAGE, ADDRESS), (RESIDENCE, RELATION)]
)
def test_letters_rewritten_by_backspaces_arrive_as_meant(desk: FormDesk, procedure: str, target: str) -> None:
    desk.choose(procedure)
    field = desk.focused(target)
    letters(field, "Nguyen\b\bên\b\bễn Thi\bị D\bĐuom\b\b\bươm\b\bợm ")
    assert desk.text(target) == "Nguyễn Thị Đượm "


def test_nothing_is_tidied_while_it_is_typed(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    field = desk.focused(NAME)
    letters(field, "Nguyễn  ")
    assert desk.text(NAME) == "Nguyễn  "


def test_a_name_is_tidied_when_the_focus_leaves(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    field = desk.focused(NAME)
    letters(field, " Nguyễn  Thị ")
    key(field, Qt.Key.Key_Return)
    assert desk.text(NAME) == "Nguyễn Thị"


def test_a_date_is_written_out_when_the_focus_leaves(desk: FormDesk) -> None:
    desk.choose(BIRTH)
    field = desk.focused("field.child_birth_date")
    letters(field, "15112026")
    assert desk.text("field.child_birth_date") == "15112026"
    key(field, Qt.Key.Key_Return)
    assert desk.text("field.child_birth_date") == "15/11/2026"


def test_the_cursor_stays_where_it_is_in_the_middle_of_a_name(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    field = desk.focused(NAME)
    letters(field, "Nguyễn Nghiệm")
    for _ in "Nghiệm":
        key(field, Qt.Key.Key_Left)
    letters(field, "Thử ")
    assert desk.text(NAME) == "Nguyễn Thử Nghiệm"


def test_the_cursor_stays_where_it_is_in_the_middle_of_a_number(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    field = desk.focused("field.phone")
    assert isinstance(field, QLineEdit)
    letters(field, "0912")
    field.setCursorPosition(1)
    letters(field, "8")
    assert field.cursorPosition() == 2


@pytest.mark.parametrize("target", [NAME, "field.number"])
def test_a_card_does_not_break_into_a_word_being_composed(desk: FormDesk, target: str) -> None:
    desk.choose(RESIDENCE)
    field = desk.focused(target)
    compose(field, "Ph")
    desk.tell(text())
    assert desk.text(target) == ""
    commit(field, "Phạm")
    assert desk.text(target) == "Phạm"


def test_a_card_fills_a_field_that_has_the_focus_and_nothing_typed(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.focused(NAME)
    desk.tell(text())
    assert desk.text(NAME) == "Nguyễn Thị Mai"


def test_typing_wins_over_a_card(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    letters(desk.focused(NAME), "Nguyễn Thị Khác")
    desk.tell(text())
    assert desk.text(NAME) == "Nguyễn Thị Khác"


def test_an_emptied_field_shows_the_card_again_once_it_is_left(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.tell(text())
    field = desk.focused(NAME)
    assert isinstance(field, QPlainTextEdit)
    field.selectAll()
    key(field, Qt.Key.Key_Backspace, "\b")
    assert desk.text(NAME) == ""
    key(field, Qt.Key.Key_Return)
    assert desk.text(NAME) == "Nguyễn Thị Mai"


def test_a_step_back_shows_in_the_field_with_the_focus(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    before = desk.session
    letters(desk.focused(NAME), "Sai")
    desk.show_session(before)
    assert desk.text(NAME) == ""


def test_a_name_may_be_pasted_in_lines(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    field = desk.focused(NAME)
    commit(field, "Nguyễn\nThị Thử")
    key(field, Qt.Key.Key_Return)
    assert desk.text(NAME) == "Nguyễn Thị Thử"


def test_long_text_makes_its_field_higher(desk: FormDesk, qtbot: QtBot) -> None:
    desk.choose(MARRIAGE)
    field = desk.focused(ADDRESS)
    low = field.height()
    letters(field, "Số 12, ngõ 34 phố Quán Thánh, tổ dân phố số 5, phường Trúc Bạch, thành phố Hà Nội")
    qtbot.waitUntil(lambda: field.height() > low)


def test_a_field_that_is_put_back_as_it_was_given_is_not_typed(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.tell(text())
    given = desk.text(NAME)
    field = desk.focused(NAME)
    letters(field, "00")
    letters(field, "\b\b")
    assert desk.text(NAME) == given != ""
    assert "full_name" not in desk.session.typed
