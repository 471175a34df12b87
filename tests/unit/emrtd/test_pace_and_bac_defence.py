"""Chips that break the protocol are found out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.errors import AppError
from desktop_app.emrtd import bac, curves, pace, tlv
from desktop_app.emrtd.apdu import Command, Response, parse_response
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.security_infos import PaceInfo
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import PaceOffer as ChipOffer
from tests.support.made_up_card import CAN, MRZ, chip_d
from tests.support.scripted_card import MeddledCard

GM = "0.4.0.127.0.7.2.2.4.2"
CURVE = curves.curve_by_parameter_id(13)
assert CURVE is not None
MOVES = {0x81: 0x82, 0x83: 0x84, 0x85: 0x86}  # what the reader sends, what the chip answers with


def _inner(command: bytes) -> tlv.Tlv | None:
    """The data object inside GENERAL AUTHENTICATE."""
    if command[1] != 0x86 or command[4] == 2:
        return None
    return tlv.parse_one(command[5:-1]).children()[0]


def _answering(tag: int, answer: Callable[[bytes], bytes]) -> Callable[[bytes], bytes | None]:
    """A meddler who answers the move with this tag himself."""

    def meddle(command: bytes) -> bytes | None:
        sent = _inner(command)
        if sent is None or sent.tag != tag:
            return None
        return tlv.encode(0x7C, tlv.encode(MOVES[tag], answer(sent.value))) + b"\x90\x00"

    return meddle


def _open(testdata: Path, meddle: Callable[[bytes], bytes | None]) -> str:
    card = MeddledCard(Chip(chip_d(testdata)), meddle)

    def transmit(command: Command) -> Response:
        return parse_response(card.transmit(command.to_bytes()))

    with pytest.raises(AppError) as caught:
        pace.open_session(transmit, pace.choose_offer([pace.DEFAULT]), CAN)
    return f"{caught.value.code} {caught.value.facts.get('why')}"


@pytest.mark.parametrize("tag", [0x81, 0x83])
def test_our_own_key_sent_back_is_refused(testdata: Path, tag: int) -> None:
    assert _open(testdata, _answering(tag, lambda sent: sent)) == "emrtd.pace_failed mirrored_key"


@pytest.mark.parametrize("tag", [0x81, 0x83])
def test_a_point_off_the_curve_is_refused(testdata: Path, tag: int) -> None:
    off = b"\x04" + bytes(31) + b"\x01" + bytes(31) + b"\x01"

    assert _open(testdata, _answering(tag, lambda sent: off)) == "emrtd.bad_point not_on_curve"


@pytest.mark.parametrize("tag", [0x81, 0x83])
@pytest.mark.parametrize("point", [b"\x00", b"", b"\x04" + bytes(64)])
def test_the_neutral_element_is_refused(testdata: Path, tag: int, point: bytes) -> None:
    assert _open(testdata, _answering(tag, lambda sent: point)).startswith("emrtd.bad_point")


def test_a_wrong_token_of_the_chip_is_a_wrong_number(testdata: Path) -> None:
    assert _open(testdata, _answering(0x85, lambda sent: bytes(8))).startswith("emrtd.wrong_can")


def test_our_own_token_sent_back_is_refused(testdata: Path) -> None:
    assert _open(testdata, _answering(0x85, lambda sent: sent)).startswith("emrtd.wrong_can")


@pytest.mark.parametrize("answer", ["", "7C00", "7C028000", "3000", "7C0A80080102030405060708"])
def test_a_malformed_nonce_is_refused(testdata: Path, answer: str) -> None:
    def meddle(command: bytes) -> bytes | None:
        return bytes.fromhex(answer + "9000") if command[:5] == bytes.fromhex("1086000002") else None

    assert _open(testdata, meddle).startswith("emrtd.pace_failed")


@pytest.mark.parametrize("suite", list(Suite))
@pytest.mark.parametrize("parameter_id", [9, 10, 12, 13, 14, 16, 18])
def test_every_suite_and_curve_opens(testdata: Path, suite: Suite, parameter_id: int) -> None:
    data = chip_d(testdata)
    number = list(Suite).index(suite) + 1
    chip = Chip(
        type(data)(data.files, data.mrz_information, data.can, pace=(ChipOffer(suite, parameter_id),))
    )

    def transmit(command: Command) -> Response:
        return parse_response(chip.transmit(command.to_bytes()))

    session = pace.open_session(transmit, pace.choose_offer([PaceInfo(f"{GM}.{number}", parameter_id)]), CAN)

    select = Command(0x00, 0xA4, 0x04, 0x0C, bytes.fromhex("A0000002471001"))
    assert session.unprotect(transmit(session.protect(select))).ok


def test_the_strongest_offer_is_chosen() -> None:
    offers = [
        PaceInfo(f"{GM}.1", 13),
        PaceInfo(f"{GM}.4", 12),
        PaceInfo(f"{GM}.4", 16),
        PaceInfo(f"{GM}.2", 18),
    ]

    assert pace.choose_offer(offers).parameter_id == 16


def test_a_curve_is_taken_before_a_prime_and_the_generic_mapping_before_others() -> None:
    offers = [
        PaceInfo("0.4.0.127.0.7.2.2.4.1.4", 2),
        PaceInfo("0.4.0.127.0.7.2.2.4.6.2", 13),
        PaceInfo("0.4.0.127.0.7.2.2.4.4.2", 13),
        PaceInfo(f"{GM}.2", 13),
    ]

    assert pace.choose_offer(offers).oid == f"{GM}.2"


@pytest.mark.parametrize(
    "info",
    [
        PaceInfo("0.4.0.127.0.7.2.2.4.1.2", 3),  # no such prime
        PaceInfo("0.4.0.127.0.7.2.2.4.1.2", 13),  # a curve where a prime belongs
        PaceInfo("0.4.0.127.0.7.2.2.4.4.2", 10),  # the mapping is not defined on P-224
        PaceInfo("0.4.0.127.0.7.2.2.4.6.1", 13),  # there is no such suite
        PaceInfo(f"{GM}.2", None),
    ],
)
def test_an_offer_that_cannot_be_taken_is_named(info: PaceInfo) -> None:
    with pytest.raises(AppError) as caught:
        pace.choose_offer([info])

    assert (caught.value.code, caught.value.facts["offered"]) == (pace.PACE_UNSUPPORTED, info.oid)


def test_an_answer_of_an_earlier_session_fails_bac(testdata: Path) -> None:
    chip = Chip(chip_d(testdata))
    earlier: list[bytes] = []

    def transmit(command: Command) -> Response:
        answer = chip.transmit(command.to_bytes())
        if command.ins == 0x82:
            earlier.append(answer)
            answer = earlier[0]  # its seal is right: the key is the same
        return parse_response(answer)

    select = Command(0x00, 0xA4, 0x04, 0x0C, bytes.fromhex("A0000002471001"))
    assert transmit(select).ok
    bac.open_session(transmit, MRZ)
    chip.reset()
    assert transmit(select).ok
    with pytest.raises(AppError) as caught:
        bac.open_session(transmit, MRZ)
    assert (caught.value.code, caught.value.facts["why"]) == (bac.BAC_FAILED, "nonce_wrong")


@pytest.mark.parametrize("at", [0, 20, 39])
def test_a_changed_proof_of_the_chip_fails_bac(testdata: Path, at: int) -> None:
    chip = Chip(chip_d(testdata))

    def transmit(command: Command) -> Response:
        answer = bytearray(chip.transmit(command.to_bytes()))
        if command.ins == 0x82:
            answer[at] ^= 1
        return parse_response(bytes(answer))

    assert transmit(Command(0x00, 0xA4, 0x04, 0x0C, bytes.fromhex("A0000002471001"))).ok
    with pytest.raises(AppError) as caught:
        bac.open_session(transmit, MRZ)
    assert caught.value.code == bac.BAC_FAILED
