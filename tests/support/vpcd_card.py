"""A tiny scripted card behind vpcd: answers from a function, no chip protocol."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

ATR = bytes.fromhex("3B80800101")
# pcscd keeps taking the reader for empty when a card comes within half a second after one was torn out of an
# exchange: it looks (frame 04) and never powers the card. Such a card goes away for longer and comes again.
_OVERLOOKED, ABSENCE_S = 4, 0.7
Answer = Callable[[bytes], bytes | None]


class VpcdCard:
    """Lies on a virtual reader while entered.

    Args:
        port: of the slot.
        atr: answer to reset; a contact card may speak T=0.
        answer: response for a command; None pulls the card away in the middle of the exchange.
        leaves_after: that many answers, the card is pulled away; None: it stays.
        on_power: told of every power-off and reset.

    Attributes:
        resets: how often it was powered.
        answered: commands so far.
    """

    def __init__(
        self,
        port: int,
        answer: Answer = lambda command: command + b"\x90\x00",
        atr: bytes = ATR,
        *,
        leaves_after: int | None = None,
        on_power: Callable[[], None] = lambda: None,
    ) -> None:
        self._port = port
        self._answer = answer
        self._atr = atr
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._pulled = threading.Event()
        self._leaves_after = leaves_after
        self._on_power = on_power
        self.resets = self.answered = 0

    def __enter__(self) -> VpcdCard:
        self._socket = self._connect()
        self._thread = threading.Thread(target=self._lie, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.pull()
        if self._thread is not None:
            self._thread.join(60)

    def pull(self) -> None:
        """Take the card away."""
        self._pulled.set()
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self._port), timeout=60)

    def _lie(self) -> None:
        with contextlib.suppress(OSError):
            while self._socket is not None and not self._pulled.is_set():
                with self._socket:
                    self._serve(self._socket)
                if not self._pulled.wait(ABSENCE_S):
                    self._socket = self._connect()
            if self._socket is not None:
                self._socket.close()  # pulled while it came again

    def _serve(self, link: socket.socket) -> None:
        """Answer until the link ends or the service overlooks the card."""
        powered, looks = False, 0
        while (frame := _receive(link)) is not None and (powered or looks < _OVERLOOKED):
            if len(frame) > 1:
                response = self._answer(frame)
                if response is None:
                    self._pulled.set()
                    return
                _send(link, response)
                self.answered += 1
                if self.answered == self._leaves_after:
                    self._pulled.set()
                    return
            elif frame == b"\x04":
                looks += 1
                _send(link, self._atr)
            else:
                self._on_power()
                if frame in (b"\x01", b"\x02"):
                    powered = True
                    self.resets += 1


def _receive(link: socket.socket) -> bytes | None:
    head = _exactly(link, 2)
    return None if head is None else _exactly(link, int.from_bytes(head, "big"))


def _exactly(link: socket.socket, size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        # Without it every answer waits 40 ms for TCP; it does not stick.
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        part = link.recv(size - len(data))
        if not part:
            return None
        data += part
    return data


def _send(link: socket.socket, data: bytes) -> None:
    link.sendall(len(data).to_bytes(2, "big") + data)
