"""Outside training a password opens the door, and guessing takes longer and longer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop_app.ui.door import FREE_TRIES, pause_after
from desktop_app.ui.pages.sign_in import SignIn
from desktop_app.ui.services import UiServices
from tests.support.accessibility import unnamed


@pytest.fixture
def door(services: UiServices, qtbot) -> Iterator[SignIn]:
    # The same profile, asked as outside training; a training officer's password is `tap-huan-CODE`.
    made = SignIn(dataclasses.replace(services, training=False))
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.entered()
    qtbot.waitUntil(lambda: made.officers.findData("cb01") >= 0)  # other tests may have added officers
    made.officers.setCurrentIndex(made.officers.findData("cb01"))
    yield made


def _give(door: SignIn, password: str, qtbot) -> None:
    field = door.findChild(QLineEdit, "door.password")
    field.setFocus()
    qtbot.keyClicks(field, password)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_the_right_password_lets_in(door: SignIn, services: UiServices, qtbot) -> None:
    _give(door, "tap-huan-cb01", qtbot)

    qtbot.waitUntil(lambda: services.desk.officer is not None)
    assert services.desk.officer.name == "Cán Bộ Tập Huấn"


def test_a_wrong_password_says_so_beside_the_field(door: SignIn, services: UiServices, qtbot) -> None:
    _give(door, "doan-bua-thoi", qtbot)

    title = services.messages.of("security.wrong_password", {"officer": "cb01"}).title
    qtbot.waitUntil(lambda: title in door.notice.text)
    assert services.desk.officer is None
    assert door.password.text() == "" and door.password.isEnabled()


def test_the_sign_in_is_written_into_the_chain(door: SignIn, services: UiServices, qtbot) -> None:
    from desktop_app.security.audit import verify_chain

    before = services.bridge.run  # kept: reading needs another thread
    entries: list[int] = []

    def count() -> None:
        entries.clear()
        before(lambda _cancel: services.store.read(verify_chain).entries, entries.append, lambda _error: None)
        qtbot.waitUntil(lambda: bool(entries))

    count()
    first = entries[0]
    _give(door, "tap-huan-cb01", qtbot)
    qtbot.waitUntil(lambda: services.desk.officer is not None)
    count()

    assert entries[0] == first + 1


def test_guessing_is_slowed_down() -> None:
    assert [pause_after(failures) for failures in (1, FREE_TRIES - 1)] == [0, 0]
    assert [pause_after(FREE_TRIES + more) for more in (0, 1, 2, 20)] == [30, 60, 120, 600]


def test_every_control_of_the_door_has_a_name_a_role_and_a_buddy(door: SignIn) -> None:
    assert unnamed(door) == []
