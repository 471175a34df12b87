"""PC/SC: the only file that knows pyscard.

The raw calls are used, not pyscard's objects: those keep one context for the whole process, which stays dead
once the service has stopped. Here every card and every port has its own; every code becomes a known error.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, NoReturn

from smartcard import scard

from desktop_app.core.errors import AppError, FailureCode, Retry, declare
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.readers.states import Presence, SlotStatus
from desktop_app.readers.turn import Turn

NO_READER = declare("readers.no_reader")
READER_NOT_FOUND = declare("readers.reader_not_found")
NO_CARD = declare("readers.no_card")
CARD_REMOVED = declare("readers.card_removed")
UNRESPONSIVE_CARD = declare("readers.unresponsive_card")
BUSY = declare("readers.busy")
SERVICE_STOPPED = declare("readers.service_stopped")
ACCESS_DENIED = declare("readers.access_denied")
CANCELLED = declare("readers.cancelled")
PCSC_ERROR = declare("readers.pcsc_error")

_OK = 0
_TIMEOUT = 0x8010000A
_SHARING_VIOLATION = 0x8010000B
_UNKNOWN_READER = 0x80100009
_READER_UNAVAILABLE = 0x80100017
_RESET_CARD = 0x80100068
_NO_READERS = 0x8010002E
_GONE_READERS = (_UNKNOWN_READER, _READER_UNAVAILABLE, _NO_READERS)

# Codes of the PC/SC specification, part 5, as pcsc-lite and Windows return them. Whatever says "the link to
# the card broke" is one failure: secure messaging is lost and only a new read from the start helps.
_FAILURES: dict[int, FailureCode] = {
    0x80100069: CARD_REMOVED,  # removed
    _RESET_CARD: CARD_REMOVED,  # reset by another program
    0x80100016: CARD_REMOVED,  # not transacted
    0x8010002F: CARD_REMOVED,  # communication data lost
    _READER_UNAVAILABLE: CARD_REMOVED,  # the reader went, and the card with it
    _UNKNOWN_READER: CARD_REMOVED,
    0x8010000C: CARD_REMOVED,  # no card
    0x8010001D: SERVICE_STOPPED,  # no service
    0x8010001E: SERVICE_STOPPED,  # stopped
    0x80100013: SERVICE_STOPPED,  # the blocked call of a stopping service
    0x80100003: SERVICE_STOPPED,  # a handle from before the stop
    0x80100018: SERVICE_STOPPED,  # shutdown
    _SHARING_VIOLATION: BUSY,
    0x80100066: UNRESPONSIVE_CARD,
    0x80100067: UNRESPONSIVE_CARD,  # unpowered
    0x80100065: UNRESPONSIVE_CARD,  # unsupported
    0x8010000F: UNRESPONSIVE_CARD,  # no common protocol
    0x8010006A: ACCESS_DENIED,
    0x80100027: ACCESS_DENIED,
    _NO_READERS: NO_READER,
}

_PROTOCOLS = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
_PNP = "\\\\?PnP?\\Notification"
_WAIT_S = 0.25  # longest blocking call, so that cancelling and stopping are felt at once
_BUSY_PATIENCE_S = 2.0  # another program may look at a card just inserted; measured on Windows as 1 to 2 s
_BUSY_STEP_S = 0.05
_BUSY_STEP_MAX_S = 0.4  # so that cancelling is felt
_TURN_STEP_S = 0.1
_SETTLE_S = 0.1  # pcscd looks at a slot two or three times a second
_SELECT_EMRTD = bytes.fromhex("00A4040C07A0000002471001")


@off_gui_thread
def list_readers() -> list[str]:
    """Names of all readers; empty if there is none.

    Raises:
        AppError: `readers.service_stopped`, `readers.access_denied`, `readers.pcsc_error`.
    """
    context = _establish()
    try:
        return _readers(context)
    finally:
        scard.SCardReleaseContext(context)


@off_gui_thread
def wait_for_card(
    reader: str | None, timeout_s: float, cancelled: Callable[[], bool] | None = None
) -> PcscCard:
    """Wait for a card and connect to it.

    Args:
        reader: its name or a part of it; None takes any. Of several cards the one with
            a travel-document application wins.
        timeout_s: 0 looks once.
        cancelled: asked at least four times a second.

    Raises:
        AppError: `readers.no_reader`, `readers.reader_not_found`, `readers.no_card` after the time is over,
            `readers.unresponsive_card`, `readers.busy`, `readers.service_stopped`, `readers.access_denied`,
            `readers.cancelled`, `readers.pcsc_error`.
    """
    deadline = time.monotonic() + timeout_s
    context = _establish()
    try:
        watch = _Watch(context)
        patience_s = 0.0
        while True:
            if cancelled is not None and cancelled():
                raise AppError(CANCELLED)
            slots = watch.changes(patience_s)
            candidates, refusal = _of_reader(slots, reader), NO_CARD
            try:
                if candidates:
                    return _connect_best(candidates, cancelled)
            except AppError as error:
                # Taken away again, or another lies there by now: the service needs a moment to notice.
                if error.code not in (CARD_REMOVED, UNRESPONSIVE_CARD):
                    raise
                refusal = NO_CARD if error.code == CARD_REMOVED else error.code
                time.sleep(_SETTLE_S)
            remaining_s = deadline - time.monotonic()
            if remaining_s <= 0:
                mute = any(s.presence is Presence.MUTE for s in slots if _is_asked(s.reader, reader))
                raise AppError(UNRESPONSIVE_CARD if mute else refusal)
            patience_s = min(remaining_s, _WAIT_S)
    finally:
        scard.SCardReleaseContext(context)


class PcscCard:
    """A card in a real reader; the `Card` of the chip protocol.

    It is opened shared and then held in one transaction from the first command until `close`, so that no
    other program speaks in between. For another program's transaction it waits two seconds, then it is busy.
    """

    def __init__(self, reader: str, atr: bytes, cancelled: Callable[[], bool] | None = None) -> None:
        """Connect.

        Args:
            reader: its name.
            atr: as the service reported it; asking the handle for it would wait for other programs.
            cancelled: asked while it waits for another program.

        Raises:
            AppError: as `wait_for_card`.
        """
        self.reader_name = reader
        self.atr = atr
        self._cancelled = cancelled
        self._context = _establish()
        self._handle: Any = None
        self._protocol = 0
        self._in_transaction = False
        try:
            self._connect()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> PcscCard:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @off_gui_thread
    def transmit(self, command: bytes) -> bytes:
        """Send one command APDU; response data and status word. Of T=0 only GET RESPONSE is done here.

        Raises:
            AppError: `readers.card_removed`, `readers.service_stopped`, `readers.busy`, `readers.cancelled`
                (both only before the first command), `readers.pcsc_error`.
        """
        self._hold()
        if self._protocol != scard.SCARD_PROTOCOL_T0:
            return self._exchange(command)
        if len(command) > 5 and 0 < command[4] == len(command) - 6:
            command = command[:-1]  # T=0 has no Le beside data: the card says 61xx (ISO/IEC 7816-3, 12.2.1)
        response = self._exchange(command)
        data = b""
        while response[-2:-1] == b"\x61":
            data += response[:-2]
            response = self._exchange(bytes([0x00, 0xC0, 0x00, 0x00, response[-1]]))
        return data + response

    @off_gui_thread
    def reset(self) -> None:
        """Cold reset: power off and on; every session of the chip is gone, the reader stays ours.

        Raises:
            AppError: as `transmit`.
        """
        code, protocol = scard.SCardReconnect(
            self._handle, scard.SCARD_SHARE_SHARED, _PROTOCOLS, scard.SCARD_UNPOWER_CARD
        )
        _check(code, "reset")
        self._protocol = protocol

    @off_gui_thread
    def close(self) -> None:
        """Power the card off, so that no session stays open, and let it go; never raises."""
        if self._handle is not None:
            if self._in_transaction:
                scard.SCardEndTransaction(self._handle, scard.SCARD_LEAVE_CARD)
            scard.SCardDisconnect(self._handle, scard.SCARD_UNPOWER_CARD)
            self._handle = None
            self._in_transaction = False
        if self._context is not None:
            scard.SCardReleaseContext(self._context)
            self._context = None

    def _connect(self) -> None:
        deadline = time.monotonic() + _BUSY_PATIENCE_S
        step_s = _BUSY_STEP_S
        while True:
            code = self._connect_in_turn(deadline)
            if _unsigned(code) != _SHARING_VIOLATION or time.monotonic() + step_s > deadline:
                break
            self._stop_if_cancelled()
            time.sleep(step_s)
            step_s = min(2 * step_s, _BUSY_STEP_MAX_S)
        _check(code, "connect")

    def _connect_in_turn(self, deadline: float) -> int:
        """Connect; pcsc-lite lets that wait as long as another program has a transaction."""
        context, reader = self._context, self.reader_name
        got: list[tuple[Any, int]] = []

        def connect() -> int:
            code, handle, protocol = scard.SCardConnect(context, reader, scard.SCARD_SHARE_SHARED, _PROTOCOLS)
            got.append((handle, protocol))
            return code

        def let_go(code: int) -> None:
            if _unsigned(code) == _OK:
                scard.SCardDisconnect(got[0][0], scard.SCARD_LEAVE_CARD)
            scard.SCardReleaseContext(context)

        code = self._take_turn(Turn(connect, let_go), deadline, "connect")
        if _unsigned(code) == _OK:
            self._handle, self._protocol = got[0]
        return code

    def _stop_if_cancelled(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise AppError(CANCELLED)

    def _hold(self) -> None:
        if self._handle is None:
            _fail(_SHARING_VIOLATION, "begin_transaction")  # given up before, or closed
        if not self._in_transaction:
            code = self._begin_transaction()
            if _unsigned(code) == _RESET_CARD:  # by another program; nothing of ours is lost yet
                code, self._protocol = scard.SCardReconnect(
                    self._handle, scard.SCARD_SHARE_SHARED, _PROTOCOLS, scard.SCARD_LEAVE_CARD
                )
                _check(code, "reconnect")
                code = self._begin_transaction()
            _check(code, "begin_transaction")
            self._in_transaction = True

    def _begin_transaction(self) -> int:
        handle, context = self._handle, self._context

        def let_go(code: int) -> None:
            if _unsigned(code) == _OK:
                scard.SCardEndTransaction(handle, scard.SCARD_LEAVE_CARD)
            scard.SCardDisconnect(handle, scard.SCARD_LEAVE_CARD)  # nothing of ours was ever in it
            scard.SCardReleaseContext(context)

        turn = Turn(lambda: scard.SCardBeginTransaction(handle), let_go)
        return self._take_turn(turn, time.monotonic() + _BUSY_PATIENCE_S, "begin_transaction")

    def _take_turn(self, turn: Turn, deadline: float, step: str) -> int:
        """Wait for the card to be ours, until the deadline.

        PC/SC waits for another program's transaction without bound, and nothing ends that wait. So a thread
        of its own waits; given up, it keeps handle and context, and lets both go when its turn comes.
        """
        try:
            while not turn.came.wait(_TURN_STEP_S):
                self._stop_if_cancelled()
                if time.monotonic() >= deadline:
                    _fail(_SHARING_VIOLATION, step)
        except AppError:
            if turn.give_up():
                self._handle = self._context = None
                raise
        return turn.code

    def _exchange(self, command: bytes) -> bytes:
        code, response = scard.SCardTransmit(self._handle, self._protocol, list(command))
        _check(code, "transmit")
        if len(response) < 2:
            _fail(0x80100016, "transmit")
        return bytes(response)


class PcscPort:
    """What the reader monitor asks: a connection to the service that can be dropped and made anew."""

    def __init__(self) -> None:
        self._context: Any = None
        self._watch: _Watch | None = None

    @off_gui_thread
    def establish(self) -> None:
        """Connect to the service.

        Raises:
            AppError: `readers.service_stopped`, `readers.access_denied`, `readers.pcsc_error`.
        """
        self._context = _establish()
        self._watch = _Watch(self._context)

    @off_gui_thread
    def release(self) -> None:
        """Drop the connection; never raises."""
        if self._context is not None:
            scard.SCardReleaseContext(self._context)
        self._context = self._watch = None

    @off_gui_thread
    def changes(self, timeout_s: float) -> list[SlotStatus]:
        """Wait until something changes or the time is over, then describe every reader there is.

        Raises:
            AppError: `readers.service_stopped`, `readers.pcsc_error`.
        """
        if self._watch is None:
            raise AppError(SERVICE_STOPPED, retry=Retry.AUTOMATIC)
        return self._watch.changes(timeout_s)


class _Watch:
    """Remembers what the service said last, so that the next wait ends at the first difference."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._last: list[tuple[str, int]] = []
        self._can_notify = True

    def changes(self, timeout_s: float) -> list[SlotStatus]:
        known = list(self._last)
        if self._can_notify:
            known.append((_PNP, len(self._last) << 16))  # the pseudo reader's upper half counts the readers
        if timeout_s > 0 and known:
            code, _ = scard.SCardGetStatusChange(self._context, int(timeout_s * 1000), known)
            if _unsigned(code) == _UNKNOWN_READER:
                self._can_notify = self._can_notify and bool(self._last)  # some systems know no pseudo reader
            elif _unsigned(code) not in (_OK, _TIMEOUT, *_GONE_READERS):
                _fail(code, "wait")
        elif timeout_s > 0:
            time.sleep(timeout_s)
        return self._look()

    def _look(self) -> list[SlotStatus]:
        readers = _readers(self._context)
        if not readers:
            self._last = []
            return []
        unaware = [(name, scard.SCARD_STATE_UNAWARE) for name in readers]
        code, states = scard.SCardGetStatusChange(self._context, 0, unaware)
        if _unsigned(code) in _GONE_READERS:  # unplugged between the two calls: the next look tells
            self._last = []
            return []
        if _unsigned(code) != _TIMEOUT:
            _check(code, "look")
        there = [s for s in states if not s[1] & (scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE)]
        self._last = [(name, state & ~scard.SCARD_STATE_CHANGED) for name, state, _ in there]
        return [_status(name, state, atr) for name, state, atr in there]


def _status(reader: str, state: int, atr: Sequence[int]) -> SlotStatus:
    counter = state >> 16 & 0xFFFF
    if state & scard.SCARD_STATE_MUTE:
        return SlotStatus(reader, Presence.MUTE, counter)
    if state & scard.SCARD_STATE_PRESENT:
        return SlotStatus(reader, Presence.CARD, counter, bytes(atr))
    return SlotStatus(reader, Presence.EMPTY, counter)


def _of_reader(slots: list[SlotStatus], reader: str | None) -> list[SlotStatus]:
    if not slots:
        raise AppError(NO_READER)
    asked = [slot for slot in slots if _is_asked(slot.reader, reader)]
    if not asked:
        raise AppError(READER_NOT_FOUND, {"reader": reader})
    return [slot for slot in asked if slot.presence is Presence.CARD]


def _is_asked(name: str, wanted: str | None) -> bool:
    return wanted is None or wanted.casefold() in name.casefold()


def _connect_best(slots: list[SlotStatus], cancelled: Callable[[], bool] | None) -> PcscCard:
    """Connect to the only card; of several (a security key beside) to the first that has the application."""
    for slot in slots if len(slots) > 1 else ():
        with contextlib.suppress(AppError):
            card = PcscCard(slot.reader, slot.atr, cancelled)
            try:
                if card.transmit(_SELECT_EMRTD)[-2:] == b"\x90\x00":
                    card.reset()
                    return card
            except AppError:
                card.close()
                raise
            card.close()
    return PcscCard(slots[0].reader, slots[0].atr, cancelled)


def _establish() -> Any:
    code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _check(code, "establish")
    return context


def _readers(context: Any) -> list[str]:
    code, readers = scard.SCardListReaders(context, [])
    if _unsigned(code) == _NO_READERS:
        return []
    _check(code, "list")
    return list(readers)


def _unsigned(code: int) -> int:
    return code & 0xFFFFFFFF


def _check(code: int, step: str) -> None:
    if _unsigned(code) != _OK:
        _fail(code, step)


def _fail(code: int, step: str) -> NoReturn:
    failure = _FAILURES.get(_unsigned(code), PCSC_ERROR)
    raise AppError(failure, {"pcsc": f"{_unsigned(code):08X}", "step": step})
