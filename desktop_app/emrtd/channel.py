"""The way to the card: counts, traces, cancels, and protects once a session is open."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd.apdu import MAX_LE, Command, Ins, Response, parse_response
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.result import Phase, Progress, TraceEntry
from desktop_app.emrtd.secure_messaging import SecureSession, is_sealed

CANCELLED = declare("emrtd.cancelled")

_SERVED = (0x90, 0x61, 0x62, 0x63)  # success and warnings
_MAX_ANSWER = 65_535  # more than any answer has: a chip that never stops saying 61xx is not asked for ever


class Channel:
    """One read's exchanges with one card.

    Args:
        card: the chip.
        progress: told where the read is.
        cancelled: asked before each exchange.

    Attributes:
        session: protects what is sent; None while everything goes in the clear.
        refused_bare: since it was last cleared, the chip has refused a protected command in the clear; many
            have ended their session with that.
        refused: the last command that was answered inside a session was refused; some chips end it with any
            refusal, and say so to the next command only.
    """

    def __init__(
        self,
        card: Card,
        progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._card = card
        self._progress = progress
        self._cancelled = cancelled
        self.session: SecureSession | None = None
        self.phase = Phase.CARD_ACCESS
        self.file: str | None = None
        self.trace: list[TraceEntry] = []
        self.refused_bare = False
        self.refused = False
        self._asked = 0

    @property
    def exchanges(self) -> int:
        """Commands sent so far."""
        return len(self.trace)

    @property
    def wire_bytes(self) -> int:
        """Bytes of commands and responses so far, both ways."""
        return sum(entry.sent_bytes + entry.received_bytes for entry in self.trace)

    @property
    def last_status_word(self) -> str | None:
        """Outer status of the last exchange."""
        return self.trace[-1].status_word if self.trace else None

    def enter(self, phase: Phase, file: str | None = None) -> None:
        """Begin a step."""
        self.phase, self.file = phase, file
        steps = list(Phase)
        if file is None:
            self._tell(Progress(phase, steps.index(phase) + 1, len(steps)))

    def tell_bytes(self, done: int, of: int) -> None:
        """Report how much of the present file has come."""
        self._tell(Progress(self.phase, done, of, self.file))

    def _tell(self, progress: Progress) -> None:
        if self._progress is not None:
            self._progress(progress)

    def transmit(self, command: Command) -> Response:
        """Send a plain command, get the plain answer; protected on the way when a session is open.

        Raises:
            AppError: emrtd.cancelled, emrtd.bad_response, emrtd.session_lost,
                emrtd.secure_messaging_failed, or `readers.*` from the card.
        """
        if self._cancelled is not None and self._cancelled():
            raise AppError(CANCELLED)
        self._asked = command.le or 0
        if self.session is None:
            answer = self._exchange(command)
            right = answer.sw & 0xFF
            if answer.sw & 0xFF00 == 0x6C00 and command.le is not None and not answer.data:
                answer = self._exchange(replace(command, le=right or MAX_LE))
            return answer
        answer = self._exchange_protected(self.session, command)
        data = answer.data
        while answer.sw & 0xFF00 == 0x6100 and answer.data and len(data) <= _MAX_ANSWER:
            # Some chips say it inside the session, and have the rest fetched inside it.
            rest = Command(0x00, Ins.GET_RESPONSE, 0, 0, le=answer.sw & 0xFF or MAX_LE)
            answer = self._exchange_protected(self.session, rest)
            data += answer.data
        self.refused = answer.sw >> 8 not in _SERVED
        return Response(data, answer.sw)

    def _exchange_protected(self, session: SecureSession, command: Command) -> Response:
        answer = self._exchange(session.protect(command))
        self.refused_bare = self.refused_bare or not answer.data
        return session.unprotect(answer)

    def _exchange(self, command: Command) -> Response:
        """One command with its answer, fetched in pieces where the chip gives it so (61xx)."""
        answer = self._send(command)
        data = b""
        while answer.sw & 0xFF00 == 0x6100 and len(data) + len(answer.data) <= _MAX_ANSWER:
            if self.session is not None and is_sealed(data + answer.data):
                break  # the chip says it inside the session: the rest is a protected answer of its own
            data += answer.data
            rest = Command(command.cla & 0x03, Ins.GET_RESPONSE, 0, 0, le=answer.sw & 0xFF or MAX_LE)
            answer = self._send(rest)
            if not answer.data:
                break
        return Response(data + answer.data, answer.sw)

    def _send(self, command: Command) -> Response:
        sent = command.to_bytes()
        started = time.perf_counter()
        received = b""
        try:
            received = self._card.transmit(sent)
        finally:
            elapsed_ms = (time.perf_counter() - started) * 1000
            status = received[-2:].hex().upper() if len(received) >= 2 else None
            self.trace.append(
                TraceEntry(
                    self.phase,
                    self.file,
                    command.ins,
                    len(sent),
                    len(received),
                    status,
                    elapsed_ms,
                    self._asked,
                )
            )
            self._asked = 0
        return parse_response(received)

    def reset(self) -> None:
        """Cold reset; the session is gone.

        Raises:
            AppError: `readers.*`.
        """
        self.session = None
        self._card.reset()
