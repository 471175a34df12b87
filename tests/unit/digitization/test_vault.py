import os
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.models.dossier import StoredFile
from desktop_app.core.errors import AppError
from desktop_app.digitization.vault import ORPHAN_AGE, Vault, keep
from desktop_app.dossiers.numbering import NumberFormat
from desktop_app.dossiers.service import accept
from tests.support.office import AT, new_dossier

CONTENT = "Giấy tờ của Nguyễn Thị Mẫu".encode()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


@pytest.fixture
def vault(folder):
    return Vault(folder)


@pytest.fixture
def dossier_id(store):
    dossier = new_dossier()
    store.write("cb01", lambda s: accept(s, dossier, "Q01", NumberFormat("{order}", "T{order}"))[0])
    return dossier.dossier_id


@pytest.fixture
def kept(store, vault, dossier_id):
    sealed = vault.seal(CONTENT, "text/plain")
    store.write("cb01", lambda session: keep(session, dossier_id, sealed, AT))
    return sealed


def opened(store, vault, file_id):
    return store.read(lambda session: vault.open(session, file_id))


def code(store, vault, file_id):
    with pytest.raises(AppError) as error:
        opened(store, vault, file_id)
    return error.value.code


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file() and path.name != ".swept"]


def test_what_was_sealed_is_opened(store, vault, kept):
    assert opened(store, vault, kept.file_id) == CONTENT


def test_on_disk_is_neither_the_content_nor_its_key(folder, kept):
    (path,) = files(folder)
    raw = path.read_bytes()
    assert CONTENT not in raw
    assert kept.key not in raw
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_shown_of_a_sealed_file_has_no_key(kept):
    assert "key" not in repr(kept)


def test_the_same_content_twice_is_two_files_with_two_keys(vault):
    first, second = vault.seal(CONTENT, "text/plain"), vault.seal(CONTENT, "text/plain")
    assert first.sha256 == second.sha256
    assert first.key != second.key


def test_without_a_row_there_is_no_file(store, vault):
    assert code(store, vault, vault.seal(CONTENT, "text/plain").file_id) == "digitization.file_missing"


def test_a_file_that_is_gone_is_missing(store, vault, folder, kept):
    files(folder)[0].unlink()
    assert code(store, vault, kept.file_id) == "digitization.file_missing"


@pytest.mark.parametrize(
    "damage", [lambda raw: raw[:-1], lambda raw: raw[:5], lambda raw: b"", bytes.swapcase]
)
def test_a_damaged_file_is_told(store, vault, folder, kept, damage):
    path = files(folder)[0]
    path.write_bytes(damage(path.read_bytes()))
    assert code(store, vault, kept.file_id) == "digitization.file_damaged"


def test_a_file_put_in_the_place_of_another_is_damaged(store, vault, folder, kept, dossier_id):
    other = vault.seal(b"other", "text/plain")
    store.write("cb01", lambda session: keep(session, dossier_id, other, AT))
    paths = {path.name: path for path in files(folder)}
    paths[kept.file_id].write_bytes(paths[other.file_id].read_bytes())
    assert code(store, vault, kept.file_id) == "digitization.file_damaged"


def test_a_file_whose_row_tells_another_hash_is_damaged(store, vault, kept):
    store.write("x", lambda s: s.execute(sa.update(StoredFile).values(sha256="0" * 64)) and None)
    assert code(store, vault, kept.file_id) == "digitization.file_damaged"


def test_a_file_whose_key_was_erased_says_so(store, vault, kept):
    store.write("x", lambda s: s.execute(sa.update(StoredFile).values(key=None)) and None)
    assert code(store, vault, kept.file_id) == "digitization.file_erased"


def test_a_folder_that_cannot_be_made_is_a_known_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AppError, match=r"core\.not_writable"):
        Vault(tmp_path / "file").seal(CONTENT, "text/plain")


def age(folder, sealed, by):
    then = (AT - by).timestamp()
    (path,) = folder.rglob(sealed.file_id)
    os.utime(path, (then, then))


def sweep(store, vault, now=AT):
    return store.read(lambda session: vault.sweep(session, now))


def test_a_sweep_removes_old_files_without_a_row_and_no_others(store, vault, folder, kept):
    old, young = vault.seal(b"old", "text/plain"), vault.seal(b"young", "text/plain")
    age(folder, kept, 30 * ORPHAN_AGE)
    age(folder, old, ORPHAN_AGE + timedelta(minutes=1))
    age(folder, young, ORPHAN_AGE - timedelta(minutes=1))
    assert sweep(store, vault) == 1
    assert {path.name for path in files(folder)} == {kept.file_id, young.file_id}


def test_a_sweep_removes_what_a_crash_left_half_written(store, vault, folder):
    sealed = vault.seal(b"half", "text/plain")
    (path,) = folder.rglob(sealed.file_id)
    path.rename(path.with_name(f".{path.name}.00000000.tmp"))
    (path,) = files(folder)
    os.utime(path, (0, 0))
    assert sweep(store, vault) == 1
    assert files(folder) == []


def test_a_folder_is_swept_once_a_day(store, vault, folder):
    vault.seal(b"young", "text/plain")
    sweep(store, vault)
    age(folder, vault.seal(b"old", "text/plain"), 2 * ORPHAN_AGE)
    assert sweep(store, vault, AT + timedelta(hours=23)) == 0
    assert sweep(store, vault, AT + timedelta(hours=25)) == 1


def test_there_may_be_nothing_to_sweep(store, vault):
    assert sweep(store, vault) == 0
