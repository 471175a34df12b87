import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked

from desktop_app.core.errors import AppError
from desktop_app.security.keys import KeptKey, TrainingKey

PASSPHRASE = "cụm mật khẩu"


class MemoryKeyring(KeyringBackend):
    priority = 1

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


class LockedKeyring(MemoryKeyring):
    def get_password(self, service, username):
        raise KeyringLocked("locked")


@pytest.fixture(autouse=True)
def computers_keyring():
    before = keyring.get_keyring()
    memory = MemoryKeyring()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


def kept_key(folder, passphrase=None, new_passphrase=None):
    return KeptKey(folder, "profile-1", lambda: passphrase, lambda: new_passphrase)


def code(work):
    with pytest.raises(AppError) as error:
        work()
    return error.value.code, error.value.facts


def test_the_key_is_kept_in_the_keyring_and_not_in_the_folder(tmp_path, computers_keyring):
    key = kept_key(tmp_path).make()
    assert len(key) == 32
    assert kept_key(tmp_path).load() == key
    assert list(computers_keyring.kept) == [("motcua", "profile-1")]
    assert list(tmp_path.iterdir()) == []


def test_a_given_passphrase_seals_the_key_into_a_file(tmp_path, computers_keyring):
    key = kept_key(tmp_path, PASSPHRASE).make()
    assert kept_key(tmp_path, PASSPHRASE).load() == key
    assert computers_keyring.kept == {}
    assert key not in (tmp_path / "database.key.sealed").read_bytes()


def test_a_sealed_key_needs_its_passphrase(tmp_path):
    kept_key(tmp_path, PASSPHRASE).make()
    assert code(kept_key(tmp_path, "other").load)[0] == "security.wrong_passphrase"
    assert code(kept_key(tmp_path).load) == ("security.no_keyring", {"reason": "passphrase"})


def test_without_keyring_and_passphrase_no_key_is_made(tmp_path):
    keyring.set_keyring(NoKeyring())
    assert code(kept_key(tmp_path).make) == ("security.no_keyring", {"reason": "NoKeyringError"})
    assert list(tmp_path.iterdir()) == []


def test_without_keyring_a_passphrase_is_asked_for(tmp_path):
    keyring.set_keyring(NoKeyring())
    key = kept_key(tmp_path, new_passphrase=PASSPHRASE).make()
    assert kept_key(tmp_path, PASSPHRASE).load() == key


def test_with_a_keyring_nobody_is_asked(tmp_path):
    def asked():
        raise AssertionError("asked")

    KeptKey(tmp_path, "profile-1", lambda: None, asked).make()


@pytest.mark.parametrize(
    ("backend", "reason"), [(NoKeyring, "NoKeyringError"), (LockedKeyring, "KeyringLocked")]
)
def test_a_keyring_that_does_not_open_is_told(tmp_path, backend, reason):
    keyring.set_keyring(backend())
    assert code(kept_key(tmp_path).load) == ("security.no_keyring", {"reason": reason})


@pytest.mark.parametrize("held", [None, "", "no hex", "00ff"])
def test_a_key_that_is_gone_or_damaged_is_missing(tmp_path, computers_keyring, held):
    computers_keyring.kept["motcua", "profile-1"] = held
    assert code(kept_key(tmp_path).load) == ("security.key_missing", {"place": "keyring"})


def test_a_training_key_lies_in_a_file_of_its_owner(tmp_path):
    key = TrainingKey(tmp_path).make()
    assert TrainingKey(tmp_path).load() == key
    assert (tmp_path / "training.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [None, b"", b"short"])
def test_a_training_key_that_is_gone_or_damaged_is_missing(tmp_path, content):
    if content is not None:
        (tmp_path / "training.key").write_bytes(content)
    assert code(TrainingKey(tmp_path).load) == ("security.key_missing", {"place": "file"})
