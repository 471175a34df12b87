"""The address of the province's database."""

import pytest

from desktop_app.core.errors import AppError
from province.database import URL_VARIABLE, carries_password, database_url, open_engine
from province.serve import Service


def test_the_argument_goes_before_the_environment(monkeypatch):
    monkeypatch.setenv(URL_VARIABLE, "postgresql://a/b")
    assert database_url("sqlite:///x") == "sqlite:///x"


def test_without_an_argument_the_environment_counts(monkeypatch):
    monkeypatch.setenv(URL_VARIABLE, "postgresql://a/b")
    assert database_url() == "postgresql://a/b"


def test_without_either_it_is_a_known_error(monkeypatch):
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    with pytest.raises(AppError) as caught:
        database_url()
    assert caught.value.code == "province.database_url_invalid"


@pytest.mark.parametrize("url", ["postgresql://u@h/d", "postgres://u@h/d", "postgresql+psycopg2://u@h/d"])
def test_postgresql_is_reached_by_psycopg_3(url):
    assert open_engine(url).url.drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mysql://h/d", "kind"),
        ("here", "form"),
        ("postgresql://h:notaport/d", "form"),
        ("sqlite://", "memory"),
        ("sqlite:///:memory:", "memory"),
    ],
)
def test_an_address_of_no_use_is_a_known_error_that_does_not_repeat_it(url, reason):
    with pytest.raises(AppError) as caught:
        open_engine(url)
    assert caught.value.facts == {"reason": reason}


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("postgresql://u:secret@h/d", True),
        ("postgresql://u@h/d?password=secret", True),
        ("postgresql://u@h/d", False),
        ("sqlite:///file", False),
    ],
)
def test_a_password_in_the_address_is_seen(url, answer):
    assert carries_password(url) is answer


def test_an_address_other_than_this_computer_s_is_refused(tmp_path):
    with pytest.raises(AppError) as caught:
        Service(f"sqlite:///{tmp_path / 'p'}", 0, host="0.0.0.0")
    assert caught.value.code == "province.not_local"
