"""People are added to the form's table and taken out again by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from desktop_app.reception import events
from tests.support.form_desk import FormDesk, key, letters
from tests.support.session import BIRTH, RESIDENCE

ALT = Qt.KeyboardModifier.AltModifier


def _with_rows(desk: FormDesk, *names: str) -> None:
    desk.choose(RESIDENCE)
    for number, name in enumerate(names, 1):
        desk.tell(events.MemberAdded())
        desk.tell(events.RowTyped(number, "full_name", name))
    QCoreApplication.processEvents()
    desk.happened.clear()


def test_a_form_without_table_shows_none(desk: FormDesk) -> None:
    desk.choose(BIRTH)
    assert not desk.form.table.isVisible()


def test_the_button_adds_a_person_and_the_focus_goes_there(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.form.table.add.setFocus()
    key(desk.form.table.add, Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert desk.happened == [events.MemberAdded()]
    assert focused is not None and focused.objectName() == "row.1.full_name"


def test_a_key_adds_a_person_from_any_field(desk: FormDesk) -> None:
    _with_rows(desk, "Một")
    key(desk.focused("field.email"), Qt.Key.Key_Insert, modifiers=ALT)
    assert len(desk.view.rows) == 2


def test_a_key_removes_the_person_with_the_focus(desk: FormDesk) -> None:
    _with_rows(desk, "Một", "Hai", "Ba")
    key(desk.focused("row.2.full_name"), Qt.Key.Key_Delete, modifiers=ALT)
    assert [desk.text(f"row.{n}.full_name") for n in (1, 2)] == ["Một", "Ba"]


def test_typing_in_a_row_says_which(desk: FormDesk) -> None:
    _with_rows(desk, "Một", "Hai")
    letters(desk.focused("row.2.number"), "0")
    assert desk.happened == [events.RowTyped(2, "number", "0")]


def test_leaving_a_cell_says_so(desk: FormDesk) -> None:
    _with_rows(desk, "Một")
    key(desk.focused("row.1.full_name"), Qt.Key.Key_Return)
    assert desk.happened == [events.RowLeft(1, "full_name")]


def test_enter_goes_through_the_rows(desk: FormDesk) -> None:
    _with_rows(desk, "Một")
    key(desk.focused(desk.view.fields[-1].target), Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert focused is not None and focused.objectName() == "row.1.full_name"


def test_a_long_name_is_shown_whole(desk: FormDesk, qtbot) -> None:
    _with_rows(desk, "Nguyễn Hoàng Bảo Châu Thử Nghiệm Tên Rất Dài Để Xem Ô Có Vừa Không")
    box = desk.input("row.1.full_name")
    assert isinstance(box, QPlainTextEdit)
    line = box.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: box.height() >= box.document().size().height() * line)
    assert box.document().size().height() > 1


def test_the_citizen_decides_how_many_but_not_beyond_the_limit(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    while desk.view.can_add_member:
        desk.tell(events.MemberAdded())
    assert not desk.form.table.add.isEnabled()
