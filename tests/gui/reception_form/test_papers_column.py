"""Papers, appointment and fee, beside the form."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton

from desktop_app.core.terms import Channel, ResidenceMethod
from desktop_app.reception import events
from desktop_app.reception.checklist import PaperState
from desktop_app.ui.pages.reception.paper_row import PaperRow
from tests.support.form_desk import FormDesk, key
from tests.support.session import BIRTH, MARRIAGE, RESIDENCE, chip, paper


def _row(desk: FormDesk, component: str) -> PaperRow:
    found = desk.papers.findChild(PaperRow, f"paper.{component}")
    assert found is not None
    return found


def _open_paper(desk: FormDesk) -> str:
    return next(p.component for p in desk.view.checklist if p.state is not PaperState.MADE_HERE)


def _words(desk: FormDesk) -> str:
    return "\n".join(label.text() for label in desk.papers.findChildren(QLabel) if label.isVisible())


def _dropped(row: PaperRow, *urls: QUrl) -> None:
    data = QMimeData()
    data.setUrls(list(urls))
    row.dropEvent(
        QDropEvent(
            QPoint(1, 1),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_every_paper_of_the_procedure_is_listed(desk: FormDesk) -> None:
    desk.choose(MARRIAGE)
    rows = desk.papers.findChildren(PaperRow)
    assert [row.component for row in rows] == [p.component for p in desk.view.checklist]


def test_why_a_paper_need_not_be_handed_in_is_said(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    assert "Được thay bằng" in _words(desk)


def test_the_declaration_can_be_looked_at(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    made = next(p.component for p in desk.view.checklist if p.state is PaperState.MADE_HERE)
    _row(desk, made).preview.click()
    assert desk.wishes == [("preview", None)]


def test_dropped_files_are_for_the_paper_they_fell_on(desk: FormDesk, tmp_path) -> None:
    desk.choose(RESIDENCE)
    component = _open_paper(desk)
    _dropped(_row(desk, component), QUrl.fromLocalFile(str(tmp_path / "a.pdf")))
    assert desk.wishes == [("attach", (component, (str(tmp_path / "a.pdf"),)))]


def test_what_is_no_file_cannot_be_dropped(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    _dropped(_row(desk, _open_paper(desk)), QUrl("https://thu.vn/a.pdf"))
    assert not desk.wishes


def test_an_attached_paper_says_pages_and_sharpness(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.tell(events.PaperHeld(paper(_open_paper(desk), pages=3)))
    assert "3 trang · 300 dpi" in "\n".join(w.text() for w in desk.papers.findChildren(QLabel))


def test_an_attached_paper_can_be_taken_away(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    held = paper(_open_paper(desk))
    desk.tell(events.PaperHeld(held))
    buttons = _row(desk, held.component).findChildren(QPushButton)
    next(b for b in buttons if "Bỏ tệp" in b.accessibleName()).click()
    assert desk.wishes == [("remove_paper", held.file.file_id)]


def test_the_officer_ticks_that_the_original_was_seen(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    held = paper(_open_paper(desk))
    desk.tell(events.PaperHeld(held))
    tick = desk.papers.findChild(QCheckBox, f"compared.{held.file.file_id}")
    assert isinstance(tick, QCheckBox) and not tick.isChecked()
    key(tick, Qt.Key.Key_Space, " ")
    assert desk.session.papers[0].compared


def test_the_appointment_says_why(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    reasons = desk.papers.findChild(QLabel, "reasons")
    assert isinstance(reasons, QLabel) and not reasons.isVisible()
    desk.papers.due.why.click()
    assert reasons.isVisible()
    assert "7 ngày làm việc" in reasons.text()


def test_the_fee_is_in_dong(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    assert "20.000 đồng" in _words(desk)


def test_no_fee_is_said_as_such(desk: FormDesk) -> None:
    desk.choose(BIRTH)
    assert "Lệ phí: không thu" in _words(desk)


def test_the_way_residence_is_proved_follows_from_the_chip(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.tell(chip())
    assert desk.papers.due.residence.currentText() == "Chip của thẻ căn cước"


def test_the_officer_may_choose_another_way(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    assert desk.papers.focus_target("residence_method")
    box = desk.papers.due.residence
    key(box, Qt.Key.Key_Down)
    assert desk.happened == [events.ResidenceMethodChosen(ResidenceMethod.CARD_SEEN)]


def test_there_are_seven_ways(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    assert desk.papers.due.residence.count() == 7


def test_how_the_dossier_came_can_be_chosen(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    box = desk.papers.findChild(QComboBox, "channel")
    assert isinstance(box, QComboBox)
    key(box, Qt.Key.Key_Down)
    assert isinstance(desk.happened[0], events.ChannelChosen)
    assert desk.happened[0].channel is not Channel.DIRECT


def test_a_paper_is_found_by_its_target(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    component = _open_paper(desk)
    assert desk.papers.focus_target(f"paper.{component}")
    assert _row(desk, component).scan.hasFocus()


def test_rows_that_stay_are_not_made_again(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    before = _row(desk, _open_paper(desk))
    desk.tell(chip())
    assert _row(desk, before.component) is before


def test_the_column_takes_no_more_room_than_what_is_shown(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    alone = desk.papers.minimumSizeHint().height()
    desk.papers.scan(_open_paper(desk))
    scanning = desk.papers.minimumSizeHint().height()
    desk.papers.scanning.drop.click()
    assert desk.papers.minimumSizeHint().height() == alone
    assert alone < scanning


def test_what_this_dossier_does_without_is_folded_until_asked_for(desk: FormDesk) -> None:
    desk.choose(BIRTH)
    folded = [p for p in desk.view.checklist if p.state is PaperState.NOT_REQUIRED]
    rows = [_row(desk, paper.component) for paper in folded]
    assert rows
    assert all(row.isHidden() for row in rows)
    fold = desk.papers.findChild(QPushButton, "other_papers")
    assert isinstance(fold, QPushButton)
    fold.click()
    assert not any(row.isHidden() for row in rows)
