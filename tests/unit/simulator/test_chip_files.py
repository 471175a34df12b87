"""Selecting and reading: what the chip gives, to whom, and with which status word."""

from __future__ import annotations

import pytest

from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import CARD_ACCESS, COM, SOD
from tests.support.terminal import AID, Terminal, tlv
from tests.support.training_card import card, first_citizen, with_

CARD_ACCESS_OF_VIETNAM = (
    "3134300D060804007F0007020202020101300F060A04007F000702020302020201013"
    "012060A04007F0007020204020202010202010D"
)


@pytest.fixture
def fresh():
    return Terminal(Chip(card()))


@pytest.fixture
def opened():
    terminal = Terminal(Chip(card()))
    terminal.pace(first_citizen().can)
    terminal.enter()
    return terminal


def test_card_access_is_free_and_has_the_known_bytes(fresh):
    assert fresh.plain(0xA4, 0x020C, b"\x01\x1c") == (b"", 0x9000)
    assert fresh.plain(0xB0, 0, le=256)[0].hex().upper() == CARD_ACCESS_OF_VIETNAM


def test_card_access_is_read_by_short_identifier_without_select(fresh):
    assert fresh.plain(0xB0, 0x9C00, le=4) == (bytes.fromhex(CARD_ACCESS_OF_VIETNAM)[:4], 0x9000)


@pytest.mark.parametrize("command", ["00A4000C", "00A40000", "00A4000C023F00", "00A40000023F0000"])
def test_the_master_file_is_selected_with_and_without_its_identifier(fresh, command):
    fresh.raw(bytes.fromhex("00A4040C07A0000002471001"))
    assert fresh.raw(bytes.fromhex(command)) == (b"", 0x9000)
    assert fresh.plain(0xA4, 0x020C, b"\x01\x1c")[1] == 0x9000


@pytest.mark.parametrize(
    "command", ["00A4040C07A0000002471001", "00A4040C07A000000247100100", "00A4040007A0000002471001"]
)
def test_the_application_is_selected_in_every_form(fresh, command):
    assert fresh.raw(bytes.fromhex(command)) == (b"", 0x9000)


def test_another_application_does_not_exist(fresh):
    assert fresh.plain(0xA4, 0x040C, bytes.fromhex("A0000002472001"))[1] == 0x6A82


@pytest.mark.parametrize("identifier", [0x0101, 0x0102, 0x0103, 0x010D, 0x010E, 0x010F, COM, SOD])
def test_files_of_the_application_are_refused_before_access(fresh, identifier):
    fresh.plain(0xA4, 0x040C, AID)
    assert fresh.plain(0xA4, 0x020C, identifier.to_bytes(2, "big")) == (b"", 0x6982)
    assert fresh.plain(0xB0, 0, le=4) == (b"", 0x6982)
    assert fresh.plain(0xB0, 0x8000 | (identifier & 0x1F) << 8, le=4) == (b"", 0x6982)


def test_fingerprints_are_refused_even_after_access(opened):
    assert opened.select(0x0103) == 0x6982
    assert opened.sm(0xB0, 0x8300, le=4) == (b"", 0x6982)


@pytest.mark.parametrize("identifier", [0x0104, 0x010B, 0x010C, 0x2F00, 0x1234, CARD_ACCESS])
def test_files_that_are_not_there_are_not_found_and_the_session_goes_on(opened, identifier):
    assert opened.select(identifier) == 0x6A82
    assert opened.select(COM) == 0x9000


def test_groups_are_listed_in_the_order_of_the_citizen_card(opened):
    assert opened.read(COM)[-6:] == bytes.fromhex("6175636D6F6E")


@pytest.mark.parametrize("identifier", [0x0101, 0x0102, 0x010D, 0x010E, 0x010F, COM, SOD])
def test_every_file_is_read_whole(opened, identifier):
    assert opened.read(identifier, block=256) == card().files[identifier]


def test_a_session_of_aes_gives_at_most_223_bytes_in_a_short_answer(opened):
    opened.select(0x0102)
    data, status = opened.sm(0xB0, 0, le=256)
    assert (len(data), status) == (223, 0x9000)
    assert len(opened.log[-1][1]) <= 258


def test_a_session_of_3des_gives_at_most_231_bytes_in_a_short_answer():
    terminal = Terminal(Chip(card()))
    terminal.bac(first_citizen().mrz_information)
    terminal.select(0x0102)
    data, status = terminal.sm(0xB0, 0, le=256)
    assert (len(data), status) == (231, 0x9000)
    assert len(terminal.log[-1][1]) <= 258


def test_extended_length_gives_what_was_asked(opened):
    opened.select(0x0102)
    data, status = opened.sm(0xB0, 0, le=2000, extended=True)
    assert (data, status) == (card().files[0x0102][:2000], 0x9000)


def test_extended_length_is_capped_at_the_limit_of_the_chip():
    terminal = Terminal(Chip(with_(card(), extended_limit=600)))
    terminal.pace(first_citizen().can)
    terminal.enter()
    terminal.select(0x010D)
    assert terminal.sm(0xB0, 0, le=65536, extended=True)[0] == card().files[0x010D][:600]


def test_a_chip_without_extended_length_says_wrong_length():
    chip = Chip(with_(card(), extended_limit=None))
    assert chip.transmit(bytes.fromhex("00B09C00000100")) == b"\x67\x00"


def test_reading_to_the_end_with_an_open_length_is_no_error(opened):
    opened.select(0x0101)
    assert opened.sm(0xB0, 90, le=256) == (card().files[0x0101][90:], 0x9000)


def test_asking_for_more_than_there_is_gives_the_rest_and_a_warning(opened):
    opened.select(0x0101)
    assert opened.sm(0xB0, 90, le=100) == (card().files[0x0101][90:], 0x6282)


@pytest.mark.parametrize("offset", [95, 96, 0x7FFF])
def test_reading_beyond_the_end_is_refused(opened, offset):
    opened.select(0x0101)
    assert opened.sm(0xB0, offset, le=4) == (b"", 0x6B00)


def test_reading_without_a_length_is_refused(opened):
    opened.select(0x0101)
    assert opened.sm(0xB0, 0) == (b"", 0x6700)


def test_reading_without_a_selected_file_is_refused(opened):
    assert opened.sm(0xB0, 0, le=4) == (b"", 0x6986)


def test_the_odd_instruction_reads_behind_32_kilobytes():
    large = bytes(range(256)) * 160
    terminal = Terminal(Chip(card().with_file(0x0102, large)))
    terminal.pace(first_citizen().can)
    terminal.enter()
    terminal.select(0x0102)
    data, status = terminal.sm(0xB1, 0, tlv(0x54, b"\x90\x03"), 256)
    assert (data, status) == (tlv(0x53, large[0x9003 : 0x9003 + 220]), 0x9000)


def test_the_odd_instruction_takes_a_file_identifier(opened):
    data, status = opened.sm(0xB1, 0x0101, tlv(0x54, b"\x00"), 256)
    assert (data, status) == (tlv(0x53, card().files[0x0101]), 0x9000)


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("00FF000000", 0x6D00),
        ("80A4000C023F00", 0x6E00),
        ("01A4000C023F00", 0x6881),
        ("04A4000C023F00", 0x6882),
        ("10A4000C023F00", 0x6884),
        ("00A4", 0x6700),
        ("00A4020C0301", 0x6700),
        ("00A4020C01011C", 0x6700),
        ("00A4020C0101", 0x6700),
        ("00A4030C023F00", 0x6A86),
        ("00A40204023F00", 0x6A86),
        ("00B0FF0004", 0x6A86),
        ("00B0800004", 0x6A86),
        ("00B0000004", 0x6986),
        ("0CA4020C0A8E080000000000000000", 0x6988),
    ],
)
def test_wrong_commands_get_their_status_word(fresh, command, status):
    assert fresh.raw(bytes.fromhex(command)) == (b"", status)


def test_a_chip_without_pace_has_no_card_access():
    chip = Chip(with_(card(), pace=False))
    assert chip.transmit(bytes.fromhex("00A4020C02011C")) == b"\x6a\x82"
    assert chip.transmit(bytes.fromhex("00B09C0004")) == b"\x6a\x82"


def test_card_access_can_be_there_and_refused():
    chip = Chip(with_(card(), access_refusal=0x6982))
    assert chip.transmit(bytes.fromhex("00A4020C02011C")) == b"\x69\x82"
    Terminal(chip).pace(first_citizen().can)
