"""Whatever is sent, the chip answers with a status word, and reads give exactly the bytes of the file."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.emrtd.ciphers import Suite
from desktop_app.readers.simulator.apdu import decode_command
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import Mapping, PaceOffer
from desktop_app.readers.simulator.quirks import QUIRKS
from tests.support.terminal import Terminal, apdu, tlv
from tests.support.training_card import card, first_citizen

_INS = st.sampled_from([0x22, 0x82, 0x84, 0x86, 0x88, 0xA4, 0xB0, 0xB1])
_CLA = st.sampled_from([0x00, 0x0C, 0x10, 0x1C, 0x04, 0x80])
_P1P2 = st.sampled_from([0, 0x020C, 0x040C, 0xC1A4, 0x41A4, 0x41A6, 0x9C00, 0x000C]) | st.integers(0, 0xFFFF)
_DATA = st.binary(max_size=80) | st.sampled_from(
    [
        bytes.fromhex(t)
        for t in ("3F00", "011C", "0101", "A0000002471001", "7C00", "800A04007F00070202040202830102")
    ]
)
_LE = st.none() | st.integers(1, 256)
_SWITCHES = sorted({repr(quirk.switches): quirk.switches for quirk in QUIRKS.values()}.items())
_OFFERS = [
    PaceOffer(suite, number, mapping)
    for suite in (Suite.TDES, Suite.AES256)
    for number in (0, 13)
    for mapping in Mapping
    if mapping is not Mapping.CHIP or (number == 13 and suite is not Suite.TDES)
]
_STEPS = st.lists(
    st.sampled_from([None, 0x80, 0x81, 0x83, 0x85]).flatmap(
        lambda tag: st.just(b"") if tag is None else st.binary(max_size=140).map(lambda v: tlv(tag, v))
    ),
    min_size=1,
    max_size=5,
)
_WELL_FORMED = st.builds(apdu, _CLA, _INS, _P1P2, _DATA, _LE)


@settings(max_examples=40)
@given(st.lists(_WELL_FORMED | st.binary(max_size=40), min_size=1, max_size=12))
def test_any_commands_get_a_status_word(commands):
    chip = Chip(card())
    for command in commands:
        assert len(chip.transmit(command)) >= 2


@settings(max_examples=60)
@given(st.sampled_from(_SWITCHES), st.lists(_WELL_FORMED | st.binary(max_size=40), min_size=1, max_size=12))
def test_a_chip_with_any_switch_survives_too(named, commands):
    chip = Chip(card().with_switches(named[1]))
    for command in commands:
        assert len(chip.transmit(command)) >= 2


@settings(max_examples=60)
@given(st.sampled_from(_OFFERS), _STEPS)
def test_any_steps_of_any_pace_get_a_status_word(offer, steps):
    chip = Chip(dataclasses.replace(card(), pace=(offer,)))
    choice = tlv(0x80, offer.oid) + tlv(0x83, b"\2")
    assert chip.transmit(apdu(0, 0x22, 0xC1A4, choice)) == b"\x90\x00"
    for number, step in enumerate(steps):
        request = tlv(0x7C, b"" if number == 0 else step)
        assert len(chip.transmit(apdu(0x10, 0x86, 0, request, 256))) >= 2


@settings(max_examples=30)
@given(st.lists(st.tuples(_INS, _P1P2, _DATA, _LE), min_size=1, max_size=6))
def test_any_protected_commands_keep_a_session_that_both_sides_understand(commands):
    terminal = Terminal(Chip(card()))
    terminal.bac(first_citizen().mrz_information)
    for ins, parameters, data, le in commands:
        if (ins, parameters) != (0x22, 0x41A6):
            terminal.sm(ins, parameters, data, le)  # it asserts MAC, padding and status word
    assert terminal.sm(0xA4, 0x020C, b"\x7f\xff")[1] == 0x6A82


@settings(max_examples=30)
@given(st.integers(0, 3500), st.integers(1, 2000))
def test_a_read_gives_the_bytes_of_the_file(offset, le):
    terminal = Terminal(Chip(card()))
    terminal.bac(first_citizen().mrz_information)
    terminal.select(0x0102)
    contents = card().files[0x0102]
    data, status = terminal.sm(0xB0, offset, le=le, extended=True)
    assert data == contents[offset : offset + le]
    if offset >= len(contents):
        assert status == 0x6B00
    else:
        assert status == (0x6282 if offset + le > len(contents) and le != 256 else 0x9000)


@given(_CLA, _INS, st.integers(0, 0xFFFF), st.binary(max_size=600), st.none() | st.integers(1, 65536))
def test_an_extended_command_is_decoded_to_what_was_encoded(cla, ins, parameters, data, le):
    command = decode_command(apdu(cla, ins, parameters, data, le, extended=True))
    assert (command.cla, command.ins, command.parameters, command.data, command.le) == (
        cla,
        ins,
        parameters,
        data,
        le,
    ) or (not data and le is None)
