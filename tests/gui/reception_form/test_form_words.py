"""What the form says beside its fields."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.reception import events
from desktop_app.reception.session import new_session
from desktop_app.ui.pages.reception.fields import FieldBox
from desktop_app.ui.theme.apply import current
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Type
from tests.support.form_desk import FormDesk
from tests.support.session import BIRTH, MARRIAGE, RESIDENCE, text


def _box(desk: FormDesk, target: str) -> FieldBox:
    return next(box for box in desk.form.findChildren(FieldBox) if box.target == target)


def test_an_empty_required_field_is_loud(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    assert _box(desk, "field.full_name").mark.words == "cần điền"
    assert desk.input("field.full_name").property("soft") == "attention"


def test_an_empty_field_that_is_not_required_says_nothing(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    assert _box(desk, "field.email").mark.words == ""


def test_a_value_says_where_it_came_from(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.tell(text())
    desk.tell(events.FieldTyped("email", "thu@nghiem.vn"))
    marks = [_box(desk, f"field.{name}").mark.words for name in ("recipient", "full_name", "email")]
    assert marks == ["cơ quan", "chip", "tự nhập"]


def test_where_it_came_from_is_said_to_a_screen_reader_too(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.tell(text())
    assert "chip" in desk.input("field.full_name").accessibleDescription()


def test_what_is_wrong_is_said_below_the_field_in_words(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.tell(events.FieldTyped("number", "0012"))
    box = _box(desk, "field.number")
    assert box.below.isVisible()
    assert "4 chữ số" in box.below.text()


def test_words_about_a_problem_go_with_it(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.tell(events.FieldTyped("number", "0012"))
    desk.tell(events.FieldTyped("number", ""))
    assert not _box(desk, "field.number").below.isVisible()


def test_groups_are_headings(desk: FormDesk) -> None:
    desk.choose(MARRIAGE)
    words = [label.text() for label in desk.form.findChildren(QLabel)]
    assert words.count("Bên nữ") == words.count("Bên nam") == 1


def test_the_share_that_was_not_typed_is_shown_once_a_card_was_read(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    share = next(w for w in desk.form.findChildren(QLabel) if "không phải gõ" in w.text())
    assert not share.isVisible()
    desk.tell(text())
    assert share.isVisible()


@pytest.mark.parametrize("procedure", [RESIDENCE, BIRTH, MARRIAGE])
def test_every_field_of_the_form_stands_there_in_the_order_of_the_paper(
    desk: FormDesk, procedure: str
) -> None:
    desk.choose(procedure)
    inputs = [desk.input(field.target) for field in desk.view.fields]
    tops = [box.mapTo(desk, box.rect().topLeft()).y() for box in inputs]
    assert tops == sorted(tops)


def test_another_citizen_begins_with_the_search(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.show_session(new_session())
    assert desk.form.search.isVisible()


def test_what_a_card_filled_is_calm_and_what_is_typed_has_its_box(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.tell(text())
    desk.tell(events.FieldTyped("email", "a@b.vn"))
    filled, typed = (
        desk.input(target).grab().toImage().pixelColor(0, 20) for target in ("field.number", "field.email")
    )
    assert desk.field("number").quiet
    assert filled.name() == current().sunken.lower()
    assert typed.name() == current().border.lower()


@pytest.mark.parametrize("procedure", [RESIDENCE, BIRTH, MARRIAGE])
def test_labels_stand_in_one_line_and_inputs_in_two_columns(
    desk: FormDesk, qtbot: QtBot, procedure: str
) -> None:
    desk.resize(751, 640)  # what a window of 1366 pixels leaves them
    desk.choose(procedure)
    line = QFontMetrics(font(Type.SMALL)).lineSpacing()
    boxes = desk.form.findChildren(FieldBox)
    qtbot.waitUntil(lambda: all(box.name.width() > 0 for box in boxes))
    long = {box.target for box in boxes if box.name.heightForWidth(box.name.width()) > 2 * line + 2}
    assert long == set()
    lefts = {box.control.mapTo(desk.form, box.control.rect().topLeft()).x() for box in boxes}
    assert len(lefts) == 2


@pytest.mark.parametrize("procedure", [RESIDENCE, BIRTH, MARRIAGE])
def test_no_two_fields_of_a_form_have_the_same_name_for_the_ear(desk: FormDesk, procedure: str) -> None:
    desk.choose(procedure)
    if procedure == RESIDENCE:
        desk.tell(events.MemberAdded())
        desk.tell(events.MemberAdded())

    names = [box.control.accessibleName() for box in desk.form._boxes.values()]

    assert sorted(set(names)) == sorted(names)


def test_a_field_is_named_with_whose_it_is_only_where_another_has_its_label(desk: FormDesk) -> None:
    desk.choose(MARRIAGE)

    assert desk.input("field.bride_ethnicity").accessibleName() == "Bên nữ: Dân tộc"
    assert desk.input("field.recipient").accessibleName() == "Kính gửi"
