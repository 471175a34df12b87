"""`motcua read` through pyscard, pcscd and vpcd: every road into the chip, and what goes wrong on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.terms import CheckName
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData
from tests.support.counter import Counter, Witness, laid_on
from tests.support.pcscd import PrivatePcscd

pytestmark = pytest.mark.pcsc

FILES = {"CardAccess", "COM", "SOD", "DG1", "DG2", "DG13", "DG14", "DG15"}
DG13 = 0x010D
GENERAL_AUTHENTICATE, MUTUAL_AUTHENTICATE = 0x86, 0x82


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Counter:
    return Counter(tmp_path_factory.mktemp("counter") / "profile")


@pytest.fixture(scope="module")
def shown(counter: Counter) -> dict[str, Any]:
    return counter.run("card", "--show", "--json").value


@pytest.fixture
def data(counter: Counter, shown: dict[str, Any], resources: Path) -> ChipData:
    return CardShelf(counter.profile / "cards", resources / "training" / "citizens").load()


@pytest.fixture
def card(counter: Counter, pcscd: PrivatePcscd) -> Iterator[None]:
    """The shipped simulator as its own process, on the private pcscd."""
    with counter.child("card", "--port", str(pcscd.port)):
        yield


@pytest.mark.parametrize(
    ("option", "secret", "extra", "protocol"),
    [
        ("--can", "can", (), "PACE-CAN"),
        ("--id", "number", (), "PACE-CAN"),
        ("--qr", "qr", (), "PACE-CAN"),
        ("--mrz", "mrz", (), "PACE-MRZ"),
        ("--mrz", "mrz", ("--protocol", "bac"), "BAC"),
    ],
    ids=["can", "number", "qr", "mrz", "bac"],
)
def test_every_file_is_read_whole_on_every_road(
    counter: Counter, shown: dict[str, Any], card: None, option: str, secret: str, extra: tuple[str, ...],
    protocol: str,
) -> None:  # fmt: skip
    done = counter.run("read", option, "-", *extra, "--json", given=shown[secret])

    assert done.code == 0, done.err
    assert done.value["protocol"] == protocol
    expected = dict(shown["files"])
    if protocol == "BAC":  # nobody looks at EF.CardAccess when BAC was asked for
        expected.pop("CardAccess")
    assert {name: done.value["files"][name] for name in expected} == expected
    assert done.value["citizen"]["number"] == shown["number"]


def test_a_genuine_card_with_its_issuer_is_verified_and_without_findings(
    counter: Counter, shown: dict[str, Any], card: None
) -> None:
    value = counter.run("read", "--can", "-", "--json", given=shown["can"]).value

    assert {name: check["outcome"] for name, check in value["checks"].items()} == dict.fromkeys(
        CheckName, "verified"
    )
    assert value["findings"] == []


def test_bac_that_was_asked_for_is_only_a_notice(counter: Counter, shown: dict[str, Any], card: None) -> None:
    done = counter.run("read", "--mrz", "-", "--protocol", "bac", "--json", given=shown["mrz"])

    assert done.code == 0
    assert {f["severity"] for f in done.value["findings"]} == {"notice"}
    assert "bac_requested" in {f["code"] for f in done.value["findings"]}


def test_a_wrong_can_is_tried_once_and_told_by_its_code(
    counter: Counter, data: ChipData, shown: dict[str, Any], pcscd: PrivatePcscd
) -> None:
    witness = Witness(Chip(data))
    wrong = f"{(int(shown['can']) + 1) % 1_000_000:06d}"

    with laid_on(witness, pcscd.port):
        done = counter.run("read", "--can", "-", "--json", given=wrong)

    assert (done.code, done.value["error"]["code"]) == (2, "emrtd.wrong_can")
    assert done.value["error"]["phase"] == "pace"
    assert witness.asked[GENERAL_AUTHENTICATE] == 4, "one run of PACE has four steps"
    assert MUTUAL_AUTHENTICATE not in witness.asked, "no silent BAC"


def test_one_bit_changed_in_dg13_is_a_failed_check(
    counter: Counter, data: ChipData, shown: dict[str, Any], pcscd: PrivatePcscd
) -> None:
    raw = bytearray(data.files[DG13])
    raw[len(raw) // 2] ^= 0x01

    with laid_on(Chip(data.with_file(DG13, bytes(raw))), pcscd.port):
        done = counter.run("read", "--can", "-", "--json", given=shown["can"])

    assert done.code == 3
    assert done.value["checks"]["dg_hashes"]["outcome"] == "failed"
    assert done.value["checks"]["sod_signature"]["outcome"] == "verified"


def test_a_card_pulled_away_gives_its_code_and_what_was_read_until_then(
    counter: Counter, data: ChipData, shown: dict[str, Any], pcscd: PrivatePcscd
) -> None:
    class Torn(Witness):
        def transmit(self, command: bytes) -> bytes:
            if self.exchanges >= 20:
                raise ConnectionError("the card is gone")
            return super().transmit(command)

    with laid_on(Torn(Chip(data)), pcscd.port):
        done = counter.run("read", "--can", "-", "--json", given=shown["can"])

    assert (done.code, done.value["error"]["code"]) == (2, "readers.card_removed")
    assert "COM" in done.value["files"]


def test_a_card_that_knows_no_passport_application_is_unknown(
    counter: Counter, shown: dict[str, Any], pcscd: PrivatePcscd
) -> None:
    class Other:
        def transmit(self, command: bytes) -> bytes:
            return b"\x6a\x82"

        def reset(self) -> None:
            pass

    with laid_on(Other(), pcscd.port):
        done = counter.run("read", "--mrz", "-", "--json", given=shown["mrz"])

    assert (done.code, done.value["error"]["code"]) == (2, "emrtd.unknown_card")


def test_an_empty_reader_and_a_reader_of_another_name_are_told_apart(
    counter: Counter, shown: dict[str, Any], pcscd: PrivatePcscd
) -> None:
    empty = counter.run("read", "--can", "-", "--wait", "0", "--json", given=shown["can"])
    other = counter.run("read", "--can", "-", "--reader", "nowhere", "--wait", "0", "--json", given="000000")

    assert json.loads(empty.out)["error"]["code"] == "readers.no_card"
    assert json.loads(other.out)["error"]["code"] == "readers.reader_not_found"


def test_a_stopped_service_is_told_by_its_code(
    counter: Counter, shown: dict[str, Any], pcscd: PrivatePcscd
) -> None:
    pcscd.stop()

    done = counter.run("read", "--can", "-", "--wait", "0", "--json", given=shown["can"])

    assert (done.code, done.value["error"]["code"]) == (2, "readers.service_stopped")
