"""EF.CardSecurity shares its identifier with EF.SOD: whatever the link does, the two are never mixed up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.emrtd.access import AccessMode, CanKey
from desktop_app.emrtd.read_limits import ReadLimits
from desktop_app.emrtd.reader import read_card
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData
from desktop_app.readers.simulator.switches import Reading
from tests.support.training_card import CITIZENS, NOW


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> CardShelf:
    return CardShelf(tmp_path_factory.mktemp("shelf"), CITIZENS)


@pytest.fixture(scope="module")
def data(shelf: CardShelf) -> ChipData:
    return shelf.load(quirk="pace_chip")


@pytest.mark.parametrize(
    "weakness",
    [
        {},
        {"extended_limit": None},
        {"extended_limit": 300},
        {"reading": Reading(short_id_refusal=0x6A86)},
        {"reading": Reading(short_id_refusal=0x6A86, max_read=128), "extended_limit": None},
    ],
    ids=str,
)
@pytest.mark.parametrize("limits", [ReadLimits(), ReadLimits(extended=0)], ids=["unknown", "short"])
def test_both_files_arrive_whole(
    shelf: CardShelf, data: ChipData, weakness: dict[str, object], limits: ReadLimits
) -> None:
    chip = Chip(replace(data, switches=replace(data.switches, **weakness)))

    read = read_card(
        chip, CanKey(shelf.citizen().can), mode=AccessMode.AUTO, anchors=(), at=NOW, limits=limits
    )

    expected = data.named_files()
    assert read.error is None
    assert {name: read.files[name] for name in ("CardSecurity", "SOD")} == {
        name: expected[name] for name in ("CardSecurity", "SOD")
    }
    assert "cloned" not in {finding.code for finding in read.findings}


def test_the_file_beside_the_application_is_read_before_it(shelf: CardShelf, data: ChipData) -> None:
    read = read_card(Chip(data), CanKey(shelf.citizen().can), mode=AccessMode.AUTO, anchors=(), at=NOW)

    files = list(dict.fromkeys(entry.file for entry in read.trace if entry.file))
    assert files[:3] == ["CardAccess", "CardSecurity", "COM"]
