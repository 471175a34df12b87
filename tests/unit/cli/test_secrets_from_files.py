import io
from functools import partial

import pytest

from desktop_app.cli import console
from desktop_app.core.errors import AppError


@pytest.fixture
def secrets(tmp_path, monkeypatch):
    """Writes a secret's file and names it in the environment."""
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    def write(content, variable="MOTCUA_PASSWORD_FILE"):
        path = tmp_path / "secret"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        monkeypatch.setenv(variable, str(path))

    return write


def code(work, *arguments):
    with pytest.raises(AppError) as error:
        work(*arguments)
    return error.value.code, error.value.facts


@pytest.mark.parametrize(
    "content", ["mật khẩu chung", "mật khẩu chung\n", "mật khẩu chung\r\n", "\n mật khẩu chung \n"]
)
def test_one_line_is_the_password_of_all(secrets, content):
    secrets(content)
    assert console.password("cb01") == console.password("ld01") == "mật khẩu chung"


def test_lines_with_codes_are_each_officers_own(secrets):
    secrets("cb01: một hai ba\nld01:bốn:năm\n\n")
    assert (console.password("cb01"), console.password("ld01")) == ("một hai ba", "bốn:năm")


def test_a_single_line_with_the_officers_code_is_read_as_such(secrets):
    secrets("cb01: một hai ba")
    assert console.password("cb01") == "một hai ba"


def test_an_officer_who_is_not_in_the_file_has_no_password(secrets):
    secrets("cb01: một\nld01: hai\n")
    assert code(console.password, "qt01") == ("cli.password_not_in_file", {"officer": "qt01"})


def test_a_code_without_a_password_is_none(secrets):
    secrets("cb01:\nld01: hai\n")
    assert code(console.password, "cb01")[0] == "cli.password_not_in_file"


def test_the_line_of_one_officer_is_no_password_for_the_others(secrets):
    secrets("cb01: một hai ba")
    assert code(console.password, "ld01", {"cb01", "ld01"})[0] == "cli.password_not_in_file"


def test_input_that_was_closed_is_nothing(monkeypatch):
    monkeypatch.delenv("MOTCUA_PASSWORD_FILE", raising=False)
    monkeypatch.setattr("sys.stdin", None)
    assert code(partial(console.secret_argument, training=False), "-")[0] == "cli.secret_missing"
    assert code(console.password, "cb01")[0] == "cli.secret_missing"


def test_input_that_is_no_text_is_told_without_its_bytes(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff0011"), encoding="utf-8"))
    assert code(partial(console.secret_argument, training=False), "-") == ("cli.input_unreadable", {})


def test_without_file_and_terminal_there_is_no_password(monkeypatch):
    monkeypatch.delenv("MOTCUA_PASSWORD_FILE", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO("typed"))
    assert code(console.password, "cb01") == ("cli.secret_missing", {"what": "MOTCUA_PASSWORD_FILE"})


@pytest.mark.parametrize("content", ["", "\n", "\r\n"])
def test_an_empty_secret_is_missing(secrets, content):
    secrets(content, "MOTCUA_PASSPHRASE_FILE")
    assert code(console.passphrase) == ("cli.secret_missing", {"what": "MOTCUA_PASSPHRASE_FILE"})


def test_a_secret_file_that_cannot_be_read_is_told_by_its_variable(secrets, monkeypatch):
    monkeypatch.setenv("MOTCUA_PASSPHRASE_FILE", "/nowhere/geheim")
    found = code(console.passphrase)
    assert found == ("cli.secret_file_unreadable", {"variable": "MOTCUA_PASSPHRASE_FILE"})
    secrets(b"\xff\xfe", "MOTCUA_PASSPHRASE_FILE")
    assert code(console.passphrase) == found


def test_an_unset_variable_is_no_secret(monkeypatch):
    monkeypatch.setenv("MOTCUA_PASSPHRASE_FILE", "")
    assert console.passphrase() is None


def typed(monkeypatch, *answers):
    waiting = list(answers)
    monkeypatch.setattr(console, "ask", lambda _prompt: waiting.pop(0))


def test_a_new_passphrase_is_typed_twice(monkeypatch):
    typed(monkeypatch, "một", "một")
    assert console.new_passphrase() == "một"


def test_two_entries_that_differ_set_nothing(monkeypatch):
    typed(monkeypatch, "một", "hai")
    assert code(console.new_passphrase)[0] == "cli.passphrases_differ"


def test_without_a_terminal_no_new_passphrase_is_set(monkeypatch):
    typed(monkeypatch, None)
    assert console.new_passphrase() is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xác minh cư trú", "xac_minh_cu_tru"),
        ("đối chiếu – hồ sơ 12", "doi_chieu_ho_so_12"),
        ("x" * 50, "x" * 32),
        ("residence_check", "residence_check"),
    ],
)
def test_a_purpose_becomes_a_code(text, expected):
    assert console.purpose_code(text) == expected


@pytest.mark.parametrize("text", ["", "  ", "-", "x", "123456", "tra 001190000117", "số 12345", "1 lần"])
def test_a_purpose_that_says_nothing_or_holds_a_number_is_refused(text):
    found, facts = code(console.purpose_code, text)
    assert (found, facts) == ("cli.purpose_invalid", {})


def test_a_file_that_cannot_be_read_is_not_named(tmp_path):
    with pytest.raises(AppError) as error:
        console.read_file(tmp_path / "Nguyễn Thị Mẫu.pdf", 2)
    assert error.value.code == "cli.file_unreadable"
    assert error.value.facts["ordinal"] == 2
    assert "Mẫu" not in str(error.value)


def test_a_file_is_read_as_far_as_is_asked(tmp_path):
    (tmp_path / "paper").write_bytes(b"0123456789")
    assert (console.read_file(tmp_path / "paper", 1, 3), console.read_file(tmp_path / "paper", 1)) == (
        b"012",
        b"0123456789",
    )


def test_a_first_password_is_typed_twice(monkeypatch):
    monkeypatch.delenv("MOTCUA_PASSWORD_FILE", raising=False)
    typed(monkeypatch, "mật khẩu một", "mật khẩu một")
    assert console.new_password("cb01", ["cb01"]) == "mật khẩu một"
    typed(monkeypatch, "mật khẩu một", "mật khẩu mọt")
    assert code(console.new_password, "cb01", ["cb01"])[0] == "cli.passphrases_differ"


def test_a_first_password_of_the_file_is_not_asked_again(secrets, monkeypatch):
    typed(monkeypatch)
    secrets("mật khẩu chung")
    assert console.new_password("cb01", ["cb01"]) == "mật khẩu chung"
