"""Extended lengths and short identifiers: used where they work, given up without losing anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import Protocol
from desktop_app.emrtd.access import AccessKey, AccessMode, CanKey, MrzKey
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.mrz import parse_td1
from desktop_app.emrtd.read_limits import EXTENDED_BLOCK, ReadLimits
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import CardRead
from desktop_app.readers.simulator.apdu import Answer, decode_command
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData
from desktop_app.readers.simulator.faces import draw_face
from desktop_app.readers.simulator.link import Link
from tests.support.scripted_card import MeddledCard
from tests.support.training_card import NOW, first_citizen, issuer, with_

BROKEN_LINK = declare("readers.broken_in_a_test")
SELECT, READ_BINARY, GENERAL_AUTHENTICATE = 0xA4, 0xB0, 0x86
SHORT = ReadLimits(extended=0)

Meddle = Callable[[bytes], bytes | None]


@pytest.fixture(scope="module")
def data() -> ChipData:
    return issuer().personalize(first_citizen(), draw_face("test", 18_000))


def _key(mode: AccessMode) -> AccessKey:
    if mode is not AccessMode.BAC:
        return CanKey(first_citizen().can)
    zone = parse_td1(first_citizen().mrz)
    return MrzKey(zone.document_number, zone.birth, zone.expiry)


def _read(card: Card, limits: ReadLimits | None = None, mode: AccessMode = AccessMode.AUTO) -> CardRead:
    return read_card(card, _key(mode), mode=mode, anchors=(), at=NOW, limits=limits)


def is_extended(command: bytes) -> bool:
    return len(command) > 6 and command[4] == 0


def by_short_id(command: bytes) -> bool:
    return command[1] == READ_BINARY and command[2] & 0x80 != 0


def _is_whole(read: CardRead, data: ChipData) -> bool:
    wanted = {name: raw for name, raw in data.named_files().items() if name not in ("DG3", "DG4")}
    return read.error is None and dict(read.files) == wanted


# What is used where it works


def test_a_face_of_18_kilobytes_takes_few_exchanges(data: ChipData) -> None:
    read = _read(Chip(data))

    assert _is_whole(read, data)
    assert (read.exchanges <= 30, read.limits) == (True, ReadLimits(extended=EXTENDED_BLOCK, short_ids=True))


@pytest.mark.parametrize("mode", [AccessMode.AUTO, AccessMode.BAC])
def test_a_reader_known_as_short_is_never_asked_for_more(data: ChipData, mode: AccessMode) -> None:
    card = MeddledCard(Chip(data))

    read = _read(card, SHORT, mode)

    assert _is_whole(read, data) or mode is AccessMode.BAC
    assert not any(is_extended(command) for command in card.commands)


def test_no_extended_command_asks_for_65536(data: ChipData) -> None:
    card = MeddledCard(Chip(data))

    _read(card)

    asked = [int.from_bytes(command[-2:], "big") for command in card.commands if is_extended(command)]
    assert asked
    assert all(0 < size <= 4096 for size in asked)


def test_the_answer_of_a_short_read_is_never_256_bytes(data: ChipData) -> None:
    chip, sizes = Chip(data), []

    def look(command: bytes) -> bytes:
        answer = chip.transmit(command)
        sizes.append(len(answer) - 2)
        return answer

    _read(MeddledCard(chip, look), SHORT)

    assert max(sizes) < 256


def test_little_more_is_asked_for_than_there_is(data: ChipData) -> None:
    for limits in (None, SHORT):
        read = _read(Chip(data), limits)
        asked = sum(entry.asked_bytes for entry in read.trace if entry.ins in (0xB0, 0xB1))

        assert asked <= 1.03 * sum(map(len, read.files.values()))


def test_a_card_that_gives_less_at_once_is_asked_for_that_from_then_on(data: ChipData) -> None:
    read = _read(Chip(with_(data, extended_limit=1_000)))

    assert _is_whole(read, data)
    assert read.limits.extended == 1_000
    assert (
        sum(e.asked_bytes for e in read.trace if e.file == "DG2")
        <= len(read.files["DG2"]) + 2 * EXTENDED_BLOCK
    )


@pytest.mark.parametrize("limits", [None, SHORT], ids=["extended", "short"])
def test_no_exchange_lasts_as_long_as_a_cancel_may_wait(data: ChipData, limits: ReadLimits | None) -> None:
    slowest = Link(106, 10)

    trace = _read(Chip(data), limits).trace

    assert max(slowest.ms(entry.sent_bytes + entry.received_bytes) for entry in trace) < 400


@pytest.mark.parametrize("mode", [AccessMode.AUTO, AccessMode.BAC])
def test_a_card_taken_away_after_any_exchange_is_told_and_can_be_read_anew(
    data: ChipData, mode: AccessMode
) -> None:
    whole = _read(Chip(data), None, mode)
    for after in range(whole.exchanges):
        card = _TakenAway(Chip(data), after)

        torn = _read(card, None, mode)

        assert torn.error is not None
        assert (torn.error.code, torn.exchanges) == (BROKEN_LINK, after + 1)
        card.lay_down()
        assert dict(_read(card, torn.limits, mode).files) == dict(whole.files)


class _TakenAway:
    """A chip that leaves the field after some exchanges: then neither commands nor resets reach it."""

    def __init__(self, chip: Chip, after: int) -> None:
        self._chip, self._left = chip, after

    def lay_down(self) -> None:
        self._left = 1_000
        self._chip.reset()

    def transmit(self, command: bytes) -> bytes:
        if self._left == 0:
            raise AppError(BROKEN_LINK)
        self._left -= 1
        return self._chip.transmit(command)

    def reset(self) -> None:
        if self._left == 0:
            raise AppError(BROKEN_LINK)
        self._chip.reset()


# Extended lengths that fail


def _refuses(status: str) -> Meddle:
    return lambda command: bytes.fromhex(status) if is_extended(command) else None


def _breaks(command: bytes) -> bytes | None:
    if is_extended(command):
        raise AppError(BROKEN_LINK, {"pcsc": "80100016", "step": "transmit"})
    return None


def _garbles(chip: Chip) -> Meddle:
    return lambda command: chip.transmit(command)[:200] + b"\x90\x00" if is_extended(command) else None


@pytest.mark.parametrize("mode", [AccessMode.AUTO, AccessMode.BAC])
@pytest.mark.parametrize("way", ["6700", "6D00", "6F00", "6985", "9000", "breaks", "garbles"])
def test_a_link_that_takes_no_extended_command_ends_in_a_whole_short_read(
    data: ChipData, way: str, mode: AccessMode
) -> None:
    chip = Chip(data)
    meddle = {"breaks": _breaks, "garbles": _garbles(chip)}.get(way) or _refuses(way)
    card = MeddledCard(chip, meddle)

    read = _read(card, None, mode)

    assert (read.error, set(read.files) >= {"DG1", "DG2", "DG13"}) == (None, True)
    assert (card.resets, sum(map(is_extended, card.commands))) == (1, 1)
    assert read.limits.extended == 0


@pytest.mark.parametrize(("way", "fails"), [("6700", False), ("breaks", True), ("garbles", True)])
def test_who_failed_is_told_apart(data: ChipData, way: str, fails: bool) -> None:
    chip = Chip(data)
    meddle = {"breaks": _breaks, "garbles": _garbles(chip)}.get(way) or _refuses(way)

    assert _read(MeddledCard(chip, meddle)).limits.reader_fails is fails


def test_a_chip_that_refuses_extended_lengths_is_read_short(data: ChipData) -> None:
    read = _read(Chip(with_(data, extended_limit=None)))

    assert _is_whole(read, data)
    assert (read.limits.extended, read.protocol) == (0, Protocol.PACE_CAN)


def test_a_reader_that_passes_two_kilobytes_is_asked_for_what_it_has_passed(data: ChipData) -> None:
    def passes(command: bytes) -> bytes | None:
        if is_extended(command) and int.from_bytes(command[-2:], "big") > 2_048:
            raise AppError(BROKEN_LINK)
        return None

    card = MeddledCard(Chip(data), passes)
    read = _read(card)

    assert _is_whole(read, data)
    assert card.resets == 1
    assert read.limits.extended is not None
    assert 223 < read.limits.extended < 2_048


def test_a_link_that_breaks_where_it_held_before_is_tried_again_next_time(data: ChipData) -> None:
    read = _read(MeddledCard(Chip(data), _breaks), ReadLimits(extended=EXTENDED_BLOCK))

    assert _is_whole(read, data)
    assert (read.limits.extended, read.limits.reader_fails) == (None, False)


def test_a_card_that_is_gone_after_the_failure_is_told_as_gone(data: ChipData) -> None:
    class Gone(MeddledCard):
        def reset(self) -> None:
            raise AppError(BROKEN_LINK, {"step": "reset"})

    read = _read(Gone(Chip(data), _breaks))

    assert read.error is not None
    assert (read.error.code, read.error.facts["step"]) == (BROKEN_LINK, "reset")
    assert (read.limits.extended, "COM" in read.files) == (None, True)


def test_the_secret_is_used_again_only_after_it_has_opened_the_chip(data: ChipData) -> None:
    card = MeddledCard(Chip(data), _refuses("6700"))

    read_card(card, CanKey("000000"), mode=AccessMode.AUTO, anchors=(), at=NOW)

    assert card.count(GENERAL_AUTHENTICATE) == 4


# Short identifiers that fail


@pytest.mark.parametrize(
    "status", ["6A82", "6A86", "6B00", "6700", "6981", "6986", "6D00", "6F00", "6282", "9000"]
)
def test_a_chip_without_short_identifiers_is_read_by_select(data: ChipData, status: str) -> None:
    chip = Chip(data)
    card = MeddledCard(chip, lambda command: _protected_refusal(chip, command, status))

    read = _read(card)

    assert _is_whole(read, data)
    assert (read.limits.short_ids, card.resets) == (False, 0)
    assert sum(by_short_id(command) for command in card.commands) <= (6 if status == "9000" else 3)


def _protected_refusal(chip: Chip, command: bytes, status: str) -> bytes | None:
    """The refusal as a chip that has no short identifiers gives it: under its session when there is one."""
    if not by_short_id(command):
        return None
    channel = chip._channel
    if channel is None:
        return bytes.fromhex(status)
    channel.open(decode_command(command))
    return channel.close(READ_BINARY, Answer(b"", int(status, 16)))


@pytest.mark.parametrize("status", ["6A86", "6B00", "6988"])
def test_a_chip_that_ends_its_session_over_a_short_identifier_is_opened_again(
    data: ChipData, status: str
) -> None:
    chip = Chip(data)

    def refuse(command: bytes) -> bytes | None:
        if not by_short_id(command) or command[0] != 0x0C:
            return None
        chip.reset()
        chip.transmit(bytes.fromhex("00A4040C07A0000002471001"))
        return bytes.fromhex(status)

    card = MeddledCard(chip, refuse)
    read = _read(card)

    assert _is_whole(read, data)
    assert (card.resets, read.limits.short_ids) == (1, False)


def test_a_short_identifier_that_names_another_file_is_not_believed(data: ChipData) -> None:
    chip = Chip(data)

    def another(command: bytes) -> bytes | None:
        channel = chip._channel
        if not by_short_id(command) or channel is None:
            return None
        channel.open(decode_command(command))
        return channel.close(READ_BINARY, Answer(data.files[0x010D][:36], 0x9000))

    assert _is_whole(_read(MeddledCard(chip, another)), data)


def test_a_chip_known_to_have_no_short_identifiers_is_not_asked(data: ChipData) -> None:
    card = MeddledCard(Chip(data))

    read = _read(card, ReadLimits(short_ids=False))

    assert _is_whole(read, data)
    assert not any(by_short_id(command) for command in card.commands)


@pytest.mark.parametrize("short_ids", [None, False])
def test_fingerprints_and_iris_are_asked_for_in_no_way(data: ChipData, short_ids: bool | None) -> None:
    asked = _files_asked_for(data, ReadLimits(short_ids=short_ids))

    assert {0x0103, 0x0104}.isdisjoint(asked)
    assert {0x0101, 0x0102} <= asked


def _files_asked_for(data: ChipData, limits: ReadLimits) -> set[int]:
    """Every file that was named to the chip, by whatever command."""
    chip, asked = Chip(data), set[int]()

    def look(command: bytes) -> None:
        if command[0] == 0x0C and chip._channel is not None:
            plain = replace(chip._channel).open(decode_command(command))
            if plain.ins == READ_BINARY and plain.p1 & 0x80:
                asked.add(0x0100 | plain.p1 & 0x1F)
            elif plain.ins == SELECT and len(plain.data) == 2:
                asked.add(int.from_bytes(plain.data, "big"))

    _read(MeddledCard(chip, look), limits)
    return asked


def test_a_chip_that_does_not_open_again_is_no_wrong_number(data: ChipData) -> None:
    card: MeddledCard

    def refuse(command: bytes) -> bytes | None:
        if card.resets and command[:2] == b"\x00\x86":
            return b"\x63\x00"
        return b"\x67\x00" if is_extended(command) else None

    card = MeddledCard(Chip(data), refuse)
    read = _read(card)

    assert read.error is not None
    assert (read.error.code, "COM" in read.files) == ("emrtd.session_lost", True)
