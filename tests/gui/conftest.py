"""What tests of the window share: one application, a training profile of the session, its services."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.bootstrap.application import open_application
from desktop_app.bootstrap.paths import ProfilePaths
from desktop_app.bootstrap.window import Opened
from desktop_app.core.clock import SystemClock
from desktop_app.core.gui_guard import mark_gui_thread, unmark_gui_thread
from desktop_app.sync.client import FakeProvince
from desktop_app.ui.i18n import use_language
from desktop_app.ui.services import UiServices
from desktop_app.ui.settings import Language, Settings
from desktop_app.ui.theme.apply import apply, install
from tests.support.reader_script import NoService

PATIENCE_MS = 60_000


class PatientBot(QtBot):
    """Waits longer than the five seconds of pytest-qt: they only end what hangs, and machines may be busy."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **options)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Hands at widgets; instead of that of pytest-qt."""
    return PatientBot(request)


@pytest.fixture(scope="session")
def opened(qapp: QApplication, resources: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A training profile, opened once; nothing of this computer is watched."""
    install(qapp, resources)
    apply(qapp, "light")
    use_language(qapp, Language.VIETNAMESE, resources / "translations")
    root = tmp_path_factory.mktemp("gui") / "profile"
    application = open_application(
        ProfilePaths(root), training=True, clock=SystemClock(), passphrase=lambda: None
    )
    made = Opened(application, Settings(root / "window.json"), port=NoService(), client=FakeProvince())
    yield made
    made.close()


@pytest.fixture
def services(opened: Opened) -> Iterator[UiServices]:
    """The services of a window, with nobody signed in; the GUI thread is guarded as in the product."""
    mark_gui_thread()
    opened.desk.sign_out()
    opened.reader.forget()
    yield opened.services(Language.VIETNAMESE)
    opened.desk.sign_out()
    unmark_gui_thread()
