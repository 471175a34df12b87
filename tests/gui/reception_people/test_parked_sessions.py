"""Sessions that wait beside the counter, and what another officer sees of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.core.terms import OfficerRole
from desktop_app.reception.events import ProcedureChosen
from desktop_app.ui.desk import SignedIn
from desktop_app.ui.parked import ParkedSessions
from tests.gui.reception_people.conftest import Counter
from tests.support.pages import away

PROCEDURE = "1.010041"
HEAD = SignedIn("ld01", "Lãnh Đạo", OfficerRole.HEAD)


@pytest.fixture
def parked(counter: Counter, qtbot: QtBot) -> Iterator[ParkedSessions]:
    for draft in counter.drafts():  # the profile is that of all tests
        away(counter.services.reception.drop_draft, draft.session_id, draft.officer)
    made = ParkedSessions(counter.services)
    qtbot.addWidget(made)
    yield made


def begin(counter: Counter) -> str:
    """A session that is begun, kept and left waiting; its id."""
    counter.controller.apply(ProcedureChosen(PROCEDURE))
    counter.keep()
    name = counter.session.session_id
    counter.controller.begin()
    return name


def press(parked: ParkedSessions, name: str) -> None:
    found = [b for b in parked.findChildren(QPushButton, name) if b.isVisibleTo(parked)]
    found[-1].click()


def test_what_waits_is_listed_only_beside_an_untouched_session(
    counter: Counter, parked: ParkedSessions
) -> None:
    waiting = begin(counter)
    parked.show_for(counter.session.session_id, True)
    counter.wait(lambda: [line.session_id for line in parked.lines] == [waiting])
    assert parked.isVisibleTo(None)

    parked.show_for(counter.session.session_id, False)

    assert not parked.isVisibleTo(None)


def test_ones_own_session_opens_at_once(counter: Counter, parked: ParkedSessions) -> None:
    waiting = begin(counter)
    parked.chosen.connect(lambda name, taken: counter.controller.open_parked(name, take_over=taken))
    parked.show_for(counter.session.session_id, True)
    counter.wait(lambda: len(parked.lines) == 1)

    press(parked, "parked.open.1")

    counter.wait(lambda: counter.session.session_id == waiting)
    assert counter.session.procedure == PROCEDURE


def test_dropping_asks_first(counter: Counter, parked: ParkedSessions) -> None:
    waiting = begin(counter)
    parked.show_for(counter.session.session_id, True)
    counter.wait(lambda: len(parked.lines) == 1)

    press(parked, "parked.drop.1")
    assert waiting in {d.session_id for d in counter.drafts()}
    parked.question.yes.click()

    counter.wait(lambda: counter.drafts() == () and not parked.lines)


def test_another_officer_finds_an_empty_counter_and_takes_the_session_over_by_asking(
    counter: Counter, parked: ParkedSessions
) -> None:
    counter.controller.apply(ProcedureChosen(PROCEDURE))
    counter.keep()
    waiting = counter.session.session_id
    parked.chosen.connect(lambda name, taken: counter.controller.open_parked(name, take_over=taken))

    counter.services.desk.sign_out()
    counter.services.desk.sign_in(HEAD)

    assert counter.controller.is_untouched
    parked.show_for(counter.session.session_id, True)
    counter.wait(lambda: [(line.mine, line.name) for line in parked.lines] == [(False, "")])
    press(parked, "parked.open.1")
    assert counter.controller.is_untouched
    parked.question.yes.click()
    counter.wait(lambda: counter.session.session_id == waiting)
    owners = {d.session_id: d.officer for d in counter.drafts()}
    assert owners[waiting] == HEAD.code


def test_a_draft_is_kept_for_the_officer_who_began_it(counter: Counter, parked: ParkedSessions) -> None:
    counter.controller.apply(ProcedureChosen(PROCEDURE))  # not kept yet
    name = counter.session.session_id

    counter.services.desk.sign_out()
    counter.services.desk.sign_in(HEAD)

    counter.wait(lambda: {d.session_id: d.officer for d in counter.drafts()}.get(name) == "cb01")
