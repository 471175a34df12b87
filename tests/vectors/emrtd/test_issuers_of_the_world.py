"""Certificates of issuers of the whole world: every key is read, every signature is judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509

from desktop_app.emrtd import cms, tlv
from desktop_app.emrtd.public_keys import EcKey, parse_public_key
from desktop_app.emrtd.result import VERIFIED
from desktop_app.emrtd.signatures import is_valid

LISTS = ("DE_ML_2026-05-28-08-28-45.ml", "NL_ML_2026-07-22.ml")


def _message(testdata: Path, name: str) -> cms.SignedMessage:
    return cms.parse_signed_message((testdata / "master-lists" / name).read_bytes())


def _certificates(testdata: Path, name: str) -> list[Any]:
    _, certificates = tlv.parse_one(_message(testdata, name).content).children()
    return [x509.Certificate.load(tlv.encode(item.tag, item.value)) for item in certificates.children()]


def _is_signed_by(certificate: Any, issuer: Any) -> bool:
    return is_valid(
        parse_public_key(issuer.public_key.dump()),
        certificate["signature_algorithm"],
        certificate["signature_value"].native,
        certificate["tbs_certificate"].dump(),
    )


@pytest.mark.parametrize("name", LISTS)
def test_the_signature_of_a_master_list_is_verified(testdata: Path, name: str) -> None:
    assert cms.check_signature(_message(testdata, name)) == VERIFIED


def test_every_self_signed_issuer_is_verified_by_its_own_key(testdata: Path) -> None:
    wrong = [
        certificate.serial_number
        for certificate in _certificates(testdata, LISTS[1])
        if not _is_signed_by(certificate, certificate)
    ]

    assert wrong == []


def test_every_key_of_the_german_list_is_read(testdata: Path) -> None:
    keys = [parse_public_key(item.public_key.dump()) for item in _certificates(testdata, LISTS[0])]

    assert len(keys) == 588


def test_the_passport_issuer_of_vietnam_has_explicit_parameters_and_is_verified(testdata: Path) -> None:
    found = [
        item for item in _certificates(testdata, LISTS[1]) if item.subject.native.get("country_name") == "VN"
    ]

    assert len(found) == 1
    key = parse_public_key(found[0].public_key.dump())
    assert isinstance(key, EcKey)
    assert (key.curve.name, found[0].public_key["algorithm"]["parameters"].name) == (
        "brainpoolP512r1",
        "specified",
    )
    assert _is_signed_by(found[0], found[0])
