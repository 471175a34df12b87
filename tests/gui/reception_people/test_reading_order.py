"""Tab goes as the eye does, the focus stands where a human is needed, and nothing flashes on the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.readers.simulator.chip import Chip
from desktop_app.reception import events
from desktop_app.reception.checklist import is_open
from desktop_app.reception.events import ProcedureChosen
from desktop_app.ui.listening import listen
from desktop_app.ui.pages.drawn_reader import type_like_a_scanner
from desktop_app.ui.pages.reception.page import ReceptionPage
from desktop_app.ui.papers_dialog import PapersDialog
from tests.support.accessibility import focus_order
from tests.support.session import BIRTH, CONFIRMATION, MARRIAGE, RESIDENCE, chip, paper

TABBED = Qt.FocusPolicy.TabFocus.value


class Flashes(QObject):
    """Hears of every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        listen(self, (QEvent.Type.Show,))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and watched.isWindow() and not isinstance(watched, QMainWindow):
            meant = (Qt.WindowType.Dialog, Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.Sheet)
            if watched.windowType() not in meant:
                self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture(autouse=True)
def flashes(qapp: QApplication) -> Flashes:
    """From before the page is made."""
    return Flashes()


def columns_of(page: ReceptionPage) -> list[int]:
    """The Tab order of the window, each stop by its place: 0 people, 1 form, 2 papers, 3 bottom line."""
    QApplication.processEvents()  # what was just made is shown
    places = (page.people, page.form, page.papers, page.window().bottom)  # type: ignore[attr-defined]
    walked: list[int] = []
    for stop in focus_order(page.window()):
        if stop.isEnabled() and stop.focusPolicy().value & TABBED:
            walked += [place for place, root in enumerate(places) if root.isAncestorOf(stop)]
    first = walked.index(0)
    return walked[first:] + walked[:first]


def focused() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else "nothing"


def in_columns(page: ReceptionPage, qtbot: QtBot) -> None:
    """As wide as the window usually is: without a screen it is small, and its columns are tabs."""
    qtbot.waitUntil(lambda: not page.people.isVisible() or not page.papers.isVisible())
    page.window().setMinimumSize(1366, 768)  # no screen bounds it
    qtbot.waitUntil(lambda: page.papers.isVisible() and page.people.isVisible())


@pytest.mark.parametrize("procedure", [RESIDENCE, BIRTH, MARRIAGE])
def test_tab_goes_through_people_form_papers_and_then_the_bottom_line(
    page: ReceptionPage, qtbot: QtBot, procedure: str
) -> None:
    in_columns(page, qtbot)
    page.controller.apply(ProcedureChosen(procedure))
    page.controller.apply(chip())
    if page.controller.view.can_add_member:
        page.controller.apply(events.MemberAdded())
    walked = columns_of(page)
    assert walked == sorted(walked)
    assert set(walked) == {0, 1, 2, 3}


def test_a_paper_that_was_attached_is_stepped_through_before_the_bottom_line(
    page: ReceptionPage, qtbot: QtBot
) -> None:
    in_columns(page, qtbot)
    page.controller.apply(ProcedureChosen(RESIDENCE))
    page.controller.apply(events.PaperHeld(paper(page.controller.view.checklist[-1].component)))
    walked = columns_of(page)
    assert walked == sorted(walked)


@pytest.mark.parametrize("beside", [True, False])
def test_tab_leaves_the_last_field_of_the_form_into_the_papers_and_comes_back(
    page: ReceptionPage, qtbot: QtBot, beside: bool
) -> None:
    if beside:
        in_columns(page, qtbot)
    page.controller.apply(ProcedureChosen(MARRIAGE))
    QApplication.processEvents()  # the new fields are shown
    page.focus_target(page.controller.view.fields[-1].target)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    reached = QApplication.focusWidget()
    assert reached is not None
    assert page.papers.isAncestorOf(reached)
    qtbot.keyClick(reached, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert focused() == page.controller.view.fields[-1].target


def test_one_key_goes_to_the_paper_that_is_missing(page: ReceptionPage, qtbot: QtBot) -> None:
    page.controller.apply(ProcedureChosen(BIRTH))
    page.focus_target("field.child_name")
    qtbot.keyClick(page.window(), Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    waits = [p.component for p in page.controller.view.checklist if is_open(p)]
    wanted = f"paper.{waits[0]}" if waits else "residence_method"
    reached = QApplication.focusWidget()
    assert reached is not None
    place = page.papers.findChild(QWidget, wanted)
    assert isinstance(place, QWidget)
    assert place is reached or place.isAncestorOf(reached)


@pytest.mark.parametrize("procedure", [RESIDENCE, BIRTH, MARRIAGE, CONFIRMATION])
def test_after_the_procedure_the_focus_stands_where_a_human_is_needed(
    page: ReceptionPage, qtbot: QtBot, procedure: str
) -> None:
    page.controller.apply(chip())
    page.form.search.chosen.emit(procedure)
    target = page.controller.view.next_focus
    reached = QApplication.focusWidget()
    assert reached is not None
    if target is None:
        assert reached.objectName() == "bottom.primary"
    elif target.startswith("person."):
        assert page.people.panels[target.removeprefix("person.")].isAncestorOf(reached)
    else:
        assert reached.objectName() == target


def test_with_nothing_missing_the_focus_is_on_the_primary_action(page: ReceptionPage, qtbot: QtBot) -> None:
    read_a_card(page, qtbot, CONFIRMATION)
    qtbot.waitUntil(lambda: focused() == "bottom.primary")


def test_a_code_that_is_scanned_onto_the_primary_action_accepts_nothing(
    page: ReceptionPage, qtbot: QtBot
) -> None:
    read_a_card(page, qtbot, CONFIRMATION)
    qtbot.waitUntil(lambda: focused() == "bottom.primary")
    shelf = page.services.shelf
    assert shelf is not None
    type_like_a_scanner(QApplication.focusWidget() or page, shelf.citizen(shelf.names()[1]).qr)
    assert not page.controller.frozen


def read_a_card(page: ReceptionPage, qtbot: QtBot, procedure: str) -> None:
    shelf = page.services.shelf
    assert shelf is not None
    page.form.search.chosen.emit(procedure)
    page.controller.scanned(shelf.citizen(shelf.names()[0]).qr)
    page.people.tick_consent()
    qtbot.waitUntil(lambda: "declarant" in page.controller.session.consents)
    page.lay_card(Chip(shelf.load(shelf.names()[0])))
    qtbot.waitUntil(lambda: page.controller.session.people["declarant"].photo is not None)


def test_nothing_but_windows_dialogs_and_lists_is_ever_shown_by_itself(
    page: ReceptionPage, qtbot: QtBot, flashes: Flashes
) -> None:
    read_a_card(page, qtbot, BIRTH)
    for procedure in (RESIDENCE, MARRIAGE, BIRTH):
        page.controller.apply(ProcedureChosen(procedure))
        page.controller.apply(events.FieldTyped(page.controller.view.fields[2].key, "12ab"))
        if page.controller.view.can_add_member:
            page.controller.apply(events.MemberAdded())
            page.controller.apply(events.RowTyped(1, "number", "12"))
        page.controller.apply(events.PaperHeld(paper(page.controller.view.checklist[-1].component)))
    page.people.panels["declarant"].expand.click()
    page.papers.due.why.click()
    page.controller.begin()
    page.controller.scanned("không phải mã")
    assert flashes.seen == []


def test_the_message_of_the_last_dossier_goes_with_its_citizen(page: ReceptionPage, qtbot: QtBot) -> None:
    read_a_card(page, qtbot, CONFIRMATION)
    page.controller.accept()
    qtbot.waitUntil(lambda: page.controller.done is not None)
    done = page.controller.done
    assert done is not None
    qtbot.waitUntil(lambda: bool(page.findChildren(PapersDialog)))
    page.findChildren(PapersDialog)[0].reject()
    page.controller.scanned(page.services.shelf.citizen(page.services.shelf.names()[1]).qr)  # type: ignore[union-attr]
    assert not any(done.number in text for text in page.messages.texts)
