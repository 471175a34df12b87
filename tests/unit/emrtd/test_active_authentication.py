"""How a chip's signature on a challenge is judged, and what a refusal means."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd import message_recovery, tlv
from desktop_app.emrtd.active_authentication import authenticate, needs_long_answer
from desktop_app.emrtd.apdu import Command, Response
from desktop_app.emrtd.channel import CANCELLED
from desktop_app.emrtd.public_keys import RsaKey
from desktop_app.emrtd.result import VERIFIED, Check, Reason, failed, not_possible
from desktop_app.emrtd.secure_messaging import SECURE_MESSAGING_FAILED, SESSION_LOST
from desktop_app.emrtd.security_infos import encode_oid

TRAILERS = {"bc": "sha1", "33cc": "sha1", "34cc": "sha256", "35cc": "sha512", "36cc": "sha384", "38cc": "sha224"}  # fmt: skip # noqa: E501
GONE = declare("readers.gone_in_an_authentication_test")


@functools.cache
def _rsa_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def _public(private: rsa.RSAPrivateKey) -> RsaKey:
    numbers = private.public_key().public_numbers()
    return RsaKey(numbers.n, numbers.e)


def _dg15(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    der = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return tlv.encode(0x6F, der)


def _representative(
    bits: int, tail: bytes, trailer: str = "bc", *, header: str = "6a", size: int | None = None
) -> int:
    """F of 9303-11: header, random head, hash, trailer, in as many whole bytes as the modulus takes."""
    name = TRAILERS.get(trailer, "sha256")
    ending = bytes.fromhex(trailer)
    size = size or bits // 8
    head = bytes(range(256))[: size - 1 - hashlib.new(name).digest_size - len(ending)]
    return int.from_bytes(
        bytes.fromhex(header) + head + hashlib.new(name, head + tail).digest() + ending, "big"
    )


def _sign(private: rsa.RSAPrivateKey, representative: int) -> bytes:
    n = private.public_key().public_numbers().n
    value = pow(representative, private.private_numbers().d, n)
    return value.to_bytes((n.bit_length() + 7) // 8, "big")


def _judge_rsa(private: rsa.RSAPrivateKey, signature: bytes, challenge: bytes = b"12345678") -> Check:
    return authenticate(lambda _: Response(signature, 0x9000), _dg15(private), None, challenge, extended=True)


@pytest.mark.parametrize("trailer", TRAILERS)
def test_every_trailer_names_its_hash(trailer: str) -> None:
    key = _rsa_key(1536)

    found = _judge_rsa(key, _sign(key, _representative(1536, b"12345678", trailer)))

    assert found == VERIFIED


@pytest.mark.parametrize(
    "trailer", ["cc", "cccc", "30cc", "31cc", "32cc", "37cc", "3bcc", "3fcc", "bb", "3400"]
)
def test_a_trailer_of_no_known_hash_is_refused(trailer: str) -> None:
    key = _rsa_key(1536)

    found = _judge_rsa(key, _sign(key, _representative(1536, b"12345678", trailer)))

    assert found == failed(Reason.CHIP_ANSWER_WRONG)


@pytest.mark.parametrize("bits", [1024, 1025, 1028, 1031, 1032, 1279])
def test_odd_key_sizes_are_taken(bits: int) -> None:
    key = _rsa_key(bits)

    assert _judge_rsa(key, _sign(key, _representative(bits, b"12345678"))) == VERIFIED


def test_a_header_that_fills_the_half_byte_of_an_odd_key_is_taken() -> None:
    key = _rsa_key(1028)
    # 6, then the filling B, then the border A: the nibbles of a modulus that is half a byte longer.
    value = _representative(1028, b"12345678", header="06ba", size=128)

    assert _judge_rsa(key, _sign(key, value)) == VERIFIED


@pytest.mark.parametrize("header", ["4a", "6b", "7a", "2a", "aa"])
def test_another_header_is_refused(header: str) -> None:
    key = _rsa_key(1536)

    found = _judge_rsa(key, _sign(key, _representative(1536, b"12345678", header=header)))

    assert found == failed(Reason.CHIP_ANSWER_WRONG)


def test_a_representative_far_shorter_than_the_key_is_refused() -> None:
    # With a small exponent such a one could be made without the private key.
    key = _rsa_key(1536)

    found = _judge_rsa(key, _sign(key, _representative(1536, b"12345678", size=96)))

    assert found == failed(Reason.CHIP_ANSWER_WRONG)


def test_the_other_square_root_is_taken() -> None:
    key = _rsa_key(1536)
    n = _public(key).modulus
    signature = n - int.from_bytes(_sign(key, _representative(1536, b"12345678")), "big")

    assert _judge_rsa(key, signature.to_bytes(192, "big")) == VERIFIED


def test_a_signature_without_its_leading_zeros_is_taken() -> None:
    key = _rsa_key(1024)
    challenges = (number.to_bytes(8, "big") for number in range(5000))
    signed = ((c, _sign(key, _representative(1024, c))) for c in challenges)
    challenge, signature = next(pair for pair in signed if pair[1][0] == 0)  # about one in 256

    assert _judge_rsa(key, signature.lstrip(b"\x00"), challenge) == VERIFIED


def test_one_changed_bit_is_refused() -> None:
    key = _rsa_key(1536)
    signature = bytearray(_sign(key, _representative(1536, b"12345678")))
    signature[-1] ^= 1

    assert _judge_rsa(key, bytes(signature)) == failed(Reason.CHIP_ANSWER_WRONG)


def test_a_number_beyond_the_modulus_is_no_signature() -> None:
    key = _rsa_key(1025)  # its size leaves seven bits free
    n = _public(key).modulus
    signature = int.from_bytes(_sign(key, _representative(1025, b"12345678")), "big") + n

    found = _judge_rsa(key, signature.to_bytes(129, "big"))

    assert found == failed(Reason.CHIP_ANSWER_WRONG)


@pytest.mark.parametrize("extra", [b"\x00", b"\x01"])
def test_a_signature_longer_than_the_key_is_refused(extra: bytes) -> None:
    key = _rsa_key(1536)

    with pytest.raises(AppError) as raised:
        message_recovery.is_valid(
            _public(key), extra + _sign(key, _representative(1536, b"12345678")), b"12345678"
        )

    assert raised.value.code == message_recovery.BAD_REPRESENTATIVE


# ECDSA


def _ecdsa_answer(
    key: ec.EllipticCurvePrivateKey, algorithm: hashes.HashAlgorithm, challenge: bytes
) -> bytes:
    r, s = decode_dss_signature(key.sign(challenge, ec.ECDSA(algorithm)))
    size = (key.curve.key_size + 7) // 8
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def _dg14(hash_oid: str) -> bytes:
    info = tlv.encode(
        0x30,
        tlv.encode(0x06, encode_oid("2.23.136.1.1.5"))
        + b"\x02\x01\x01"
        + tlv.encode(0x06, encode_oid(hash_oid)),
    )
    return tlv.encode(0x6E, tlv.encode(0x31, info))


@pytest.mark.parametrize(
    "algorithm", [hashes.SHA1(), hashes.SHA224(), hashes.SHA256(), hashes.SHA384(), hashes.SHA512()]
)
@pytest.mark.parametrize(
    "dg14", [None, _dg14("0.4.0.127.0.7.1.1.4.1.3"), _dg14("0.4.0.127.0.7.1.1.4.1.6"), b"\x6e\x03rub"]
)
def test_whatever_hash_is_promised_a_signature_of_the_key_is_verified(
    algorithm: hashes.HashAlgorithm, dg14: bytes | None
) -> None:
    key = ec.generate_private_key(ec.BrainpoolP256R1())

    found = authenticate(
        lambda command: Response(_ecdsa_answer(key, algorithm, command.data), 0x9000),
        _dg15(key),
        dg14,
        extended=False,
    )

    assert found == VERIFIED


@pytest.mark.parametrize("answer", [b"\x00" * 64, b"\xff" * 64, b"\x01", b"\x30\x06\x02\x01\x00\x02\x01\x00"])
def test_numbers_that_are_no_signature_are_refused(answer: bytes) -> None:
    key = ec.generate_private_key(ec.SECP256R1())

    found = authenticate(lambda _: Response(answer, 0x9000), _dg15(key), None, extended=False)

    assert found == failed(Reason.CHIP_ANSWER_WRONG)


def test_every_read_has_a_fresh_challenge_of_eight_bytes() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    seen: list[Command] = []

    def send(command: Command) -> Response:
        seen.append(command)
        return Response(b"", 0x6985)

    for _ in range(2):
        authenticate(send, _dg15(key), None, extended=False)

    assert [len(command.data) for command in seen] == [8, 8]
    assert seen[0].data != seen[1].data


def test_the_callers_challenge_is_sent_as_it_is() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    seen: list[bytes] = []

    def send(command: Command) -> Response:
        seen.append(command.to_bytes())
        return Response(b"", 0x6985)

    authenticate(send, _dg15(key), None, b"ABCDEFGH", extended=False)

    assert seen == [bytes.fromhex("0088000008") + b"ABCDEFGH" + b"\x00"]


@pytest.mark.parametrize("size", [0, 7, 9])
def test_a_challenge_of_another_size_is_a_bug(size: int) -> None:
    with pytest.raises(ValueError, match="8 bytes"):
        authenticate(
            lambda _: Response(b"", 0x9000), _dg15(_rsa_key(1024)), None, bytes(size), extended=False
        )


# Refusals and links


@pytest.mark.parametrize("sw", [0x6D00, 0x6985, 0x6982, 0x6A88, 0x6F00, 0x6700])
def test_a_refusal_is_a_failure_because_the_key_is_promised(sw: int) -> None:
    found = authenticate(lambda _: Response(b"", sw), _dg15(_rsa_key(1024)), None, extended=False)

    assert found == failed(Reason.CHIP_REFUSED)


def test_a_signature_that_comes_with_a_refusal_is_none() -> None:
    key = _rsa_key(1024)

    found = authenticate(
        lambda command: Response(_sign(key, _representative(1024, command.data)), 0x6300),
        _dg15(key),
        None,
        extended=False,
    )

    assert found == failed(Reason.CHIP_REFUSED)


def test_an_empty_success_is_a_refusal() -> None:
    found = authenticate(lambda _: Response(b"", 0x9000), _dg15(_rsa_key(1024)), None, extended=False)

    assert found == failed(Reason.CHIP_REFUSED)


def _raising(error: AppError) -> Callable[[Command], Response]:
    def send(_: Command) -> Response:
        raise error

    return send


@pytest.mark.parametrize("code", [SESSION_LOST, SECURE_MESSAGING_FAILED])
def test_a_session_that_breaks_is_told_as_such(code) -> None:
    found = authenticate(_raising(AppError(code)), _dg15(_rsa_key(1024)), None, extended=True)

    assert found == failed(Reason.SESSION_BROKEN)


@pytest.mark.parametrize("code", [GONE, CANCELLED])
def test_a_card_that_is_gone_and_a_stop_are_errors(code) -> None:
    with pytest.raises(AppError) as raised:
        authenticate(_raising(AppError(code)), _dg15(_rsa_key(1024)), None, extended=True)

    assert raised.value.code == code


@pytest.mark.parametrize(
    "send",
    [
        lambda _: Response(b"", 0x6700),
        lambda _: Response(bytes(231), 0x9000),
        lambda _: Response(b"", 0x9000),
        _raising(AppError(SECURE_MESSAGING_FAILED)),
    ],
)
def test_a_signature_too_long_for_the_link_is_not_possible(send: Callable[[Command], Response]) -> None:
    found = authenticate(send, _dg15(_rsa_key(2048)), None, extended=False)

    assert found == not_possible(Reason.LINK_TOO_SHORT)


def test_a_long_signature_that_comes_in_pieces_is_verified_without_extended_lengths() -> None:
    key = _rsa_key(2048)

    def send(command: Command) -> Response:
        assert not command.extended
        return Response(_sign(key, _representative(2048, command.data)), 0x9000)

    assert authenticate(send, _dg15(key), None, extended=False) == VERIFIED


def test_a_long_signature_is_asked_for_in_extended_form() -> None:
    key = _rsa_key(2048)

    def send(command: Command) -> Response:
        assert (command.extended, command.le) == (True, 256)
        return Response(_sign(key, _representative(2048, command.data)), 0x9000)

    assert authenticate(send, _dg15(key), None, extended=True) == VERIFIED


def test_a_long_signature_that_is_refused_in_extended_form_is_a_failure() -> None:
    found = authenticate(lambda _: Response(b"", 0x6985), _dg15(_rsa_key(2048)), None, extended=True)

    assert found == failed(Reason.CHIP_REFUSED)


@pytest.mark.parametrize(("bits", "expected"), [(1024, False), (1784, False), (1792, True), (2048, True)])
def test_which_keys_need_a_long_answer(bits: int, expected: bool) -> None:
    modulus = (1 << bits) - 1
    body = tlv.encode(0x30, tlv.encode(0x02, b"\x00" + modulus.to_bytes(bits // 8, "big")) + b"\x02\x01\x03")
    algorithm = tlv.encode(0x30, tlv.encode(0x06, encode_oid("1.2.840.113549.1.1.1")) + b"\x05\x00")
    spki = tlv.encode(0x30, algorithm + tlv.encode(0x03, b"\x00" + body))

    assert needs_long_answer(tlv.encode(0x6F, spki)) is expected


@pytest.mark.parametrize(
    ("dg15", "expected"),
    [
        (b"", Reason.FILE_UNREADABLE),
        (b"\x6f\x02\x05\x00", Reason.FILE_UNREADABLE),
        (tlv.encode(0x6F, b"\x30\x02\x05\x00"), Reason.UNSUPPORTED_ALGORITHM),
    ],
)
def test_a_key_that_cannot_be_read_or_used_is_not_possible(dg15: bytes, expected: Reason) -> None:
    found = authenticate(lambda _: Response(b"", 0x9000), dg15, None, extended=False)

    assert found == not_possible(expected)
