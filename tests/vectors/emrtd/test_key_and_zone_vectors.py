"""Key derivation and machine-readable zones as published."""

from __future__ import annotations

import pytest

from desktop_app.core.errors import AppError
from desktop_app.emrtd import mrz
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.keys import KeyPurpose, derive_key


def test_every_published_key_is_derived(steps) -> None:
    for step in steps("kdf"):
        v = step["values"]
        secret = bytes.fromhex(v["shared_secret"])

        key = derive_key(secret, KeyPurpose(v["counter"]), Suite(v["text_algorithm"]))

        assert key.hex().upper() == v["key"], step["step"]


def test_every_published_check_digit_is_computed(steps) -> None:
    for step in steps("mrz_check_digits"):
        if step["step"] == "check digit":
            assert mrz.check_digit(step["values"]["text"]) == step["values"]["text_check_digit"]


def _zones(steps, kind: str) -> list[tuple[str, dict[str, str]]]:
    found = []
    for step in steps("mrz_check_digits"):
        v = step["values"]
        if step["step"].startswith(kind) and "mrz_line_1" in v:
            found.append(("".join(v[f"mrz_line_{n}"] for n in (1, 2, 3) if f"mrz_line_{n}" in v), v))
    assert found
    return found


@pytest.mark.parametrize("kind", ["TD1", "TD2", "TD3"])
def test_the_key_information_of_every_published_zone_is_found(steps, kind: str) -> None:
    for zone, v in _zones(steps, kind):
        assert mrz.key_information(zone) == v["mrz_information"]


def test_every_published_identity_card_is_read(steps) -> None:
    for zone, v in _zones(steps, "TD1"):
        card = mrz.parse_td1(zone)

        assert card.document_number == v["text_document_number"]
        assert (card.surname, card.given_names) == (v["text_primary"], v["text_secondary"])
        assert card.wrong_check_digits == ()


def test_every_zone_that_must_be_refused_is_refused_or_named_wrong(steps) -> None:
    for step in steps("mrz_check_digits"):
        if "must be refused" not in step["step"]:
            continue
        try:
            wrong = mrz.parse_td1(step["values"]["mrz_all"]).wrong_check_digits
        except AppError as error:
            assert error.code == mrz.BAD_MRZ
        else:
            assert wrong, step["values"]["text_wrong_part"]
