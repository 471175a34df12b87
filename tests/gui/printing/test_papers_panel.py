"""The papers of a dossier: the bytes before the eye are printed; saved, printed, sent in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from desktop_app.bootstrap.window import Opened
from desktop_app.reception.printing import PaperState, paper_state
from desktop_app.ui.papers_panel import Paper, PapersPanel
from desktop_app.ui.parts import Notice
from desktop_app.ui.services import UiServices
from tests.gui.printing.conftest import sheets_mm, sizes_mm
from tests.support.cups import PrivateCups
from tests.support.pages import CLERK, away, no_bugs, settled
from tests.support.reception import request


@dataclass
class Desk:
    """A panel with the papers of a dossier that was just accepted."""

    panel: PapersPanel
    number: str
    papers: list[Paper]
    qtbot: QtBot

    def show(self) -> None:
        self.panel.show_papers(self.papers, self.number)
        settled(self.qtbot, lambda: "Đã lưu" in self.panel.status)

    def print_and_wait(self) -> None:
        settled(self.qtbot, self.panel.print_button.isEnabled)
        self.panel.print_button.click()
        settled(self.qtbot, lambda: "Đã in xong" in self.panel.notice)


@pytest.fixture
def desk(opened: Opened, services: UiServices, qtbot: QtBot) -> Iterator[Desk]:
    services.desk.sign_in(CLERK)
    accepted = away(lambda: opened.application.reception.accept(request(opened.application)))
    made = away(lambda: services.reception.papers_of(accepted.number, CLERK.code))
    papers = [Paper(form, form, pdf, marked=form != "CT01") for form, pdf in made.items()]
    panel = PapersPanel(services)
    qtbot.addWidget(panel)
    panel.resize(1180, 620)
    panel.show()
    with no_bugs(services.bridge):
        yield Desk(panel, accepted.number, papers, qtbot)
        panel.stop()


def test_a_draft_can_be_seen_and_not_printed(desk: Desk) -> None:
    desk.panel.show_papers(desk.papers)

    assert "Bản nháp" in desk.panel.status
    assert not desk.panel.print_button.isVisible()


def test_a_new_dossier_is_saved_and_neither_printed_nor_sent(cups: PrivateCups, desk: Desk) -> None:
    cups.queue("MayIn")

    desk.show()

    assert desk.panel.status == "Đã lưu trên máy này · Chưa in · Đang chờ gửi lên tỉnh"


def test_the_bytes_that_are_shown_come_out_and_the_print_is_counted(cups: PrivateCups, desk: Desk) -> None:
    out = cups.queue("MayIn")
    desk.show()

    desk.print_and_wait()

    assert len(sizes_mm(cups.papers(out, 1)[0])) == len(sizes_mm(desk.panel.shown_pdf))
    settled(desk.qtbot, lambda: "Đã in 1 lần" in desk.panel.status)


def test_a_receipt_printed_again_is_marked_as_a_reprint(cups: PrivateCups, desk: Desk) -> None:
    cups.queue("MayIn")
    desk.papers = [paper for paper in desk.papers if paper.marked]
    desk.show()
    first = desk.panel.shown_pdf
    desk.print_and_wait()

    desk.panel._notice.clear()
    desk.print_and_wait()

    assert desk.panel.shown_pdf != first
    assert away(state_of, desk).printed == 2


def test_the_printer_is_remembered_for_each_kind_of_paper(
    cups: PrivateCups, desk: Desk, services: UiServices, qtbot: QtBot
) -> None:
    cups.queue("MayA")
    cups.queue("MayB")
    desk.show()
    settled(qtbot, lambda: desk.panel._printer.count() == 2)
    desk.panel._printer.setCurrentText("MayB")
    desk.print_and_wait()

    again = PapersPanel(services)
    qtbot.addWidget(again)
    again.show_papers(desk.papers, desk.number)

    settled(qtbot, lambda: again._printer.currentText() == "MayB")
    again.stop()


def test_without_paper_the_window_says_what_to_do_and_then_that_it_is_done(
    cups: PrivateCups, desk: Desk
) -> None:
    out = cups.queue("MayIn")
    (out / "no-paper").touch()
    desk.show()
    settled(desk.qtbot, desk.panel.print_button.isEnabled)
    desk.panel.print_button.click()
    settled(desk.qtbot, lambda: "Máy in hết giấy" in desk.panel.notice)

    (out / "no-paper").unlink()

    settled(desk.qtbot, lambda: "Đã in xong" in desk.panel.notice)


def test_without_a_printer_the_window_says_so_and_the_dossier_stays_saved(
    cups: PrivateCups, desk: Desk
) -> None:
    cups.stop()

    desk.show()

    settled(desk.qtbot, lambda: "Chưa thấy máy in" in desk.panel.notice)
    assert "không mất gì" in desk.panel.notice
    assert [n.property("soft") for n in desk.panel.findChildren(Notice) if n.text == desk.panel.notice] == [
        "info"
    ]
    assert not desk.panel.print_button.isEnabled()


def test_two_a5_are_shown_as_they_come_out(cups: PrivateCups, desk: Desk) -> None:
    out = cups.queue("MayIn")
    desk.papers = [paper for paper in desk.papers if paper.marked]
    desk.show()
    settled(desk.qtbot, desk.panel._two_up.isVisible)

    desk.panel._two_up.click()
    settled(desk.qtbot, lambda: sizes_mm(desk.panel.shown_pdf)[0] == (297, 210))
    desk.print_and_wait()

    assert sheets_mm(cups.papers(out, 1)[0]) == sheets_mm(desk.panel.shown_pdf)


def state_of(desk: Desk) -> PaperState:
    return desk.panel._services.store.read(lambda session: paper_state(session, desk.number))


def test_one_key_prints_paper_after_paper_and_never_one_twice(cups: PrivateCups, desk: Desk) -> None:
    cups.queue("MayIn")
    desk.show()
    settled(desk.qtbot, lambda: desk.panel.print_button.isEnabled())
    sent: list[str] = []
    desk.panel.printed.connect(lambda form, _count: sent.append(form))

    for count in range(1, len(desk.papers) + 1):
        assert desk.panel.print_next()
        settled(desk.qtbot, lambda count=count: len(sent) == count)

    assert not desk.panel.print_next()
    assert sorted(sent) == sorted(paper.form for paper in desk.papers)


def test_what_was_said_of_one_paper_is_not_said_of_the_next(cups: PrivateCups, desk: Desk) -> None:
    cups.queue("MayIn")
    desk.show()
    settled(desk.qtbot, lambda: desk.panel.print_button.isEnabled())
    desk.panel.print_shown()
    settled(desk.qtbot, lambda: "Đã in xong" in desk.panel.notice)

    desk.panel.findChild(QTabBar, "papers.tabs").setCurrentIndex(1)  # type: ignore[union-attr]

    assert desk.panel.notice == ""
