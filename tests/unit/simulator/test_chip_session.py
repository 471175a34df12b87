"""Secure messaging of the chip, Chip Authentication and Active Authentication."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest
from asn1crypto import core
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from desktop_app.emrtd.ciphers import Suite
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData, ChipKey
from tests.support.terminal import AID, CA_OID, Terminal, ec_of, tlv
from tests.support.training_card import card, first_citizen, trace_card


def opened(data: ChipData | None = None, *, bac: bool = False) -> Terminal:
    terminal = Terminal(Chip(data or card()))
    if bac:
        terminal.bac((data or card()).mrz_information)
    else:
        terminal.pace(first_citizen().can)
        terminal.enter()
    return terminal


def public_key_of(chip_key: ChipKey) -> bytes:
    curve = ec_of(chip_key.parameter_id)
    return curve.encode(curve.multiply(int.from_bytes(chip_key.private, "big"), (curve.c.g.x, curve.c.g.y)))


def chip_key_in_dg14() -> bytes:
    """Found by its parts, with nothing of ours."""
    infos = core.SetOf.load(card().files[0x010E][4:], spec=core.Sequence)
    for info in infos:
        if info[0].native == "0.4.0.127.0.7.2.2.1.2":
            return core.BitString.load(info[1][1].dump()).native and bytes(
                core.OctetBitString.load(info[1][1].dump())
            )
    raise AssertionError("no key in DG14")


def is_over(terminal: Terminal) -> bool:
    return terminal.sm(0xA4, 0x020C, b"\x01\x01") == (b"", 0x6988)


@pytest.mark.parametrize("bac", [True, False])
@pytest.mark.parametrize("at", [3, 10, -2])  # header, data, MAC; the last byte is Le
def test_a_flipped_bit_in_a_protected_command_ends_the_session(bac, at):
    terminal = opened(bac=bac)
    command = bytearray(terminal.protect(0xA4, 0x020C, b"\x01\x01"))
    command[at] ^= 1 if at != 3 else 0x0C  # P2 00 is as good as 0C when it is not covered
    assert terminal.raw(bytes(command)) == (b"", 0x6988)
    assert is_over(terminal)


def test_a_protected_command_without_mac_ends_the_session():
    terminal = opened()
    command = terminal.protect(0xB0, 0, le=4)
    assert terminal.raw(command[:4] + b"\x03" + command[5:8] + b"\0") == (b"", 0x6987)
    assert is_over(terminal)


def test_a_repeated_command_ends_the_session():
    terminal = opened()
    command = terminal.protect(0xA4, 0x020C, b"\x01\x01")
    assert terminal.raw(command)[1] == 0x9000
    assert terminal.raw(command) == (b"", 0x6988)


def test_a_plain_command_ends_the_session():
    terminal = opened()
    assert terminal.plain(0xA4, 0x020C, b"\x01\x01") == (b"", 0x6982)
    assert is_over(terminal)


def test_an_error_inside_the_session_is_protected_and_the_session_goes_on():
    terminal = opened()
    assert terminal.sm(0xA4, 0x020C, b"\x01\x0b") == (b"", 0x6A82)
    assert terminal.log[-1][1][:4] == bytes.fromhex("99026A82")
    assert terminal.select(0x0101) == 0x9000


@pytest.mark.parametrize("bac", [True, False])
def test_chip_authentication_makes_new_keys(bac):
    terminal = opened(bac=bac)
    before = terminal.keys
    terminal.chip_authentication(chip_key_in_dg14())
    assert terminal.suite == "aes128" and terminal.keys != before
    assert terminal.read(0x0101) == card().files[0x0101]


@pytest.mark.parametrize("kat", [True, False])
def test_chip_authentication_with_3des_works_in_one_step_and_in_two(kat):
    key = dataclasses.replace(card().chip_key, suite=Suite.TDES)
    terminal = opened(dataclasses.replace(card(), chip_key=key))
    terminal.chip_authentication(public_key_of(key), suite="3des", kat=kat)
    assert terminal.read(0x0101) == card().files[0x0101]


def test_a_chip_with_another_key_is_found_out():
    terminal = opened()
    with pytest.raises((AssertionError, KeyError)):
        terminal.chip_authentication(public_key_of(ChipKey(bytes(31) + b"\5")))
        terminal.read(0x0101)


def test_chip_authentication_before_access_is_refused():
    terminal = Terminal(Chip(card()))
    terminal.plain(0xA4, 0x040C, AID)
    assert terminal.plain(0x22, 0x41A4, tlv(0x80, bytes.fromhex(CA_OID + "02")))[1] == 0x6982
    assert terminal.plain(0x22, 0x41A6, tlv(0x91, bytes(65)))[1] == 0x6982


@pytest.mark.parametrize(
    ("choice", "status"),
    [
        (tlv(0x80, bytes.fromhex(CA_OID + "01")), 0x6A80),
        (tlv(0x80, bytes.fromhex(CA_OID + "02")) + tlv(0x84, b"\7"), 0x6A88),
        (b"", 0x6A80),
    ],
)
def test_a_wrong_choice_of_chip_authentication_is_refused_and_the_session_goes_on(choice, status):
    terminal = opened()
    assert terminal.sm(0x22, 0x41A4, choice) == (b"", status)
    assert terminal.select(0x0101) == 0x9000


def test_a_wrong_point_in_chip_authentication_leaves_the_old_session():
    terminal = opened()
    terminal.sm(0x22, 0x41A4, tlv(0x80, bytes.fromhex(CA_OID + "02")))
    assert terminal.sm(0x86, 0, tlv(0x7C, tlv(0x80, b"\4" + bytes(64))), 256) == (b"", 0x6A80)
    assert terminal.select(0x0101) == 0x9000


def test_active_authentication_signs_the_challenge_with_the_key_in_dg15():
    challenge = bytes(range(8))
    signature = opened().sm_must(0x88, 0, challenge, 256)
    key = serialization.load_der_public_key(card().files[0x010F][2:])
    assert isinstance(key, ec.EllipticCurvePublicKey) and len(signature) == 64
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    key.verify(utils.encode_dss_signature(r, s), challenge, ec.ECDSA(hashes.SHA256()))


def test_active_authentication_with_rsa_recovers_and_hashes_the_challenge(testdata):
    data = trace_card(testdata, "d")
    challenge = bytes(range(8))
    signature = opened(data, bac=True).sm_must(0x88, 0, challenge, 256)
    key = serialization.load_der_public_key(data.files[0x010F][3:]).public_numbers()
    message = pow(int.from_bytes(signature, "big"), key.e, key.n).to_bytes(128, "big")
    assert message[0] == 0x6A and message[-1] == 0xBC
    assert hashlib.sha1(message[1:-21] + challenge).digest() == message[-21:-1]


def test_active_authentication_is_refused_before_access_and_with_a_wrong_length():
    assert Terminal(Chip(card())).plain(0x88, 0, bytes(8), 256) == (b"", 0x6982)
    assert opened().sm(0x88, 0, bytes(7), 256) == (b"", 0x6700)


@pytest.mark.parametrize(
    "objects",
    [
        tlv(0x87, b"\x02" + bytes(16)),  # another padding indicator
        tlv(0x87, b"\x01" + bytes(15)),  # no whole block
        tlv(0x87, b"\x01" + bytes(16)),  # no padding inside
        tlv(0x97, b"\x00\x00\x04"),
        tlv(0x99, b"\x90\x00"),
    ],
)
def test_wrong_objects_under_a_right_mac_end_the_session(objects):
    terminal = opened()
    terminal.ssc += 1
    header = bytes.fromhex("0CA4020C")
    body = objects + tlv(0x8E, terminal._mac(header + b"\x80" + bytes(11) + objects))
    assert terminal.raw(header + bytes([len(body)]) + body + b"\0") == (b"", 0x6988)
    assert is_over(terminal)
