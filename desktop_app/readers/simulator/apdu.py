"""Command APDUs as a chip receives them, and the status words it answers with.

Source: ISO/IEC 7816-3, 12.1.3 (decoding of the command cases); ISO/IEC 7816-4, table of status words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum


class Sw(IntEnum):
    """Status words of this chip."""

    OK = 0x9000
    MORE_TO_FETCH = 0x6100  # the low byte says how much, 0 for 256 or more
    END_OF_FILE = 0x6282  # the data are good, there are just no more
    CHOSEN_BUT_DEACTIVATED = 0x6283
    NOT_AUTHENTICATED = 0x6300
    TRIES_LEFT = 0x63C0  # the low digit says how many
    WRONG_LENGTH = 0x6700
    NO_LOGICAL_CHANNELS = 0x6881
    NO_SECURE_MESSAGING = 0x6882
    LAST_OF_CHAIN_EXPECTED = 0x6883
    NO_CHAINING = 0x6884
    SECURITY_NOT_SATISFIED = 0x6982
    BLOCKED = 0x6983
    DEACTIVATED = 0x6984
    CONDITIONS_NOT_SATISFIED = 0x6985
    NO_CURRENT_FILE = 0x6986
    SM_OBJECTS_MISSING = 0x6987
    SM_OBJECTS_WRONG = 0x6988
    WRONG_DATA = 0x6A80
    NOT_FOUND = 0x6A82
    WRONG_P1_P2 = 0x6A86
    WRONG_LC = 0x6A87
    REFERENCE_NOT_FOUND = 0x6A88
    BEYOND_THE_END = 0x6B00
    RIGHT_LENGTH = 0x6C00  # the low byte says it
    UNKNOWN_INSTRUCTION = 0x6D00
    UNKNOWN_CLASS = 0x6E00


class Refused(Exception):
    """The command ends with this status word and no data. Never leaves the chip."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:04X}")
        self.status = status


class SessionEnds(Refused):
    """The same, and the session is over with it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Data and status word of a processed command."""

    data: bytes = field(default=b"", repr=False)
    status: int = Sw.OK


@dataclass(frozen=True, slots=True)
class Command:
    """A decoded command.

    Attributes:
        cla: class byte.
        ins: instruction.
        p1: first parameter.
        p2: second parameter.
        data: command data, empty when there are none.
        le: how many bytes are wanted at most, 256 or 65,536 for "all"; None when no data are wanted.
        wants_all: Le was zero, so that less than `le` is no shortage.
        extended: lengths came in the extended form.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    le: int | None = None
    wants_all: bool = False
    extended: bool = False

    @property
    def parameters(self) -> int:
        """P1 and P2 as one number."""
        return self.p1 << 8 | self.p2


def decode_command(raw: bytes) -> Command:
    """Decode the seven forms of a command (no data, data, answer wanted, both; short or extended).

    Raises:
        Refused: 6700, the lengths do not fit the bytes.
    """
    if len(raw) < 4:
        raise Refused(Sw.WRONG_LENGTH)
    cla, ins, p1, p2 = raw[:4]
    body = raw[4:]
    if not body:
        return Command(cla, ins, p1, p2)
    extended = body[0] == 0 and len(body) >= 3
    data, tail = (b"", body[1:]) if extended and len(body) == 3 else _split(body, extended)
    if not tail:
        return Command(cla, ins, p1, p2, data, extended=extended)
    if len(tail) != (2 if extended else 1):
        raise Refused(Sw.WRONG_LENGTH)
    le = int.from_bytes(tail, "big")
    return Command(cla, ins, p1, p2, data, le or 256 ** len(tail), le == 0, extended)


def _split(body: bytes, extended: bool) -> tuple[bytes, bytes]:
    """Command data and what follows them."""
    if len(body) == 1:
        return b"", body
    size = 3 if extended else 1
    count = int.from_bytes(body[:size], "big")
    if count == 0 or len(body) < size + count:
        raise Refused(Sw.WRONG_LENGTH)
    return body[size : size + count], body[size + count :]
