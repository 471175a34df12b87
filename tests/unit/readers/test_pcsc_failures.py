"""Codes of PC/SC become known errors, and nothing of it runs on the window's thread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from smartcard import scard

from desktop_app.core.errors import AppError
from desktop_app.core.gui_guard import mark_gui_thread, unmark_gui_thread
from desktop_app.readers.pcsc import PcscPort, list_readers, wait_for_card


@pytest.fixture
def gui_thread() -> Iterator[None]:
    mark_gui_thread()
    yield
    unmark_gui_thread()


@pytest.mark.parametrize(
    ("pcsc", "code"),
    [
        (0x8010001D, "readers.service_stopped"),
        (0x8010001E, "readers.service_stopped"),
        (0x80100013, "readers.service_stopped"),
        (0x80100003, "readers.service_stopped"),
        (0x8010001D - (1 << 32), "readers.service_stopped"),
        (0x8010006A, "readers.access_denied"),
        (0x80100069, "readers.card_removed"),
        (0x8010000B, "readers.busy"),
        (0x80100066, "readers.unresponsive_card"),
        (0x80100042, "readers.pcsc_error"),
    ],
)
def test_a_code_of_the_service_becomes_a_known_error(monkeypatch, pcsc, code):
    monkeypatch.setattr(scard, "SCardEstablishContext", lambda scope: (pcsc, 0))
    with pytest.raises(AppError) as caught:
        list_readers()
    assert (caught.value.code, caught.value.facts["step"]) == (code, "establish")


@pytest.mark.parametrize(
    "act",
    [list_readers, lambda: wait_for_card(None, 0), PcscPort().establish, lambda: PcscPort().changes(0)],
    ids=["list_readers", "wait_for_card", "establish", "changes"],
)
def test_nothing_runs_on_the_windows_thread(gui_thread, act):
    with pytest.raises(RuntimeError, match="GUI thread"):
        act()


def test_a_port_that_was_released_says_stopped():
    with pytest.raises(AppError) as caught:
        PcscPort().changes(0)
    assert caught.value.code == "readers.service_stopped"
