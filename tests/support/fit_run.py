"""Looks at a window at another scale: a process of its own, because Qt reads its scale once.

As a program, `python -m tests.support.fit_run FACTORY LANGUAGE PROFILE` prints as JSON what is cut off and
what has no name, by theme. FACTORY is `module:function`; it gets `UiServices` with an officer signed in, and
gives the widgets to look at by name. Each is shown in turn at 1366 × 768 pixels of the screen. With
`MOTCUA_PICTURES=DIR` a picture of each is kept there.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

SCREEN = (1366, 768)
LOOKS, LOOK_MS = 150, 200  # what is still on its way is looked at again


def look(factory: str, *, scale: str, language: str, profile: Path) -> dict[str, list[str]]:
    """Run the look; theme and widget to its defects, empty when all is well.

    Args:
        factory: `module:function`.
        scale: as `QT_SCALE_FACTOR` takes it: `1`, `1.5`, `2`.
        profile: folder of a training profile, made at first use.
    """
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    command = [sys.executable, "-W", "error", "-m", "tests.support.fit_run", factory, language, str(profile)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240)
    if done.returncode != 0:
        raise AssertionError(done.stderr[-2000:])
    return {where: found for where, found in json.loads(done.stdout).items() if found}


def main() -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from desktop_app.bootstrap.application import open_application
    from desktop_app.bootstrap.paths import ProfilePaths, resources_folder
    from desktop_app.bootstrap.window import Opened
    from desktop_app.core.clock import SystemClock
    from desktop_app.core.terms import OfficerRole
    from desktop_app.sync.client import FakeProvince
    from desktop_app.ui.desk import SignedIn
    from desktop_app.ui.i18n import use_language
    from desktop_app.ui.settings import Language, Settings
    from desktop_app.ui.theme.apply import apply, install
    from desktop_app.ui.theme.tokens import THEMES
    from tests.support.accessibility import unnamed
    from tests.support.fit import cut_off
    from tests.support.reader_script import NoService

    factory, language, profile = sys.argv[1], Language(sys.argv[2]), Path(sys.argv[3])
    app, resources = QApplication([]), resources_folder()
    install(app, resources)
    use_language(app, language, resources / "translations")
    application = open_application(
        ProfilePaths(profile), training=True, clock=SystemClock(), passphrase=lambda: None
    )
    opened = Opened(application, Settings(profile / "window.json"), port=NoService(), client=FakeProvince())
    opened.desk.sign_in(SignedIn("cb01", "Cán Bộ Tập Huấn", OfficerRole.CLERK))
    module, _, name = factory.partition(":")
    pictures = os.environ.get("MOTCUA_PICTURES")
    scale = float(os.environ["QT_SCALE_FACTOR"])
    found: dict[str, list[str]] = {}
    widgets = getattr(importlib.import_module(module), name)(opened.services(language))
    for theme in THEMES:
        apply(app, theme)
        for title, widget in widgets.items():
            widget.setWindowState(Qt.WindowState.WindowNoState)
            widget.resize(int(SCREEN[0] / scale), int(SCREEN[1] / scale))
            widget.show()
            QTest.qWaitForWindowExposed(widget)
            for _ in range(LOOKS):
                QTest.qWait(LOOK_MS)
                found[f"{theme} {title}"] = cut_off(widget) + unnamed(widget)
                if not found[f"{theme} {title}"]:
                    break
            if pictures:
                widget.grab().save(f"{pictures}/{title}-{theme}-{language}-{scale:g}.png")
            widget.hide()
    opened.close()
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
