"""`motcua dump --redacted` and a recorded read, through pyscard, pcscd and vpcd."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.counter import Counter
from tests.support.pcscd import PrivatePcscd

pytestmark = pytest.mark.pcsc


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Counter:
    return Counter(tmp_path_factory.mktemp("counter") / "profile")


@pytest.fixture(scope="module")
def shown(counter: Counter) -> dict[str, Any]:
    return counter.run("card", "--show", "--json").value


def _laid(counter: Counter, pcscd: PrivatePcscd, *options: str) -> Any:
    return counter.child("card", "--port", str(pcscd.port), *options)


@pytest.fixture
def card(counter: Counter, pcscd: PrivatePcscd) -> Iterator[None]:
    with _laid(counter, pcscd):
        yield


def test_a_card_on_a_reader_shows_its_kind_and_not_its_owner(
    counter: Counter, shown: dict[str, Any], card: None
) -> None:
    done = counter.run("dump", "--redacted", "--can", "-", given=shown["can"])

    assert (done.code, done.value["error"]) == (0, None), done.err
    assert bytes.fromhex(done.value["atr"])[0] in (0x3B, 0x3F)
    assert {"ATR/INFO", "DIR", "SOD", "DG2"} <= set(done.value["files"])
    assert not [text for text in (shown["number"], shown["can"]) if text in done.out]


def test_a_read_on_a_reader_is_read_again_without_one(
    counter: Counter, shown: dict[str, Any], card: None, tmp_path: Path
) -> None:
    path = str(tmp_path / "read.jsonl")
    first = counter.run("read", "--can", "-", "--record", path, "--json", given=shown["can"])

    second = counter.run("read", "--can", "-", "--replay", path, "--json", given=shown["can"])

    assert (first.code, second.code) == (0, 0), second.err
    for what in ("files", "checks", "findings", "citizen", "exchanges"):
        assert second.value[what] == first.value[what]


def test_in_training_no_odd_card_speaks_ill_of_the_reader(
    counter: Counter, shown: dict[str, Any], pcscd: PrivatePcscd
) -> None:
    with _laid(counter, pcscd, "--quirk", "no_extended_lost"):
        done = counter.run("read", "--can", "-", "--json", given=shown["can"])

    assert done.code in (0, 2), done.err
    assert not (counter.profile / "readers.json").exists()
