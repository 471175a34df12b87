"""Sessions that gmrtd had with real chips: both channels and the agreement, from the chip's side."""

from __future__ import annotations

import json

import pytest

from desktop_app.emrtd.ciphers import Suite
from desktop_app.readers.simulator.apdu import Answer, decode_command
from desktop_app.readers.simulator.channel import SecureChannel
from desktop_app.readers.simulator.chip_data import ChipKey
from desktop_app.readers.simulator.proof import agree

CURVES = {"brainpoolP256r1": 13, "P-256": 12}


@pytest.mark.parametrize("number", range(4))
def test_agreement_and_both_channels(testdata, number):
    held = json.loads((testdata / "vectors" / "ca_gmrtd_sessions.json").read_text())
    values = held["steps"][number]["values"]
    keys = {name: bytes.fromhex(v) for name, v in values.items() if not name.startswith("text")}
    before = SecureChannel(
        Suite(values["text_cipher_before"]),
        keys["ks_enc_before"],
        keys["ks_mac_before"],
        int.from_bytes(keys["ssc_before"], "big"),
    )
    # Only the reader's private key is known; the secret is the same from either side.
    key = ChipKey(
        keys["terminal_private_key"], Suite(values["text_cipher_after"]), CURVES[values["text_curve"]]
    )
    after = agree(key, keys["chip_public_key"])
    assert (after.enc_key, after.mac_key, after.counter) == (keys["ks_enc_after"], keys["ks_mac_after"], 0)
    last = 3 if "plain_command_3" in keys else 2
    for i in range(1, last + 1):
        channel = after if i == last else before
        command = channel.open(decode_command(keys[f"protected_command_{i}"]))
        plain = decode_command(keys[f"plain_command_{i}"])
        assert (command.ins, command.parameters, command.data) == (plain.ins, plain.parameters, plain.data)
        response = keys[f"plain_response_{i}"]
        answer = Answer(response[:-2], int.from_bytes(response[-2:], "big"))
        assert channel.close(command.ins, answer) == keys[f"protected_response_{i}"]
