"""Chips with the habits that other people's readers met are read whole, whatever the step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.terms import CheckName, Outcome
from desktop_app.emrtd import lds
from desktop_app.emrtd.access import AccessMode, CanKey, MrzKey
from desktop_app.emrtd.mrz import parse_td1
from desktop_app.emrtd.read_limits import ReadLimits
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import CardRead
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData
from desktop_app.readers.simulator.switches import Fetching, PastEnd, Reading, Session, Switches, TooLong
from tests.support.scripted_card import MeddledCard
from tests.support.training_card import NOW, card, first_citizen

SHORT, UNKNOWN = ReadLimits(extended=0), ReadLimits()


def _read(data: ChipData, limits: ReadLimits = UNKNOWN, mode: AccessMode = AccessMode.AUTO) -> CardRead:
    zone = parse_td1(first_citizen().mrz)
    mrz_key = MrzKey(zone.document_number, zone.birth, zone.expiry)
    key = mrz_key if mode is AccessMode.BAC else CanKey(first_citizen().can)
    return read_card(Chip(data), key, mode=mode, anchors=(), at=NOW, limits=limits)


def _with(switches: Switches) -> ChipData:
    return replace(card(), switches=switches)


def _assert_whole(read: CardRead, data: ChipData) -> None:
    wanted = {n: raw for n, raw in data.named_files().items() if n not in ("DG3", "DG4", "CardAccess")}
    assert read.error is None
    assert {n: raw for n, raw in read.files.items() if n != "CardAccess"} == wanted
    for check in (CheckName.CHIP_AUTHENTICATION, CheckName.ACTIVE_AUTHENTICATION):
        assert read.checks[check].outcome is Outcome.VERIFIED


@pytest.mark.parametrize("mode", [AccessMode.AUTO, AccessMode.BAC])
@pytest.mark.parametrize("limits", [UNKNOWN, SHORT], ids=["unknown", "short"])
@pytest.mark.parametrize("past_end", PastEnd)
def test_asking_past_the_end(past_end: PastEnd, limits: ReadLimits, mode: AccessMode) -> None:
    data = _with(Switches(reading=Reading(past_end=past_end)))

    _assert_whole(_read(data, limits, mode), data)


@pytest.mark.parametrize("limits", [UNKNOWN, SHORT], ids=["unknown", "short"])
@pytest.mark.parametrize("max_read", [1, 16, 100, 112, 128, 160, 192, 200, 222, 223, 500])
@pytest.mark.parametrize("too_long", TooLong)
def test_asking_for_too_much_at_once(too_long: TooLong, max_read: int, limits: ReadLimits) -> None:
    if max_read < 16 and too_long is not TooLong.SHORT:
        max_read = 112  # below the smallest block only chips that say what they have can be read
    data = _with(Switches(reading=Reading(max_read=max(max_read, 4), too_long=too_long)))
    if too_long not in (TooLong.SHORT, TooLong.RIGHT_LENGTH) and max_read < 112:
        max_read = 112
        data = _with(Switches(reading=Reading(max_read=max_read, too_long=too_long)))

    _assert_whole(_read(data, limits), data)


@pytest.mark.parametrize("too_long", TooLong)
@pytest.mark.parametrize("past_end", PastEnd)
@pytest.mark.parametrize("short_id_refusal", [None, 0x6A86, 0x6A82, 0x6B00, 0x6700, 0x6981, 0x6D00])
def test_every_habit_with_every_other(
    too_long: TooLong, past_end: PastEnd, short_id_refusal: int | None
) -> None:
    habits = Reading(short_id_refusal=short_id_refusal, max_read=128, too_long=too_long, past_end=past_end)
    data = _with(Switches(reading=habits))

    _assert_whole(_read(data), data)


@pytest.mark.parametrize("too_long", [TooLong.WRONG_LENGTH, TooLong.RIGHT_LENGTH])
@pytest.mark.parametrize("past_end", PastEnd)
@pytest.mark.parametrize("short_id_refusal", [None, 0x6A82])
@pytest.mark.parametrize("mode", [AccessMode.AUTO, AccessMode.BAC])
def test_a_chip_that_ends_its_session_with_every_refusal(
    mode: AccessMode, short_id_refusal: int | None, past_end: PastEnd, too_long: TooLong
) -> None:
    habits = Reading(short_id_refusal=short_id_refusal, max_read=128, too_long=too_long, past_end=past_end)
    data = _with(Switches(reading=habits, session=Session(refusal_ends=True), extended_limit=None))

    _assert_whole(_read(data, mode=mode), data)


@pytest.mark.parametrize("short_id_refusal", [None, 0x6A82])
def test_a_listed_file_that_is_not_there_costs_a_chip_that_ends_its_session_nothing_more(
    short_id_refusal: int | None,
) -> None:
    habits = Switches(reading=Reading(short_id_refusal=short_id_refusal), session=Session(refusal_ends=True))
    whole = _with(habits)
    data = replace(
        whole, files={number: raw for number, raw in whole.files.items() if number != lds.DG13.file_id}
    )

    _assert_whole(_read(data), data)


@pytest.mark.parametrize("short_id_refusal", [None, 0x6A82])
@pytest.mark.parametrize(
    "com", ["60", "6080", "6084FFFFFFFF00", "00" * 20, "FF" * 40, "60820100" + "00" * 30]
)
def test_a_broken_list_of_files_costs_nothing_else(com: str, short_id_refusal: int | None) -> None:
    whole = _with(Switches(reading=Reading(short_id_refusal=short_id_refusal)))
    read = _read(replace(whole, files={**whole.files, lds.COM.file_id: bytes.fromhex(com)}))

    assert read.error is None
    assert {"SOD", "DG1", "DG2", "DG13", "DG14", "DG15"} <= set(read.files)
    assert read.findings == ()


@pytest.mark.parametrize("number", range(1, 25))
@pytest.mark.parametrize("limits", [UNKNOWN, SHORT], ids=["unknown", "short"])
def test_one_empty_answer_to_a_read(number: int, limits: ReadLimits) -> None:
    data = _with(Switches(reading=Reading(empty_at=number)))

    _assert_whole(_read(data, limits), data)


@pytest.mark.parametrize("mode", [AccessMode.AUTO, AccessMode.BAC])
@pytest.mark.parametrize("limits", [UNKNOWN, SHORT], ids=["unknown", "short"])
@pytest.mark.parametrize("fetching", Fetching)
def test_answers_in_pieces(fetching: Fetching, limits: ReadLimits, mode: AccessMode) -> None:
    data = _with(Switches(fetching=fetching))

    _assert_whole(_read(data, limits, mode), data)


@pytest.mark.parametrize("limit", [None, 256, 300, 1000, 2048, 65_535])
def test_every_limit_of_extended_answers(limit: int | None) -> None:
    data = _with(Switches(extended_limit=limit))

    _assert_whole(_read(data), data)


def test_a_chip_that_takes_no_le_of_65536() -> None:
    data = _with(Switches(reading=Reading(le_65536=False)))
    read = _read(data)

    _assert_whole(read, data)
    assert read.limits.extended


@pytest.mark.parametrize(
    "switches",
    [
        Switches(access_status=0x6283),
        Switches(master_file_first=True),
        Switches(master_file_refusal=0x6D00),
        Switches(master_file_refusal=0x6A81, reading=Reading(short_id_refusal=0x6A86)),
        Switches(access_refusal=0x6982),
        Switches(pace_status=0x63C3),
        Switches(pace_needs_parameters=True),
        Switches(chain_sticks=True),
    ],
    ids=repr,
)
def test_ways_to_begin(switches: Switches) -> None:
    data = _with(switches)

    _assert_whole(_read(data), data)


@pytest.mark.parametrize("limits", [UNKNOWN, SHORT], ids=["unknown", "short"])
def test_the_right_length_in_the_clear_at_every_step_before_the_session(limits: ReadLimits) -> None:
    chip, seen = Chip(card()), set[bytes]()

    def correct(command: bytes) -> bytes | None:
        answer = None
        if (
            command[0] in (0x00, 0x10)
            and command[-1:] == b"\x00"
            and command not in seen
            and len(command) > 5
        ):
            seen.add(command[:-1])
            answer = b"\x6c\xff"
        return answer if command[:-1] in seen and command[-1] == 0 else None

    read = read_card(
        MeddledCard(chip, correct),
        CanKey(first_citizen().can),
        mode=AccessMode.AUTO,
        anchors=(),
        at=NOW,
        limits=limits,
    )

    assert seen
    _assert_whole(read, card())


def test_a_chip_that_never_stops_saying_61_is_left_alone() -> None:
    chip = Chip(card())
    asked: list[bytes] = []

    def more(command: bytes) -> bytes | None:
        asked.append(command)
        if command[1] == 0xC0 or command[:2] == b"\x0c\xb0":
            return bytes(256) + b"\x61\x00"
        return None

    read = read_card(
        MeddledCard(chip, more), CanKey(first_citizen().can), mode=AccessMode.AUTO, anchors=(), at=NOW
    )

    assert read.error is not None
    assert read.error.code in ("emrtd.secure_messaging_failed", "emrtd.session_lost")
    assert len(asked) < 1_000
