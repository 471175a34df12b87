"""An EF.SOD that does not say how long it is (BER): read until its content says that it is whole."""

from __future__ import annotations

import pytest

from desktop_app.emrtd import lds, tlv
from desktop_app.emrtd.access import AccessMode, CanKey
from desktop_app.emrtd.ber import end_of_first
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import CardRead
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.switches import PastEnd, Reading, Switches
from tests.support.training_card import NOW, card, first_citizen

INSIDE = tlv.encode(0x30, tlv.encode(0x04, bytes(range(256)) * 5))
OPEN = b"\x77\x80" + INSIDE + b"\x00\x00"


def _read(content: bytes, reading: Reading | None = None) -> CardRead:
    data = card().with_file(lds.SOD.file_id, content)
    data = data.with_switches(Switches(reading=reading or Reading()))
    key = CanKey(first_citizen().can)
    return read_card(Chip(data), key, mode=AccessMode.AUTO, anchors=(), at=NOW)


@pytest.mark.parametrize("past_end", list(PastEnd))
def test_it_is_read_whole_whatever_the_chip_says_at_its_end(past_end: PastEnd) -> None:
    assert _read(OPEN, Reading(past_end=past_end)).files["SOD"] == OPEN


def test_what_stands_behind_it_in_the_chip_is_left_out() -> None:
    assert _read(OPEN + bytes(400)).files["SOD"] == OPEN


def test_the_reads_after_it_are_as_long_as_before() -> None:
    assert _read(OPEN, Reading(past_end=PastEnd.WRONG_OFFSET)).limits.short == 223


def test_one_that_never_ends_is_too_large() -> None:
    error = _read(b"\x77\x80" + tlv.encode(0x04, bytes(100)) * 300).error

    assert error is not None and error.code == "emrtd.file_too_large"


def test_one_that_is_cut_off_is_told() -> None:
    error = _read(OPEN[:-2]).error

    assert error is not None and (error.code, error.facts["file"]) == ("emrtd.file_truncated", "SOD")


@pytest.mark.parametrize("cut", [1, 2, 3, 10, len(OPEN) - 1])
def test_an_object_that_is_cut_off_has_no_end_yet(cut: int) -> None:
    assert end_of_first(OPEN[:cut]) is None


def test_the_end_of_an_object_is_behind_its_zeros() -> None:
    assert end_of_first(OPEN + b"more") == len(OPEN)
