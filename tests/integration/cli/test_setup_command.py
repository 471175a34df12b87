"""A working profile: made completely or not at all, opened with its secrets only, written with a password."""

import signal
from pathlib import Path

import keyring
import pytest
import sqlalchemy as sa
from keyring.backends.fail import Keyring as NoKeyring

from db.models.audit import AuditEntry
from db.models.dossier import Lookup
from db.models.office import Office, Officer
from desktop_app.bootstrap.application import open_application
from desktop_app.bootstrap.paths import ProfilePaths
from desktop_app.cli import reading
from desktop_app.core.clock import SystemClock
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.readers.simulator.chip import Chip
from desktop_app.security.hashing import owner_hash
from tests.support.command import Ended
from tests.support.counter import Counter
from tests.support.office import OFFICE_TOML, OFFICER, PASSWORD, UNIT

PASSPHRASE = "cụm mật khẩu của kho"
SECOND = OFFICE_TOML.replace('"Q01"', '"Q02"')
CAN = "000117"


class SecretFiles:
    """The files that the environment names, in a folder of their own."""

    def __init__(self, folder, patch):
        self.folder, self.patch = folder, patch

    def set(self, variable, text):
        path = self.folder / variable
        path.write_text(text, "utf-8")
        self.patch.setenv(variable, str(path))


@pytest.fixture
def secrets(tmp_path, monkeypatch):
    folder = tmp_path / "secrets"
    folder.mkdir()
    files = SecretFiles(folder, monkeypatch)
    files.set("MOTCUA_PASSPHRASE_FILE", PASSPHRASE)
    files.set("MOTCUA_PASSWORD_FILE", PASSWORD)
    return files


@pytest.fixture
def office_toml(tmp_path):
    path = tmp_path / "office.toml"
    path.write_text(OFFICE_TOML, "utf-8")
    return path


@pytest.fixture
def work(motcua, tmp_path, secrets):
    """Runs a command on a working profile."""
    return lambda *arguments, given="": motcua("--profile", tmp_path / "profile", *arguments, given=given)


@pytest.fixture
def ready(work, office_toml):
    """The same, after its set-up."""
    assert work("setup", office_toml).code == 0
    return work


def left(tmp_path):
    """What is in the folder besides what the test put there."""
    return sorted({p.name for p in tmp_path.iterdir()} - {"office.toml", "secrets", "profile.lock"})


def asked(profile, query):
    application = open_application(
        ProfilePaths(profile), training=False, clock=SystemClock(), passphrase=lambda: PASSPHRASE
    )
    try:
        return application.store.read(lambda session: [tuple(row) for row in session.execute(query)])
    finally:
        application.close()


def test_set_up_tells_what_it_made(work, office_toml, tmp_path):
    ended = work("setup", office_toml, "--json")
    assert ended.code == 0
    assert ended.value == {
        "workstation": "Q01",
        "unit_code": UNIT,
        "training": False,
        "officers": [OFFICER],
    }
    assert left(tmp_path) == ["profile"]


@pytest.mark.usefixtures("ready")
def test_no_secret_lies_in_the_profile(tmp_path):
    profile = tmp_path / "profile"
    raw = b"".join(path.read_bytes() for path in profile.rglob("*") if path.is_file())
    assert sorted(path.name for path in profile.iterdir()) == [
        "database.key.sealed",
        "motcua.db",
        "profile.json",
    ]
    assert [s for s in (PASSWORD, PASSPHRASE, "Cán Bộ Thử") if s.encode() in raw] == []


def test_the_office_file_is_told_by_the_field(work, office_toml, tmp_path):
    office_toml.write_text(OFFICE_TOML.replace('place = "Xã Thử"', ""), "utf-8")
    ended = work("setup", office_toml, "--json")
    assert (ended.code, ended.failure) == (2, "security.office_file_invalid")
    assert ended.value["error"]["facts"] == {"where": "office.place"}
    assert left(tmp_path) == []


@pytest.mark.parametrize("code", ["001190000117", "x" * 33, "Q 1"])
def test_a_code_that_could_not_travel_is_told_at_set_up(work, office_toml, tmp_path, code):
    office_toml.write_text(OFFICE_TOML.replace('"Q01"', f'"{code}"'), "utf-8")
    ended = work("setup", office_toml, "--json")
    assert ended.value["error"]["facts"] == {"where": "workstation.code"}
    assert left(tmp_path) == []


def test_a_profile_is_set_up_once(ready, office_toml):
    ended = ready("setup", office_toml, "--json")
    assert (ended.code, ended.failure) == (2, "bootstrap.already_set_up")
    assert ready("verify-log").code == 0


def test_without_set_up_nothing_is_made(work, tmp_path):
    ended = work("verify-log", "--json")
    assert (ended.code, ended.failure) == (2, "bootstrap.not_set_up")
    assert left(tmp_path) == []


@pytest.mark.parametrize("lost", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_database_that_is_gone_is_told_and_not_made_anew(ready, tmp_path, lost):
    database = tmp_path / "profile" / "motcua.db"
    lost(database)
    ended = ready("verify-log", "--json")
    assert (ended.code, ended.failure) == (2, "bootstrap.database_missing")
    assert not database.exists() or database.stat().st_size == 0


def test_a_file_is_no_place_for_a_profile(work, office_toml, tmp_path):
    (tmp_path / "profile").write_text("khác", "utf-8")
    ended = work("setup", office_toml, "--json")
    assert (ended.code, ended.failure) == (2, "bootstrap.folder_not_empty")
    assert (tmp_path / "profile").read_text("utf-8") == "khác"


def test_a_training_program_does_not_open_a_working_profile(ready, motcua, tmp_path):
    ended = motcua("--training", "--profile", tmp_path / "profile", "verify-log", "--json")
    assert (ended.code, ended.failure) == (2, "bootstrap.other_kind")


def test_a_password_that_is_too_short_leaves_no_profile(work, office_toml, secrets, tmp_path):
    secrets.set("MOTCUA_PASSWORD_FILE", "ngắn")
    ended = work("setup", office_toml, "--json")
    assert (ended.code, ended.failure) == (2, "security.password_too_short")
    assert left(tmp_path) == []


def test_without_keyring_and_passphrase_nothing_is_made(work, office_toml, monkeypatch, tmp_path):
    monkeypatch.delenv("MOTCUA_PASSPHRASE_FILE")
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    try:
        ended = work("setup", office_toml, "--json")
    finally:
        keyring.set_keyring(before)
    assert (ended.code, ended.failure) == (2, "security.no_keyring")
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("passphrase", "failure"), [("falsch", "security.wrong_passphrase"), (None, "security.no_keyring")]
)
def test_without_the_right_passphrase_the_profile_does_not_open(
    ready, secrets, monkeypatch, passphrase, failure
):
    if passphrase is None:
        monkeypatch.delenv("MOTCUA_PASSPHRASE_FILE")
    else:
        secrets.set("MOTCUA_PASSPHRASE_FILE", passphrase)
    ended = ready("verify-log", "--json")
    assert (ended.code, ended.failure) == (2, failure)


KILL = """
import os, signal
from desktop_app.bootstrap import profile
profile.{where} = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("where", ["upgrade", "write_office", "write_atomically"])
def test_a_set_up_that_was_killed_leaves_no_half_profile(work, office_toml, tmp_path, where):
    killed = Counter(tmp_path / "profile", training=False).run(
        "setup", str(office_toml), before=KILL.format(where=where)
    )
    half_made = left(tmp_path)
    unopened = work("verify-log", "--json")
    again = work("setup", office_toml)
    assert killed.code == -signal.SIGKILL
    assert "profile" not in half_made
    assert unopened.failure == "bootstrap.not_set_up"
    assert (again.code, left(tmp_path)) == (0, ["profile"])


def test_a_set_up_beside_does_not_clear_away_another_profile(work, office_toml, tmp_path):
    other = tmp_path / ".profile.other.0123abcd.new"
    other.mkdir()
    work("setup", office_toml)
    assert other.exists()


def test_officers_have_passwords_of_their_own(work, office_toml, secrets, tmp_path):
    office_toml.write_text(OFFICE_TOML + '[[officers]]\ncode = "ld01"\nname = "B"\nrole = "head"\n', "utf-8")
    secrets.set("MOTCUA_PASSWORD_FILE", f"{OFFICER}: mật khẩu một\n")
    alone = work("setup", office_toml, "--json")
    secrets.set("MOTCUA_PASSWORD_FILE", f"{OFFICER}: mật khẩu một\nld01: mật khẩu hai\n")
    assert work("setup", office_toml).code == 0
    assert alone.failure == "cli.password_not_in_file"
    hashes = asked(tmp_path / "profile", sa.select(Officer.code, Officer.password_hash))
    assert [code for code, _ in hashes] == [OFFICER, "ld01"]
    secrets.set("MOTCUA_PASSWORD_FILE", "mật khẩu hai")
    wrong = work("receipt", "--number", "N404", "--out", tmp_path / "out", "--officer", OFFICER, "--json")
    right = work("receipt", "--number", "N404", "--out", tmp_path / "out", "--officer", "ld01", "--json")
    assert (wrong.failure, right.failure) == ("security.wrong_password", "dossiers.not_found")


@pytest.mark.parametrize(
    "command",
    [
        ("receipt", "--number", "N404", "--out", "out"),
        ("read", "--can", "-", "--purpose", "thử"),
        ("receive", "--procedure", "1.010041", "--qr", "-", "--out", "out", "--agreed"),
        ("setup", "--write-join", "join"),
    ],
)
@pytest.mark.parametrize(
    ("officer", "failure"),
    [
        ((), "cli.officer_missing"),
        (("--officer", "cb99"), "security.officer_unknown"),
    ],
)
def test_every_writing_command_asks_who_writes(ready, monkeypatch, tmp_path, command, officer, failure):
    monkeypatch.chdir(tmp_path)
    qr = "001190000117||Nguyễn Thị Mẫu|17051990|Nữ|Số 12|02092021"
    ended = ready(*command, *officer, "--json", given=CAN if "--can" in command else qr)
    assert (ended.code, ended.failure) == (2, failure)
    assert left(tmp_path) == ["profile"]


def test_without_an_agreement_no_card_is_read(ready, tmp_path):
    qr = "001190000117||Nguyễn Thị Mẫu|17051990|Nữ|Số 12|02092021"
    ended = ready(
        "receive", "--procedure", "1.010041", "--qr", "-", "--out", tmp_path / "out", "--json", given=qr
    )
    assert (ended.code, ended.failure) == (2, "cli.consent_missing")


@pytest.fixture
def join_file(ready, secrets, tmp_path):
    secrets.set("MOTCUA_JOIN_PASSPHRASE_FILE", "cụm gia nhập")
    ended = ready("setup", "--write-join", tmp_path / "secrets" / "join", "--officer", OFFICER)
    assert ended.code == 0
    return tmp_path / "secrets" / "join"


@pytest.mark.usefixtures("join_file")
def test_the_log_says_who_wrote_a_join_file(tmp_path):
    newest = sa.select(AuditEntry.action, AuditEntry.actor).order_by(AuditEntry.sequence.desc()).limit(1)
    assert asked(tmp_path / "profile", newest) == [("office.join_written", OFFICER)]


def second(motcua, tmp_path, join_file, text) -> Ended:
    office = tmp_path / "secrets" / "second.toml"
    office.write_text(text, "utf-8")
    return motcua("--profile", tmp_path / "second", "setup", office, "--join", join_file, "--json")


def test_a_second_workstation_hashes_owners_as_the_first(motcua, tmp_path, join_file):
    ended = second(motcua, tmp_path, join_file, SECOND)
    keys = [asked(tmp_path / name, sa.select(Office.key))[0][0] for name in ("profile", "second")]
    assert ended.code == 0
    assert owner_hash(keys[0], bytes(16), "001190000117") == owner_hash(keys[1], bytes(16), "001190000117")


def test_two_offices_that_did_not_join_hash_differently(motcua, ready, tmp_path, secrets):
    office = tmp_path / "secrets" / "second.toml"
    office.write_text(SECOND, "utf-8")
    motcua("--profile", tmp_path / "second", "setup", office)
    keys = {asked(tmp_path / name, sa.select(Office.key))[0][0] for name in ("profile", "second")}
    assert len(keys) == 2


def test_another_unit_cannot_join(motcua, tmp_path, join_file):
    ended = second(motcua, tmp_path, join_file, SECOND.replace(UNIT, "H00.99.02"))
    assert (ended.code, ended.failure) == (2, "security.join_other_office")
    assert not (tmp_path / "second").exists()


def test_joining_needs_the_passphrase_of_the_file(motcua, tmp_path, join_file, secrets):
    secrets.set("MOTCUA_JOIN_PASSPHRASE_FILE", "falsch")
    ended = second(motcua, tmp_path, join_file, SECOND)
    assert (ended.code, ended.failure) == (2, "security.wrong_passphrase")
    assert not (tmp_path / "second").exists()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory, resources):
    return CardShelf(tmp_path_factory.mktemp("cards"), resources / "training" / "citizens")


@pytest.fixture
def card_on_the_reader(shelf, monkeypatch):
    """A training card lies on what the working program takes for a PC/SC reader; where its root is."""

    class OnReader(Chip):
        def close(self):
            pass

    monkeypatch.setattr(reading, "wait_for_card", lambda *_arguments: OnReader(shelf.load()))
    return shelf.csca_path


def read(ready, *more):
    return ready(
        "read", "--can", "-", "--officer", OFFICER, "--purpose", "Đối chiếu", "--json", *more, given=CAN
    )


@pytest.mark.usefixtures("card_on_the_reader")
def test_a_working_profile_cannot_judge_who_signed_a_training_card(ready):
    ended = read(ready)
    assert ended.code == 0
    assert ended.value["checks"]["signer_chain"] == {"outcome": "not_possible", "reason": "no_csca"}


def test_with_trust_given_it_can(ready, card_on_the_reader):
    ended = read(ready, "--trust", card_on_the_reader.parent)
    assert ended.value["checks"]["signer_chain"] == {"outcome": "verified", "reason": None}


@pytest.mark.usefixtures("card_on_the_reader")
def test_a_look_up_names_officer_reader_and_purpose(ready, tmp_path):
    read(ready)
    columns = (Lookup.officer, Lookup.reader, Lookup.purpose, Lookup.outcome)
    assert asked(tmp_path / "profile", sa.select(*columns)) == [(OFFICER, "pcsc", "doi_chieu", "read")]


@pytest.mark.usefixtures("card_on_the_reader")
def test_no_card_is_read_without_a_purpose(ready):
    ended = ready("read", "--can", "-", "--officer", OFFICER, "--json", given=CAN)
    assert (ended.code, ended.failure) == (2, "cli.purpose_missing")


@pytest.mark.usefixtures("card_on_the_reader")
def test_a_look_up_for_a_dossier_that_is_not_there_is_refused(ready):
    ended = read(ready, "--dossier", "N404")
    assert (ended.code, ended.failure) == (2, "dossiers.not_found")


def test_the_cards_are_for_training_only(ready):
    ended = ready("card", "--list", "--json")
    assert (ended.code, ended.failure) == (2, "cli.training_only")
