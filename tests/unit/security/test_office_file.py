import unicodedata

import pytest

from desktop_app.core.errors import AppError
from desktop_app.security.hashing import owner_hash
from desktop_app.security.office import (
    first_officer,
    key_from_join_file,
    new_office_key,
    office_of,
    officer_name,
    parse_office_file,
    write_join_file,
)
from tests.support.office import KEY, OFFICE_TOML, OFFICER, UNIT

PASSPHRASE = "cụm mật khẩu gia nhập"
NUMBER, SALT = "001190000117", bytes(range(16))


def where(text):
    with pytest.raises(AppError) as error:
        parse_office_file(text.encode())
    assert error.value.code == "security.office_file_invalid"
    return error.value.facts["where"]


def test_the_office_file_is_read():
    file = parse_office_file(OFFICE_TOML.encode())
    assert (file.office.unit_code, file.workstation.block_last, file.officers[0].code) == (
        UNIT,
        9999,
        OFFICER,
    )


def test_a_byte_order_mark_is_no_trouble():
    assert parse_office_file(b"\xef\xbb\xbf" + OFFICE_TOML.encode()).office.unit_code == UNIT


def test_names_are_kept_composed():
    apart = unicodedata.normalize("NFD", OFFICE_TOML)
    assert parse_office_file(apart.encode()) == parse_office_file(OFFICE_TOML.encode())


def test_brackets_without_end_are_told():
    with pytest.raises(AppError, match=r"security\.office_file_unreadable"):
        parse_office_file(b"office = " + b"[" * 100_000)


def test_the_shipped_training_office_is_right(resources):
    assert parse_office_file((resources / "training" / "office" / "office.toml").read_bytes()).officers


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"[office", b"= 1", "unit_code = Xã".encode("utf-16")])
def test_what_is_no_toml_is_told(raw):
    with pytest.raises(AppError, match=r"security\.office_file_unreadable"):
        parse_office_file(raw)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (f'unit_code = "{UNIT}"', "", "office.unit_code"),
        (f'unit_code = "{UNIT}"', 'unit_code = "mã có dấu"', "office.unit_code"),
        ('place = "Xã Thử"', 'place = "  "', "office.place"),
        ('place = "Xã Thử"', 'place = "Xã Thử"\npassword = "x"', "office.password"),
        ("block_first = 1\n", "", "workstation"),
        ("block_last = 9999", "block_last = 0", "workstation.block_last"),
        ("block_first = 1\n", "block_first = 10000\n", "workstation"),
        ("http://127.0.0.1:9", "ftp://127.0.0.1", "province.url"),
        ("http://127.0.0.1:9", "https://user:geheim@province.example", "province.url"),
        (f'code = "{OFFICER}"', 'code = ""', "officers.0.code"),
        ('name = "Cán Bộ Thử"', 'name = "Cán Bộ Thử"\nrole = "king"', "officers.0.role"),
        (
            'name = "Cán Bộ Thử"',
            f'name = "A"\n[[officers]]\ncode = "{OFFICER.upper()}"\nname = "B"',
            "officers",
        ),
        ("[[officers]]", "[[people]]", "officers"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(old, new, place):
    assert old in OFFICE_TOML
    assert where(OFFICE_TOML.replace(old, new)) == place


def test_a_wrong_value_is_not_repeated():
    with pytest.raises(AppError) as error:
        parse_office_file(OFFICE_TOML.replace("http://127.0.0.1:9", "https://u:geheim@x").encode())
    assert "geheim" not in str(error.value)


def test_absent_organisations_are_the_unit_itself(store):
    office = store.read(office_of)
    assert (office.org_helping, office.org_receiving, office.org_competent) == (UNIT, UNIT, UNIT)


def test_the_offices_key_is_not_shown(store):
    assert "key" not in repr(store.read(office_of))


def test_officers_are_named_on_paper_and_unknown_codes_stay_codes(store):
    assert store.read(lambda session: officer_name(session, OFFICER)) == "Cán Bộ Thử"
    assert store.read(lambda session: officer_name(session, "cb99")) == "cb99"
    assert store.read(first_officer) == OFFICER


@pytest.fixture(scope="module")
def join_file(store):
    return write_join_file(store.read(office_of), PASSPHRASE)


def test_a_second_workstation_hashes_owners_alike(join_file):
    key = key_from_join_file(join_file, PASSPHRASE, UNIT)
    assert owner_hash(key, SALT, NUMBER) == owner_hash(KEY, SALT, NUMBER)


@pytest.mark.parametrize(
    ("passphrase", "unit", "code"),
    [
        ("wrong", UNIT, "security.wrong_passphrase"),
        (PASSPHRASE, "H00.99.02", "security.join_other_office"),
    ],
)
def test_a_join_file_opens_for_who_may(join_file, passphrase, unit, code):
    with pytest.raises(AppError) as error:
        key_from_join_file(join_file, passphrase, unit)
    assert error.value.code == code


def test_the_join_file_does_not_hold_the_key_in_clear(join_file):
    assert KEY not in join_file
    assert KEY.hex().encode() not in join_file


def test_what_is_no_join_file_is_told():
    with pytest.raises(AppError, match=r"security\.sealed_file_invalid"):
        key_from_join_file(b"{}", PASSPHRASE, UNIT)


def test_every_office_has_a_key_of_its_own():
    assert len({new_office_key() for _ in range(10)}) == 10
    assert len(new_office_key()) == 32


def test_the_hash_of_an_owner_changes_with_key_salt_and_number():
    hashes = {
        owner_hash(KEY, SALT, NUMBER),
        owner_hash(bytes(32), SALT, NUMBER),
        owner_hash(KEY, bytes(16), NUMBER),
        owner_hash(KEY, SALT, "001190000118"),
    }
    assert len(hashes) == 4
    assert all(len(text) == 64 for text in hashes)


def test_the_hash_of_an_owner_does_not_depend_on_how_letters_are_composed():
    assert owner_hash(KEY, SALT, "é") == owner_hash(KEY, SALT, "e\u0301")
