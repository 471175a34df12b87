"""What is remembered about readers, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop_app.emrtd.access import AccessMode, CanKey
from desktop_app.emrtd.read_limits import ReadLimits
from desktop_app.emrtd.reader import CardRead, read_card
from desktop_app.readers.limits import LimitsMemory, RememberedCard
from desktop_app.readers.simulator.chip import Chip
from tests.support.training_card import NOW, first_citizen, with_
from tests.support.training_card import card as training_card

TODAY = date(2026, 11, 22)
READER = "ACS ACR1252 Dual Reader 00 00"
ONLY_SHORT_READER = ReadLimits(extended=0, reader_fails=True)
REFUSED_BY_THE_CARD = ReadLimits(extended=0)


@dataclass
class Laid:
    """A card that lies in a named reader; nothing is sent to it."""

    reader_name: str = READER
    atr: bytes = b"\x3b\x80\x80\x01\x01"

    def transmit(self, command: bytes) -> bytes:
        raise AssertionError("nothing is sent")

    def reset(self) -> None:
        raise AssertionError("nothing is reset")


def _memory(path: Path | None = None, day: date = TODAY) -> LimitsMemory:
    return LimitsMemory(path, lambda: day)


def test_nothing_is_known_at_first() -> None:
    assert _memory().of(Laid()) == ReadLimits()


def test_what_a_card_takes_is_known_for_cards_of_its_kind() -> None:
    memory, learned = _memory(), ReadLimits(short=160, extended=2000, short_ids=False)
    memory.learn(Laid(), learned)

    assert memory.of(Laid()) == learned
    assert memory.of(Laid(atr=b"\x3b\x8f")) == ReadLimits()


def test_a_failing_reader_is_known_for_every_card() -> None:
    memory = _memory()
    memory.learn(Laid(), ONLY_SHORT_READER)

    assert memory.of(Laid(atr=b"\x3b\x8f")).extended == 0


def test_a_card_that_refuses_says_nothing_about_the_reader() -> None:
    memory = _memory()
    memory.learn(Laid(), REFUSED_BY_THE_CARD)

    assert (memory.of(Laid()).extended, memory.of(Laid(atr=b"\x3b\x8f")).extended) == (0, None)


def test_a_card_may_take_less_than_its_reader_passes() -> None:
    memory = _memory()
    memory.learn(Laid(), ReadLimits(extended=1500, reader_fails=True))
    memory.learn(Laid(atr=b"\x3b\x8f"), REFUSED_BY_THE_CARD)

    assert memory.of(Laid(atr=b"\x3b\x8f")).extended == 0


@pytest.mark.parametrize("again", ["ACS ACR1252 Dual Reader 01 00", "ACS ACR1252 Dual Reader 2"])
def test_a_reader_keeps_its_name_in_another_socket(again: str) -> None:
    memory = _memory()
    memory.learn(Laid(), ONLY_SHORT_READER)

    assert memory.of(Laid(reader_name=again)).extended == 0


def test_the_next_process_knows_the_failing_reader_and_not_the_cards(tmp_path: Path) -> None:
    path = tmp_path / "readers.json"
    memory = _memory(path)
    memory.learn(Laid(), ReadLimits(short=160, extended=0, short_ids=False, reader_fails=True))

    assert _memory(path).of(Laid()) == ONLY_SHORT_READER


def test_the_file_names_readers_and_nothing_of_a_card(tmp_path: Path) -> None:
    path = tmp_path / "readers.json"
    _memory(path).learn(Laid(), ONLY_SHORT_READER)

    assert (
        path.read_text() == '{"readers": {"ACS ACR1252 Dual Reader": {"extended": 0, "since": "2026-11-22"}}}'
    )


def test_a_card_that_refuses_writes_no_file(tmp_path: Path) -> None:
    _memory(tmp_path / "readers.json").learn(Laid(), REFUSED_BY_THE_CARD)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("days", "extended"), [(30, 0), (31, None)])
def test_a_failure_is_forgotten_after_a_month(tmp_path: Path, days: int, extended: int | None) -> None:
    path = tmp_path / "readers.json"
    _memory(path).learn(Laid(), ONLY_SHORT_READER)

    assert _memory(path, TODAY + timedelta(days=days)).of(Laid()).extended == extended


@pytest.mark.parametrize(
    "damage", ["", "[]", "{", '{"readers": {"A": {"extended": -1, "since": "2026-11-22"}}}']
)
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "readers.json"
    path.write_text(damage)

    assert _memory(path).of(Laid()) == ReadLimits()


def test_a_profile_that_cannot_be_written_costs_only_the_memory(tmp_path: Path) -> None:
    memory = _memory(tmp_path / "gone" / "readers.json")
    memory.learn(Laid(), ONLY_SHORT_READER)

    assert memory.of(Laid()).extended == 0


def test_a_card_in_no_reader_is_not_remembered() -> None:
    memory, chip = _memory(), Chip(training_card())
    memory.learn(chip, REFUSED_BY_THE_CARD)

    assert memory.of(chip) == ReadLimits()


class _LaidChip(Chip):
    reader_name, atr = READER, b"\x3b\x80\x80\x01\x01"


def test_a_read_asks_the_memory_and_tells_it(tmp_path: Path) -> None:
    memory = _memory()
    chip = _LaidChip(with_(training_card(), extended_limit=None))

    first, second = (_read(RememberedCard(chip, memory)) for _ in range(2))

    assert (first.error, second.error) == (None, None)
    assert sum(entry.phase == "pace" for entry in first.trace) == 10  # opened twice
    assert sum(entry.phase == "pace" for entry in second.trace) == 5


def test_limits_that_are_given_win_over_the_memory() -> None:
    read = _read(RememberedCard(_LaidChip(training_card()), _memory()), ReadLimits(extended=0))

    assert read.limits.extended == 0


def _read(laid: RememberedCard, limits: ReadLimits | None = None) -> CardRead:
    key = CanKey(first_citizen().can)
    return read_card(laid, key, mode=AccessMode.AUTO, anchors=(), at=NOW, limits=limits)
