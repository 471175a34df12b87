import unicodedata

import pytest
import sqlalchemy as sa

from db.models.office import Officer
from desktop_app.core.errors import AppError
from desktop_app.security.passwords import MIN_LENGTH, check_password, hash_password
from tests.support.office import OFFICER, PASSWORD


def check(store, code, password):
    return store.read(lambda session: check_password(session, code, password))


def refusal(store, code, password):
    with pytest.raises(AppError) as error:
        check(store, code, password)
    assert password not in str(error.value)
    return error.value.code, error.value.facts


def test_the_right_password_gives_the_officer(store):
    assert check(store, OFFICER, PASSWORD) == OFFICER


@pytest.mark.parametrize("password", [PASSWORD + " ", PASSWORD.upper(), "x" * 300])
def test_another_password_is_refused(store, password):
    assert refusal(store, OFFICER, password) == ("security.wrong_password", {"officer": OFFICER})


def test_an_empty_password_is_refused(store):
    with pytest.raises(AppError, match=r"security\.wrong_password"):
        check(store, OFFICER, "")


def test_an_unknown_officer_is_refused(store):
    assert refusal(store, "nobody", PASSWORD) == ("security.officer_unknown", {"officer": "nobody"})


@pytest.fixture
def change_officer(store):
    """Changes the officer for one test."""
    columns = (Officer.active, Officer.password_hash)
    before = store.read(
        lambda s: s.execute(sa.select(*columns).where(Officer.code == OFFICER)).one()._asdict()
    )

    def change(**values):
        store.write("x", lambda s: s.execute(sa.update(Officer).values(**values)) and None)

    yield change
    change(**before)


def test_accents_may_come_composed_or_apart(store, change_officer):
    change_officer(password_hash=hash_password(unicodedata.normalize("NFD", "mật khẩu Đức")))
    assert check(store, OFFICER, unicodedata.normalize("NFC", "mật khẩu Đức")) == OFFICER


def test_an_officer_who_left_is_refused(store, change_officer):
    change_officer(active=False)
    assert refusal(store, OFFICER, PASSWORD)[0] == "security.officer_unknown"


def test_a_damaged_hash_lets_nobody_in(store, change_officer):
    change_officer(password_hash="")
    assert refusal(store, OFFICER, PASSWORD)[0] == "security.wrong_password"


def test_only_an_argon2id_hash_is_kept(store):
    kept = store.read(lambda session: session.get(Officer, OFFICER).password_hash)
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_a_short_password_is_refused():
    with pytest.raises(AppError) as error:
        hash_password("x" * (MIN_LENGTH - 1))
    assert (error.value.code, error.value.facts) == ("security.password_too_short", {"least": MIN_LENGTH})


def test_the_same_password_never_has_the_same_hash():
    assert hash_password("x" * MIN_LENGTH) != hash_password("x" * MIN_LENGTH)
