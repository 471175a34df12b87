"""The files of a chip: what can be selected, and what READ BINARY gives out.

Source: ISO/IEC 7816-4 (SELECT, READ BINARY); ICAO Doc 9303 part 10, 3.
"""

from __future__ import annotations

from desktop_app.emrtd import tlv
from desktop_app.readers.simulator.apdu import Answer, Command, Refused, SessionEnds, Sw
from desktop_app.readers.simulator.chip_data import (
    ATR_INFO,
    CARD_ACCESS,
    CARD_SECURITY,
    LDS_APPLICATION,
    MASTER_FILE,
    ChipData,
)
from desktop_app.readers.simulator.opening import parsed
from desktop_app.readers.simulator.switches import PastEnd, TooLong

_EVERYTHING_EXTENDED = 0x10000


class FileSystem:
    """What is selected, and the files behind it.

    Args:
        data: of the chip.
    """

    def __init__(self, data: ChipData) -> None:
        self._data = data
        self.reset()

    def reset(self) -> None:
        """After power-up: the master file, unless the application was made the first."""
        self.in_application = False
        self._file: int | None = None
        self._master_file_seen = not self._data.switches.master_file_first
        self._reads = 0

    def forget_selection(self) -> None:
        """No file is selected any more; the application stays."""
        self._file = None

    def select(self, command: Command, *, opened: bool) -> Answer:
        """SELECT by name, by identifier, or of the master file.

        Args:
            command: as it was meant.
            opened: a session is open.

        Raises:
            Refused: with the status word.
        """
        if command.p2 not in (0x00, 0x0C):
            raise Refused(Sw.WRONG_P1_P2)
        identifier = int.from_bytes(command.data, "big")
        if command.p1 == 0x04:
            if command.data != LDS_APPLICATION:
                raise Refused(Sw.NOT_FOUND)
            self.in_application, self._file = True, None
        elif command.p1 == 0x00 and (not command.data or identifier == MASTER_FILE):
            if self._data.switches.master_file_refusal is not None:
                raise Refused(self._data.switches.master_file_refusal)
            self.in_application, self._file, self._master_file_seen = False, None, True
        elif command.p1 in (0x00, 0x02):
            if len(command.data) != 2:
                raise Refused(Sw.WRONG_LENGTH)
            self._contents(identifier, opened)
            self._file = identifier
            if identifier == CARD_ACCESS:
                return Answer(status=self._data.switches.access_status)
        else:
            raise Refused(Sw.WRONG_P1_P2)
        return Answer()

    def read_binary(self, command: Command, *, opened: bool, capacity: int) -> Answer:
        """READ BINARY with an offset, or with a short identifier and an offset up to 255.

        Args:
            command: as it was meant.
            opened: a session is open.
            capacity: plain bytes that one answer holds.

        Raises:
            Refused: with the status word.
        """
        if not command.p1 & 0x80:
            return self._read(command, self._current_file(opened), command.parameters, opened, capacity)
        if self._data.switches.reading.short_id_refusal is not None:
            raise Refused(self._data.switches.reading.short_id_refusal)
        short_identifier = command.p1 & 0x7F
        if not 1 <= short_identifier <= 30:
            raise Refused(Sw.WRONG_P1_P2)
        return self._read(command, 0x0100 | short_identifier, command.p2, opened, capacity)

    def read_far(self, command: Command, *, opened: bool, capacity: int) -> Answer:
        """READ BINARY with odd instruction: the offset stands in object 54, the bytes in object 53."""
        if not self._data.switches.reading.far_reads:
            raise Refused(Sw.UNKNOWN_INSTRUCTION)
        offset = tlv.find(parsed(command.data), 0x54)
        if offset is None:
            raise Refused(Sw.WRONG_DATA)
        if command.parameters == 0:
            identifier = self._current_file(opened)
        elif command.parameters <= 30:
            identifier = 0x0100 | command.parameters
        else:
            identifier = command.parameters
        start = int.from_bytes(offset.value, "big")
        return self._read(command, identifier, start, opened, capacity, wrapped=True)

    def _current_file(self, opened: bool) -> int:
        if self._file is not None:
            return self._file
        guarded = self.in_application and not opened
        raise Refused(Sw.SECURITY_NOT_SATISFIED if guarded else Sw.NO_CURRENT_FILE)

    def _read(
        self,
        command: Command,
        identifier: int,
        offset: int,
        opened: bool,
        capacity: int,
        *,
        wrapped: bool = False,
    ) -> Answer:
        contents = self._contents(identifier, opened)
        self._file = identifier
        rules = self._data.switches.reading
        if command.le is None:
            raise Refused(Sw.WRONG_LENGTH)
        if command.le == _EVERYTHING_EXTENDED and not rules.le_65536:
            raise Refused(Sw.WRONG_LENGTH)
        self._reads += 1
        if self._reads == rules.empty_at:
            return Answer()
        if offset >= len(contents):
            raise Refused(Sw.BEYOND_THE_END)
        room = min(command.le, capacity)
        frame = _frame_size(room) if wrapped else 0
        if room <= frame:
            raise Refused(Sw.WRONG_LENGTH)
        asked = command.le - frame
        left = len(contents) - offset
        data = contents[offset : offset + room - frame]
        status = Sw.OK
        if asked > left and not command.wants_all:
            status = _status_past_end(rules.past_end, left)
        if rules.max_read is not None and command.le > rules.max_read:
            data = data[: rules.max_read - frame]
            if not command.wants_all:
                data, status = _too_much(rules.too_long, rules.max_read, data)
        return Answer(tlv.encode(0x53, data) if wrapped and data else data, status)

    def _contents(self, identifier: int, opened: bool) -> bytes:
        """The file, if it is there and may be read now."""
        data = self._data
        if self.in_application:
            if identifier in data.locked:
                ends = data.switches.session.locked_ends
                raise (SessionEnds if ends else Refused)(Sw.SECURITY_NOT_SATISFIED)
            if identifier == CARD_ACCESS or identifier not in data.files:
                raise Refused(Sw.NOT_FOUND)
            if not opened:
                raise Refused(Sw.SECURITY_NOT_SATISFIED)
            return data.files[identifier]
        if identifier != CARD_ACCESS:
            untrue = identifier == ATR_INFO and data.switches.extended_limit is None
            if identifier not in data.master_files or untrue:
                raise Refused(Sw.NOT_FOUND)
            if identifier == CARD_SECURITY and not opened:
                raise Refused(Sw.SECURITY_NOT_SATISFIED)
            return data.master_files[identifier]
        if data.switches.access_refusal is not None:
            raise Refused(data.switches.access_refusal)
        if not data.switches.pace or CARD_ACCESS not in data.files or not self._master_file_seen:
            raise Refused(Sw.NOT_FOUND)
        return data.files[CARD_ACCESS]


def _status_past_end(rule: PastEnd, left: int) -> int:
    """The status word of data that end before the wish does.

    Raises:
        Refused: this chip gives no data then.
    """
    if rule is PastEnd.SHORT:
        return Sw.END_OF_FILE
    if rule is PastEnd.SILENT:
        return Sw.OK
    if rule is PastEnd.RIGHT_LENGTH:
        raise Refused(Sw.RIGHT_LENGTH | left & 0xFF)
    raise Refused(Sw.BEYOND_THE_END if rule is PastEnd.WRONG_OFFSET else Sw.WRONG_LENGTH)


def _too_much(rule: TooLong, limit: int, data: bytes) -> tuple[bytes, int]:
    """What a chip gives when it was asked for more than it can.

    Raises:
        Refused: nothing but a status word.
    """
    if rule is TooLong.RIGHT_LENGTH:
        raise Refused(Sw.RIGHT_LENGTH | limit & 0xFF)
    if rule in (TooLong.WRONG_LENGTH, TooLong.WRONG_OFFSET):
        raise Refused(Sw.WRONG_LENGTH if rule is TooLong.WRONG_LENGTH else Sw.BEYOND_THE_END)
    return (b"", Sw.OK) if rule is TooLong.NOTHING else (data, Sw.END_OF_FILE)


def _frame_size(room: int) -> int:
    """Bytes that tag 53 and its length take of `room`."""
    return 2 if room <= 0x81 else 3 if room <= 0x102 else 4
