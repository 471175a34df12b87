"""The worked examples of ICAO Doc 9303-11 from the chip's side, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_app.emrtd.ciphers import Suite
from desktop_app.readers.simulator.apdu import Answer, decode_command
from desktop_app.readers.simulator.channel import SecureChannel
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData, Mapping, PaceOffer


def steps(testdata: Path, name: str) -> dict[str, dict[str, str]]:
    held = json.loads((testdata / "vectors" / name).read_text())
    return {step["step"]: step["values"] for step in held["steps"]}


def scripted(*values: str):
    """A source of random bytes that gives these values and no other."""
    left = [bytes.fromhex(value) for value in values]

    def give(size: int) -> bytes:
        value = left.pop(0)
        assert len(value) == size
        return value

    return give


def say(chip: Chip, command: str) -> str:
    return chip.transmit(bytes.fromhex(command)).hex().upper()


@pytest.fixture
def bac(testdata):
    return steps(testdata, "bac_9303-11_appendix_D.json")


@pytest.fixture
def pace(testdata):
    return steps(testdata, "pace_gm_ecdh_9303-11_appendix_G1.json")


def test_basic_access_and_protected_read_of_appendix_d(bac):
    challenge, response = bac["GET CHALLENGE"], bac["EXTERNAL AUTHENTICATE response"]
    data = ChipData(
        files={0x011E: bytes.fromhex(bac["result"]["ef_com"])},
        mrz_information=bac["password and document basic access keys"]["mrz_information"],
    )
    chip = Chip(data, scripted(challenge["rnd_ic"], response["k_ic"]))
    assert say(chip, "00A4040C07A0000002471001") == "9000"
    assert say(chip, challenge["command_apdu"]) == challenge["response_apdu"]
    command = bac["EXTERNAL AUTHENTICATE command"]["command_apdu"]
    assert say(chip, command) == response["response_apdu"]
    for name in (
        "SM 1: SELECT EF.COM",
        "SM 2: READ BINARY, first 4 bytes",
        "SM 3: READ BINARY, the other 18 bytes",
    ):
        assert say(chip, bac[name]["protected_command_apdu"]) == bac[name]["protected_response_apdu"]


@pytest.mark.parametrize("mse", ["mse_command_apdu", "mse_command_apdu_with_84_as_other_readers_send_it"])
def test_pace_of_appendix_g1(pace, mse):
    mapping = pace["mapping: keys, shared point, mapped generator"]
    agreement = pace["key agreement with the mapped generator"]
    data = ChipData(files={}, mrz_information=pace["password key"]["mrz_information"])
    chip = Chip(
        data,
        scripted(
            pace["GENERAL AUTHENTICATE 1: encrypted nonce"]["s_nonce"],
            mapping["chip_mapping_private_key"],
            agreement["chip_ephemeral_private_key"],
        ),
    )
    assert say(chip, pace["EF.CardAccess and MSE:Set AT"][mse]) == "9000"
    for name in (
        "GENERAL AUTHENTICATE 1: encrypted nonce",
        "GENERAL AUTHENTICATE 2: map nonce",
        "GENERAL AUTHENTICATE 3: key agreement",
        "GENERAL AUTHENTICATE 4: tokens",
    ):
        assert say(chip, pace[name]["command_apdu"]) == pace[name]["response_apdu"]


def test_aes_channel_opens_and_closes_as_recomputed_after_appendix_g1(testdata):
    held = json.loads((testdata / "vectors" / "sm_aes_after_G1.json").read_text())["steps"]
    keys, exchanges = held[0]["values"], [step["values"] for step in held[1:]]
    channel = SecureChannel(Suite.AES128, bytes.fromhex(keys["ks_enc"]), bytes.fromhex(keys["ks_mac"]))
    for values in exchanges:
        if "protected_command_apdu" not in values:
            continue
        command = channel.open(decode_command(bytes.fromhex(values["protected_command_apdu"])))
        plain = decode_command(bytes.fromhex(values["unprotected_command_apdu"]))
        assert (command.ins, command.parameters, command.data, command.le) == (
            plain.ins,
            plain.parameters,
            plain.data,
            plain.le,
        )
        answer = Answer(bytes.fromhex(values.get("response_data", "")), int(values["response_status"], 16))
        assert channel.close(command.ins, answer).hex().upper() == values["protected_response_apdu"]


DATA_STEPS = (
    "GENERAL AUTHENTICATE 1: encrypted nonce",
    "GENERAL AUTHENTICATE 2: map nonce",
    "GENERAL AUTHENTICATE 3: key agreement",
    "GENERAL AUTHENTICATE 4: tokens",
)
Q_OF_GROUP_0 = 0xF518AA8781A8DF278ABA4E7D64B7CB9D49462353


def test_pace_modulo_a_prime_of_appendix_g2(testdata):
    held = steps(testdata, "pace_gm_dh_9303-11_appendix_G2.json")
    data = ChipData(
        files={},
        mrz_information=held["password key"]["mrz_information"],
        pace=(PaceOffer(Suite.AES128, 0),),
    )
    chip = Chip(
        data,
        scripted(
            held[DATA_STEPS[0]]["s_nonce"],
            held["mapping"]["chip_mapping_private_key"],
            held["key agreement"]["chip_ephemeral_private_key"],
        ),
    )
    assert say(chip, held["EF.CardAccess and MSE:Set AT"]["mse_command_apdu"]) == "9000"
    for name in DATA_STEPS:
        assert say(chip, held[name]["command_apdu"]) == held[name]["response_apdu"]


@pytest.mark.parametrize(
    ("name", "agreement", "oid", "parameter_id"),
    [
        ("pace_im_ecdh_9303-11_appendix_H1.json", "key agreement with the mapped generator", "0402", 13),
        ("pace_im_dh_9303-11_appendix_H2.json", "key agreement", "0302", 0),
    ],
)
def test_pace_with_integrated_mapping_of_appendix_h(testdata, name, agreement, oid, parameter_id):
    held = steps(testdata, name)
    private = held[agreement]["chip_ephemeral_private_key"]
    if parameter_id == 0:  # printed as long as the prime; keys count modulo the order of the group
        private = f"{int(private, 16) % Q_OF_GROUP_0:040X}"
    offer = PaceOffer(Suite.AES128, parameter_id, Mapping.INTEGRATED)
    chip = Chip(
        ChipData(files={}, mrz_information="", can="123456", pace=(offer,)),
        scripted(held[DATA_STEPS[0]]["s_nonce"], private),
    )
    # The example names the password MRZ, but its key is the one of this CAN.
    assert say(chip, f"0022C1A40F800A04007F0007020204{oid}830102") == "9000"
    for step in DATA_STEPS:
        assert say(chip, held[step]["command_apdu"]) == held[step]["response_apdu"]
