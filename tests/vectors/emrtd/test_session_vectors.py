"""Opening a session and talking through it, byte for byte as published."""

from __future__ import annotations

import pytest

from desktop_app.emrtd import bac, pace
from desktop_app.emrtd.access import MrzKey
from desktop_app.emrtd.apdu import Command, Response, parse_response
from desktop_app.emrtd.ciphers import Suite, encrypt_cbc
from desktop_app.emrtd.keys import KeyPurpose, derive_key
from desktop_app.emrtd.secure_messaging import SecureSession
from desktop_app.emrtd.security_infos import PaceInfo, pace_infos, parse_security_infos
from tests.support.scripted_card import ScriptedCard


def _draws(*chunks: str):
    """A source of random bytes that gives these, in order."""
    remaining = [bytes.fromhex(chunk) for chunk in chunks]

    def draw(size: int) -> bytes:
        chunk = remaining.pop(0)
        assert len(chunk) == size
        return chunk

    return draw


def _command(apdu: str) -> Command:
    """A plain short command, taken apart."""
    raw = bytes.fromhex(apdu)
    body, data, le = raw[4:], b"", None
    if len(body) == 1:
        le = body[0] or 256
    elif body:
        data = body[1 : 1 + body[0]]
        rest = body[1 + body[0] :]
        le = (rest[0] or 256) if rest else None
    return Command(raw[0], raw[1], raw[2], raw[3], data, le)


@pytest.fixture
def bac_script(values) -> ScriptedCard:
    v = values("bac_9303-11_appendix_D")
    challenge = ("0084000008", v["rnd_ic"] + "9000")
    mutual = ("0082000028" + v["command_data"] + "28", v["response_data"] + "9000")
    return ScriptedCard([challenge, mutual])


@pytest.fixture
def bac_key(values) -> MrzKey:
    v = values("bac_9303-11_appendix_D")
    return MrzKey(v["mrz_document_number"], v["mrz_date_of_birth"], v["mrz_date_of_expiry"])


def test_bac_sends_the_published_commands(bac_script: ScriptedCard, bac_key: MrzKey, values) -> None:
    v = values("bac_9303-11_appendix_D")

    bac.open_session(bac_script.send, bac_key, _draws(v["rnd_ifd"], v["k_ifd"]))

    bac_script.assert_played()


def test_bac_session_reads_ef_com_as_published(
    bac_script: ScriptedCard, bac_key: MrzKey, values, steps
) -> None:
    v = values("bac_9303-11_appendix_D")
    session = bac.open_session(bac_script.send, bac_key, _draws(v["rnd_ifd"], v["k_ifd"]))
    messages = [s["values"] for s in steps("bac_9303-11_appendix_D") if s["step"].startswith("SM ")]

    data = b""
    for message in messages:
        protected = session.protect(_command(message["unprotected_command_apdu"]))
        assert protected.to_bytes().hex().upper() == message["protected_command_apdu"]
        raw = bytes.fromhex(message["protected_response_apdu"])
        data += session.unprotect(parse_response(raw)).data

    assert data.hex().upper() == v["ef_com"]


def test_aes_session_talks_as_in_the_example(steps) -> None:
    keys, *messages = [s["values"] for s in steps("sm_aes_after_G1")]
    session = SecureSession(
        Suite.AES128, bytes.fromhex(keys["ks_enc"]), bytes.fromhex(keys["ks_mac"]), int(keys["ssc"], 16)
    )

    for message in messages:
        protected = session.protect(_command(message["unprotected_command_apdu"]))
        assert protected.to_bytes().hex().upper() == message["protected_command_apdu"]
        answer = session.unprotect(parse_response(bytes.fromhex(message["protected_response_apdu"])))
        expected = bytes.fromhex(message.get("response_data", ""))
        assert answer == Response(expected, int(message["response_status"], 16))


def test_pace_g1_sends_the_published_commands(steps) -> None:
    by_name = {s["step"].split(":")[0]: s["values"] for s in steps("pace_gm_ecdh_9303-11_appendix_G1")}
    first = by_name["EF.CardAccess and MSE"]
    offer = pace.choose_offer(pace_infos(parse_security_infos(bytes.fromhex(first["ef_card_access"]))))
    key = by_name["password key"]
    mapping = by_name["mapping"]
    agreement = by_name["key agreement with the mapped generator"]
    mse = (first["mse_command_apdu_with_84_as_other_readers_send_it"], first["mse_response_apdu"])
    rest = [
        (
            by_name[f"GENERAL AUTHENTICATE {n}"]["command_apdu"],
            by_name[f"GENERAL AUTHENTICATE {n}"]["response_apdu"],
        )
        for n in (1, 2, 3, 4)
    ]
    card = ScriptedCard([mse, *rest])

    pace.open_session(
        card.send,
        offer,
        MrzKey(key["mrz_document_number"], key["mrz_date_of_birth"], key["mrz_date_of_expiry"]),
        _draws(mapping["terminal_mapping_private_key"], agreement["terminal_ephemeral_private_key"]),
    )

    card.assert_played()


def test_pace_g1_session_has_the_published_keys(steps, values) -> None:
    v = values("sm_aes_after_G1")
    by_name = {s["step"].split(":")[0]: s["values"] for s in steps("pace_gm_ecdh_9303-11_appendix_G1")}
    first, key = by_name["EF.CardAccess and MSE"], by_name["password key"]
    rest = [
        (
            by_name[f"GENERAL AUTHENTICATE {n}"]["command_apdu"],
            by_name[f"GENERAL AUTHENTICATE {n}"]["response_apdu"],
        )
        for n in (1, 2, 3, 4)
    ]
    card = ScriptedCard([(first["mse_command_apdu_with_84_as_other_readers_send_it"], "9000"), *rest])
    session = pace.open_session(
        card.send,
        pace.choose_offer([pace.DEFAULT]),
        MrzKey(key["mrz_document_number"], key["mrz_date_of_birth"], key["mrz_date_of_expiry"]),
        _draws(
            by_name["mapping"]["terminal_mapping_private_key"],
            by_name["key agreement with the mapped generator"]["terminal_ephemeral_private_key"],
        ),
    )

    protected = session.protect(_command("00A4020C02011E"))

    select = next(s["values"] for s in steps("sm_aes_after_G1") if s["step"] == "SELECT EF.COM")
    assert protected.to_bytes().hex().upper() == select["protected_command_apdu"]
    assert v["ks_enc"] == by_name["session keys and authentication tokens"]["ks_enc"]


def test_pace_with_3des_sends_what_the_real_chip_took(values) -> None:
    v = values("pace_gm_ecdh_3des_chip")
    # The holder's password was left out of the recording: any other one with a nonce encrypted for it.
    key = MrzKey("T22000129", "640812", "101031")
    offer = pace.choose_offer([PaceInfo("0.4.0.127.0.7.2.2.4.2.1", 13)])
    password_key = derive_key(
        bytes.fromhex("7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD"), KeyPurpose.PACE, Suite.TDES
    )
    nonce = encrypt_cbc(Suite.TDES, password_key, bytes(8), bytes.fromhex(v["s_nonce"]))
    card = ScriptedCard(
        [
            (v["mse_command_apdu"], "9000"),
            (v["command_apdu_1"], "7C128010" + nonce.hex() + "9000"),
            (v["command_apdu_2"], v["response_apdu_2"]),
            (v["command_apdu_3"], v["response_apdu_3"]),
            (v["command_apdu_4"], v["response_apdu_4"]),
        ]
    )

    pace.open_session(
        card.send, offer, key, _draws(v["terminal_mapping_private_key"], v["terminal_ephemeral_private_key"])
    )

    card.assert_played()
