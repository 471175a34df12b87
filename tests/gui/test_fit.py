"""Every text fits its box, in every theme, scale and language; every control has its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from desktop_app.ui.crash import CrashDialog
from desktop_app.ui.frame import MainWindow
from desktop_app.ui.help_sheet import HelpSheet, window_keys
from desktop_app.ui.pages.first_run import FirstRun
from desktop_app.ui.pages.sign_in import LockScreen, SignIn
from desktop_app.ui.registry import page_entries
from desktop_app.ui.services import UiServices
from desktop_app.ui.startup import StartWindow
from tests.support.fit_run import look


def frame(services: UiServices) -> dict[str, QWidget]:
    """The frame without a page, the doors, and what comes before the window."""
    window = MainWindow(services, ())
    door, lock, start, trouble = SignIn(services), LockScreen(services), StartWindow(), StartWindow()
    door.entered()
    services.desk.lock()
    lock.entered()
    services.desk.sign_in(services.desk.officer)  # type: ignore[arg-type]
    start.ask_passphrase(services.messages.of("security.wrong_passphrase").title)
    trouble.show_trouble(services.messages.of("core.disk_full"))
    first_run = FirstRun()
    first_run.submit()
    return {
        "window": window,
        "sign-in": door,
        "lock": lock,
        "passphrase": start,
        "trouble": trouble,
        "first-run": first_run,
        "help": HelpSheet("", (), window_keys(page_entries()), None),
        "crash": CrashDialog(ZeroDivisionError(), kept=True),
    }


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_every_text_of_the_frame_fits_and_every_control_has_a_name(
    tmp_path: Path, scale: str, language: str
) -> None:
    assert look("tests.gui.test_fit:frame", scale=scale, language=language, profile=tmp_path / "p") == {}
