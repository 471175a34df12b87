"""The radio link as a delay."""

from __future__ import annotations

import time

import pytest

from desktop_app.readers.simulator import link as link_module
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.link import Link, TimedCard
from tests.support.training_card import card

READ = bytes.fromhex("00B09C0004")


def test_time_is_overhead_and_bits_over_rate():
    assert Link(106, 10).ms(265, exchanges=2) == pytest.approx(20 + 8 * 265 / 106)


@pytest.mark.parametrize(("kbps", "overhead"), [(0, 1), (106, -1)])
def test_a_link_that_cannot_be_is_refused(kbps, overhead):
    with pytest.raises(ValueError, match="link"):
        Link(kbps, overhead)


def test_a_timed_card_counts_exchanges_and_bytes_both_ways():
    timed = TimedCard(Chip(card()), None)
    timed.transmit(READ)
    timed.transmit(READ)
    assert (timed.exchanges, timed.wire_bytes) == (2, 2 * (5 + 6))


def test_an_answer_comes_no_earlier_than_the_link_allows(monkeypatch):
    waited = []
    monkeypatch.setattr(time, "perf_counter", lambda: 100.0)
    monkeypatch.setattr(link_module, "wait_until", waited.append)
    assert TimedCard(Chip(card()), Link(106, 10)).transmit(READ)[-2:] == b"\x90\x00"
    assert waited == [pytest.approx(100 + (10 + 8 * 11 / 106) / 1000)]


def test_waiting_sleeps_most_of_the_time_and_spins_the_rest(monkeypatch):
    now, slept = [100.0], []

    def look() -> float:
        now[0] += 0.00001
        return now[0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(time, "perf_counter", look)
    monkeypatch.setattr(time, "sleep", sleep)
    link_module.wait_until(100.010)
    assert slept == [pytest.approx(0.0098, abs=0.00005)]
    assert 100.010 <= now[0] <= 100.0101


def test_reset_reaches_the_card_behind():
    timed = TimedCard(Chip(card()), Link(106, 0))
    timed.transmit(bytes.fromhex("00A4040C07A0000002471001"))
    timed.reset()
    assert timed.transmit(bytes.fromhex("00A4020C02011C")) == b"\x90\x00"
