"""The program with its window: from the first start to the last key, one profile, one process."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.bootstrap.application import Application, open_application
from desktop_app.bootstrap.paths import ProfilePaths, resources_folder
from desktop_app.bootstrap.profile import make
from desktop_app.bootstrap.window import SETTINGS_FILE, Opened
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, FailureCode
from desktop_app.core.gui_guard import mark_gui_thread, unmark_gui_thread
from desktop_app.core.messages import Messages
from desktop_app.security.keys import NO_KEYRING
from desktop_app.security.office import (
    OFFICE_FILE_INVALID,
    OFFICE_FILE_UNREADABLE,
    key_from_join_file,
    new_office_key,
    parse_office_file,
)
from desktop_app.security.sealing import SEALED_FILE_INVALID, WRONG_PASSPHRASE
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.crash import CrashReporter
from desktop_app.ui.frame import MainWindow
from desktop_app.ui.i18n import use_language
from desktop_app.ui.office_form import SetUp
from desktop_app.ui.pages.drawn_reader import DrawnReader, attach_drawn_reader
from desktop_app.ui.registry import load_pages
from desktop_app.ui.settings import Language, Settings, WindowSettings
from desktop_app.ui.single import SingleInstance
from desktop_app.ui.stalls import record_if_asked
from desktop_app.ui.startup import StartWindow
from desktop_app.ui.theme.apply import apply, install

Passphrase = Callable[[], str | None]


def make_app() -> QApplication:
    """The Qt application with fonts, icons and style; one per process."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("motcua")
    app.setDesktopFileName("motcua")
    install(app, resources_folder())
    app.setWindowIcon(QIcon(str(resources_folder() / "icons" / "motcua.svg")))
    return app


def run_window(
    paths: ProfilePaths,
    *,
    training: bool,
    clock: Clock,
    passphrase: Passphrase,
    language: Language | None = None,
) -> bool:
    """Show the window until it is closed.

    Args:
        passphrase: of a file named by the environment, or None: then the window asks.
        language: instead of the one in the profile's settings.

    Returns:
        False when this profile has its window already; that one came to the front.

    Raises:
        AppError: `core.not_writable`, `core.disk_full`.
    """
    app = make_app()
    single = SingleInstance(paths.root)
    if not single.claim():
        return False
    program = Program(app, paths, training=training, clock=clock, passphrase=passphrase, language=language)
    single.shown.connect(program.come_to_front)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would not let Python see it
    try:
        program.begin()
        app.exec()
    finally:
        program.close()
        single.release()
    return True


class Program(QObject):
    """Leads from the start window to the main window, and keeps theme and language as the settings say."""

    def __init__(
        self,
        app: QApplication,
        paths: ProfilePaths,
        *,
        training: bool,
        clock: Clock,
        passphrase: Passphrase,
        language: Language | None = None,
    ) -> None:
        super().__init__()
        self._app, self._paths, self._training = app, paths, training
        self._clock, self._passphrase = clock, passphrase
        mark_gui_thread()
        self.settings = Settings(paths.root / SETTINGS_FILE)
        self.language = language or self.settings.values.language
        apply(app, self.settings.values.theme)
        use_language(app, self.language, resources_folder() / "translations")
        self._words = Messages.load(resources_folder() / "messages" / self.language)
        self._bridge = Bridge()
        self.opened: Opened | None = None
        self.window: MainWindow | None = None
        self.drawn_reader: DrawnReader | None = None  # of a training profile
        self.start = StartWindow()
        self.start.open_asked.connect(self._open)
        self.start.leave_asked.connect(app.quit)
        self.start.first_run.asked.connect(self._set_up)
        self.start.first_run.file_chosen.connect(self._read_office)
        self._crash = CrashReporter(self._bridge, self._keep, self._front, app.quit)
        self._crash.install()
        self._end_stalls = record_if_asked()

    def begin(self) -> None:
        """Open the profile, or ask for what a new one needs."""
        self.start.show()
        if self._training or self._paths.marker.exists():
            self._open(None)
        else:
            self.start.show_first_run()

    def begin_with(self, application: Application) -> None:
        """Show the main window of a profile that is open already."""
        self._opened(application)

    def come_to_front(self) -> None:
        """Show whichever window there is."""
        front = self._front()
        front.setWindowState(front.windowState() & ~front.windowState().WindowMinimized)
        front.show()
        front.raise_()
        front.activateWindow()

    def close(self) -> None:
        """End all work, the database last."""
        if self.window is not None:
            self.window.keep_drafts()
        self._bridge.close()
        if self.opened is not None:
            self.opened.close()
        self._crash.uninstall()
        self._end_stalls()
        unmark_gui_thread()

    def _open(self, secret: str | None) -> None:
        self.start.show_opening()
        given = self._passphrase if secret is None else (lambda: secret)

        def work() -> Application:
            load_pages()
            return open_application(self._paths, training=self._training, clock=self._clock, passphrase=given)

        self._bridge.run(lambda _cancel: work(), self._opened, self._not_opened)

    def _not_opened(self, error: AppError) -> None:
        if error.code == NO_KEYRING and error.facts.get("reason") == "passphrase":
            self.start.ask_passphrase()
        elif error.code == WRONG_PASSPHRASE:
            self.start.ask_passphrase(self._words.of_error(error).title)
        else:
            self.start.show_trouble(self._words.of_error(error))

    def _opened(self, application: Application) -> None:
        self.opened = Opened(application, self.settings)
        self.opened.bridge.bug.connect(self._crash.report)
        self.settings.changed.connect(self._settings_changed)
        self._show_window()
        self.start.close()
        self.opened.watch()

    def _show_window(self) -> None:
        if self.opened is None:
            return
        before = self.window
        self.window = MainWindow(self.opened.services(self.language))
        if self._training:
            self.drawn_reader = attach_drawn_reader(self.window)
        if before is None:
            self.window.show()
            return
        # In another language every text is made anew; drafts carry over what was being done.
        before.keep_drafts()
        self.window.restoreGeometry(before.saveGeometry())
        self.window.show()
        before.retire()

    def _settings_changed(self, values: WindowSettings) -> None:
        apply(self._app, values.theme)
        if values.language is not self.language:
            self.language = values.language
            use_language(self._app, self.language, resources_folder() / "translations")
            self._show_window()

    def _set_up(self, given: SetUp) -> None:
        def work() -> None:
            if given.join is None:
                key = new_office_key()
            else:
                key = key_from_join_file(
                    _read(given.join, SEALED_FILE_INVALID),
                    given.join_passphrase,
                    given.office.office.unit_code,
                )
            make(
                self._paths,
                given.office,
                office_key=key,
                training=False,
                clock=self._clock,
                passphrase=self._passphrase,
                new_passphrase=lambda: given.passphrase or None,
                password_of=lambda _code: given.password,
            )

        # The first opening needs the same passphrase; it is not asked twice.
        self._bridge.run(
            lambda _cancel: work(), lambda _none: self._open(given.passphrase or None), self._not_set_up
        )

    def _not_set_up(self, error: AppError) -> None:
        words = self._words.of_error(error)
        self.start.first_run.show_failure(
            f"{words.title}. {words.step}",
            where=str(error.facts.get("where") or "") if error.code == OFFICE_FILE_INVALID else "",
            ask_passphrase=error.code == NO_KEYRING,
        )

    def _read_office(self, path: Path) -> None:
        self._bridge.run(
            lambda _cancel: parse_office_file(_read(path, OFFICE_FILE_UNREADABLE)),
            self.start.first_run.fill,
            self._not_set_up,
        )

    def _keep(self) -> None:
        if self.window is not None:
            self.window.keep_drafts()

    def _front(self) -> QWidget:
        return self.window or self.start


def _read(path: Path, unreadable: FailureCode) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise AppError(unreadable) from error
