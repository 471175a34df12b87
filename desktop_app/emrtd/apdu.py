"""Command and response APDUs, short and extended.

Source: ISO/IEC 7816-4, 5.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from desktop_app.core.errors import AppError, declare

BAD_RESPONSE = declare("emrtd.bad_response")
UNEXPECTED_STATUS = declare("emrtd.unexpected_status")

MAX_LE = 256
"""What a short command may ask for."""
MAX_EXTENDED_LE = 65_535
"""What an extended command may ask for here: 65,536, which is written as zeros, breaks some chips."""


class Ins(IntEnum):
    """Instruction bytes that the reader sends."""

    MANAGE_SECURITY_ENVIRONMENT = 0x22
    EXTERNAL_AUTHENTICATE = 0x82
    GET_CHALLENGE = 0x84
    GENERAL_AUTHENTICATE = 0x86
    INTERNAL_AUTHENTICATE = 0x88
    SELECT = 0xA4
    READ_BINARY = 0xB0
    READ_BINARY_ODD = 0xB1
    GET_RESPONSE = 0xC0


class Status(IntEnum):
    """Status words with a meaning here. A chip may send any other."""

    OK = 0x9000
    END_OF_FILE = 0x6282
    FILE_DEACTIVATED = 0x6283
    AUTHENTICATION_FAILED = 0x6300
    WRONG_LENGTH = 0x6700
    SECURITY_NOT_SATISFIED = 0x6982
    BLOCKED = 0x6983
    REFERENCE_NOT_USABLE = 0x6984
    CONDITIONS_NOT_SATISFIED = 0x6985
    SM_OBJECTS_MISSING = 0x6987
    SM_OBJECTS_INCORRECT = 0x6988
    WRONG_DATA = 0x6A80
    FUNCTION_NOT_SUPPORTED = 0x6A81
    NOT_FOUND = 0x6A82
    RECORD_NOT_FOUND = 0x6A83
    REFERENCE_NOT_FOUND = 0x6A88
    WRONG_OFFSET = 0x6B00
    INS_NOT_SUPPORTED = 0x6D00
    CLA_NOT_SUPPORTED = 0x6E00


@dataclass(frozen=True, slots=True)
class Command:
    """A command APDU.

    Attributes:
        cla: class byte.
        ins: instruction byte.
        p1: first parameter.
        p2: second parameter.
        data: up to 255 bytes, extended 65,535; not shown, it may hold secrets.
        le: how many bytes may come back, 1 to 256, extended to 65,535; None for none.
        extended: lengths go in the extended form, which not every reader and chip takes.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    le: int | None = None
    extended: bool = False

    def to_bytes(self) -> bytes:
        """The command as the card gets it.

        Raises:
            ValueError: data or Le do not fit the form.
        """
        max_data, max_le = (0xFFFF, MAX_EXTENDED_LE) if self.extended else (0xFF, MAX_LE)
        if len(self.data) > max_data or (self.le is not None and not 1 <= self.le <= max_le):
            raise ValueError(
                "does not fit a short APDU" if not self.extended else "does not fit an extended APDU"
            )
        if self.extended:
            lc = b"\x00" + len(self.data).to_bytes(2, "big") if self.data else b""
            le = (self.le or 0).to_bytes(2, "big") if self.le is not None else b""
            return self.header + lc + self.data + (le if lc or not le else b"\x00" + le)
        lc = bytes([len(self.data)]) if self.data else b""
        le = bytes([self.le & 0xFF]) if self.le is not None else b""
        return self.header + lc + self.data + le

    @property
    def header(self) -> bytes:
        """CLA INS P1 P2."""
        return bytes([self.cla, self.ins, self.p1, self.p2])


@dataclass(frozen=True, slots=True)
class Response:
    """A response APDU.

    Attributes:
        data: not shown, it may be personal.
        sw: status word.
    """

    data: bytes = field(repr=False)
    sw: int

    @property
    def ok(self) -> bool:
        """Whether the status is 9000."""
        return self.sw == Status.OK

    @property
    def status_word(self) -> str:
        """Four hexadecimal digits, such as `6A82`."""
        return f"{self.sw:04X}"

    @property
    def tries_left(self) -> int | None:
        """The counter x of a 63Cx status, else None."""
        return self.sw & 0xF if self.sw & 0xFFF0 == 0x63C0 else None


def parse_response(raw: bytes) -> Response:
    """Split what came from the card.

    Raises:
        AppError: emrtd.bad_response: less than a status word.
    """
    if len(raw) < 2:
        raise AppError(BAD_RESPONSE, {"size": len(raw)})
    return Response(bytes(raw[:-2]), int.from_bytes(raw[-2:], "big"))


def expect_ok(response: Response) -> Response:
    """The response itself when its status is 9000.

    Raises:
        AppError: emrtd.unexpected_status.
    """
    if not response.ok:
        raise AppError(UNEXPECTED_STATUS, {"status_word": response.status_word})
    return response


def select_file(file_id: int) -> Command:
    """SELECT an elementary file under the current application, without a template in the answer."""
    return Command(0x00, Ins.SELECT, 0x02, 0x0C, file_id.to_bytes(2, "big"))
