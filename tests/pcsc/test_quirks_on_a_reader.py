"""A selection of unusual and forged cards through pyscard, pcscd and vpcd: as `motcua card --quirks` says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.counter import Counter, Done
from tests.support.pcscd import PrivatePcscd

pytestmark = pytest.mark.pcsc

SELECTION = [
    "card_access_6982",
    "read_61xx",
    "max_112",
    "sfi_6b00",
    "no_extended_lost",
    "far_files_short",
    "face_jp2",
    "active_rsa2048_61xx",
    "bac_only",
    "altered_dg13",
    "foreign_csca",
    "cloned",
    "replayed_active",
    "pace_hidden",
]


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Counter:
    return Counter(tmp_path_factory.mktemp("counter") / "profile")


@pytest.fixture(scope="module")
def expected(counter: Counter) -> dict[str, dict[str, Any]]:
    return {quirk["name"]: quirk["expect"] for quirk in counter.run("card", "--quirks", "--json").value}


@contextmanager
def _lying(counter: Counter, pcscd: PrivatePcscd, quirk: str) -> Iterator[dict[str, Any]]:
    shown = counter.run("card", "--quirk", quirk, "--show", "--json").value
    with counter.child("card", "--quirk", quirk, "--port", str(pcscd.port)):
        yield shown


def _read(counter: Counter, shown: dict[str, Any], expect: dict[str, Any]) -> Done:
    secret = expect["secret"]
    return counter.run(
        "read", f"--{secret}", "-", "--protocol", expect["protocol"], "--json", given=shown[secret]
    )


@pytest.mark.parametrize("quirk", SELECTION)
def test_a_card_on_a_reader_is_judged_as_the_list_says(
    counter: Counter, expected: dict[str, dict[str, Any]], pcscd: PrivatePcscd, quirk: str
) -> None:
    expect = expected[quirk]

    with _lying(counter, pcscd, quirk) as shown:
        done = _read(counter, shown, expect)

    assert done.code == expect["exit"], done.out + done.err
    value = done.value
    assert value["checks"] == expect["checks"]
    assert sorted(map(str, value["findings"])) == sorted(map(str, expect["findings"]))
    assert {name: value["files"].get(name) for name in shown["files"]} == shown["files"]


def test_the_revocation_list_that_the_card_names_can_be_imported(
    counter: Counter, expected: dict[str, dict[str, Any]], pcscd: PrivatePcscd, tmp_path: Path
) -> None:
    expect = expected["revoked_signer"]

    with _lying(counter, pcscd, "revoked_signer") as shown:
        before = _read(counter, shown, expect)
        imported = counter.run("trust", "import", shown["crl"])
        after = _read(counter, shown, expect)

    assert (before.code, imported.code) == (0, 0), imported.err
    assert (after.code, after.value["checks"]) == (expect["exit"], expect["checks"])
