import json
import unicodedata

import pytest

from desktop_app.core.errors import AppError
from desktop_app.security.sealing import seal, unseal

SECRET, PASSPHRASE, PURPOSE = bytes(range(32)), "cụm mật khẩu đủ dài", "test"


@pytest.fixture(scope="module")
def sealed():
    return seal(SECRET, PASSPHRASE, PURPOSE)


def trouble(raw, passphrase=PASSPHRASE, purpose=PURPOSE):
    with pytest.raises(AppError) as error:
        unseal(raw, passphrase, purpose)
    return error.value.code


def test_what_was_sealed_is_unsealed(sealed):
    assert unseal(sealed, PASSPHRASE, PURPOSE) == SECRET


def test_the_file_holds_neither_secret_nor_passphrase(sealed):
    assert SECRET not in sealed
    assert PASSPHRASE.encode() not in sealed


def test_sealing_twice_is_never_the_same(sealed):
    again = json.loads(seal(SECRET, PASSPHRASE, PURPOSE))
    assert {name for name, text in json.loads(sealed).items() if again[name] == text} == {"purpose"}


def test_accents_may_come_composed_or_apart():
    apart, composed = (unicodedata.normalize(form, PASSPHRASE) for form in ("NFD", "NFC"))
    assert unseal(seal(SECRET, apart, PURPOSE), composed, PURPOSE) == SECRET


def test_a_wrong_passphrase_is_told(sealed):
    assert trouble(sealed, "cụm mật khẩu khác") == "security.wrong_passphrase"


def test_a_file_for_something_else_is_not_taken(sealed):
    assert trouble(sealed, purpose="other") == "security.sealed_file_invalid"


def test_a_purpose_written_over_does_not_help(sealed):
    forged = json.dumps(json.loads(sealed) | {"purpose": "other"}).encode()
    assert trouble(forged, purpose="other") == "security.wrong_passphrase"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"garbage",
        b"[]",
        b"null",
        b"{}",
        b'{"purpose": "test"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"purpose":"test","salt":1}',
    ],
)
def test_garbage_is_told(raw):
    assert trouble(raw) == "security.sealed_file_invalid"


@pytest.mark.parametrize("name", ["salt", "nonce", "sealed"])
@pytest.mark.parametrize("damage", ["", "!!!", "AA=="])
def test_damaged_parts_are_told(sealed, name, damage):
    forged = json.dumps(json.loads(sealed) | {name: damage}).encode()
    assert trouble(forged) in ("security.sealed_file_invalid", "security.wrong_passphrase")
