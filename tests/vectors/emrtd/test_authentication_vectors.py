"""Chip Authentication and Active Authentication as chips and published examples have them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key

from desktop_app.emrtd import active_authentication, chip_authentication, lds, message_recovery
from desktop_app.emrtd.apdu import Command, Response, parse_response
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.public_keys import EcKey, RsaKey, parse_public_key
from desktop_app.emrtd.result import VERIFIED, Reason, failed
from desktop_app.emrtd.secure_messaging import SecureSession

AUSTRIA, GERMANY, MALAYSIA, FRANCE = range(4)
CHIPS = [AUSTRIA, GERMANY, MALAYSIA, FRANCE]
AA_CURVES = range(4)


def _plain(command: Command) -> str:
    """The command as the examples write it before it is protected."""
    return command.to_bytes().hex().upper()


class PlainChip:
    """Plays published plain exchanges; refuses the commands in `refused` once each."""

    def __init__(self, exchanges: list[tuple[str, str]], refused: tuple[str, ...] = ()) -> None:
        self._exchanges = list(exchanges)
        self._refused = refused
        self.sent: list[str] = []

    def send(self, command: Command) -> Response:
        sent = _plain(command)
        self.sent.append(sent)
        if sent.startswith(self._refused) and self._refused:
            return Response(b"", 0x6A80)
        expected, answer = self._exchanges.pop(0)
        assert sent == expected
        return parse_response(bytes.fromhex(answer))


def _agreement(values: dict[str, str]) -> list[tuple[str, str]]:
    """Plain exchanges of the agreement: all but the last, which is the first under the new keys."""
    last = 3 if "plain_command_3" in values else 2
    return [(values[f"plain_command_{n}"], values[f"plain_response_{n}"]) for n in range(1, last)]


def _curve(offer: chip_authentication.ChipAuthenticationOffer) -> str:
    assert isinstance(offer.key, EcKey)
    return offer.key.curve.name


def _draw(values: dict[str, str]):
    return lambda size: bytes.fromhex(values["terminal_private_key"]).rjust(size, b"\x00")


@pytest.mark.parametrize("chip", CHIPS)
def test_the_published_chip_key_and_suite_are_found_in_its_dg14(steps, chip: int) -> None:
    v = steps("ca_gmrtd_sessions")[chip]["values"]

    offer = chip_authentication.choose_offer(bytes.fromhex(v["dg14"]))

    assert offer is not None
    assert (_curve(offer), offer.suite) == (v["text_curve"], Suite(v["text_cipher_after"]))
    assert offer.public_key.hex().upper() == v["chip_public_key"]


@pytest.mark.parametrize("chip", CHIPS)
def test_the_published_commands_are_sent(steps, chip: int) -> None:
    v = steps("ca_gmrtd_sessions")[chip]["values"]
    offer = chip_authentication.choose_offer(bytes.fromhex(v["dg14"]))
    assert offer is not None
    # The Malaysian chip was asked in two steps, which is our second way for 3DES.
    refused = ("002241A6",) if chip == MALAYSIA else ()
    card = PlainChip(_agreement(v), refused)

    chip_authentication.open_session(card.send, offer, _draw(v))

    assert [sent for sent in card.sent if not sent.startswith(refused or "-")] == [
        sent for sent, _ in _agreement(v)
    ]


@pytest.mark.parametrize("chip", CHIPS)
def test_each_message_is_protected_as_published_before_and_after(steps, chip: int) -> None:
    v = steps("ca_gmrtd_sessions")[chip]["values"]
    offer = chip_authentication.choose_offer(bytes.fromhex(v["dg14"]))
    assert offer is not None
    before = SecureSession(
        Suite(v["text_cipher_before"]),
        bytes.fromhex(v["ks_enc_before"]),
        bytes.fromhex(v["ks_mac_before"]),
        int(v["ssc_before"], 16),
    )
    exchanges = _agreement(v)
    number = 0

    def send(command: Command) -> Response:
        nonlocal number
        if chip == MALAYSIA and _plain(command).startswith("002241A6"):
            return Response(b"", 0x6A80)  # not in the recording; told in the clear, nothing is counted
        number += 1
        assert _plain(command) == exchanges[number - 1][0]
        assert before.protect(command).to_bytes().hex().upper() == v[f"protected_command_{number}"]
        return before.unprotect(parse_response(bytes.fromhex(v[f"protected_response_{number}"])))

    after = chip_authentication.open_session(send, offer, _draw(v))

    last = number + 1
    select = Command(0x00, 0xA4, 0x02, 0x0C, bytes.fromhex("010E"))
    assert after.protect(select).to_bytes().hex().upper() == v[f"protected_command_{last}"]
    assert after.unprotect(parse_response(bytes.fromhex(v[f"protected_response_{last}"]))).ok


def test_a_key_number_goes_out_as_one_unsigned_byte(steps) -> None:
    v = steps("ca_gmrtd_sessions")[GERMANY]["values"]

    offer = chip_authentication.choose_offer(bytes.fromhex(v["dg14"]))

    assert offer is not None
    assert offer.key_id == 0xC3


@pytest.mark.parametrize("folder", ["bsi-tr-03105-5", "etsi-eacaa", "tsemrtd"])
def test_a_key_with_explicit_parameters_of_a_specimen_is_taken(testdata: Path, folder: str) -> None:
    offer = chip_authentication.choose_offer((testdata / "lds" / folder / "EF_DG14.bin").read_bytes())

    assert offer is not None
    assert (_curve(offer), offer.suite, offer.named) == ("brainpoolP224r1", Suite.TDES, True)


# Active Authentication ------------------------------------------------------------------------------------


def _signed_by_chips(steps) -> list[dict[str, str]]:
    return [v for v in (s["values"] for s in steps("aa_iso9796-2")) if "subject_public_key_info" in v]


def test_every_published_rsa_signature_is_verified(steps) -> None:
    found = _signed_by_chips(steps)
    assert len(found) >= 6
    for v in found:
        key = parse_public_key(bytes.fromhex(v["subject_public_key_info"]))
        assert isinstance(key, RsaKey)
        assert message_recovery.is_valid(key, bytes.fromhex(v["signature"]), bytes.fromhex(v["challenge"]))


def test_no_published_rsa_signature_fits_another_challenge(steps) -> None:
    for v in _signed_by_chips(steps):
        key = parse_public_key(bytes.fromhex(v["subject_public_key_info"]))
        assert isinstance(key, RsaKey)
        assert not message_recovery.is_valid(key, bytes.fromhex(v["signature"]), b"otherone")


def test_the_published_trailers_name_these_hashes_and_no_others(values) -> None:
    v = values("aa_iso9796-2")
    names = {0x33: "SHA-1", 0x34: "SHA-256", 0x35: "SHA-512", 0x36: "SHA-384", 0x38: "SHA-224"}

    assert {byte: v[f"text_trailer_{byte:02X}CC"] for byte in names} == names
    assert {byte: name.replace("SHA-", "sha") for byte, name in names.items()} == message_recovery.HASHES


@pytest.mark.parametrize("number", AA_CURVES)
@pytest.mark.parametrize("form", ["signature_plain", "signature_der"])
def test_every_published_ecdsa_answer_is_verified(steps, number: int, form: str) -> None:
    v = steps("aa_ecdsa_made_here")[number]["values"]
    card = PlainChip([(f"0088000008{v['challenge']}00", v[form] + "9000")])

    found = active_authentication.authenticate(
        card.send, bytes.fromhex(v["dg15"]), None, bytes.fromhex(v["challenge"]), extended=False
    )

    assert found == VERIFIED


def test_the_published_exchange_of_a_chip_is_sent_and_verified(steps) -> None:
    signed = next(s["values"] for s in steps("aa_iso9796-2") if s["step"] == "chip answer, RSA 1800")
    sent = next(s["values"] for s in steps("aa_iso9796-2") if "plain_command" in s["values"])
    session = SecureSession(
        Suite.TDES,
        bytes.fromhex(sent["ks_enc"]),
        bytes.fromhex(sent["ks_mac"]),
        int(sent["ssc_before"], 16),
    )

    def send(command: Command) -> Response:
        assert _plain(command) == sent["plain_command"]
        assert session.protect(command).to_bytes().hex().upper() == sent["protected_command"]
        return session.unprotect(parse_response(bytes.fromhex(sent["protected_response"])))

    found = active_authentication.authenticate(
        send, bytes.fromhex(signed["dg15"]), None, bytes.fromhex(signed["challenge"]), extended=False
    )

    assert found == VERIFIED


def _sign(private: RSAPrivateKey, challenge: bytes) -> bytes:
    """ISO/IEC 9796-2 scheme 1 with SHA-256, as a chip does it."""
    numbers = private.private_numbers()
    size = (numbers.public_numbers.n.bit_length() + 7) // 8
    head = bytes(size - 1 - 32 - 2)
    hashed = hashlib.sha256(head + challenge).digest()
    number = int.from_bytes(b"\x6a" + head + hashed + b"\x34\xcc", "big")
    return pow(number, numbers.d, numbers.public_numbers.n).to_bytes(size, "big")


@pytest.mark.parametrize("card", ["trace-card-a", "trace-card-d"])
def test_the_key_of_a_made_up_card_signs_a_fresh_challenge(testdata: Path, card: str) -> None:
    folder = testdata / "lds" / "made-up-card" / card
    private = load_der_private_key((folder / "aa_private_key_pkcs1.der").read_bytes(), None)
    assert isinstance(private, RSAPrivateKey)

    def send(command: Command) -> Response:
        return Response(_sign(private, command.data), 0x9000)

    found = active_authentication.authenticate(
        send, (folder / "EF_DG15.bin").read_bytes(), None, extended=True
    )

    assert found == VERIFIED


def test_an_answer_recorded_earlier_does_not_fit_a_fresh_challenge(testdata: Path) -> None:
    folder = testdata / "lds" / "made-up-card" / "trace-card-d"
    private = load_der_private_key((folder / "aa_private_key_pkcs1.der").read_bytes(), None)
    assert isinstance(private, RSAPrivateKey)
    recorded = _sign(private, b"\x01" * 8)

    found = active_authentication.authenticate(
        lambda _: Response(recorded, 0x9000), (folder / "EF_DG15.bin").read_bytes(), None, extended=True
    )

    assert found == failed(Reason.CHIP_ANSWER_WRONG)


def test_every_dg15_of_a_specimen_is_read(testdata: Path) -> None:
    found = sorted((testdata / "lds").rglob("*EF_DG15.bin"))

    assert len(found) >= 5
    for path in found:
        assert isinstance(parse_public_key(lds.key_of_dg15(path.read_bytes())), RsaKey)
