"""Reads one file of the chip in as few exchanges as the chip allows.

Sources: ISO/IEC 7816-4, 7.2.3 (READ BINARY); the quirks are those that other readers met (status 6282,
6B00, 6700, 6Cxx for reads that are too long).
"""

from __future__ import annotations

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import tlv
from desktop_app.emrtd.apdu import Command, Ins, Response, Status, select_file
from desktop_app.emrtd.channel import Channel
from desktop_app.emrtd.lds import ElementaryFile

FILE_TOO_LARGE = declare("emrtd.file_too_large")
FILE_TRUNCATED = declare("emrtd.file_truncated")
FILE_REFUSED = declare("emrtd.file_refused")
EMPTY_ANSWER = declare("emrtd.empty_answer")

BLOCK_SIZES = (223, 192, 160, 128, 112)
"""Plain bytes asked for at once. 223 is the most that fits a protected short answer of 256 bytes with AES."""

_HEADER_READ = 6  # two tag bytes and a length in four: every header there is
_MAX_FILE_SIZE = 65_535
_MAX_CHUNKS = 1_000
_MAX_PLAIN_OFFSET = 0x7FFF
_ODD_OVERHEAD = 3  # 53 81 length
_ABSENT = (Status.NOT_FOUND, Status.SECURITY_NOT_SATISFIED)
_SELECTED = (Status.OK, Status.FILE_DEACTIVATED)  # 6283 comes with readable files too
_HAS_DATA = (Status.OK, Status.END_OF_FILE, Status.FILE_DEACTIVATED)
_EMPTY = (Status.OK, Status.END_OF_FILE, Status.WRONG_OFFSET)
_TOO_LONG = (Status.WRONG_LENGTH, Status.WRONG_OFFSET, Status.END_OF_FILE)


class FileReader:
    """Reads files and remembers what block size this card takes.

    Args:
        channel: where commands go, plain or protected.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._block = BLOCK_SIZES[0]
        self._header_first = False

    def read(self, file: ElementaryFile) -> bytes | None:
        """Select and read a whole file.

        Returns:
            Its bytes from tag to end; None when the chip has no such file, does not give it out
            (6A82, 6982), or has nothing in it.

        Raises:
            AppError: emrtd.file_refused, emrtd.file_too_large, emrtd.file_truncated, emrtd.empty_answer,
                emrtd.bad_tlv, or what the channel raises.
        """
        selected = self._channel.transmit(select_file(file.file_id))
        if selected.sw in _ABSENT:
            return None
        if selected.sw not in _SELECTED:
            raise _refused(file, selected)
        return self.read_selected(file)

    def read_selected(self, file: ElementaryFile, short_id: int | None = None) -> bytes | None:
        """Read the selected file, or the one with a short identifier, which that selects.

        Returns and raises: as `read`.
        """
        first = self._read_first(short_id)
        if first.sw in _ABSENT:
            return None
        if not first.data and first.sw in _EMPTY:
            return None
        if first.sw not in _HAS_DATA:
            raise _refused(file, first)
        data = bytearray(first.data)
        while len(data) < _HEADER_READ and not _has_header(data):
            data += self._read_block(file, len(data), _HEADER_READ - len(data))
        header = tlv.read_header(bytes(data))
        total = header.size + header.length
        if total > _MAX_FILE_SIZE:
            raise AppError(FILE_TOO_LARGE, {"file": file.name, "size_bytes": total})
        chunks = 1
        self._channel.tell_bytes(min(len(data), total), total)
        while len(data) < total:
            if chunks >= _MAX_CHUNKS:
                raise AppError(FILE_TOO_LARGE, {"file": file.name, "size_bytes": total})
            data += self._read_block(file, len(data), total - len(data))
            chunks += 1
            self._channel.tell_bytes(min(len(data), total), total)
        return bytes(data[:total])  # a chip may give what stands behind the object in its memory

    def _read_first(self, short_id: int | None) -> Response:
        """The first block: 223 bytes at once, so that a small file takes one read."""
        if not self._header_first:
            first = self._read_at_start(short_id, self._block)
            if first.data or (first.sw not in _TOO_LONG and first.sw & 0xFF00 != 0x6C00):
                return first
            # This chip gives an error, not a short answer, when a file is shorter than what was asked for.
            self._header_first = True
        return self._read_at_start(short_id, 4)

    def _read_at_start(self, short_id: int | None, size: int) -> Response:
        p1 = 0x80 | short_id if short_id is not None else 0x00
        return self._channel.transmit(Command(0x00, Ins.READ_BINARY, p1, 0x00, le=size))

    def _read_block(self, file: ElementaryFile, offset: int, wanted: int) -> bytes:
        """At least one byte from the offset; goes down the block sizes while the chip refuses the length."""
        while True:
            size = min(wanted, self._block)
            answer = self._read_binary(offset, size)
            if answer.sw in _HAS_DATA and answer.data:
                return answer.data[:wanted]
            if answer.ok:
                raise AppError(EMPTY_ANSWER, {"file": file.name, "status_word": answer.status_word})
            if answer.sw & 0xFF00 == 0x6C00 and 0 < answer.sw & 0xFF < size:
                self._block = answer.sw & 0xFF
                continue
            if answer.sw not in _TOO_LONG:
                raise _refused(file, answer)
            smaller = [block for block in BLOCK_SIZES if block < size]
            if not smaller:
                raise AppError(FILE_TRUNCATED, {"file": file.name, "status_word": answer.status_word})
            self._block = smaller[0]

    def _read_binary(self, offset: int, size: int) -> Response:
        if offset <= _MAX_PLAIN_OFFSET:
            return self._channel.transmit(Command(0x00, Ins.READ_BINARY, offset >> 8, offset & 0xFF, le=size))
        # Above 32 KiB the offset no longer fits P1 P2; the odd instruction takes it as a data object, and
        # wraps the answer in one, whose tag and length count as part of the answer.
        size = min(size, self._block - _ODD_OVERHEAD)
        where = tlv.encode(0x54, offset.to_bytes(2, "big"))
        answer = self._channel.transmit(
            Command(0x00, Ins.READ_BINARY_ODD, 0x00, 0x00, where, size + _ODD_OVERHEAD)
        )
        if not answer.data:
            return answer
        item = tlv.parse_one(answer.data)
        return Response(item.value if item.tag == 0x53 else b"", answer.sw)


def _has_header(data: bytearray) -> bool:
    try:
        tlv.read_header(bytes(data))
    except AppError:
        return False
    return True


def _refused(file: ElementaryFile, answer: Response) -> AppError:
    return AppError(FILE_REFUSED, {"file": file.name, "status_word": answer.status_word})
