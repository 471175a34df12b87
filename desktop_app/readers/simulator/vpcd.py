"""Presents a chip to pcscd through vpcd, the virtual reader driver of vsmartcard.

The card side connects to the driver. Both ways a frame is two bytes of length, big endian, and a payload;
a payload of one byte from the driver is a control: 00 power off, 01 power on, 02 reset, 04 give the ATR.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from threading import Event

from desktop_app.core.errors import AppError
from desktop_app.emrtd.card import Card
from desktop_app.readers.simulator.link import Link, TimedCard

_POWER_ON = b"\x01"
_POWER = frozenset((b"\x00", _POWER_ON, b"\x02"))
_GIVE_ATR = b"\x04"

# A weak reader fails to bring an answer over. This driver can be told of no such failure but by taking the
# card away; an answer too short for a status word is refused above just as well.
_TORN = b"\x6f"

_RETRY_S = 0.3  # until pcscd is there or back
# A card that comes within half a second of one torn out in mid-exchange is asked for its ATR over and over
# and never powered (seen with pcscd 1.9.9): it has to leave for longer and come once more.
_UNNOTICED_ATRS = 4
_LEAVE_S = 0.7
_LOOK_UP_S = 0.2  # how often a quiet line looks whether to stop
_CONNECT_S = 2.0
_BUFFER_SIZE = 65_538  # the largest frame

# Linux only, and it does not stick: without it every exchange waits 40 ms for a delayed acknowledgement.
_QUICKACK = getattr(socket, "TCP_QUICKACK", None)


def contactless_atr(historical: bytes) -> bytes:
    """The ATR that PC/SC gives to a contactless card.

    Args:
        historical: at most 15 bytes.

    Returns:
        3B 8n 80 01, the historical bytes, and the check byte over all but the first.

    Raises:
        ValueError: too many.

    Source: PC/SC part 3, 3.1.3.2.3.1.
    """
    if len(historical) > 15:
        raise ValueError("at most 15 historical bytes")
    body = bytes([0x80 | len(historical), 0x80, 0x01]) + historical
    check = 0
    for byte in body:
        check ^= byte
    return b"\x3b" + body + bytes([check])


ATR = contactless_atr(b"TRAINING")


def present(
    chip: Card,
    host: str,
    port: int,
    *,
    stop: Event,
    link: Link | None = None,
    atr: bytes = ATR,
    on_connection: Callable[[bool], None] | None = None,
) -> None:
    """Hold a chip to the virtual reader until told to stop; blocks, so give it a thread or a process.

    When pcscd is not there or goes away it tries again by itself.

    Args:
        chip: what answers; a `TimedCard` of the caller's if it wants to count.
        host: where vpcd listens.
        port: of the slot: 35963 for the first.
        stop: set it to take the card away.
        link: delays the answers to what this link would take.
        atr: answer to reset.
        on_connection: told True when the card lies on the reader, False when the reader is gone.
    """
    card = TimedCard(chip, link) if link is not None else chip
    tell = on_connection or (lambda _: None)
    while not stop.is_set():
        try:
            line = socket.create_connection((host, port), timeout=_CONNECT_S)
        except OSError:
            stop.wait(_RETRY_S)
            continue
        with line:
            tell(True)
            noticed = True
            with contextlib.suppress(OSError):  # the other end went away in the middle of something
                noticed = _serve(line, card, stop, atr)
            tell(False)
        card.reset()
        stop.wait(_RETRY_S if noticed else _LEAVE_S)


def _serve(line: socket.socket, card: Card, stop: Event, atr: bytes) -> bool:
    """Answer until the line ends; False if the service never noticed the card and it has to come anew."""
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.settimeout(_LOOK_UP_S)
    powered, atrs = False, 0
    for payload in _frames(line, stop):
        if payload in _POWER:
            powered = powered or payload == _POWER_ON
            card.reset()
        elif payload == _GIVE_ATR:
            atrs += 1
            if not powered and atrs > _UNNOTICED_ATRS:
                return False
            _send(line, atr)
        elif len(payload) > 1:
            _send(line, _answer(card, payload))
    return True


def _answer(card: Card, command: bytes) -> bytes:
    try:
        return card.transmit(command)
    except AppError:
        return _TORN


def _frames(line: socket.socket, stop: Event) -> Iterator[bytes]:
    """Payloads, until the line ends or `stop` is set."""
    held = bytearray()
    while not stop.is_set():
        while len(held) >= 2 and len(held) >= 2 + int.from_bytes(held[:2], "big"):
            end = 2 + int.from_bytes(held[:2], "big")
            payload = bytes(held[2:end])
            del held[:end]
            yield payload
        _acknowledge_at_once(line)
        try:
            received = line.recv(_BUFFER_SIZE)
        except TimeoutError:
            continue
        _acknowledge_at_once(line)
        if not received:
            return
        held += received


def _send(line: socket.socket, payload: bytes) -> None:
    line.sendall(len(payload).to_bytes(2, "big") + payload)


def _acknowledge_at_once(line: socket.socket) -> None:
    if _QUICKACK is not None:
        line.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)
