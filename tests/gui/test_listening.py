"""Who watches the events of the whole application."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.ui.listening import listen

SHOWN, HIDDEN = QEvent.Type.ToolBarChange, QEvent.Type.ParentChange


class Watcher(QObject):
    def __init__(self, log: list[str], name: str, keeps: bool = False) -> None:
        super().__init__()
        self._log, self._name, self._keeps = log, name, keeps

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._log.append(self._name)
        return self._keeps


@pytest.fixture
def log(qapp: QApplication) -> list[str]:
    return []


def send(kind: QEvent.Type) -> None:
    QApplication.sendEvent(QWidget(), QEvent(kind))


def test_a_watcher_is_asked_for_its_events_only(log: list[str]) -> None:
    watcher = Watcher(log, "one")
    listen(watcher, [SHOWN])

    send(HIDDEN)
    send(SHOWN)

    assert log == ["one"]


def test_the_last_that_came_is_asked_first(log: list[str]) -> None:
    watchers = [Watcher(log, "early"), Watcher(log, "late")]
    for watcher in watchers:
        listen(watcher, [SHOWN])

    send(SHOWN)

    assert log == ["late", "early"]


def test_what_one_keeps_reaches_nobody_else(log: list[str]) -> None:
    watchers = [Watcher(log, "early"), Watcher(log, "late", keeps=True)]
    for watcher in watchers:
        listen(watcher, [SHOWN])

    send(SHOWN)

    assert log == ["late"]


def test_who_listens_twice_is_asked_once(log: list[str]) -> None:
    watcher = Watcher(log, "one")
    listen(watcher, [SHOWN])
    listen(watcher, [SHOWN])

    send(SHOWN)

    assert log == ["one"]


def test_listening_keeps_nobody_alive(log: list[str]) -> None:
    watcher = Watcher(log, "gone")
    listen(watcher, [SHOWN])
    del watcher

    send(SHOWN)

    assert log == []


def test_who_was_deleted_by_qt_is_not_asked(log: list[str], qapp: QApplication) -> None:
    watcher = Watcher(log, "gone")
    listen(watcher, [SHOWN])
    watcher.deleteLater()
    QApplication.sendPostedEvents(watcher, QEvent.Type.DeferredDelete.value)

    send(SHOWN)

    assert log == []
