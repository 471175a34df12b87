"""A working profile of an office, outside training: keys, passwords, consent, a simulated card in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.readers.simulator.chip import Chip
from tests.support.acceptor import PROCEDURE
from tests.support.counter import Counter, laid_on
from tests.support.pcscd import PrivatePcscd

pytestmark = pytest.mark.pcsc

OFFICE = """
[office]
unit_code = "H00.98.07"
parent_name = "ỦY BAN NHÂN DÂN XÃ KIỂM THỬ"
name = "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ KIỂM THỬ"
place = "Xã Kiểm Thử"
recipient_name = "Công an xã Kiểm Thử"
[workstation]
code = "M02"
[province]
url = "http://127.0.0.1:9"
[[officers]]
code = "cb07"
name = "Cán Bộ Kiểm Thử"
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Counter:
    folder = tmp_path_factory.mktemp("office")
    for name, text in (
        ("office.toml", OFFICE),
        ("passphrase", "một cụm mật khẩu"),
        ("password", "mat-khau-07"),
    ):
        (folder / name).write_text(text, "utf-8")
    env = {
        "MOTCUA_PASSPHRASE_FILE": str(folder / "passphrase"),
        "MOTCUA_PASSWORD_FILE": str(folder / "password"),
    }
    counter = Counter(folder / "profile", training=False, env=env)
    done = counter.run("setup", str(folder / "office.toml"), "--json")
    assert done.code == 0, done.err
    return counter


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, resources: Path) -> CardShelf:
    return CardShelf(tmp_path_factory.mktemp("shelf"), resources / "training" / "citizens")


@pytest.fixture
def card(shelf: CardShelf, pcscd: PrivatePcscd) -> Iterator[None]:
    with laid_on(Chip(shelf.load()), pcscd.port):
        yield


def _read(office: Counter, shelf: CardShelf, *options: str) -> Any:
    who = ("--officer", "cb07", "--purpose", "xác minh cư trú")
    return office.run("read", "--qr", "-", *who, *options, "--json", given=shelf.citizen().qr)


def test_the_issuer_of_a_simulated_card_cannot_be_judged_without_an_anchor(
    office: Counter, shelf: CardShelf, card: None
) -> None:
    done = _read(office, shelf)

    assert done.code == 0
    assert done.value["checks"]["signer_chain"] == {"outcome": "not_possible", "reason": "no_csca"}


def test_a_given_anchor_vouches_for_the_card(office: Counter, shelf: CardShelf, card: None) -> None:
    done = _read(office, shelf, "--trust", str(shelf.csca_path.parent))

    assert done.value["checks"]["signer_chain"]["outcome"] == "verified"


def test_a_foreign_anchor_makes_the_issuer_unknown(
    office: Counter, shelf: CardShelf, card: None, tmp_path: Path, resources: Path
) -> None:
    other = CardShelf(tmp_path, resources / "training" / "citizens")

    done = _read(office, shelf, "--trust", str(other.csca_path))

    assert done.code == 3
    assert done.value["checks"]["signer_chain"] == {"outcome": "failed", "reason": "unknown_issuer"}


def test_without_a_block_the_number_is_temporary_and_waits_for_the_province(
    office: Counter, shelf: CardShelf, card: None, tmp_path: Path
) -> None:
    done = office.run(
        "receive", "--procedure", PROCEDURE, "--qr", "-", "--officer", "cb07", "--agreed",
        "--out", str(tmp_path / "out"), "--json", given=shelf.citizen().qr,
    )  # fmt: skip

    assert done.code == 0, done.err
    assert done.value["dossier"]["number_temporary"]
    assert done.value["dossier"]["number"].startswith("TMP-M02-")
    sync = office.run("sync", "--once", "--json")
    assert sync.code == 2
    assert json.loads(sync.out)["error"]["code"] == "sync.province_unreachable"


@pytest.mark.parametrize(
    ("arguments", "given", "code"),
    [
        (("read", "--id", "001190000117", "--officer", "cb07", "--purpose", "x1"), "",
         "cli.secret_in_arguments"),
        (("read", "--id", "-", "--officer", "cb07"), "001190000117", "cli.purpose_missing"),
        (("read", "--id", "-", "--purpose", "kiem tra"), "001190000117", "cli.officer_missing"),
        (("read", "--id", "-", "--officer", "nobody", "--purpose", "kiem tra"), "001190000117",
         "security.officer_unknown"),
        (("receive", "--procedure", PROCEDURE, "--qr", "-", "--officer", "cb07", "--out", "."), "QR",
         "cli.consent_missing"),
        (("card", "--show"), "", "cli.training_only"),
    ],
    ids=["secret", "purpose", "officer", "unknown-officer", "consent", "training-card"],
)  # fmt: skip
def test_what_is_missing_is_told_by_its_code(
    office: Counter, shelf: CardShelf, arguments: tuple[str, ...], given: str, code: str
) -> None:
    text = shelf.citizen().qr if given == "QR" else given

    done = office.run(*arguments, "--json", given=text)

    assert done.code == 2
    assert json.loads(done.out)["error"]["code"] == code
    assert code in done.err
    assert "Traceback" not in done.err
