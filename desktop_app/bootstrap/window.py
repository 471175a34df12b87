"""What a window stands on: an opened profile, its bridge, and who watches reader and province."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from desktop_app.bootstrap.application import Application
from desktop_app.bootstrap.paths import resources_folder
from desktop_app.core.errors import AppError
from desktop_app.core.messages import Messages
from desktop_app.doctor.checks import examine
from desktop_app.doctor.model import OpenedProfile, PartReport
from desktop_app.readers.monitor import ReaderMonitor, StatusPort
from desktop_app.readers.pcsc import PcscPort
from desktop_app.sync.client import HttpProvinceClient, ProvinceClient
from desktop_app.sync.engine import SyncEngine, SyncReport
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.desk import Desk
from desktop_app.ui.reader_state import ReaderState
from desktop_app.ui.services import UiServices
from desktop_app.ui.settings import Language, Settings

log = logging.getLogger(__name__)
SETTINGS_FILE = "window.json"


class Opened:
    """An opened profile with its bridge and the two that work in the background.

    Make it on the GUI thread.

    Args:
        application: closed with this.
        settings: of the window.
        port: watches readers; PC/SC if not given.
        client: reaches the province; HTTP to the office's address if not given.
    """

    def __init__(
        self,
        application: Application,
        settings: Settings,
        *,
        port: StatusPort | None = None,
        client: ProvinceClient | None = None,
    ) -> None:
        self.application = application
        self.settings = settings
        self.bridge = Bridge(application.store.bus)
        self.desk = Desk()
        self.reader = ReaderState()
        self.bridge.reader_event.connect(self.reader.see)
        self._http = HttpProvinceClient(application.office.province_url) if client is None else None
        self._engine = SyncEngine(application.store, client or self._http, application.clock)  # type: ignore[arg-type]
        self._monitor = ReaderMonitor(port or PcscPort(), self.bridge.tell_reader_event)
        self.bridge.changed.connect(self._changed)
        self._stop = threading.Event()
        self._sync: threading.Thread | None = None

    def services(self, language: Language) -> UiServices:
        """What a window in this language gets."""
        application, resources = self.application, resources_folder()
        words = resources / "messages"
        words_vi = Messages.load(words / Language.VIETNAMESE.value)
        vietnamese = language is Language.VIETNAMESE
        return UiServices(
            store=application.store,
            reception=application.reception,
            vault=application.vault,
            workstation=application.profile.workstation,
            clock=application.clock,
            messages=words_vi if vietnamese else Messages.load(words / language.value),
            words_vi=words_vi,
            bridge=self.bridge,
            desk=self.desk,
            reader=self.reader,
            settings=self.settings,
            training=application.profile.training,
            shelf=application.shelf if application.profile.training else None,
            resources=resources,
            folder=application.profile.paths.root,
            send_now=self._send_now,
            self_test=self._self_test,
        )

    def watch(self) -> None:
        """Begin to watch readers and to send to the province."""
        self._monitor.start()
        self._sync = threading.Thread(target=self._run_sync, name="sync", daemon=True)
        self._sync.start()

    def close(self) -> None:
        """End everything, the database last."""
        self._stop.set()
        self._monitor.stop()
        self.bridge.close()
        if self._sync is not None:
            self._sync.join(5)
        if self._http is not None:
            self._http.close()
        self.application.close()

    def _changed(self, kind: str, _name: str) -> None:
        if kind == "office" and self._http is not None:
            self._http.move_to(self.application.reception.office.province_url)

    def _run_sync(self) -> None:
        while not self._stop.is_set():
            try:
                self._engine.run_until(self._stop, self._tell)
            except AppError as error:
                # The database is busy or the disk full: the window says so elsewhere; sending goes on later.
                log.warning("sending rests: %s", error.code)
                self._stop.wait(30)
            except Exception as bug:
                self.bridge.post(lambda bug=bug: self.bridge.bug.emit(bug))
                return

    def _tell(self, report: SyncReport) -> None:
        self.bridge.post(lambda: self.bridge.synced.emit(report))

    def _send_now(self) -> SyncReport:
        report = self._engine.run_once(asked=True)
        self._tell(report)
        return report

    def _self_test(self) -> Sequence[PartReport]:
        application = self.application
        profile = OpenedProfile(
            application.store,
            application.reception.office,
            application.reception,
            application.profile.workstation,
            application.profile.training,
        )
        return examine(
            lambda: profile,
            profile_folder=application.profile.paths.root,
            fonts=resources_folder() / "fonts",
            clock=application.clock,
        )
