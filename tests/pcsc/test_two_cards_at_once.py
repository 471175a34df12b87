"""Two cards in two readers, read at the same time; the service killed in the middle of a read."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from desktop_app.emrtd.result import CardRead
from desktop_app.readers.simulator.chip_data import ChipData
from tests.support.laid_card import SLOTS, chip_data, is_right, lay, read, wait_until_gone
from tests.support.pcscd import PrivatePcscd
from tests.support.processes import at_once
from tests.support.proofs import proof
from tests.support.scale import steep_rounds

FULL_PAIRS = 200
FULL_KILLS = 60
EXCHANGES = 20  # a whole read has two more

OTHER_PROGRAM = """
import sys
from pathlib import Path
from desktop_app.readers.simulator.chip_data import ChipData
from tests.support.laid_card import read
from tests.support.processes import wait
slot, data = sys.argv[1], ChipData.from_bytes(Path(sys.argv[2]).read_bytes())
wait()
seen = read(slot, data)
sys.stdout.write(str(seen.error is None and dict(seen.files) == data.named_files()))
"""

pytestmark = [pytest.mark.pcsc, pytest.mark.prove, pytest.mark.timeout(1800)]


def test_two_cards_in_two_readers_are_read_at_the_same_time(pcscd: PrivatePcscd) -> None:
    cards, pairs = (chip_data(0), chip_data(1)), steep_rounds(FULL_PAIRS, floor=3)
    start = threading.Barrier(2)

    def read_at_once(slot: str, data: ChipData) -> list[CardRead]:
        seen = []
        for _ in range(pairs):
            start.wait(60)
            seen.append(read(slot, data))
        return seen

    with lay(pcscd.port, cards[0]), lay(pcscd.port + 1, cards[1]), ThreadPoolExecutor(2) as both:
        found = list(both.map(read_at_once, SLOTS, cards))

    wrong = [
        (slot, seen.error)
        for slot, data, reads in zip(SLOTS, cards, found, strict=True)
        for seen in reads
        if not is_right(seen, data)
    ]
    assert not wrong
    proof("two cards in two readers at once, through pcscd", pairs, "every pair right, each its own card")


def test_two_programs_read_two_cards_at_the_same_time(pcscd: PrivatePcscd, tmp_path) -> None:
    files = []
    for number in range(2):
        files.append(tmp_path / f"card-{number}")
        files[-1].write_bytes(chip_data(number).to_bytes())

    with lay(pcscd.port, chip_data(0)), lay(pcscd.port + 1, chip_data(1)):
        said = at_once([(OTHER_PROGRAM, slot, str(file)) for slot, file in zip(SLOTS, files, strict=True)])

    assert said == ["True", "True"]


def test_a_service_killed_in_mid_read_is_told_and_the_next_read_is_clean(pcscd: PrivatePcscd) -> None:
    data, count = chip_data(), steep_rounds(FULL_KILLS, floor=3)

    for number in range(count):
        asked: list[None] = []
        last = 1 + number * (EXCHANGES - 1) // max(1, count - 1)

        def kill_in_time(asked: list[None] = asked, last: int = last) -> bool:
            asked.append(None)
            if len(asked) == last:
                pcscd.kill()
            return False

        with lay(pcscd.port, data):
            broken = read(SLOTS[0], data, cancelled=kill_in_time)
        pcscd.start()
        with lay(pcscd.port, data):
            again = read(SLOTS[0], data)
        wait_until_gone(SLOTS[0])

        assert broken.error is not None and broken.error.code == "readers.service_stopped", last
        assert is_right(again, data), again.error

    proof("pcscd killed in mid-read and started again", count, "readers.service_stopped, then a clean read")
