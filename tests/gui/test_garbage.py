"""Widgets die on the GUI thread, whoever held them last."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AppError, FailureCode
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.garbage import collect_here


class Page(QWidget):
    """Tells the thread it dies on."""

    def __init__(self, died_on: list[int]) -> None:
        super().__init__()
        self.destroyed.connect(
            lambda: died_on.append(threading.get_ident()), Qt.ConnectionType.DirectConnection
        )

    def work(self, _cancel: Callable[[], bool]) -> None:
        pass

    def fail(self, _cancel: Callable[[], bool]) -> None:
        raise AppError(FailureCode("test.away"))

    def then(self, _value: None) -> None:
        pass

    def failed(self, _error: AppError) -> None:
        pass


def test_a_circle_of_garbage_is_left_to_the_gui_thread(qapp: QApplication) -> None:
    collect_here(qapp)
    died_on: list[int] = []
    page = Page(died_on)
    page.itself = page  # type: ignore[attr-defined]
    del page

    busy = threading.Thread(target=lambda: [[] for _ in range(100_000)])
    busy.start()
    busy.join()
    assert died_on == []

    gc.collect()
    assert died_on == [threading.get_ident()]


def test_a_page_that_goes_while_its_work_is_done_dies_on_the_gui_thread(qtbot: QtBot) -> None:
    died_on: list[int] = []
    bridge = Bridge()
    for round_ in range(50):
        page = Page(died_on)
        bridge.run(page.fail if round_ % 2 else page.work, page.then, page.failed)
        del page
    qtbot.waitUntil(lambda: len(died_on) == 50)
    bridge.close()

    assert set(died_on) == {threading.get_ident()}
