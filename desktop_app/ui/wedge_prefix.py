"""The prefix of the office's QR scanner: from the workstation's row to the filter of keys, also later."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop_app.core.errors import AppError
from desktop_app.runtime.tasks import Cancel
from desktop_app.security.officers import WorkstationLine, workstation
from desktop_app.ui.services import UiServices
from desktop_app.ui.wedge import WedgeFilter


class PrefixFollower(QObject):
    """Sets the prefix now, and again whenever Quản trị changes it; goes with the filter.

    Until it is read, and where it cannot be, scans are known by their pace.
    """

    def __init__(self, services: UiServices, wedge: WedgeFilter) -> None:
        super().__init__(wedge)
        self._services = services
        self._wedge = wedge
        services.bridge.changed.connect(self._row_changed)
        self._row_changed("workstation", "")

    def _row_changed(self, kind: str, _name: str) -> None:
        if kind != "workstation":
            return
        store, code = self._services.store, self._services.workstation

        def work(_cancel: Cancel) -> WorkstationLine | None:
            return store.read(lambda session: workstation(session, code))

        self._services.bridge.run(work, self._take, self._unread, owner=self)

    def _take(self, line: WorkstationLine | None) -> None:
        self._wedge.set_prefix(line.scanner_prefix if line else "")

    def _unread(self, _error: AppError) -> None:
        self._wedge.set_prefix("")
