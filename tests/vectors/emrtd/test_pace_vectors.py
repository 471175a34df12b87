"""Every mapping of PACE as the standard's worked examples and a real chip have it, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_app.emrtd import chip_mapping, curves, integrated_mapping, pace
from desktop_app.emrtd.access import AccessKey, CanKey, MrzKey
from desktop_app.emrtd.ciphers import Suite, block_size, encrypt_cbc
from desktop_app.emrtd.groups import EcGroup, dh_by_parameter_id
from desktop_app.emrtd.keys import KeyPurpose, derive_key
from desktop_app.emrtd.pace import Mapping
from desktop_app.emrtd.public_keys import EcKey
from desktop_app.emrtd.result import VERIFIED, Reason, failed, not_possible
from desktop_app.emrtd.security_infos import PaceInfo, encode_oid
from tests.support.scripted_card import ScriptedCard

BASE = "0.4.0.127.0.7.2.2.4"
G2, H1, H2, I1 = (
    "pace_gm_dh_9303-11_appendix_G2",
    "pace_im_ecdh_9303-11_appendix_H1",
    "pace_im_dh_9303-11_appendix_H2",
    "pace_cam_ecdh_9303-11_appendix_I1",
)
GERMAN = "pace_cam_ecdh_german_chip"
OFFERS = {
    G2: (PaceInfo(f"{BASE}.1.2", 0), Mapping.GENERIC),
    H1: (PaceInfo(f"{BASE}.4.2", 13), Mapping.INTEGRATED),
    H2: (PaceInfo(f"{BASE}.3.2", 0), Mapping.INTEGRATED),
    I1: (PaceInfo(f"{BASE}.6.2", 13), Mapping.CHIP_AUTHENTICATION),
}
Steps = Callable[[str], list[dict[str, Any]]]


def _draws(*chunks: int | bytes) -> Callable[[int], bytes]:
    remaining = list(chunks)

    def draw(size: int) -> bytes:
        chunk = remaining.pop(0)
        return chunk if isinstance(chunk, bytes) else chunk.to_bytes(size, "big")

    return draw


def _merged(steps: Steps, name: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for step in steps(name):
        merged |= step["values"]
    return merged


def _key(values: dict[str, Any]) -> AccessKey:
    if "mrz_document_number" in values:
        return MrzKey(
            values["mrz_document_number"], values["mrz_date_of_birth"], values["mrz_date_of_expiry"]
        )
    return CanKey("123456")


def _script(steps: Steps, name: str) -> list[tuple[str, str]]:
    """The published exchanges; our MSE names the parameters too, and the password that we use."""
    info, _ = OFFERS[name]
    assert info.parameter_id is not None
    reference = "01" if "mrz_document_number" in _merged(steps, name) else "02"
    oid = encode_oid(info.oid).hex()
    data = f"80{len(oid) // 2:02x}{oid}8301{reference}8401{info.parameter_id:02x}"
    mse = (f"0022C1A4{len(data) // 2:02x}{data}", "9000")
    moves = [s["values"] for s in steps(name) if s["step"].startswith("GENERAL AUTHENTICATE")]
    return [mse, *((move["command_apdu"], move["response_apdu"]) for move in moves)]


def _random(values: dict[str, Any], name: str) -> Callable[[int], bytes]:
    ephemeral = int(values["terminal_ephemeral_private_key"], 16)
    if name == H2:
        group = dh_by_parameter_id(0)
        assert group is not None
        ephemeral %= group.q or 0  # the example draws from the whole field; the power is the same
    if name in (H1, H2):
        nonce = _published_nonce(values)
        return _draws(nonce, ephemeral)
    return _draws(int(values["terminal_mapping_private_key"], 16), ephemeral)


def _published_nonce(values: dict[str, Any]) -> bytes:
    return bytes.fromhex(values["t_terminal_nonce"])


@pytest.mark.parametrize("name", OFFERS)
def test_the_published_commands_are_sent(steps: Steps, name: str) -> None:
    values = _merged(steps, name)
    card = ScriptedCard(_script(steps, name))
    offer = pace.choose_offer([OFFERS[name][0]])

    pace.run(card.send, offer, _key(values), _random(values, name))

    card.assert_played()
    assert offer.mapping is OFFERS[name][1]


@pytest.mark.parametrize("name", OFFERS)
def test_the_published_keys_come_out(steps: Steps, name: str) -> None:
    values = _merged(steps, name)
    card = ScriptedCard(_script(steps, name))

    run = pace.run(card.send, pace.choose_offer([OFFERS[name][0]]), _key(values), _random(values, name))

    assert run.session._enc_key.hex().upper() == values["ks_enc"]
    assert run.session._mac_key.hex().upper() == values["ks_mac"]


@pytest.mark.parametrize("name", [H1, H2])
def test_the_integrated_mapping_gives_the_published_generator(steps: Steps, name: str) -> None:
    values = _merged(steps, name)
    offer = pace.choose_offer([OFFERS[name][0]])

    mapped = integrated_mapping.map_nonces(
        offer.group, offer.suite, bytes.fromhex(values["s_nonce"]), _published_nonce(values)
    )

    assert mapped.hex().upper() == values["mapped_generator"]


def test_the_chip_authentication_data_are_decrypted_as_published(steps: Steps) -> None:
    values = _merged(steps, I1)
    card = ScriptedCard(_script(steps, I1))

    run = pace.run(card.send, pace.choose_offer([OFFERS[I1][0]]), _key(values), _random(values, I1))

    assert run.chip_authentication_data is not None and run.chip_mapping_key is not None
    assert run.chip_authentication_data.hex().upper() == values["ca_ic"]
    assert run.chip_mapping_key.hex().upper() == values["chip_mapping_public_key"]


def test_the_published_static_key_proves_the_mapping(steps: Steps) -> None:
    values = _merged(steps, I1)
    offer = pace.choose_offer([OFFERS[I1][0]])
    assert isinstance(offer.group, EcGroup)
    curve = offer.group.curve
    key = EcKey(curve, curves.decode_point(curve, bytes.fromhex(values["chip_static_public_key"])))
    other = EcKey(curve, curves.multiply(curve, 2, key.point))
    proof, mapping = bytes.fromhex(values["ca_ic"]), bytes.fromhex(values["chip_mapping_public_key"])

    assert chip_mapping.proves(offer.group, proof, mapping, key)
    assert not chip_mapping.proves(offer.group, proof, mapping, other)


def test_a_real_chip_proves_its_signed_key_while_it_opens(steps: Steps) -> None:
    v = _merged(steps, GERMAN)
    offer, run = _german_run(steps)

    found = chip_mapping.check_chip_mapping(offer, run, bytes.fromhex(v["ef_card_security"]))

    assert found == VERIFIED


@pytest.mark.parametrize("proof", [bytes(32), b"\xff" * 32, b"\x01" * 32, b""])
def test_a_copy_that_shows_the_signed_file_without_its_key_fails(steps: Steps, proof: bytes) -> None:
    offer, run = _german_run(steps)
    raw = bytes.fromhex(_merged(steps, GERMAN)["ef_card_security"])

    found = chip_mapping.check_chip_mapping(offer, replace(run, chip_authentication_data=proof), raw)

    assert found == failed(Reason.CHIP_ANSWER_WRONG)


def test_a_signed_file_with_keys_of_other_groups_only_offers_no_proof(steps: Steps, testdata: Path) -> None:
    offer, run = _german_run(steps)
    other = (testdata / "lds" / "card-security" / "FI_EF_CardSecurity.bin").read_bytes()

    assert chip_mapping.check_chip_mapping(offer, run, other) == not_possible(Reason.NOT_OFFERED)


def test_a_file_that_nobody_signed_proves_nothing(steps: Steps) -> None:
    offer, run = _german_run(steps)
    raw = bytearray(bytes.fromhex(_merged(steps, GERMAN)["ef_card_security"]))
    raw[-1] ^= 1

    assert chip_mapping.check_chip_mapping(offer, run, bytes(raw)) == not_possible(Reason.KEY_NOT_SIGNED)
    assert chip_mapping.check_chip_mapping(offer, run, b"\x31\x00") == not_possible(Reason.FILE_UNREADABLE)


def test_a_run_with_another_mapping_has_no_such_proof(steps: Steps) -> None:
    offer, run = _german_run(steps)
    raw = bytes.fromhex(_merged(steps, GERMAN)["ef_card_security"])
    plain = replace(run, chip_authentication_data=None)

    assert chip_mapping.check_chip_mapping(offer, plain, raw) == not_possible(Reason.NOT_OFFERED)


def _german_run(steps: Steps) -> tuple[pace.PaceOffer, pace.PaceRun]:
    """A real chip's session up to the end of PACE."""
    v = _merged(steps, GERMAN)
    # The holder's password was left out of the recording: any other one with a nonce encrypted for it.
    key = MrzKey("T22000129", "640812", "101031")
    password = bytes.fromhex("7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD")
    encrypted = encrypt_cbc(
        Suite.AES128,
        derive_key(password, KeyPurpose.PACE, Suite.AES128),
        bytes(block_size(Suite.AES128)),
        bytes.fromhex(v["s_nonce"]),
    )
    card = ScriptedCard(
        [
            (v["mse_command_apdu"], "9000"),
            (v["command_apdu_1"], "7C128010" + encrypted.hex() + "9000"),
            *((v[f"command_apdu_{n}"], v[f"response_apdu_{n}"]) for n in (2, 3, 4)),
        ]
    )
    draws = _draws(int(v["terminal_mapping_private_key"], 16), int(v["terminal_ephemeral_private_key"], 16))

    offer = pace.choose_offer([PaceInfo(f"{BASE}.6.2", 13)])
    run = pace.run(card.send, offer, key, draws)
    card.assert_played()
    assert run.chip_authentication_data == bytes.fromhex(v["ca_ic"])
    return offer, run
