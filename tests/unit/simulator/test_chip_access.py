"""Letting in and keeping out: BAC, PACE, and the order of their steps."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest

from desktop_app.emrtd.ciphers import Suite
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import PaceOffer
from tests.support.terminal import AID, CA_OID, PACE_OID, Refusal, Terminal, cbc, ec_of, kdf, mac, tlv
from tests.support.training_card import card, first_citizen, with_

CHOICE = tlv(0x80, bytes.fromhex(PACE_OID + "02")) + tlv(0x83, b"\x02")
NONCE = bytes.fromhex("7C00")


@pytest.fixture
def fresh():
    return Terminal(Chip(card()))


def point() -> bytes:
    ec = ec_of(13)
    return ec.encode((ec.c.g.x, ec.c.g.y))


def test_bac_opens_with_the_zone(fresh):
    fresh.bac(first_citizen().mrz_information)
    assert fresh.read(0x0101) == card().files[0x0101]


@pytest.mark.parametrize("with_84", [True, False])
@pytest.mark.parametrize("reference", [1, 2])
def test_pace_opens_with_zone_and_with_can(fresh, reference, with_84):
    citizen = first_citizen()
    secret = citizen.mrz_information if reference == 1 else citizen.can
    fresh.pace(secret, reference=reference, with_84=with_84)
    fresh.enter()
    assert fresh.read(0x0101) == card().files[0x0101]


def test_a_wrong_zone_is_refused_by_bac(fresh):
    with pytest.raises(Refusal, match="6300"):
        fresh.bac("099012345999011553901153")


def test_a_wrong_can_is_refused_at_the_token_and_a_right_one_works_after(fresh):
    with pytest.raises(Refusal, match="6300"):
        fresh.pace("000000")
    assert len(fresh.log) == 5
    fresh.pace(first_citizen().can)
    fresh.enter()


def test_bac_needs_the_application_first(fresh):
    assert fresh.plain(0x84, 0, le=8) == (b"", 0x6985)


def test_a_challenge_is_good_for_one_try(fresh):
    fresh.plain(0xA4, 0x040C, AID)
    fresh.plain(0x84, 0, le=8)
    assert fresh.plain(0x82, 0, bytes(40), 40)[1] == 0x6300
    assert fresh.plain(0x82, 0, bytes(40), 40)[1] == 0x6985


@pytest.mark.parametrize("fault", ["none", "challenge", "mac"])
def test_mutual_authentication_checks_mac_and_challenge(fresh, fault):
    seed = hashlib.sha1(first_citizen().mrz_information.encode()).digest()[:16]
    fresh.plain(0xA4, 0x040C, AID)
    challenge, _ = fresh.plain(0x84, 0, le=8)
    repeated = bytes(8) if fault == "challenge" else challenge
    sent = cbc("3des", kdf(seed, 1, "3des"), bytes(8), bytes(8) + repeated + bytes(16))
    code = bytes(8) if fault == "mac" else mac("3des", kdf(seed, 2, "3des"), sent)
    answer, status = fresh.plain(0x82, 0, sent + code, 40)
    assert (len(answer), status) == ((40, 0x9000) if fault == "none" else (0, 0x6300))


def test_mutual_authentication_checks_its_length(fresh):
    fresh.plain(0xA4, 0x040C, AID)
    fresh.plain(0x84, 0, le=8)
    assert fresh.plain(0x82, 0, bytes(39), 40)[1] == 0x6700


def test_bac_that_is_switched_off_is_named_so():
    terminal = Terminal(Chip(with_(card(), bac=False)))
    with pytest.raises(Refusal, match="6A88"):
        terminal.bac(first_citizen().mrz_information)


def test_pace_that_is_switched_off_is_refused():
    terminal = Terminal(Chip(with_(card(), pace=False)))
    with pytest.raises(Refusal, match="6A80"):
        terminal.pace(first_citizen().can)


@pytest.mark.parametrize(
    ("choice", "status"),
    [
        (tlv(0x80, bytes.fromhex(PACE_OID + "02")), 0x6A80),  # no password
        (tlv(0x83, b"\x02"), 0x6A80),  # no protocol
        (tlv(0x80, bytes.fromhex(PACE_OID + "04")) + tlv(0x83, b"\x02"), 0x6A80),  # not offered
        (tlv(0x80, bytes.fromhex(CA_OID + "02")) + tlv(0x83, b"\x02"), 0x6A80),
        (tlv(0x80, bytes.fromhex(PACE_OID + "02")) + tlv(0x83, b"\x03"), 0x6A88),  # PIN
        (CHOICE + tlv(0x84, b"\x0c"), 0x6A88),  # another curve
        (b"\x80\x05\x01", 0x6A80),  # cut
    ],
)
def test_a_wrong_choice_of_pace_is_refused(fresh, choice, status):
    assert fresh.plain(0x22, 0xC1A4, choice) == (b"", status)
    assert fresh.plain(0x86, 0, NONCE, 256, cla=0x10)[1] == 0x6985


def test_steps_of_pace_without_a_choice_are_refused(fresh):
    assert fresh.plain(0x86, 0, NONCE, 256, cla=0x10) == (b"", 0x6985)


def test_steps_of_pace_out_of_order_end_the_run(fresh):
    fresh.plain(0x22, 0xC1A4, CHOICE)
    assert fresh.plain(0x86, 0, tlv(0x7C, tlv(0x83, point())), 256, cla=0x10)[1] == 0x6985
    assert fresh.plain(0x86, 0, NONCE, 256, cla=0x10)[1] == 0x6985


def test_another_command_within_the_chain_is_refused_once(fresh):
    fresh.plain(0x22, 0xC1A4, CHOICE)
    fresh.plain(0x86, 0, NONCE, 256, cla=0x10)
    assert fresh.plain(0xA4, 0x040C, AID) == (b"", 0x6883)
    assert fresh.plain(0xA4, 0x040C, AID) == (b"", 0x9000)


def test_a_step_that_ends_the_chain_too_early_is_refused(fresh):
    fresh.plain(0x22, 0xC1A4, CHOICE)
    assert fresh.plain(0x86, 0, NONCE, 256)[1] == 0x6985


def test_the_last_step_has_to_end_the_chain(fresh):
    fresh.plain(0x22, 0xC1A4, CHOICE)
    fresh.plain(0x86, 0, NONCE, 256, cla=0x10)
    fresh.plain(0x86, 0, tlv(0x7C, tlv(0x81, point())), 256, cla=0x10)
    fresh.plain(0x86, 0, tlv(0x7C, tlv(0x83, point())), 256, cla=0x10)
    assert fresh.plain(0x86, 0, tlv(0x7C, tlv(0x85, bytes(8))), 256, cla=0x10)[1] == 0x6883


def test_a_point_that_is_not_on_the_curve_is_refused(fresh):
    fresh.plain(0x22, 0xC1A4, CHOICE)
    fresh.plain(0x86, 0, NONCE, 256, cla=0x10)
    crooked = point()[:-1] + bytes([point()[-1] ^ 1])
    assert fresh.plain(0x86, 0, tlv(0x7C, tlv(0x81, crooked)), 256, cla=0x10) == (b"", 0x6A80)


def test_a_reset_forgets_everything(fresh):
    fresh.pace(first_citizen().can)
    fresh.enter()
    fresh.card.reset()
    assert fresh.plain(0xA4, 0x020C, b"\x01\x1c")[1] == 0x9000  # at the master file again
    assert fresh.sm(0xA4, 0x020C, b"\x01\x01") == (b"", 0x6988)


@pytest.mark.parametrize("suite", list(Suite))
def test_pace_runs_with_every_suite(suite):
    data = dataclasses.replace(card(), pace=(PaceOffer(suite, 13),))
    terminal = Terminal(Chip(data))
    terminal.pace(first_citizen().can, suite=suite)
    terminal.enter()
    assert terminal.read(0x0101) == card().files[0x0101]


@pytest.mark.parametrize("parameter_id", range(8, 19))
def test_pace_runs_on_every_standardized_curve(parameter_id):
    data = dataclasses.replace(card(), pace=(PaceOffer(Suite.AES256, parameter_id),))
    terminal = Terminal(Chip(data))
    terminal.pace(first_citizen().can, suite="aes256", parameter_id=parameter_id)
    terminal.enter()
    assert terminal.read(0x0101) == card().files[0x0101]


def scripted(*values: bytes):
    left = list(values)
    return lambda _: left.pop(0)


def test_a_reader_that_sends_the_key_of_the_chip_is_refused():
    same = bytes(31) + b"\x09"
    chip = Chip(card(), scripted(bytes(15) + b"\x05", bytes(31) + b"\x03", same))
    terminal = Terminal(chip, scripted(bytes(31) + b"\x07", same))
    with pytest.raises(Refusal, match="6A80"):
        terminal.pace(first_citizen().can)


def test_a_mapping_to_the_neutral_element_is_refused():
    nonce, private = 5, 3
    chip = Chip(card(), scripted(nonce.to_bytes(16, "big"), *[private.to_bytes(32, "big")] * 2))
    terminal = Terminal(chip)
    terminal.plain(0x22, 0xC1A4, CHOICE)
    terminal.plain(0x86, 0, NONCE, 256, cla=0x10)
    curve = ec_of(13)
    hostile = curve.multiply(-nonce * pow(private, -1, curve.c.n) % curve.c.n, (curve.c.g.x, curve.c.g.y))
    mapping = tlv(0x7C, tlv(0x81, curve.encode(hostile)))
    assert terminal.plain(0x86, 0, mapping, 256, cla=0x10) == (b"", 0x6A80)
    assert terminal.plain(0x86, 0, tlv(0x7C, tlv(0x83, point())), 256, cla=0x10) == (b"", 0x6985)
