"""EF.SOD in every form and with every algorithm that issuers use."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from desktop_app.core.errors import AppError
from desktop_app.emrtd import curves, passive, tlv
from desktop_app.emrtd.result import VERIFIED, Check, Reason, failed, not_possible
from desktop_app.emrtd.sod import parse_sod
from tests.support.signed_lists import (
    HASHES,
    Pss,
    certificate_of,
    explicit_public_key,
    indefinite,
    lds_object,
    signed_list,
)

GROUPS = {1: b"\x61\x03one", 2: b"\x75\x03two", 14: b"\x6e\x08fourteen"}
FILES = {f"DG{number}": raw for number, raw in GROUPS.items()}
CURVES = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
    "P-224": ec.SECP224R1(),
    "P-192": ec.SECP192R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
    "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
}
PARAMETER_IDS = {"P-192": 8, "P-224": 10, "P-256": 12, "brainpoolP256r1": 13, "P-384": 15, "brainpoolP384r1": 16, "brainpoolP512r1": 17, "P-521": 18}  # fmt: skip # noqa: E501


@functools.cache
def _rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@functools.cache
def _ec_key(name: str = "P-256") -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(CURVES[name])


def _judge(raw: bytes) -> tuple[Check, Check]:
    parsed = parse_sod(raw)
    return passive.check_hashes(FILES, parsed), passive.check_sod_signature(parsed)


SOUND = (VERIFIED, VERIFIED)
CONTENT = lds_object("sha256", GROUPS)


# Algorithms


@pytest.mark.parametrize("digest", HASHES)
@pytest.mark.parametrize("hash_name", HASHES)
def test_hashes_of_groups_and_of_the_signature_are_chosen_apart(hash_name: str, digest: str) -> None:
    raw = signed_list(_ec_key(), lds_object(hash_name, GROUPS), digest=digest)

    assert _judge(tlv.encode(0x77, raw)) == SOUND


@pytest.mark.parametrize("digest", HASHES)
def test_rsa_pkcs1_is_judged_with_every_hash(digest: str) -> None:
    assert _judge(signed_list(_rsa_key(), CONTENT, digest=digest)) == SOUND


@pytest.mark.parametrize("digest", HASHES)
@pytest.mark.parametrize("mask", HASHES)
def test_rsa_pss_is_judged_with_every_hash_and_mask(digest: str, mask: str) -> None:
    assert _judge(signed_list(_rsa_key(), CONTENT, digest=digest, pss=Pss(mask, 20))) == SOUND


@pytest.mark.parametrize("salt", [0, 8, 20, 32, 64, 222])
def test_rsa_pss_is_judged_with_every_salt(salt: int) -> None:
    assert _judge(signed_list(_rsa_key(), CONTENT, pss=Pss("sha256", salt))) == SOUND


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("digest", ["sha1", "sha384", "sha512"])
def test_ecdsa_is_judged_on_every_curve(name: str, digest: str) -> None:
    assert _judge(signed_list(_ec_key(name), CONTENT, digest=digest)) == SOUND


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("name", PARAMETER_IDS)
def test_curve_parameters_by_value_are_recognised(name: str, compressed: bool) -> None:
    key, curve = _ec_key(name), curves.curve_by_parameter_id(PARAMETER_IDS[name])
    assert curve is not None
    info = explicit_public_key(curve, key.public_key(), compressed=compressed)

    raw = signed_list(key, CONTENT, certificate=certificate_of(key, info), digest="sha384")

    assert _judge(raw) == SOUND


@pytest.mark.parametrize("change", ["p", "a", "b", "n", "g"])
def test_a_curve_that_is_almost_a_known_one_is_not_used(change: str) -> None:
    # Another generator alone lets anybody make a private key for a given public one.
    key, curve = _ec_key("brainpoolP256r1"), curves.curve_by_parameter_id(13)
    assert curve is not None
    changed = (
        replace(curve, g=curves.multiply(curve, 2, curve.g))
        if change == "g"
        else replace(curve, **{change: getattr(curve, change) - 2})
    )
    info = explicit_public_key(changed, key.public_key())

    raw = signed_list(key, CONTENT, certificate=certificate_of(key, info))

    assert _judge(raw)[1] == not_possible(Reason.UNSUPPORTED_ALGORITHM)


def test_a_compressed_generator_with_the_other_sign_is_not_the_known_one() -> None:
    key, curve = _ec_key("brainpoolP256r1"), curves.curve_by_parameter_id(13)
    assert curve is not None
    mirrored = replace(curve, g=curves.Point(curve.g.x, curve.p - curve.g.y))
    info = explicit_public_key(mirrored, key.public_key(), compressed=True)

    raw = signed_list(key, CONTENT, certificate=certificate_of(key, info))

    assert _judge(raw)[1] == not_possible(Reason.UNSUPPORTED_ALGORITHM)


# Forms


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("content_type", ["2.23.136.1.1.1", "1.3.27.1.1.1"])
@pytest.mark.parametrize("wrapped", [True, False])
def test_versions_types_and_wrappers_are_taken(version: int, content_type: str, wrapped: bool) -> None:
    content = lds_object("sha256", GROUPS, version)
    raw = signed_list(_ec_key(), content, content_type=content_type)

    assert _judge(tlv.encode(0x77, raw) if wrapped else raw) == SOUND


@pytest.mark.parametrize("pieces", [0, 100])
@pytest.mark.parametrize("key", ["ec", "rsa"])
def test_indefinite_lengths_are_taken(pieces: int, key: str) -> None:
    raw = signed_list(_ec_key() if key == "ec" else _rsa_key(), CONTENT)

    assert _judge(tlv.encode(0x77, indefinite(raw, pieces=pieces))) == SOUND


def test_an_indefinite_length_of_the_file_itself_is_taken() -> None:
    raw = signed_list(_ec_key(), CONTENT)

    assert _judge(b"\x77\x80" + indefinite(raw) + b"\x00\x00") == SOUND


# Faults


def test_one_changed_hash_is_a_changed_content() -> None:
    raw = signed_list(_ec_key(), CONTENT)
    other = lds_object("sha256", {**GROUPS, 1: b"\x61\x03two"})

    hashes, signature = _judge(raw.replace(CONTENT, other))

    assert (hashes, signature) == (failed(Reason.HASH_MISMATCH), failed(Reason.CONTENT_CHANGED))


def test_a_signature_of_another_key_is_wrong() -> None:
    raw = signed_list(_ec_key(), CONTENT, certificate=certificate_of(ec.generate_private_key(ec.SECP256R1())))

    assert _judge(raw)[1] == failed(Reason.SIGNATURE_WRONG)


def test_a_signature_for_another_kind_of_key_is_wrong() -> None:
    raw = signed_list(_ec_key(), CONTENT, certificate=certificate_of(_rsa_key()))

    assert _judge(raw)[1] == failed(Reason.SIGNATURE_WRONG)


def test_a_content_without_signed_attributes_is_not_taken_for_untouched() -> None:
    raw = signed_list(_ec_key(), CONTENT, attributes=False)

    assert _judge(raw)[1] == failed(Reason.SOD_UNREADABLE)


def test_a_number_that_stands_twice_is_refused() -> None:
    entry = tlv.encode(0x30, b"\x02\x01\x01" + tlv.encode(0x04, bytes(32)))
    content = tlv.encode(
        0x30,
        b"\x02\x01\x00" + bytes.fromhex("300b0609608648016503040201") + tlv.encode(0x30, entry + entry),
    )

    with pytest.raises(AppError, match="number_twice"):
        parse_sod(signed_list(_ec_key(), content))


def test_a_hash_that_is_not_known_is_not_possible() -> None:
    content = CONTENT.replace(
        bytes.fromhex("0609608648016503040201"), bytes.fromhex("0609608648016503040209")
    )

    hashes, signature = _judge(signed_list(_ec_key(), content))

    assert (hashes, signature) == (not_possible(Reason.UNSUPPORTED_ALGORITHM), VERIFIED)


def test_the_real_specimens_are_taken_in_indefinite_form_too(testdata: Path) -> None:
    for name in ("bsi-tr-03105-5", "etsi-eacaa", "tsemrtd", "made-up-card/trace-card-d"):
        raw = (testdata / "lds" / name / "EF_SOD.bin").read_bytes()
        body = tlv.parse_one(raw).value

        parsed = parse_sod(tlv.encode(0x77, indefinite(body, pieces=64)))

        assert passive.check_sod_signature(parsed) == VERIFIED, name
