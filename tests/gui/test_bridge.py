"""Threads meet widgets in one place: results come back on the GUI thread, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from desktop_app.core.bus import Bus, Changed
from desktop_app.core.errors import AppError, FailureCode
from desktop_app.runtime.device import DeviceThread
from desktop_app.runtime.tasks import Cancel
from desktop_app.ui.bridge import Bridge


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def bridge(qapp, bus: Bus) -> Iterator[Bridge]:
    made = Bridge(bus)
    yield made
    made.close()


def _no(*_anything: object) -> None:
    raise AssertionError("must not be called")


def test_a_result_arrives_on_the_gui_thread(bridge: Bridge, qtbot) -> None:
    seen: list[tuple[int, int]] = []

    bridge.run(
        lambda _cancel: threading.get_ident(), lambda made: seen.append((made, threading.get_ident())), _no
    )

    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][1] == threading.get_ident() != seen[0][0]


def test_a_known_error_goes_to_who_asked(bridge: Bridge, qtbot) -> None:
    seen: list[str] = []

    def work(_cancel: Cancel) -> None:
        raise AppError(FailureCode("tests.known"))

    bridge.run(work, _no, lambda error: seen.append(error.code))

    qtbot.waitUntil(lambda: seen == ["tests.known"])


def test_a_bug_goes_to_the_crash_dialog(bridge: Bridge, qtbot) -> None:
    with qtbot.waitSignal(bridge.bug) as caught:
        bridge.run(lambda _cancel: 1 // 0, _no, _no)

    assert isinstance(caught.args[0], ZeroDivisionError)


def test_what_was_cancelled_shows_nothing_but_ends(bridge: Bridge, qtbot) -> None:
    ended: list[bool] = []

    cancel = bridge.run(lambda cancel: cancel.wait(10), _no, _no, ended=lambda: ended.append(True))
    cancel.set()

    qtbot.waitUntil(lambda: ended == [True])


def test_work_for_a_device_keeps_its_order(bridge: Bridge, qtbot) -> None:
    device, seen = DeviceThread("test"), []

    for number in range(3):
        bridge.run(lambda _cancel, number=number: number, seen.append, _no, on=device)

    qtbot.waitUntil(lambda: seen == [0, 1, 2])
    device.close()


def test_a_change_of_the_store_is_told_on_the_gui_thread(bridge: Bridge, bus: Bus, qtbot) -> None:
    with qtbot.waitSignal(bridge.changed) as caught:
        threading.Thread(target=lambda: bus.publish(Changed("dossier", "7"))).start()

    assert caught.args == ["dossier", "7"]


def test_nothing_arrives_after_closing(bridge: Bridge, bus: Bus, qapp) -> None:
    bridge.changed.connect(_no)

    bus.publish(Changed("dossier", "7"))
    bridge.close()
    bus.publish(Changed("dossier", "8"))

    qapp.processEvents()
