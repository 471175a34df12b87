"""A card that opens by BAC alone: a date of expiry is offered, and each press is one try and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.cccd.expiry import whole
from desktop_app.core.terms import Protocol
from desktop_app.emrtd.mrz import check_digit
from desktop_app.readers.simulator.chip import Chip
from desktop_app.reception.expiry import ExpiryOffer
from desktop_app.ui.pages.reception.card_states import CardState
from desktop_app.ui.pages.reception.expiry_box import ExpiryBox
from desktop_app.ui.pages.reception.page import ReceptionPage
from tests.gui.reception_people.conftest import Counter

EXTERNAL_AUTHENTICATE = 0x82
OLD = "bac_only"


class CountedChip(Chip):
    """Counts how often somebody tried to open it by BAC."""

    tries = 0

    def transmit(self, command: bytes) -> bytes:
        self.tries += command[1] == EXTERNAL_AUTHENTICATE and not command[0] & 0x0C
        return super().transmit(command)


def old_chip(counter: Counter, *, expiry: date | None = None) -> CountedChip:
    """The first citizen's old card; `expiry` is what its chip takes for the date."""
    assert counter.services.shelf is not None
    data = counter.services.shelf.load(counter.services.shelf.default, OLD)
    if expiry is not None:
        day = f"{expiry:%y%m%d}"
        data = replace(data, mrz_information=data.mrz_information[:17] + day + check_digit(day))
    return CountedChip(data)


def laid(counter: Counter, chip: CountedChip) -> ExpiryOffer | None:
    counter.controller.scanned(counter.citizen().qr)
    counter.agree()
    counter.flow.lay_card(chip)
    counter.until(CardState.FAILED)
    counter.wait(lambda: counter.flow.status.expiry is not None)
    return counter.flow.status.expiry


def offered(counter: Counter) -> date:
    offer = counter.flow.status.expiry
    assert offer is not None and offer.day is not None
    return offer.day


def ends(counter: Counter) -> date:
    day = counter.citizen().expiry_date
    assert day is not None
    return day


def test_the_number_alone_offers_the_date_and_tries_nothing(counter: Counter) -> None:
    chip = old_chip(counter)

    offer = laid(counter, chip)

    assert offer == ExpiryOffer(ends(counter))
    assert counter.flow.status.code == "emrtd.can_needs_pace"
    assert chip.tries == 0


def test_one_press_opens_the_card_by_one_try(counter: Counter) -> None:
    chip = old_chip(counter)
    laid(counter, chip)

    assert counter.flow.try_expiry()

    counter.until(CardState.DONE)
    read = counter.session.people["declarant"].read
    assert (chip.tries, read and read.protocol) == (1, Protocol.BAC)


def test_a_refused_date_is_told_and_neither_tried_nor_offered_again(counter: Counter) -> None:
    chip = old_chip(counter, expiry=ends(counter) + timedelta(days=1))
    laid(counter, chip)
    first = offered(counter)

    counter.flow.try_expiry()

    counter.wait(lambda: counter.flow.status.code == "reception.wrong_expiry")
    offer = counter.flow.status.expiry
    assert offer is not None and offer.day != first
    assert chip.tries == 1


def test_a_view_that_changes_tries_nothing(counter: Counter) -> None:
    chip = old_chip(counter, expiry=ends(counter) + timedelta(days=1))
    laid(counter, chip)
    counter.flow.try_expiry()
    counter.wait(lambda: counter.flow.status.code == "reception.wrong_expiry")

    counter.controller.view_changed.emit(counter.controller.view)

    assert (chip.tries, counter.flow.status.state) == (1, CardState.FAILED)


def test_the_date_that_stands_on_the_card_opens_it(counter: Counter) -> None:
    right = ends(counter) + timedelta(days=1)
    chip = old_chip(counter, expiry=right)
    laid(counter, chip)

    assert counter.flow.try_expiry(right)

    counter.until(CardState.DONE)
    assert chip.tries == 1


def test_a_date_is_good_for_the_card_that_lies_there_only(counter: Counter) -> None:
    chip = old_chip(counter)
    laid(counter, chip)
    counter.flow.lift_card()

    assert not counter.flow.try_expiry()
    counter.flow.lay_card(chip)
    counter.until(CardState.FAILED)

    assert chip.tries == 0


def test_with_six_digits_alone_the_whole_number_is_asked_for(counter: Counter) -> None:
    counter.agree()
    counter.flow.lay_card(old_chip(counter))
    counter.flow.give_secret("declarant", counter.citizen().can)
    counter.wait(lambda: counter.flow.status.expiry == ExpiryOffer(needs_number=True))

    assert counter.asked[-1] == "declarant"
    assert not counter.flow.try_expiry(ends(counter))


def test_a_typed_number_needs_the_birth_date_and_the_day_from_the_card(counter: Counter) -> None:
    chip = old_chip(counter)
    counter.agree()
    counter.flow.lay_card(chip)
    counter.flow.give_secret("declarant", counter.citizen().number)
    counter.wait(lambda: counter.flow.status.expiry == ExpiryOffer(needs_birth=True))

    assert not counter.flow.try_expiry(ends(counter))
    assert counter.flow.try_expiry(ends(counter), whole(counter.citizen().birth_date))

    counter.until(CardState.DONE)
    assert chip.tries == 1


def test_the_panel_offers_the_date_under_a_key(page: ReceptionPage, qtbot: QtBot) -> None:
    services = page.services
    assert services.shelf is not None
    citizen = services.shelf.citizen()
    page.controller.scanned(citizen.qr)
    page.controller.agree("declarant")
    qtbot.waitUntil(lambda: "declarant" in page.controller.session.consents)
    chip = CountedChip(services.shelf.load(None, OLD))
    page.card_flow.lay_card(chip)
    box = page.people.panels["declarant"].expiry
    qtbot.waitUntil(lambda: box.try_day.isVisibleTo(page))
    assert f"{citizen.expiry_date:%d/%m/%Y}" in box.try_day.text()
    page.people.focus_target("person.declarant")
    assert box.try_day.hasFocus()
    assert chip.tries == 0

    qtbot.keyClick(page, Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)

    qtbot.waitUntil(lambda: page.card_flow.status.state is CardState.DONE)
    assert chip.tries == 1
    assert not box.isVisibleTo(page)


@pytest.fixture
def box(qtbot: QtBot) -> ExpiryBox:
    made = ExpiryBox("declarant")
    qtbot.addWidget(made)
    made.show_offer(ExpiryOffer(needs_birth=True))
    made.show()
    return made


def test_typed_dates_are_given_together(box: ExpiryBox, qtbot: QtBot) -> None:
    box.birth.setText("15/01/1999")
    box.day.setText("15012039")

    with qtbot.waitSignal(box.tried) as given:
        qtbot.keyClick(box.day, Qt.Key.Key_Return)

    assert given.args == [date(2039, 1, 15), date(1999, 1, 15)]


@pytest.mark.parametrize("text", ["", "31/02/2030", "2030", "00/00/2030", "không"])
def test_what_is_no_day_is_not_tried(box: ExpiryBox, qtbot: QtBot, text: str) -> None:
    box.birth.setText("15/01/1999")
    box.day.setText(text)

    with qtbot.assertNotEmitted(box.tried):
        qtbot.keyClick(box.day, Qt.Key.Key_Return)
