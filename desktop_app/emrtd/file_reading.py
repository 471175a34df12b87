"""Reads one file of the chip in as few exchanges as reader and chip allow.

Sources: ISO/IEC 7816-4, 7.2.3 (READ BINARY); the quirks are those that other readers met (status 6282,
6B00, 6700, 6Cxx for reads that are too long, empty answers, short identifiers and extended lengths refused).
"""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import ber, lds, tlv
from desktop_app.emrtd.apdu import Command, Ins, Response, Status, select_file
from desktop_app.emrtd.channel import CANCELLED, Channel
from desktop_app.emrtd.lds import ElementaryFile
from desktop_app.emrtd.read_limits import EXTENDED_BLOCK, SHORT_BLOCKS, ReadLimits
from desktop_app.emrtd.secure_messaging import SESSION_LOST

FILE_TOO_LARGE = declare("emrtd.file_too_large")
FILE_TRUNCATED = declare("emrtd.file_truncated")
FILE_REFUSED = declare("emrtd.file_refused")
EMPTY_ANSWER = declare("emrtd.empty_answer")
UNREADABLE = (FILE_REFUSED, FILE_TOO_LARGE, FILE_TRUNCATED, EMPTY_ANSWER, tlv.BAD_TLV)
"""Codes of a file that cannot be read on a chip that goes on."""

# The first read of files whose size is nearly known: not more than they have, but the whole file. EF.COM has
# 20 bytes and one for each of up to 16 groups; DG1 of a card has 95.
_FIRST_SIZES = {lds.CARD_ACCESS: 96, lds.COM: 36, lds.DG1: 95}

_HEADER_READ = 6  # two tag bytes and a length in four: every header there is
_SMALLEST_READ = 4  # bytes of a file whose size is not known and which refuses more than it has
_MAX_FILE_SIZE = 65_535
_MAX_OPEN_SIZE = 16_384  # four times the largest EF.SOD known
_MAX_CHUNKS = 1_000
_MOST_REOPENED = len(SHORT_BLOCKS) + 2  # for one file: what refused its size, its header, the file before it
_MAX_PLAIN_OFFSET = 0x7FFF
_OPEN_LENGTH = 0x80  # BER: the object ends with two zeros
_ODD_OVERHEAD_MOST = 4  # 53 82 and two of length
_ODD_SPARE = 2
_ABSENT = (
    Status.NOT_FOUND,
    Status.RECORD_NOT_FOUND,
    Status.REFERENCE_NOT_FOUND,
    Status.SECURITY_NOT_SATISFIED,
)
_SELECTED = (Status.OK, Status.FILE_DEACTIVATED)  # 6283 comes with readable files too
_HAS_DATA = (Status.OK, Status.END_OF_FILE, Status.FILE_DEACTIVATED)
_EMPTY = (Status.OK, Status.END_OF_FILE, Status.FILE_DEACTIVATED, Status.WRONG_OFFSET)
_TOO_LONG = (*_EMPTY, Status.WRONG_LENGTH)  # where no data came with it


class FileReader:
    """Reads files and learns on the way what this reader and this card take.

    Extended lengths and short identifiers are tried with a real read. When such a try ends the session or
    breaks the link, `reopen` makes a new one and the read goes on where it was, without what failed.

    Args:
        channel: where commands go, plain or protected.
        limits: what is known already.
        reopen: resets the chip and opens it with the secret that has opened it before; None: nothing is tried
            that could end the session.
    """

    def __init__(
        self, channel: Channel, limits: ReadLimits | None = None, reopen: Callable[[], None] | None = None
    ) -> None:
        known = limits or ReadLimits()
        self._channel = channel
        self._reopen = reopen
        self._short = known.short
        self._short_ids = known.short_ids
        self._extended = known.extended  # what will be known for the next read
        self._cap = EXTENDED_BLOCK if known.extended is None else known.extended  # what is asked for now
        if reopen is None:
            self._cap = 0
        self._delivered = 0  # most plain bytes that one extended command brought in this read
        self._held = known.extended or 0  # the same for earlier reads
        self._header_first = False
        self._odd_spare = 0  # this chip counts a longer header for its answers to the odd instruction
        self._try_later = False
        self._reader_fails = known.reader_fails

    @property
    def limits(self) -> ReadLimits:
        """What is known by now."""
        return ReadLimits(self._short, self._extended, self._short_ids, self._reader_fails)

    def read(self, file: ElementaryFile, size: int | None = None) -> bytes | None:
        """Read a whole file, by its short identifier or after SELECT.

        Args:
            size: of the whole file, if it is known.

        Returns:
            Its bytes from tag to end; None when the chip has no such file, does not give it out
            (6A82, 6A83, 6A88, 6982), or has nothing in it.

        Raises:
            AppError: emrtd.file_refused, emrtd.file_too_large, emrtd.file_truncated, emrtd.empty_answer,
                emrtd.bad_tlv, or what the channel raises.
        """
        for _ in range(_MOST_REOPENED):
            try:
                return self._read_whole(file, size)
            except AppError as error:
                # Some chips end the session with a refusal: of more than they give, of the file before this
                # one. What was learned of it is enough to read the file in a new one.
                if error.code != SESSION_LOST or self._reopen is None or not self._channel.refused:
                    raise
                self._open_again()
        return self._read_whole(file, size)

    def _read_whole(self, file: ElementaryFile, size: int | None) -> bytes | None:
        tried_short_id = self._reopen is not None and self._short_ids is not False
        if tried_short_id:
            first = self._first_by_short_id(file, size)
            if first is not None:
                return self._whole(file, first)
        selected = self._select(file, after_refusal=tried_short_id)
        if selected.sw in _ABSENT:
            return None
        if selected.sw not in _SELECTED:
            raise _refused(file, selected)
        whole = self.read_selected(file, size=size)
        if whole is not None and tried_short_id:
            self._short_ids = False  # the file is there, and its short identifier did not find it
        return whole

    def read_selected(
        self, file: ElementaryFile, short_id: int | None = None, size: int | None = None
    ) -> bytes | None:
        """Read the selected file, or the one with a short identifier, which that selects.

        Returns and raises: as `read`.
        """
        first = self._read_at_start(file, self._first_size(file, size), short_id)
        if not first.data and first.sw in _TOO_LONG and not self._header_first:
            # This chip gives an error, not a short answer, when a file is shorter than what was asked for.
            self._header_first = True
            first = self._read_at_start(file, _SMALLEST_READ, short_id)
        return self._whole(file, first)

    # The first block -----------------------------------------------------------------------------------

    def _first_by_short_id(self, file: ElementaryFile, size: int | None) -> Response | None:
        """The first block by short identifier; None when the file has to be selected instead."""
        short_id = file.file_id & 0x1F
        try:
            first = self._read_at_start(file, self._first_size(file, size), short_id)
        except AppError as error:
            if self._short_ids or not _is_of_the_chip(error):
                raise
            self._open_again()
            return None
        if first.data and first.sw in _HAS_DATA and _begins_with_tag(first.data, file.tag):
            self._short_ids = True
            return first
        if not self._short_ids:
            return None
        if first.sw in _ABSENT:
            return first
        if not first.data and first.sw in _TOO_LONG and not self._header_first:
            self._header_first = True
            return self._first_by_short_id(file, size)
        return None

    def _first_size(self, file: ElementaryFile, size: int | None) -> int:
        if size is not None:
            return min(size, self._short)
        if self._header_first:
            return _SMALLEST_READ
        if file is lds.DG2 and self._delivered:
            return max(self._cap, self._short)  # the picture is never small
        return min(_FIRST_SIZES.get(file, self._short), self._short)

    def _read_at_start(self, file: ElementaryFile, size: int, short_id: int | None) -> Response:
        p1 = 0x80 | short_id if short_id is not None else 0x00
        if size > self._short:
            answer = self._read_extended(Command(0x00, Ins.READ_BINARY, p1, 0x00, le=size, extended=True))
            if answer is not None:
                return answer
            size = self._short
            if short_id is None:
                self._select_again(file)
        answer = self._transmit(Command(0x00, Ins.READ_BINARY, p1, 0x00, le=size))
        right = answer.sw & 0xFF
        if answer.sw & 0xFF00 == 0x6C00 and not answer.data and 0 < right < size:
            try:
                answer = self._channel.transmit(Command(0x00, Ins.READ_BINARY, p1, 0x00, le=right))
            except AppError as error:
                self._header_first |= error.code == SESSION_LOST  # it told the size and left
                raise
        return answer

    # The rest ------------------------------------------------------------------------------------------

    def _whole(self, file: ElementaryFile, first: Response) -> bytes | None:
        if first.sw in _ABSENT or (not first.data and first.sw in _EMPTY):
            return None
        if first.sw not in _HAS_DATA or not first.data:
            raise _refused(file, first)
        data = bytearray(first.data)
        while len(data) < _HEADER_READ and not _has_header(data):
            data += self._read_block(file, len(data), _HEADER_READ - len(data))
        if file is lds.SOD and data[1] == _OPEN_LENGTH:
            return self._to_its_end(file, data)
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

    def _to_its_end(self, file: ElementaryFile, data: bytearray) -> bytes:
        """The rest of a file whose length stands nowhere (BER): its content tells when it is whole."""
        wanted = self._short
        while (end := ber.end_of_first(bytes(data))) is None:
            if len(data) > _MAX_OPEN_SIZE:
                raise AppError(FILE_TOO_LARGE, {"file": file.name, "size_bytes": len(data)})
            answer = self._transmit(_read_binary(len(data), wanted, wanted, extended=False, spare=0))
            if answer.data and answer.sw in _HAS_DATA:
                data += answer.data
            elif wanted > 1:
                wanted //= 2  # this chip gives nothing where more is asked for than it has left
            else:
                raise AppError(FILE_TRUNCATED, {"file": file.name, "status_word": answer.status_word})
            self._channel.tell_bytes(len(data), len(data) + wanted)
        return bytes(data[:end])

    def _read_block(self, file: ElementaryFile, offset: int, wanted: int) -> bytes:
        """At least one byte from the offset; goes down the block sizes while the chip refuses the length."""
        while True:
            extended = wanted > self._short and self._cap > self._short
            block = self._cap if extended else self._short
            command = _read_binary(offset, wanted, block, extended, self._odd_spare)
            answer = self._read_extended(command) if extended else self._transmit(command)
            if answer is None:
                self._select_again(file)
                continue
            data = _unwrapped(answer.data) if command.ins == Ins.READ_BINARY_ODD else answer.data
            missing = (command.le or 0) - len(answer.data)
            if command.ins == Ins.READ_BINARY_ODD and answer.ok and 0 < missing <= _ODD_SPARE:
                self._odd_spare = _ODD_SPARE
            if answer.sw in _HAS_DATA and data:
                if extended and len(data) < min(wanted, self._cap - _ODD_OVERHEAD_MOST):
                    self._take_less(len(answer.data))
                return data[:wanted]
            if extended:
                self._take_less(0)
            else:
                self._ask_for_less(file, answer, command.le or 0)

    def _transmit(self, command: Command) -> Response:
        """A read; once more after a success without data, which some chips give now and then."""
        answer = self._channel.transmit(command)
        return self._channel.transmit(command) if answer.ok and not answer.data else answer

    def _ask_for_less(self, file: ElementaryFile, answer: Response, size: int) -> None:
        right = answer.sw & 0xFF
        if answer.sw & 0xFF00 == 0x6C00 and 0 < right < size:
            self._short = min(right, self._short)
            return
        if answer.sw not in _TOO_LONG:
            raise _refused(file, answer)
        smaller = [block for block in SHORT_BLOCKS if block < size]
        if not smaller:
            code = EMPTY_ANSWER if answer.ok else FILE_TRUNCATED
            raise AppError(code, {"file": file.name, "status_word": answer.status_word})
        self._short = smaller[0]

    # Extended lengths ----------------------------------------------------------------------------------

    def _read_extended(self, command: Command) -> Response | None:
        """The answer to an extended read; None when it failed: then the session is a new one.

        A reader that cannot do it gives an error of its own, cuts or garbles the answer; a chip that cannot
        do it refuses the length and ends the session.
        """
        broken_link = garbled = False
        try:
            answer = self._transmit(command)
        except AppError as error:
            if error.code == CANCELLED:
                raise
            garbled = _is_of_the_chip(error) and error.code != SESSION_LOST
            broken_link = not _is_of_the_chip(error)
        else:
            if answer.sw in _ABSENT:
                return answer
            if answer.data and answer.sw in _HAS_DATA:
                self._delivered = max(self._delivered, len(answer.data))
                if self._extended is None and not self._try_later:
                    self._extended = self._cap
                return answer
        # A link that breaks where it has held before proves nothing against the reader: the next read tries
        # it anew.
        size = command.le or 0
        self._try_later = broken_link and size <= max(self._held, self._delivered)
        self._open_again()
        self._take_less(self._delivered if self._delivered < size else 0)
        self._reader_fails |= (broken_link or garbled) and not self._try_later
        if self._try_later:
            self._extended = None
        return None

    def _take_less(self, most: int) -> None:
        self._cap = self._extended = most if most > self._short else 0

    # ---------------------------------------------------------------------------------------------------

    def _select(self, file: ElementaryFile, *, after_refusal: bool) -> Response:
        try:
            return self._channel.transmit(select_file(file.file_id))
        except AppError as error:
            if not after_refusal or not _is_of_the_chip(error):
                raise
            self._open_again()  # the refused short identifier has ended the session
            self._short_ids = False
            return self._channel.transmit(select_file(file.file_id))

    def _select_again(self, file: ElementaryFile) -> None:
        selected = self._channel.transmit(select_file(file.file_id))
        if selected.sw not in _SELECTED:
            raise _refused(file, selected)

    def _open_again(self) -> None:
        if self._reopen is not None:
            self._reopen()


def _read_binary(offset: int, wanted: int, block: int, extended: bool, spare: int) -> Command:
    """READ BINARY of up to `block` bytes of answer from an offset.

    Above 32 KiB the offset no longer fits P1 P2; the odd instruction takes it as a data object, and wraps the
    answer in one, whose tag and length count as part of the answer; `spare` bytes more, where they are longer
    than they need be.
    """
    if offset <= _MAX_PLAIN_OFFSET:
        return Command(
            0x00,
            Ins.READ_BINARY,
            offset >> 8,
            offset & 0xFF,
            le=min(wanted, block),
            extended=extended,
        )
    where = tlv.encode(0x54, offset.to_bytes(2, "big"))
    # Exactly: some chips give nothing when one byte more is asked for than the file has left.
    size = min(wanted + 1 + len(tlv.encode_length(wanted)) + spare, block)
    return Command(0x00, Ins.READ_BINARY_ODD, 0x00, 0x00, where, size, extended)


def _unwrapped(answer: bytes) -> bytes:
    if not answer:
        return b""
    item = tlv.parse_one(answer)
    return item.value if item.tag == 0x53 else b""


def _begins_with_tag(data: bytes, tag: int) -> bool:
    return data.startswith(tag.to_bytes(1 if tag <= 0xFF else 2, "big"))


def _has_header(data: bytearray) -> bool:
    try:
        tlv.read_header(bytes(data))
    except AppError:
        return False
    return True


def _is_of_the_chip(error: AppError) -> bool:
    return error.code.startswith("emrtd.") and error.code != CANCELLED


def _refused(file: ElementaryFile, answer: Response) -> AppError:
    return AppError(FILE_REFUSED, {"file": file.name, "status_word": answer.status_word})
