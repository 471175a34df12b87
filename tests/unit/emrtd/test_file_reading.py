"""Reading one file from chips with different habits."""

from __future__ import annotations

import pytest

from desktop_app.core.errors import AppError
from desktop_app.emrtd import lds, tlv
from desktop_app.emrtd.channel import Channel
from desktop_app.emrtd.file_reading import FileReader

SMALL = tlv.encode(0x6E, bytes(22))
LARGE = tlv.encode(0x75, bytes(range(256)) * 60)
HUGE = tlv.encode(0x75, bytes(range(256)) * 200)  # 51,204 bytes: beyond what P1 P2 can address


class PlainFile:
    """A chip with one readable file and a limit.

    Args:
        content: of the file.
        limit: most bytes in one answer.
        strict: status when more is asked for than the limit or the file has; None: a shorter answer.
    """

    def __init__(self, content: bytes, limit: int = 256, strict: str | None = None) -> None:
        self.content, self.limit, self.strict = content, limit, strict
        self.select_status = "9000"
        self.asked: list[tuple[int, int]] = []

    def reset(self) -> None:
        raise AssertionError("no reason to reset")

    def transmit(self, command: bytes) -> bytes:
        if command[1] == 0xA4:
            return bytes.fromhex(self.select_status)
        if command[1] == 0xB1:
            offset, size = int.from_bytes(command[7:9], "big"), command[9] or 256
            assert command[:7] == bytes.fromhex("00B10000045402")
            size = min(size, self.limit) - 3  # tag and length of the data object around
        else:
            offset, size = int.from_bytes(command[2:4], "big"), command[4] or 256
            assert offset < 0x8000
        self.asked.append((offset, size))
        available = len(self.content) - offset
        if self.strict and size > min(self.limit, available):
            if self.strict == "6C":
                return bytes([0x6C, min(self.limit, available)])
            return bytes.fromhex(self.strict)
        data = self.content[offset : offset + min(size, self.limit)]
        return (tlv.encode(0x53, data) if command[1] == 0xB1 else data) + b"\x90\x00"


def _read(card: PlainFile) -> bytes | None:
    return FileReader(Channel(card)).read(lds.DG2)


def _code(card: PlainFile) -> str:
    with pytest.raises(AppError) as caught:
        _read(card)
    return caught.value.code


def test_a_small_file_takes_one_read() -> None:
    card = PlainFile(SMALL)

    assert (_read(card), card.asked) == (SMALL, [(0, 223)])


@pytest.mark.parametrize("content", [SMALL, LARGE, HUGE])
@pytest.mark.parametrize("limit", [256, 200, 100, 16])
def test_short_answers_are_continued(content: bytes, limit: int) -> None:
    if content is HUGE and limit == 16:
        limit = 60  # else more than a thousand answers

    assert _read(PlainFile(content, limit)) == content


@pytest.mark.parametrize("strict", ["6700", "6B00", "6282", "6C"])
@pytest.mark.parametrize("limit", [223, 192, 150, 112])
def test_a_chip_that_refuses_long_reads_is_asked_for_less(strict: str, limit: int) -> None:
    assert _read(PlainFile(LARGE, limit, strict)) == LARGE


@pytest.mark.parametrize("strict", ["6700", "6B00", "6282"])
def test_a_small_file_of_a_strict_chip_is_read_by_its_header(strict: str) -> None:
    card = PlainFile(SMALL, 223, strict)

    assert (_read(card), card.asked) == (SMALL, [(0, 223), (0, 4), (4, 20)])


def test_a_chip_that_tells_the_right_length_is_asked_for_it() -> None:
    card = PlainFile(SMALL, 223, "6C")

    assert (_read(card), card.asked) == (SMALL, [(0, 223), (0, 24)])


def test_a_strict_chip_is_asked_for_the_header_first_from_then_on() -> None:
    card = PlainFile(SMALL, 223, "6700")
    reader = FileReader(Channel(card))
    reader.read(lds.DG14)
    card.asked.clear()

    reader.read(lds.DG14)

    assert card.asked == [(0, 4), (4, 20)]


def test_the_block_size_that_worked_is_kept_for_the_next_file() -> None:
    card = PlainFile(LARGE, 150, "6700")
    reader = FileReader(Channel(card))
    reader.read(lds.DG2)
    card.asked.clear()

    reader.read(lds.DG2)

    assert max(size for _, size in card.asked) == 128


def test_answers_of_one_byte_still_end() -> None:
    assert _read(PlainFile(SMALL, 1)) == SMALL


def test_end_of_file_with_data_keeps_the_data() -> None:
    class EndOfFile(PlainFile):
        def transmit(self, command: bytes) -> bytes:
            answer = super().transmit(command)
            return answer[:-2] + b"\x62\x82" if len(answer) > 2 else answer

    assert _read(EndOfFile(LARGE)) == LARGE


def test_what_stands_behind_the_object_is_left_out() -> None:
    assert _read(PlainFile(SMALL + b"\xff" * 50)) == SMALL


@pytest.mark.parametrize("status", ["6A82", "6A83", "6A88", "6982"])
def test_a_file_that_is_absent_or_protected_is_none(status: str) -> None:
    card = PlainFile(SMALL)
    card.select_status = status

    assert _read(card) is None


def test_a_deactivated_file_is_read() -> None:
    card = PlainFile(SMALL)
    card.select_status = "6283"

    assert _read(card) == SMALL


def test_another_refusal_is_an_error() -> None:
    card = PlainFile(SMALL)
    card.select_status = "6F00"

    assert _code(card) == "emrtd.file_refused"


def test_a_template_in_the_answer_of_select_is_ignored() -> None:
    card = PlainFile(SMALL)
    card.select_status = "6F028000" + "9000"

    assert _read(card) == SMALL


def test_a_length_beyond_64_kib_is_refused_at_once() -> None:
    card = PlainFile(bytes.fromhex("75830100000000"))

    assert (_code(card), len(card.asked)) == ("emrtd.file_too_large", 1)


def test_a_thousand_answers_are_enough() -> None:
    card = PlainFile(LARGE, 1)

    assert (_code(card), len(card.asked) <= 1003) == ("emrtd.file_too_large", True)


@pytest.mark.parametrize("cut", [1, 100, 5000])
def test_an_empty_answer_is_an_error_and_not_a_loop(cut: int) -> None:
    assert _code(PlainFile(LARGE[:-cut])) == "emrtd.empty_answer"


@pytest.mark.parametrize("strict", ["6B00", "6282"])
def test_a_file_that_ends_before_its_length_is_truncated(strict: str) -> None:
    assert _code(PlainFile(LARGE[:1000], 256, strict)) == "emrtd.file_truncated"


@pytest.mark.parametrize("strict", [None, "6B00", "6282"])
def test_an_empty_file_is_as_good_as_none(strict: str | None) -> None:
    assert _read(PlainFile(b"", 256, strict)) is None


def test_a_file_that_is_no_data_object_is_an_error() -> None:
    assert _code(PlainFile(bytes(40))) == "emrtd.bad_tlv"
