"""What each switch changes, seen by a reader that shares nothing with ours."""

from __future__ import annotations

import dataclasses

import pytest

from desktop_app.core.errors import AppError
from desktop_app.emrtd.ciphers import Suite
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ATR_INFO, DIR, ChipData
from desktop_app.readers.simulator.issuer import new_chip_key
from desktop_app.readers.simulator.plan import ActiveKind, KeyPlan, Plan
from desktop_app.readers.simulator.switches import (
    Fetching,
    PastEnd,
    Reading,
    Session,
    Switches,
    TooLong,
)
from desktop_app.readers.simulator.weak_reader import Fault, WeakReader
from tests.support.terminal import AID, CA_OID, PACE_OID, Refusal, Terminal, ec_of, tlv, untlv
from tests.support.training_card import card, first_citizen, issuer, with_

DG1, DG2 = 0x0101, 0x0102
CHALLENGE = bytes(range(8))


def opened(data: ChipData | None = None, **switches) -> Terminal:
    terminal = Terminal(Chip(with_(data or card(), **switches)))
    terminal.pace(first_citizen().can)
    terminal.enter()
    return terminal


def rsa_card() -> ChipData:
    return issuer().personalize(first_citizen(), b"", Plan(active=ActiveKind.RSA_2048, face=None))


@pytest.fixture(scope="module")
def with_rsa() -> ChipData:
    return rsa_card()


@pytest.mark.parametrize(
    ("rule", "data", "status"),
    [
        (PastEnd.SHORT, 95, 0x6282),
        (PastEnd.SILENT, 95, 0x9000),
        (PastEnd.WRONG_OFFSET, 0, 0x6B00),
        (PastEnd.WRONG_LENGTH, 0, 0x6700),
        (PastEnd.RIGHT_LENGTH, 0, 0x6C5F),
    ],
)
def test_past_the_end_of_a_file(rule, data, status):
    terminal = opened(reading=Reading(past_end=rule))
    terminal.select(DG1)
    answer, got = terminal.sm(0xB0, 0, le=200)
    assert (len(answer), got) == (data, status)


@pytest.mark.parametrize(
    ("rule", "data", "status"),
    [
        (TooLong.SHORT, 160, 0x6282),
        (TooLong.NOTHING, 0, 0x9000),
        (TooLong.WRONG_OFFSET, 0, 0x6B00),
        (TooLong.WRONG_LENGTH, 0, 0x6700),
        (TooLong.RIGHT_LENGTH, 0, 0x6CA0),
    ],
)
def test_more_than_the_chip_gives_at_once(rule, data, status):
    terminal = opened(reading=Reading(max_read=160, too_long=rule))
    terminal.select(DG2)
    answer, got = terminal.sm(0xB0, 0, le=161)
    assert (len(answer), got) == (data, status)
    assert len(terminal.sm_must(0xB0, 0, le=160)) == 160


def test_one_read_is_empty_and_the_next_is_not():
    terminal = opened(reading=Reading(empty_at=1))
    terminal.select(DG1)
    assert terminal.sm(0xB0, 0, le=4) == (b"", 0x9000)
    assert len(terminal.sm_must(0xB0, 0, le=4)) == 4


def test_a_refused_short_identifier_leaves_reading_by_select():
    terminal = opened(reading=Reading(short_id_refusal=0x6A81))
    assert terminal.sm(0xB0, 0x8100, le=4) == (b"", 0x6A81)
    assert terminal.read(DG1) == card().files[DG1]


def test_a_chip_that_breaks_at_65536_takes_other_extended_lengths():
    terminal = opened(reading=Reading(le_65536=False))
    terminal.select(DG2)
    assert terminal.sm(0xB0, 0, le=65536, extended=True) == (b"", 0x6700)
    assert len(terminal.sm_must(0xB0, 0, le=1000, extended=True)) == 1000


def test_a_long_answer_is_fetched_in_the_clear_and_the_session_goes_on(with_rsa):
    terminal = opened(with_rsa)
    first, status = terminal.raw(terminal.protect(0x88, 0, CHALLENGE, 256))
    assert (len(first), status >> 8) == (256, 0x61)
    rest, last = terminal.raw(bytes.fromhex("00C00000") + bytes([status & 0xFF]))
    assert len(rest) == status & 0xFF
    signature, status = terminal.unprotect(0x88, first + rest, last)
    assert (len(signature), status) == (256, 0x9000)
    assert terminal.select(DG1) == 0x9000


def test_a_long_answer_that_is_not_fetched_is_lost_and_the_session_goes_on(with_rsa):
    terminal = opened(with_rsa)
    terminal.raw(terminal.protect(0x88, 0, CHALLENGE, 256))
    terminal.ssc += 1
    assert terminal.select(DG1) == 0x9000


def test_a_long_answer_is_fetched_inside_the_session(with_rsa):
    terminal = opened(with_rsa, fetching=Fetching.INSIDE)
    answer, outer = terminal.raw(terminal.protect(0x88, 0, CHALLENGE, 256))
    assert (dict(untlv(answer))[0x99], outer) == (bytes.fromhex("6121"), 0x9000)
    terminal.ssc += 1
    assert len(terminal.sm_must(0xC0, 0, le=0x21)) == 0x21
    assert terminal.sm(0xC0, 0, le=256) == (b"", 0x6985)


def test_a_long_answer_needs_an_extended_command_where_nothing_can_be_fetched(with_rsa):
    terminal = opened(with_rsa, fetching=Fetching.NEVER)
    assert terminal.sm(0x88, 0, CHALLENGE, 256) == (b"", 0x6700)
    assert len(terminal.sm_must(0x88, 0, CHALLENGE, 256, extended=True)) == 256


def test_every_answer_may_have_to_be_fetched():
    terminal = Terminal(Chip(with_(card(), fetching=Fetching.ALWAYS)))
    terminal.must(0xA4, 0x020C, b"\x01\x1c")
    assert terminal.plain(0xB0, 0, le=4) == (b"", 0x6104)
    assert len(terminal.must(0xC0, 0, le=4)) == 4
    assert terminal.plain(0xC0, 0, le=4) == (b"", 0x6985)


def test_command_data_come_in_a_chain():
    key = card().chip_key
    assert key is not None
    ec = ec_of(key.parameter_id)
    k = terminal_scalar = 0x1234567
    public = ec.multiply(int.from_bytes(key.private, "big"), (ec.c.g.x, ec.c.g.y))
    terminal = opened()
    terminal.sm_must(0x22, 0x41A4, tlv(0x80, bytes.fromhex(CA_OID + "02")))
    data = tlv(0x7C, tlv(0x80, ec.encode(ec.multiply(k, (ec.c.g.x, ec.c.g.y)))))
    assert protected_chain(terminal, data[:40]) == (b"", 0x9000)
    assert terminal.sm(0x86, 0, data[40:], 256) == (bytes.fromhex("7C00"), 0x9000)
    shared = ec.multiply(terminal_scalar, public)[0]
    terminal.start("aes128", shared.to_bytes(ec.size, "big"))
    assert terminal.select(DG1) == 0x9000


def protected_chain(terminal: Terminal, data: bytes) -> tuple[bytes, int]:
    """GENERAL AUTHENTICATE with class 1C: more data follow."""
    command = bytearray(terminal.protect(0x86, 0, data))
    body = bytes(command[5:-1])
    head = bytes([0x1C, 0x86, 0, 0])
    body = body[:-10]
    body += tlv(0x8E, terminal._mac(head + b"\x80" + bytes(11) + body))
    answer, outer = terminal.raw(head + bytes([len(body)]) + body + b"\0")
    return terminal.unprotect(0x86, answer, outer)


def test_a_chain_that_another_command_interrupts_is_dropped():
    terminal = opened()
    terminal.sm_must(0x22, 0x41A4, tlv(0x80, bytes.fromhex(CA_OID + "02")))
    assert protected_chain(terminal, bytes(10)) == (b"", 0x9000)
    assert terminal.select(DG1) == 0x6883
    assert terminal.select(DG1) == 0x9000


@pytest.mark.parametrize(("number", "suite"), [(1, "3des"), (2, "aes128")])
def test_one_of_two_chip_keys_is_chosen_by_its_number(number, suite):
    keys = (new_chip_key(KeyPlan(Suite.TDES, key_id=1)), new_chip_key(KeyPlan(key_id=2)))
    data = dataclasses.replace(card(), chip_key=keys[0], other_chip_keys=keys[1:])
    terminal = opened(data)
    choice = tlv(0x80, bytes.fromhex(CA_OID) + bytes([{"3des": 1, "aes128": 2}[suite]]))
    assert terminal.sm(0x22, 0x41A4, choice + tlv(0x84, bytes([number])))[1] == 0x9000
    assert terminal.sm(0x22, 0x41A4, choice + tlv(0x84, bytes([3 - number])))[1] == 0x6A88


def test_a_lost_session_is_told_in_the_clear():
    terminal = opened(session=Session(lasts=3, end=0x6987))
    assert [terminal.select(DG1) for _ in range(2)] == [0x9000, 0x9000]
    assert terminal.sm(0xB0, 0, le=4) == (b"", 0x6987)
    assert terminal.raw(terminal.protect(0xB0, 0, le=4)) == (b"", 0x6988)


def test_asking_for_fingerprints_ends_the_session_after_a_protected_refusal():
    terminal = opened(session=Session(locked_ends=True))
    assert terminal.select(0x0103) == 0x6982
    assert terminal.log[-1][1][:4] == bytes.fromhex("99026982")
    assert terminal.raw(terminal.protect(0xB0, 0, le=4)) == (b"", 0x6988)


@pytest.mark.parametrize("status", [0x6300, 0x63C2, 0x6983])
def test_the_last_step_of_pace_with_another_password(status):
    terminal = Terminal(Chip(with_(card(), pace_failure=status)))
    with pytest.raises(Refusal) as refused:
        terminal.pace("000000")
    assert refused.value.status == status


def test_a_chip_that_does_not_look_answers_with_its_own_token():
    with pytest.raises(AssertionError, match="wrong token"):
        Terminal(Chip(with_(card(), pace_failure=None))).pace("000000")


def test_pace_may_insist_on_the_domain_parameters():
    terminal = Terminal(Chip(with_(card(), pace_needs_parameters=True)))
    with pytest.raises(Refusal) as refused:
        terminal.pace(first_citizen().can, with_84=False)
    assert refused.value.status == 0x6A87
    terminal.pace(first_citizen().can)


def test_a_broken_pace_sticks_until_the_reset():
    chip = Chip(with_(card(), chain_sticks=True))
    terminal = Terminal(chip)
    terminal.must(0x22, 0xC1A4, tlv(0x80, bytes.fromhex(PACE_OID + "02")) + tlv(0x83, b"\2"))
    terminal.must(0x86, 0, bytes.fromhex("7C00"), 256, cla=0x10)
    assert [terminal.plain(0xA4, 0x040C, AID)[1] for _ in range(2)] == [0x6883, 0x6883]
    chip.reset()
    assert terminal.plain(0xA4, 0x040C, AID)[1] == 0x9000


def test_the_master_file_may_have_to_come_first():
    terminal = Terminal(Chip(with_(card(), master_file_first=True)))
    assert terminal.plain(0xA4, 0x020C, b"\x01\x1c")[1] == 0x6A82
    assert terminal.plain(0xA4, 0x000C, b"\x3f\x00")[1] == 0x9000
    assert terminal.plain(0xA4, 0x020C, b"\x01\x1c")[1] == 0x9000


def test_extended_lengths_are_announced_only_where_they_are_taken():
    able, unable = Terminal(Chip(card())), Terminal(Chip(with_(card(), extended_limit=None)))
    assert able.plain(0xA4, 0x020C, ATR_INFO.to_bytes(2, "big"))[1] == 0x9000
    assert bytes.fromhex("7F66") in able.must(0xB0, 0, le=256)
    assert unable.plain(0xA4, 0x020C, ATR_INFO.to_bytes(2, "big"))[1] == 0x6A82
    assert unable.plain(0xA4, 0x020C, DIR.to_bytes(2, "big"))[1] == 0x9000
    assert AID in unable.must(0xB0, 0, le=256)


def test_a_copy_of_a_chip_has_nothing_to_authenticate_with():
    terminal = opened(dataclasses.replace(card(), chip_key=None, active_key=None))
    assert terminal.sm(0x88, 0, CHALLENGE, 256)[1] == 0x6D00
    assert terminal.sm(0x22, 0x41A4, tlv(0x80, bytes.fromhex(CA_OID + "02")))[1] == 0x6A80


@pytest.mark.parametrize("fault", [Fault.EXTENDED_IS_LOST, Fault.EXTENDED_IS_GARBLED])
def test_a_weak_reader_passes_short_commands_and_ends_the_session_at_an_extended_one(fault):
    terminal = Terminal(WeakReader(Chip(card()), fault))
    terminal.pace(first_citizen().can)
    terminal.enter()
    assert terminal.select(DG1) == 0x9000
    if fault is Fault.EXTENDED_IS_LOST:
        with pytest.raises(AppError, match=r"readers\.card_removed"):
            terminal.sm(0xB0, 0, le=1000, extended=True)
    else:
        assert terminal.sm(0xB0, 0, le=1000, extended=True) == (b"", 0x6F00)
    assert terminal.raw(terminal.protect(0xB0, 0, le=4)) == (b"", 0x6988)


def test_a_weak_reader_loses_an_answer_of_exactly_256_bytes():
    terminal = Terminal(WeakReader(Chip(rsa_card()), Fault.FULL_ANSWER_IS_LOST))
    terminal.pace(first_citizen().can)
    terminal.enter()
    with pytest.raises(AppError, match=r"readers\.card_removed"):
        terminal.sm(0x88, 0, CHALLENGE, 256)


def test_switches_are_off_on_the_usual_card():
    assert card().switches == Switches()
