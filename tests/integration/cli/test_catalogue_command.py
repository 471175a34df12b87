"""Catalogue packs by command: listed, tried out, brought in, and each refusal said by its code."""

from __future__ import annotations

import zipfile

import pytest

from desktop_app.bootstrap.profile import shipped_packs


def changed(*pairs, version="2026.12.1", first="2026-11-20"):
    ((raw, pack),) = shipped_packs()
    text = raw.decode().replace(f'version = "{pack.version}"', f'version = "{version}"', 1)
    text = text.replace("effective_from = 2026-11-01", f"effective_from = {first}", 1)
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


@pytest.fixture
def pack(tmp_path):
    path = tmp_path / "goi.toml"
    path.write_bytes(changed())
    return path


@pytest.fixture
def desk(motcua, tmp_path):
    """`motcua` on a training profile of its own."""
    return lambda *arguments: motcua("--training", "--profile", tmp_path / "profile", *arguments, "--json")


def test_the_pack_of_the_program_is_in_force(desk):
    ((_, shipped),) = shipped_packs()

    (line,) = desk("catalogue", "list").value

    assert (line["version"], line["use"], line["imported_by"]) == (shipped.version, "in_force", None)
    assert line["to_verify"] > 0


def test_a_pack_that_was_brought_in_is_in_force_afterwards(desk, pack):
    brought = desk("catalogue", "import", pack).value

    first, *others = desk("catalogue", "list").value
    assert (first["version"], first["use"]) == ("2026.12.1", "in_force")
    assert first == brought
    assert first["imported_by"]
    assert [line["use"] for line in others] == ["pinned"]


def test_a_pack_whose_day_is_still_to_come_waits(desk, pack):
    pack.write_bytes(changed(first="2099-01-01"))

    desk("catalogue", "import", pack)

    uses = [(line["version"], line["use"]) for line in desk("catalogue", "list").value]
    assert uses[1] == ("2026.12.1", "later")
    assert uses[0][1] == "in_force"


def test_trying_a_pack_out_keeps_nothing(desk, pack):
    assert desk("catalogue", "check", pack).value["version"] == "2026.12.1"
    assert len(desk("catalogue", "list").value) == 1


def test_a_pack_may_come_in_a_zip_or_in_a_folder(desk, pack, tmp_path):
    archive = tmp_path / "goi"  # by its beginning, not by its name
    with zipfile.ZipFile(archive, "w") as file:
        file.write(pack, "danh-muc/goi.toml")
        file.writestr("danh-muc/doc.txt", "x")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "goi.toml").write_bytes(pack.read_bytes())

    assert [desk("catalogue", "check", place).code for place in (archive, folder)] == [0, 0]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\xff\xfe", "catalogue.pack_unreadable"),
        (b"version = ", "catalogue.pack_unreadable"),
        (b"PK\x03\x04 and no more", "catalogue.pack_zip_unreadable"),
        (b"a = 1", "catalogue.pack_lacks"),
        (changed(version="latest"), "catalogue.pack_wrong_value"),
        (changed(("cut_off = 15:00:00", 'cut_off = "15h"')), "catalogue.pack_wrong_type"),
        (changed(("cut_off =", "cutoff = 1\ncut_off =")), "catalogue.pack_unknown_key"),
        (changed(('receipt_form = "CT04"', 'receipt_form = "CT99"')), "catalogue.pack_unknown_reference"),
        (changed(('code = "1.004222"', 'code = "1.010041"')), "catalogue.pack_twice"),
        (changed(version="2026.10.1", first="2026-10-01"), "reception.pack_older"),
        (changed(("effective_from = 2026-11-20", "effective_from = 2026-11-01\neffective_to = 2026-11-02")),
         "reception.pack_ended"),
        (changed(version="2026.11.2"), "reception.pack_version_taken"),
        (shipped_packs()[0][0], "reception.pack_known"),
        (changed(("font_size = 48", "font_size = 4800")), "catalogue.pack_wrong_value"),
        (changed(("CỘNG HÒA", "\U0001f600 CỘNG HÒA")), "reception.pack_form_unprintable"),
    ],
)  # fmt: skip
def test_a_pack_that_cannot_be_kept_is_refused_by_name(desk, pack, raw, code):
    pack.write_bytes(raw)

    ended = desk("catalogue", "import", pack)

    assert (ended.code, ended.failure) == (2, code)
    assert len(desk("catalogue", "list").value) == 1


def test_a_folder_with_two_packs_is_refused(desk, pack, tmp_path):
    (tmp_path / "zwei.toml").write_bytes(b"")

    assert desk("catalogue", "import", tmp_path).failure == "catalogue.pack_not_alone"


def test_a_clerk_brings_no_pack_in(desk, pack):
    assert desk("catalogue", "import", pack, "--officer", "cb01").failure == "security.not_allowed"
