"""The page as a whole: people, keys, focus, what is covered until it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from db.models.dossier import Consent
from desktop_app.bootstrap.profile import shipped_packs
from desktop_app.core.canonical import sha256_hex
from desktop_app.readers.simulator.chip import Chip
from desktop_app.reception.events import FieldTyped, ProcedureChosen
from desktop_app.reception.reveals import RevealReason
from desktop_app.ui.frame import MainWindow
from desktop_app.ui.help_sheet import HelpSheet, window_keys
from desktop_app.ui.pages.reception.card_states import CardState
from desktop_app.ui.pages.reception.page import ReceptionPage
from desktop_app.ui.pages.reception.photo import SIZE, open_photo
from desktop_app.ui.papers_dialog import PapersDialog
from desktop_app.ui.services import UiServices
from tests.gui.reception_people.conftest import ENTRY, HeldCard
from tests.gui.reception_people.test_reception_cards import OPENED
from tests.support.accessibility import unnamed
from tests.support.fit_run import look
from tests.support.pages import away
from tests.support.reception import COMPONENT, PAPER, PROCEDURE

BIRTH = "1.001193"
NEWEST_CONSENT = sa.select(Consent.text_sha256).order_by(Consent.agreed_at.desc())


def card(page: ReceptionPage, place: int = 0) -> Chip:
    shelf = page.services.shelf
    assert shelf is not None
    return Chip(shelf.load(shelf.names()[place]))


def scan(page: ReceptionPage, place: int = 0) -> None:
    shelf = page.services.shelf
    assert shelf is not None
    page.controller.scanned(shelf.citizen(shelf.names()[place]).qr)


@pytest.fixture
def read(page: ReceptionPage, qtbot) -> ReceptionPage:
    """Somebody's card was read."""
    scan(page)
    page.people.tick_consent()
    qtbot.waitUntil(lambda: "declarant" in page.controller.session.consents)
    page.lay_card(card(page))
    qtbot.waitUntil(lambda: page.controller.session.people["declarant"].photo is not None)
    return page


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_the_agreement_is_never_ticked_before(page: ReceptionPage) -> None:
    assert not page.people.panels["declarant"].consent.box.isChecked()


def test_one_key_ticks_the_agreement_and_writes_it_down(page: ReceptionPage, qtbot) -> None:
    qtbot.keyClick(page.window(), Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: "declarant" in page.controller.session.consents)


def test_the_text_that_is_agreed_to_can_be_read_in_place(page: ReceptionPage) -> None:
    consent = page.people.panels["declarant"].consent
    consent.more.click()
    assert page.controller.pack.consent.text in texts(consent)


def test_a_person_stands_there_with_name_number_age_and_photo(read: ReceptionPage, qtbot) -> None:
    panel = read.people.panels["declarant"]
    shown, person = texts(panel), read.controller.view.people[0]
    assert person.name in shown
    assert person.number in shown
    assert f"{person.age} tuổi" in shown
    qtbot.waitUntil(lambda: panel.photo.has_photo)


def test_religion_is_covered_until_a_reason_is_on_record(read: ReceptionPage, qtbot) -> None:
    panel = read.people.panels["declarant"]
    panel.expand.click()
    religion = next(item.value for item in read.controller.view.people[0].record if item.name == "ethnicity")
    assert religion not in texts(panel.record)
    panel.record.reveal_asked.emit(str(RevealReason.CITIZEN_ASKS))
    qtbot.waitUntil(lambda: religion in texts(panel.record))


def test_what_is_missing_is_said_and_jumped_to(page: ReceptionPage) -> None:
    page.controller.apply(ProcedureChosen(BIRTH))
    missing = page.missing()
    assert missing is not None
    assert missing.sentence
    assert missing.jump is not None
    assert missing.jump()


def test_escape_stops_the_reading(page: ReceptionPage, qtbot) -> None:
    held = HeldCard(card(page), OPENED)
    scan(page)
    page.people.tick_consent()
    qtbot.waitUntil(lambda: "declarant" in page.controller.session.consents)
    page.lay_card(held)  # type: ignore[arg-type]
    qtbot.waitUntil(held.waits.is_set)
    qtbot.keyClick(page.window(), Qt.Key.Key_Escape)
    assert page.card_flow.status.state is CardState.WAITING
    held.go_on.set()


def test_escape_folds_a_message_away_and_loses_nothing(page: ReceptionPage) -> None:
    page.controller.apply(ProcedureChosen(PROCEDURE))
    page.controller.scanned("https://example.vn")
    assert page.messages.texts
    page.step_back()
    assert not page.messages.texts
    assert page.controller.session.procedure == PROCEDURE


def test_undo_in_a_field_steps_back_in_the_session(page: ReceptionPage, qtbot) -> None:
    page.controller.apply(ProcedureChosen(PROCEDURE))
    page.controller.apply(FieldTyped("phone", "0912345678"))
    page.focus_target("field.phone")
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "phone" not in page.controller.session.typed


def test_a_wrong_number_puts_the_focus_back_into_its_box(page: ReceptionPage, qtbot) -> None:
    page.people.tick_consent()
    qtbot.waitUntil(lambda: "declarant" in page.controller.session.consents)
    page.lay_card(card(page))
    page.card_flow.give_secret("declarant", "000000")
    qtbot.waitUntil(lambda: page.card_flow.status.state is CardState.FAILED)
    panel = page.people.panels["declarant"]
    assert panel.number.hasFocus()
    assert "emrtd.wrong_can" in panel.failure.text


def test_every_control_of_the_people_has_name_role_and_buddy(read: ReceptionPage) -> None:
    read.controller.apply(ProcedureChosen(BIRTH))
    read.people.panels["declarant"].expand.click()
    assert unnamed(read.people) == []


def test_a_removed_person_leaves_the_seat_empty(read: ReceptionPage) -> None:
    read.people.panels["declarant"].remove.click()
    assert "declarant" not in read.controller.session.people


def test_a_photo_that_is_none_is_not_opened() -> None:
    assert open_photo(b"\xff\xd8\xff not a photo") is None


def test_a_photo_is_opened_in_the_size_it_is_shown_at(page: ReceptionPage, read: ReceptionPage) -> None:
    picture = away(open_photo, read.controller.session.people["declarant"].photo)
    assert picture.width * SIZE.height() == picture.height * SIZE.width()


def test_a_whole_dossier_is_accepted_by_the_key_and_its_papers_lie_ready(
    read: ReceptionPage, qtbot, tmp_path: Path
) -> None:
    (tmp_path / "paper.png").write_bytes(PAPER)
    read.controller.apply(ProcedureChosen(PROCEDURE))
    read.controller.attach(COMPONENT, (str(tmp_path / "paper.png"),))
    qtbot.waitUntil(lambda: read.controller.can_accept)
    qtbot.keyClick(read.window(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(read.findChildren(PapersDialog)))
    assert read.controller.done is not None
    assert read.controller.done.number in read.messages.texts[0]
    assert not read.form.isEnabled()
    read.findChildren(PapersDialog)[0].reject()
    read.primary_action().run()
    assert read.form.isEnabled()
    assert read.controller.is_untouched


def people(services: UiServices) -> dict[str, QWidget]:
    """The left column with somebody in every seat, one of them scanned only."""
    window = MainWindow(services, [ENTRY])
    page = window.page("reception")
    assert isinstance(page, ReceptionPage)
    page.controller.apply(ProcedureChosen(BIRTH))
    scan(page)
    scan(page, 1)
    keys = HelpSheet(page.title, page.help_keys(), window_keys([ENTRY]), None)
    return {"people": page.people, "keys": keys}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_every_text_of_the_people_fits(tmp_path: Path, scale: str, language: str) -> None:
    where = "tests.gui.reception_people.test_reception_page:people"
    assert look(where, scale=scale, language=language, profile=tmp_path / "p") == {}


def test_a_scanner_that_gives_the_bare_number_opens_the_card_too(page: ReceptionPage, qtbot) -> None:
    shelf = page.services.shelf
    assert shelf is not None
    page.people.tick_consent()
    qtbot.waitUntil(lambda: "declarant" in page.controller.session.consents)
    page.lay_card(card(page))

    page._wedge.scanned.emit(shelf.citizen().number)

    qtbot.waitUntil(lambda: page.card_flow.status.state is CardState.DONE)
    assert page.controller.session.people["declarant"].number == shelf.citizen().number


def test_the_text_that_is_agreed_to_follows_a_pack_that_was_brought_in(page: ReceptionPage, qtbot) -> None:
    packs = page.services.reception.packs
    ((raw, shipped),) = shipped_packs()
    version = f'version = "{shipped.version}"'
    other = raw.decode().replace(version, 'version = "2026.11.8"', 1)
    assert shipped.consent.text in other
    other = other.replace(shipped.consent.text, "Lời đồng ý mới.")
    away(packs.bring_in, other.encode(), "ld01")
    try:
        page.entered()

        consent = page.people.panels["declarant"].consent
        assert "Lời đồng ý mới." in consent.box.toolTip()
        page.people.tick_consent()
        qtbot.waitUntil(lambda: "declarant" in page.controller.session.consents)
        kept = away(page.services.store.read, lambda rows: rows.scalars(NEWEST_CONSENT).first())
        assert kept == sha256_hex("Lời đồng ý mới.".encode())
    finally:
        page.controller.begin()
        away(packs.take_out, "2026.11.8", "ld01")
