"""Worker processes: the program itself, started again to do what may hang or crash (drivers, image code).

Parent and worker speak JSON lines: small messages on stdin and stdout. Large results are files that the
worker has written atomically into a private folder named in the message.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

from desktop_app.core.errors import AppError, declare
from desktop_app.core.gui_guard import off_gui_thread

WORKER_ENDED = declare("runtime.worker_ended")

Message = Mapping[str, Any]
CANCEL = {"do": "cancel"}
_END_PATIENCE_S = 2.0


def program() -> list[str]:
    """The command that starts this program again, frozen or not."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "desktop_app"]


class WorkerProcess:
    """A running worker. Its owner kills it when it does not answer.

    Args:
        name: of a worker known to `motcua worker`.
    """

    @off_gui_thread
    def __init__(self, name: str) -> None:
        self._process = subprocess.Popen(
            [*program(), "worker", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._received: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, name=f"worker-{name}", daemon=True).start()

    def send(self, message: Message) -> None:
        """Send one message.

        Raises:
            AppError: `runtime.worker_ended`.
        """
        stdin = self._process.stdin
        try:
            if stdin is None:
                raise OSError
            stdin.write(json.dumps(message, ensure_ascii=False) + "\n")
            stdin.flush()
        except (OSError, ValueError) as error:
            raise self._ended() from error

    @off_gui_thread
    def receive(self, timeout_s: float) -> Message | None:
        """The next message, or None when none came in this time.

        Raises:
            AppError: `runtime.worker_ended`, when it was killed or crashed.
        """
        try:
            message = self._received.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if message is None:
            self._received.put(None)  # whoever asks again hears the same
            raise self._ended()
        return message

    def cancel(self) -> None:
        """Ask the worker to stop what it does; an ended worker needs no asking."""
        try:
            self.send(CANCEL)
        except AppError:
            return

    def kill(self) -> None:
        """End it now, whatever it does; returns when it is gone."""
        self._process.kill()
        self._process.wait()
        self._let_go()

    @off_gui_thread
    def close(self) -> None:
        """Let it end by itself, and end it when it does not."""
        try:
            if self._process.stdin is not None:
                self._process.stdin.close()
            self._process.wait(_END_PATIENCE_S)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._let_go()

    def _let_go(self) -> None:
        # stdout belongs to the listening thread, which sees its end and closes it.
        if self._process.stdin is not None:
            try:
                self._process.stdin.close()
            except OSError:
                return

    def _listen(self) -> None:
        stdout = self._process.stdout
        if stdout is not None:
            with stdout:
                for line in stdout:
                    try:
                        message = json.loads(line)
                    except ValueError:
                        continue  # half a line of a worker that was killed
                    if isinstance(message, dict):
                        self._received.put(message)
        self._received.put(None)

    def _ended(self) -> AppError:
        return AppError(WORKER_ENDED, {"exit": self._process.poll()})


Tell = Callable[[Message], None]
Cancelled = Callable[[], bool]
Handler = Callable[[Message, Tell, Cancelled], None]


def serve(handle: Handler) -> None:
    """The worker's side: hand over each message until the parent is gone.

    Args:
        handle: gets a message, a function that answers, and one that says whether to stop. A known error it
            raises goes to the parent as `{"error": code, "facts": {…}}`; any other exception ends the worker.
    """
    # What a driver prints must not stand between our lines.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    waiting: queue.SimpleQueue[tuple[Message, threading.Event]] = queue.SimpleQueue()

    def listen() -> None:
        cancelled = threading.Event()
        for line in sys.stdin:
            message = json.loads(line)
            if message == CANCEL:
                cancelled.set()
            else:
                cancelled = threading.Event()  # of its own: a late cancel must not meet the next message
                waiting.put((message, cancelled))
        # The parent is gone. A driver may hang in C code for ever, so nothing is waited for.
        os._exit(0)

    def tell(message: Message) -> None:
        out.write(json.dumps(message, ensure_ascii=False) + "\n")
        out.flush()

    threading.Thread(target=listen, name="parent", daemon=True).start()
    while True:
        message, cancelled = waiting.get()
        try:
            handle(message, tell, cancelled.is_set)
        except AppError as error:
            tell({"error": error.code, "facts": error.facts})


def echo(message: Message, tell: Tell, cancelled: Cancelled) -> None:
    """The worker of `motcua doctor`: answers, or waits until it is told to stop."""
    while message.get("do") == "wait" and not cancelled():
        threading.Event().wait(0.02)
    tell({"echo": message, "cancelled": cancelled()})
