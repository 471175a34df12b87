"""Scanning a paper without leaving the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop_app.core.terms import PaperSource
from desktop_app.digitization.scanners import model
from desktop_app.digitization.scanners.fake import FakeScanner
from desktop_app.reception import events
from desktop_app.reception.checklist import PaperState
from desktop_app.reception.session import new_session
from desktop_app.ui.pages.reception.scan_panel import ScanPanel
from desktop_app.ui.services import UiServices
from tests.support.form_desk import FormDesk, key
from tests.support.session import RESIDENCE, at_counter


def _begun(desk: FormDesk, qtbot: QtBot) -> ScanPanel:
    if desk.session.procedure is None:
        desk.choose(RESIDENCE)
    component = next(p.component for p in desk.view.checklist if p.state is not PaperState.MADE_HERE)
    desk.papers.scan(component)
    panel = desk.papers.scanning
    qtbot.waitUntil(lambda: panel.scan.isEnabled() or bool(panel.note.text))
    return panel


def _scanned(desk: FormDesk, qtbot: QtBot, pages: int = 3) -> ScanPanel:
    panel = _begun(desk, qtbot)
    panel.source.setCurrentIndex(panel.source.findData("feeder"))
    panel.dpi.setCurrentIndex(panel.dpi.findData("200"))
    panel.scan.click()
    qtbot.waitUntil(lambda: not panel.busy)
    assert panel.pages.count == pages
    return panel


def _ids(panel: ScanPanel) -> list[str]:
    return [panel.pages.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(panel.pages.count)]


def _until(qtbot: QtBot, what: Callable[[], bool]) -> None:
    qtbot.waitUntil(what)


def test_the_stack_appears_page_by_page(desk: FormDesk, qtbot: QtBot) -> None:
    seen: list[int] = []
    desk.papers.scanning.work.pages.connect(lambda pages: seen.append(len(pages.placed)))
    _scanned(desk, qtbot)
    assert seen == [1, 2, 3]


def test_the_pages_become_one_paper_of_the_session(desk: FormDesk, qtbot: QtBot) -> None:
    panel = _scanned(desk, qtbot)
    panel.use.click()
    _until(qtbot, lambda: bool(desk.session.papers))
    held = desk.session.papers[0]
    assert desk.session.scan is None
    assert (held.pages, held.dpi, held.colour, held.source) == (3, 200, False, PaperSource.SCAN)
    assert not panel.isVisible()


def test_a_page_is_taken_out_by_a_key(desk: FormDesk, qtbot: QtBot) -> None:
    panel = _scanned(desk, qtbot)
    first = _ids(panel)[0]
    panel.pages.list.setCurrentRow(0)
    key(panel.pages.list, Qt.Key.Key_Delete)
    _until(qtbot, lambda: panel.pages.count == 2)
    assert first not in _ids(panel)


def test_a_page_taken_out_comes_back(desk: FormDesk, qtbot: QtBot) -> None:
    panel = _scanned(desk, qtbot)
    before = _ids(panel)
    key(panel.pages.list, Qt.Key.Key_Delete)
    _until(qtbot, lambda: panel.pages.count == 2)
    key(panel.pages.list, Qt.Key.Key_U, "u")
    _until(qtbot, lambda: panel.pages.count == 3)
    assert _ids(panel) == before


def test_a_page_is_moved_by_keys(desk: FormDesk, qtbot: QtBot) -> None:
    panel = _scanned(desk, qtbot)
    first, second, third = _ids(panel)
    panel.pages.list.setCurrentRow(2)
    key(panel.pages.list, Qt.Key.Key_Left, modifiers=Qt.KeyboardModifier.ControlModifier)
    _until(qtbot, lambda: _ids(panel) == [first, third, second])
    assert panel.pages.list.currentRow() == 1


def test_a_page_is_turned_by_a_key(desk: FormDesk, qtbot: QtBot) -> None:
    panel = _scanned(desk, qtbot)
    panel.pages.list.setCurrentRow(0)
    key(panel.pages.list, Qt.Key.Key_R, "r")
    _until(
        qtbot,
        lambda: (
            panel.pages.picture_size(_ids(panel)[0]).width()
            > panel.pages.picture_size(_ids(panel)[0]).height()
        ),
    )


def test_a_turned_page_covers_what_was_drawn_upright(desk: FormDesk, qtbot: QtBot) -> None:
    panel = _scanned(desk, qtbot)
    place = panel.pages.list.visualItemRect(panel.pages.list.item(0))
    panel.pages.list.setCurrentRow(0)
    panel.pages._tools["right"].click()
    size = panel.pages.picture_size
    _until(qtbot, lambda: size(_ids(panel)[0]).width() > size(_ids(panel)[0]).height())

    assert panel.pages.list.visualItemRect(panel.pages.list.item(0)) == place


def test_how_many_pages_came_is_said(desk: FormDesk, qtbot: QtBot) -> None:
    panel = _scanned(desk, qtbot)

    assert panel._how_far.text() == "Đã quét xong 3 trang"


def test_the_choice_is_remembered(desk: FormDesk, qtbot: QtBot) -> None:
    panel = _scanned(desk, qtbot)
    panel.drop.click()
    again = _begun(desk, qtbot)
    assert (again.source.currentData(), again.dpi.currentData()) == ("feeder", "200")


@pytest.mark.parametrize("scanner_fault", [model.JAMMED, model.NO_DOCS, model.COVER_OPEN])
def test_trouble_is_told_in_the_panel_and_never_in_a_dialog(
    desk: FormDesk, qtbot: QtBot, scanner_fault: str
) -> None:
    panel = _scanned(desk, qtbot, pages=0)
    assert panel.note.isVisible()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def test_a_scan_can_be_stopped_and_keeps_its_pages(
    desk: FormDesk, qtbot: QtBot, scanner: FakeScanner
) -> None:
    panel = _begun(desk, qtbot)
    panel.work.pages.connect(lambda _: panel.stop.click() if panel.busy else None)
    panel.source.setCurrentIndex(panel.source.findData("feeder"))
    panel.dpi.setCurrentIndex(panel.dpi.findData("200"))
    panel.scan.click()
    _until(qtbot, lambda: not panel.busy)
    assert 1 <= panel.pages.count < 3
    assert "Đã dừng" in panel.note.text


def test_no_scanner_is_said_with_the_next_step(desk: FormDesk, qtbot: QtBot, scanner: FakeScanner) -> None:
    scanner.present = False
    panel = _begun(desk, qtbot)
    assert "Bật máy" in panel.note.text


def test_esc_loses_no_page(desk: FormDesk, qtbot: QtBot) -> None:
    panel = _scanned(desk, qtbot)
    assert desk.papers.step_back()
    assert panel.isVisible()
    assert panel.pages.count == 3


def test_pages_of_one_citizen_never_get_to_the_next(desk: FormDesk, qtbot: QtBot) -> None:
    _scanned(desk, qtbot)
    first = desk.session
    desk.show_session(at_counter(RESIDENCE))
    panel = _begun(desk, qtbot)
    assert panel.pages.count == 0
    desk.show_session(first)
    panel = _begun(desk, qtbot)
    _until(qtbot, lambda: panel.pages.count == 3)


def test_dropping_the_pages_goes_back_to_the_checklist(desk: FormDesk, qtbot: QtBot) -> None:
    panel = _scanned(desk, qtbot)
    panel.drop.click()
    assert not panel.isVisible()
    assert not [e for e in desk.happened if isinstance(e, events.PaperHeld)]


def test_another_citizen_sees_the_checklist(desk: FormDesk, qtbot: QtBot) -> None:
    panel = _begun(desk, qtbot)
    desk.show_session(new_session())
    assert not panel.isVisible()


def test_a_paper_that_is_ready_too_late_does_not_go_to_the_next_citizen(desk: FormDesk, qtbot: QtBot) -> None:
    panel = _scanned(desk, qtbot)
    first = desk.session
    panel.use.click()
    desk.show_session(at_counter(RESIDENCE))
    panel = _begun(desk, qtbot)
    with qtbot.waitSignal(panel.work.pages):
        panel.work.undo()  # answered after the paper: one thread does both
    assert not [event for event in desk.happened if isinstance(event, events.PaperHeld)]
    desk.show_session(first)
    panel = _begun(desk, qtbot)
    _until(qtbot, lambda: panel.pages.count == 3)


def test_the_draft_knows_the_pages_before_they_are_a_paper(desk: FormDesk, qtbot: QtBot) -> None:
    _scanned(desk, qtbot)
    assert desk.session.scan is not None


def test_pages_left_by_a_crash_come_back(
    desk: FormDesk, qtbot: QtBot, services: UiServices, tmp_path: Path
) -> None:
    _scanned(desk, qtbot)
    desk.papers.close_devices()
    after = FormDesk(replace(services, folder=tmp_path), FakeScanner())
    qtbot.addWidget(after)
    after.show()
    after.show_session(desk.session)
    panel = _begun(after, qtbot)
    _until(qtbot, lambda: panel.pages.count == 3)
    after.papers.close_devices()
