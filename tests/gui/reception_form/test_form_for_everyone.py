"""Every control has a name, a role and a buddy; every word has room, in each theme and language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.reception import events
from desktop_app.ui.theme.apply import apply
from desktop_app.ui.theme.tokens import THEMES
from tests.support.accessibility import unnamed
from tests.support.fit import cut_off
from tests.support.form_desk import FormDesk
from tests.support.session import BIRTH, MARRIAGE, RESIDENCE, chip, paper


@pytest.fixture
def themed(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    """A theme, for one test."""
    apply(qapp, request.param)
    yield request.param
    apply(qapp, "light")


def _full(desk: FormDesk, procedure: str) -> None:
    """Long values, problems, a row and a paper."""
    desk.choose(procedure)
    desk.tell(chip())
    desk.tell(events.PaperHeld(paper(desk.view.checklist[-1].component)))
    for field in desk.view.fields:
        if field.input in ("number", "phone", "email", "date"):
            desk.tell(events.FieldTyped(field.key, "12ab"))
    if desk.view.can_add_member:
        desk.tell(events.MemberAdded())
        desk.tell(events.RowTyped(1, "number", "12"))
    desk.papers.due.why.setChecked(True)
    QApplication.processEvents()
    QApplication.processEvents()


@pytest.mark.parametrize("procedure", [RESIDENCE, BIRTH, MARRIAGE])
def test_every_control_is_named(desk: FormDesk, procedure: str) -> None:
    _full(desk, procedure)
    assert unnamed(desk) == []


def test_the_search_is_named(desk: FormDesk) -> None:
    assert unnamed(desk) == []


def test_the_scanner_is_named(desk: FormDesk) -> None:
    desk.choose(RESIDENCE)
    desk.papers.scan(desk.view.checklist[-1].component)
    assert unnamed(desk) == []


@pytest.mark.parametrize("themed", sorted(THEMES), indirect=True)
@pytest.mark.parametrize("procedure", [RESIDENCE, BIRTH, MARRIAGE])
def test_every_word_has_room(desk: FormDesk, themed: str, procedure: str) -> None:
    _full(desk, procedure)
    assert cut_off(desk) == []
