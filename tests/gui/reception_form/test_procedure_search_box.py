"""The procedure is found by a few letters and chosen by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop_app.reception import events
from desktop_app.ui.pages.reception import remembered
from tests.support.form_desk import FormDesk, commit, compose, key, letters
from tests.support.session import BIRTH, MARRIAGE, RESIDENCE


def _codes(desk: FormDesk) -> list[str]:
    listed = desk.form.search.list
    return [listed.item(row).data(Qt.ItemDataRole.UserRole) for row in range(listed.count())]


def test_everything_is_offered_before_anything_is_typed(desk: FormDesk) -> None:
    assert {RESIDENCE, BIRTH, MARRIAGE} <= set(_codes(desk))


def test_no_accents_are_needed(desk: FormDesk) -> None:
    letters(desk.form.search.box, "ket hon")
    assert _codes(desk)[0] == MARRIAGE


def test_a_slip_is_forgiven(desk: FormDesk) -> None:
    letters(desk.form.search.box, "khai sihn")
    assert BIRTH in _codes(desk)


def test_a_word_being_composed_is_searched_once_it_stands(desk: FormDesk) -> None:
    before = _codes(desk)
    compose(desk.form.search.box, "hôn")
    assert _codes(desk) == before
    commit(desk.form.search.box, "kết hôn")
    assert _codes(desk)[0] == MARRIAGE


def test_enter_chooses_the_first(desk: FormDesk) -> None:
    letters(desk.form.search.box, "khai sinh")
    key(desk.form.search.box, Qt.Key.Key_Return)
    assert desk.happened == [events.ProcedureChosen(BIRTH)]


def test_the_list_moves_by_keys_while_the_focus_stays_in_the_box(desk: FormDesk) -> None:
    second = _codes(desk)[1]
    key(desk.form.search.box, Qt.Key.Key_Down)
    key(desk.form.search.box, Qt.Key.Key_Return)
    assert desk.happened == [events.ProcedureChosen(second)]


def test_the_focus_goes_to_what_needs_a_human_then(desk: FormDesk) -> None:
    letters(desk.form.search.box, "khai sinh")
    key(desk.form.search.box, Qt.Key.Key_Return)
    assert desk.wishes == [("next", None)]


def test_nothing_found_is_said_in_words(desk: FormDesk) -> None:
    letters(desk.form.search.box, "xyzzy")
    key(desk.form.search.box, Qt.Key.Key_Return)
    assert not desk.form.search.list.isVisible()
    assert not desk.happened


def test_what_was_used_last_comes_first(desk: FormDesk) -> None:
    letters(desk.form.search.box, "ket hon")
    key(desk.form.search.box, Qt.Key.Key_Return)
    desk.form.focus_target("procedure")
    assert _codes(desk)[0] == MARRIAGE


def test_a_pinned_procedure_comes_first_and_is_remembered(desk: FormDesk) -> None:
    letters(desk.form.search.box, "khai sinh")
    key(desk.form.search.box, Qt.Key.Key_D, modifiers=Qt.KeyboardModifier.ControlModifier)
    desk.form.focus_target("procedure")
    assert _codes(desk)[0] == BIRTH
    assert desk.form.search.list.item(0).text().endswith("đã ghim")


def test_esc_goes_back_to_the_form_and_loses_nothing(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    letters(desk.focused("field.phone"), "0912345678")
    desk.form.focus_target("procedure")
    assert desk.form.step_back()
    assert desk.text("field.phone") == "0912345678"


def test_a_damaged_memory_is_an_empty_one(tmp_path) -> None:
    (tmp_path / remembered.FILE).write_text("{")
    assert remembered.load(tmp_path) == remembered.Remembered()


def test_what_is_remembered_is_found_again(tmp_path) -> None:
    kept = remembered.Remembered().using(BIRTH).toggling(MARRIAGE)
    remembered.keep(tmp_path, kept)
    assert remembered.load(tmp_path) == kept
