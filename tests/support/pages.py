"""What tests of pages share: work beside the window, and services with one part exchanged."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.terms import OfficerRole
from desktop_app.runtime.tasks import Cancel, Outcome, outcome_of
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.desk import SignedIn

HEAD = SignedIn("ld01", "Lãnh Đạo Tập Huấn", OfficerRole.HEAD)
CLERK = SignedIn("cb01", "Cán Bộ Tập Huấn", OfficerRole.CLERK)


def away(work: Callable[..., Any], *arguments: Any) -> Any:
    """Run what the GUI thread must not do, and wait for it; the bridge's own way is for the pages."""
    found: list[Outcome[Any]] = []
    thread = threading.Thread(
        target=lambda: found.append(outcome_of(lambda _cancel: work(*arguments), Cancel()))
    )
    thread.start()
    thread.join()
    outcome = found[0]
    if outcome.error is not None:
        raise outcome.error
    if outcome.bug is not None:
        raise outcome.bug
    return outcome.value


@contextmanager
def no_bugs(bridge: Bridge) -> Iterator[None]:
    """Work that breaks beside the window fails the test; in the product it would show the crash dialog."""
    bugs: list[BaseException] = []
    bridge.bug.connect(bugs.append)
    yield
    bridge.bug.disconnect(bugs.append)
    if bugs:
        raise bugs[0]


def is_active(window: QWidget) -> bool:
    """Whether it has the keyboard; asks again for it, since a widget on its way out may have taken it."""
    window.activateWindow()
    return window.isActiveWindow()


def settled(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    """Let the window work until the condition holds."""
    qtbot.waitUntil(condition)
