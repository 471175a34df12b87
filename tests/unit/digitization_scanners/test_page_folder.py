"""Pages on disk: sealed, bound to their names, whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.core.errors import AppError
from desktop_app.digitization.scanners.page_folder import PageFolder

PNG = b"\x89PNG somebody's paper\nwith lines"


def put(folder: PageFolder, png: bytes = PNG) -> str:
    return folder.put(png, width_px=3, height_px=4, dpi=200, colour=True).page_id


def code_of(folder: PageFolder, page_id: str) -> str:
    with pytest.raises(AppError) as caught:
        folder.read(page_id)
    return caught.value.code


def test_a_page_is_read_as_it_was_written(folder: PageFolder) -> None:
    stored = folder.put(PNG, width_px=3, height_px=4, dpi=200, colour=True)

    assert folder.read(stored.page_id) == (stored, PNG)


def test_pages_are_listed_as_they_were_scanned(folder: PageFolder) -> None:
    ids = [put(folder) for _ in range(5)]

    assert list(folder.page_ids()) == ids


def test_nothing_of_a_page_is_seen_on_disk(folder: PageFolder) -> None:
    put(folder)

    assert [
        p for p in folder.path.iterdir() if b"paper" in p.read_bytes() or b"width" in p.read_bytes()
    ] == []


def test_another_key_opens_nothing(folder: PageFolder) -> None:
    page_id = put(folder)

    assert code_of(PageFolder(folder.path, bytes(32)), page_id) == "scanners.page_damaged"


def test_one_page_cannot_stand_for_another(folder: PageFolder) -> None:
    first, second = put(folder), put(folder)
    (folder.path / f"{first}.page").replace(folder.path / f"{second}.page")

    assert code_of(folder, second) == "scanners.page_damaged"


@pytest.mark.parametrize("kept", [0, 5, 20, -1])
def test_a_page_that_was_cut_off_is_damaged(folder: PageFolder, kept: int) -> None:
    page_id = put(folder)
    path = folder.path / f"{page_id}.page"
    path.write_bytes(path.read_bytes()[:kept])

    assert code_of(folder, page_id) == "scanners.page_damaged"


def test_a_page_that_is_gone_is_told(folder: PageFolder) -> None:
    assert code_of(folder, "01a20000-0000-7000-8000-000000000000") == "scanners.page_missing"


def test_what_a_killed_writer_left_is_no_page_and_goes(folder: PageFolder) -> None:
    page_id = put(folder)
    (folder.path / ".half.page.0011.tmp").write_bytes(b"half")

    folder.tidy()

    assert (folder.page_ids(), len(list(folder.path.iterdir()))) == ((page_id,), 1)


def test_a_discarded_folder_is_not_brought_back(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        put(PageFolder(tmp_path / "gone", bytes(32)))

    assert caught.value.code == "core.not_writable"
    assert not (tmp_path / "gone").exists()


def test_the_key_is_not_shown(folder: PageFolder) -> None:
    assert repr(folder.key) not in repr(folder)
