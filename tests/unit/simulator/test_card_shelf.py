"""The shelf: made once, the same for every process, made anew when the citizen changes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import AppError
from desktop_app.readers.simulator.cards import CardShelf
from tests.support.training_card import CITIZENS, NOW


@pytest.fixture
def people(tmp_path: Path) -> Path:
    folder = tmp_path / "people"
    folder.mkdir()
    for name in ("nguyen-thi-mau", "le-thi-vi-du"):
        shutil.copy(CITIZENS / f"{name}.toml", folder)
    return folder


def shelf_of(tmp_path: Path, people: Path) -> CardShelf:
    return CardShelf(tmp_path / "shelf", people, FixedClock(NOW))


@pytest.fixture
def shelf(tmp_path, people) -> CardShelf:
    return shelf_of(tmp_path, people)


def test_names_stand_in_their_order_and_the_first_is_the_default(shelf):
    assert shelf.names() == ["nguyen-thi-mau", "le-thi-vi-du"]
    assert shelf.default == "nguyen-thi-mau"
    assert shelf.load() == shelf.load("nguyen-thi-mau")


def test_a_card_stays_the_same(shelf, tmp_path, people):
    assert shelf.load() == shelf_of(tmp_path, people).load()


def test_threads_that_come_at_once_get_one_card(tmp_path, people):
    with ThreadPoolExecutor(4) as pool:
        cards = list(pool.map(lambda _: shelf_of(tmp_path, people).load(), range(4)))
    assert all(card == cards[0] for card in cards)


def test_another_process_gets_the_same_card(shelf, tmp_path, people, project_root):
    program = (
        "import sys; from pathlib import Path\n"
        "from desktop_app.readers.simulator.cards import CardShelf\n"
        "data = CardShelf(Path(sys.argv[1]), Path(sys.argv[2])).load()\n"
        "sys.stdout.write(data.files[0x011D].hex())"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "shelf"), str(people)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=project_root)
    assert said.stdout == shelf.load().files[0x011D].hex()


def test_a_changed_citizen_gets_a_new_card_under_the_same_root(shelf, tmp_path, people):
    before, root = shelf.load(), shelf.csca_path.read_bytes()
    path = people / "nguyen-thi-mau.toml"
    path.write_text(path.read_text().replace("Số 12", "Số 14"))
    after = shelf_of(tmp_path, people)
    assert after.load().files[0x010D] != before.files[0x010D]
    assert after.csca_path.read_bytes() == root
    assert after.load("le-thi-vi-du") == shelf.load("le-thi-vi-du")


def test_a_new_root_makes_new_cards(shelf, tmp_path, people):
    before = shelf.load()
    (tmp_path / "shelf" / "issuer.json").unlink()
    assert shelf_of(tmp_path, people).load().files[0x011D] != before.files[0x011D]


def test_the_root_stands_alone_in_a_folder(shelf):
    assert list(shelf.csca_path.parent.iterdir()) == [shelf.csca_path]
    assert (
        "Huan luyen" in x509.load_der_x509_certificate(shelf.csca_path.read_bytes()).subject.rfc4514_string()
    )


@pytest.mark.parametrize("name", ["issuer.json", "cards/nguyen-thi-mau.json"])
@pytest.mark.parametrize("contents", [b"", b"[]", b"{}", b"\xff"])
def test_a_damaged_file_is_a_known_error(shelf, tmp_path, name, contents):
    shelf.load()
    (tmp_path / "shelf" / name).write_bytes(contents)
    with pytest.raises(AppError, match=r"simulator\.shelf_damaged"):
        shelf.load()


def test_a_citizen_who_is_not_there_is_a_known_error(shelf):
    with pytest.raises(AppError, match=r"simulator\.citizen_unknown"):
        shelf.load("bui-be-mau")


@pytest.mark.parametrize(
    "quirk", ["face_points", "cloned", "self_made_sod", "wrong_active_key", "revoked_signer"]
)
def test_a_card_with_a_quirk_stays_the_same_too(shelf, tmp_path, people, quirk):
    assert shelf.load(None, quirk) == shelf_of(tmp_path, people).load(None, quirk)
    assert shelf.load(None, quirk) != shelf.load()


def test_a_quirk_of_behaviour_leaves_the_files_of_the_plain_card(shelf):
    assert shelf.load(None, "max_160").files == shelf.load().files
    assert shelf.load(None, "max_160").switches != shelf.load().switches


def test_an_unknown_quirk_is_a_known_error(shelf):
    with pytest.raises(AppError, match=r"simulator\.quirk_unknown"):
        shelf.card(None, "no_such_card")


def test_an_expired_card_says_so_in_its_zone(shelf):
    assert shelf.citizen(None, "expired_card").mrz != shelf.citizen().mrz
    assert shelf.load(None, "expired_card").mrz_information != shelf.load().mrz_information


def test_groups_can_be_swapped_where_there_is_but_one_citizen(tmp_path, people):
    (people / "le-thi-vi-du.toml").unlink()
    alone = shelf_of(tmp_path, people)
    swapped, plain = alone.load(None, "swapped_groups"), alone.load()
    assert {k for k, v in swapped.files.items() if v != plain.files[k]} == {0x0102, 0x010D}


def test_the_list_of_revoked_signers_names_the_one_who_signed_that_card_and_no_other(shelf):
    held = x509.load_der_x509_crl(shelf.crl_path.read_bytes())
    root = x509.load_der_x509_certificate(shelf.csca_path.read_bytes()).public_key()
    assert isinstance(root, ec.EllipticCurvePublicKey) and held.is_signature_valid(root)
    numbers = {entry.serial_number for entry in held}
    revoked, plain = shelf.load(None, "revoked_signer"), shelf.load()
    assert [number.to_bytes(20, "big").lstrip(b"\0") in revoked.files[0x011D] for number in numbers] == [True]
    assert not any(number.to_bytes(20, "big").lstrip(b"\0") in plain.files[0x011D] for number in numbers)
