"""Runs the receiving service on this computer's own address."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator

import uvicorn

from desktop_app.core.errors import AppError, declare
from province.app import create_app

PORT_IN_USE = declare("province.port_in_use")
NOT_LOCAL = declare("province.not_local")

LOOPBACK = "127.0.0.1"
_LAST_REQUESTS_S = 1  # for requests under way when the service ends; what is cut off is sent again


class _Server(uvicorn.Server):
    """Ends on a signal as on `stop`: uvicorn's own would raise the signal again after the last answer."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {
            number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class Service:
    """The service with its port taken and its database ready; `run` answers requests.

    Args:
        database_url: see `province.database.open_engine`.
        port: 0 takes a free one.
        host: this computer only, until officers of the province sign in.

    Raises:
        AppError: `province.not_local`, `province.port_in_use`, `province.database_*`.
    """

    def __init__(self, database_url: str, port: int, host: str = LOOPBACK) -> None:
        if host != LOOPBACK:
            raise AppError(NOT_LOCAL, {"host": host})
        self._socket = _listen(host, port)
        self.port: int = self._socket.getsockname()[1]
        try:
            # log_config None: uvicorn sets up no logging of its own, and no line per request is written.
            config = uvicorn.Config(
                create_app(database_url),
                log_config=None,
                access_log=False,
                lifespan="on",
                ws="none",
                # A counter that fell silent in the middle of a request must not keep the service from ending.
                timeout_graceful_shutdown=_LAST_REQUESTS_S,
            )
        except BaseException:
            self._socket.close()
            raise
        self._server = _Server(config)

    def run(self, ready: Callable[[int], None] | None = None) -> None:
        """Serve until `stop` or a signal; `ready` is called with the port once connections are accepted."""
        with contextlib.suppress(KeyboardInterrupt), self._socket:
            # The socket listens already: whoever connects from here on is answered once the loop turns.
            if ready is not None:
                ready(self.port)
            self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Ask `run` to finish the requests under way and return; may be called from any thread."""
        self._server.should_exit = True


def serve(
    database_url: str, port: int, host: str = LOOPBACK, ready: Callable[[int], None] | None = None
) -> None:
    """Serve until interrupted. Errors as `Service`."""
    Service(database_url, port, host).run(ready)


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name != "nt":  # there the option would let two services share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise AppError(PORT_IN_USE, {"port": port, "errno": getattr(error, "errno", None)}) from error
    return listener
