"""One window per profile: a second start brings the first to the front."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_app.core.errors import AppError
from desktop_app.core.file_lock import LOCKED_BY_OTHER, FileLock

_PATIENCE_MS = 2000


class SingleInstance(QObject):
    """The claim of a process to be the window of a profile.

    The file lock decides, because the system lets go of it when a process dies, however it dies; the local
    socket only carries the wish to be seen.

    Args:
        profile: the profile's folder.
    """

    shown = Signal()
    """Somebody started the program again: come to the front."""

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        mark = hashlib.sha256(str(profile).encode()).hexdigest()[:16]
        self._name = f"motcua-{mark}"
        self._lock = FileLock(profile.with_name(f"{profile.name}.window.lock"), timeout_s=0)
        self._server: QLocalServer | None = None
        profile.parent.mkdir(parents=True, exist_ok=True)

    def claim(self) -> bool:
        """True for the first; otherwise the first was asked to show itself.

        Raises:
            AppError: `core.not_writable`, `core.disk_full`.
        """
        try:
            self._lock.__enter__()
        except AppError as error:
            if error.code != LOCKED_BY_OTHER:
                raise
            self._ask()
            return False
        QLocalServer.removeServer(self._name)  # what a killed window left
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._asked)
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        """Let another process be the window."""
        if self._server is not None:
            self._server.close()
            self._server = None
            self._lock.__exit__(None, None, None)

    def _asked(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnectFromServer()
            socket.deleteLater()
            self.shown.emit()

    def _ask(self) -> None:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(_PATIENCE_MS):
            socket.disconnectFromServer()
