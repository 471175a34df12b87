import errno
import os
from pathlib import Path

import pytest

from desktop_app.core.errors import AppError
from desktop_app.core.files import write_atomically
from tests.support.small_disk import run_on_small_disk


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    return path


def fail_with(number):
    def fail(*_args, **_kwargs):
        raise OSError(number, "no")

    return fail


def test_the_new_content_replaces_the_old(path):
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


def test_the_file_is_its_owners_alone(tmp_path):
    write_atomically(tmp_path / "file", b"")
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "core.disk_full"), (errno.EDQUOT, "core.disk_full"), (errno.EACCES, "core.not_writable")],
)
@pytest.mark.parametrize("place", [(os, "fsync"), (Path, "replace")])
def test_the_old_content_stays_when_a_step_fails(path, monkeypatch, place, number, code):
    monkeypatch.setattr(*place, fail_with(number))
    with pytest.raises(AppError) as trouble:
        write_atomically(path, b"new")
    assert (trouble.value.code, trouble.value.facts) == (code, {"errno": number})
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_nothing_is_left_when_the_program_is_interrupted(path, monkeypatch):
    def interrupt(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_a_known_error_without_its_name(tmp_path):
    with pytest.raises(AppError) as trouble:
        write_atomically(tmp_path / "Nguyễn Thị Mẫu" / "file", b"new")
    assert trouble.value.code == "core.not_writable"
    assert "Mẫu" not in str(trouble.value)


FULL = """
import sys
from pathlib import Path
from desktop_app.core.errors import AppError
from desktop_app.core.files import write_atomically
folder = Path(sys.argv[1])
write_atomically(folder / "file", b"old")
try:
    write_atomically(folder / "file", bytes(1_000_000))
except AppError as error:
    sys.stdout.write(f"{error.code} ")
content = (folder / "file").read_bytes().decode()
sys.stdout.write(f"{content} {[path.name for path in folder.iterdir()]}")
"""


def test_a_full_disk_keeps_the_old_content(tmp_path):
    assert run_on_small_disk(tmp_path, 64, FULL) == "core.disk_full old ['file']"
