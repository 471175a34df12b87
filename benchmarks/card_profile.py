"""Where our own time goes in a read: between the exchanges, by step."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from desktop_app.core.terms import TrustScope
from desktop_app.emrtd import curves
from desktop_app.emrtd.access import AccessKey, AccessMode
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.reader import CardRead, read_card
from desktop_app.emrtd.trust import Anchor
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import BRAINPOOL_P256R1, ChipData

RUNS = 15
_JUDGING = "checks"


class _Stopwatch:
    """A card that notes when each exchange began and ended."""

    def __init__(self, card: Card) -> None:
        self._card = card
        self.times: list[tuple[float, float]] = []

    def transmit(self, command: bytes) -> bytes:
        begun = time.perf_counter()
        answer = self._card.transmit(command)
        self.times.append((begun, time.perf_counter()))
        return answer

    def reset(self) -> None:
        self._card.reset()


def report_own_time(data: ChipData, csca: bytes, roads: Sequence[tuple[str, AccessKey, AccessMode]]) -> None:
    """Print the milliseconds before, between and after the exchanges, by step."""
    anchors = (Anchor(csca, TrustScope.CITIZEN_CARD),)
    columns = {name: _medians(data, anchors, key, mode) for name, key, mode in roads}
    steps = dict.fromkeys(step for column in columns.values() for step in column)
    print(f"\n## Where our own time goes (ms between the exchanges, median of {RUNS})\n")
    print(f"| step | {' | '.join(columns)} |")
    print(f"|---|{'---|' * len(columns)}")
    for step in steps:
        print(f"| {step} | {' | '.join(f'{column.get(step, 0.0):.1f}' for column in columns.values())} |")
    print(f"| all | {' | '.join(f'{sum(column.values()):.1f}' for column in columns.values())} |")
    print(f"\nOne multiplication on brainpoolP256r1 in this Python: {_multiplication_ms():.2f} ms.")


def _medians(
    data: ChipData, anchors: tuple[Anchor, ...], key: AccessKey, mode: AccessMode
) -> dict[str, float]:
    runs = [_own_ms(data, anchors, key, mode) for _ in range(RUNS)]
    return {step: statistics.median(run[step] for run in runs) for step in runs[0]}


def _own_ms(
    data: ChipData, anchors: tuple[Anchor, ...], key: AccessKey, mode: AccessMode
) -> dict[str, float]:
    card = _Stopwatch(Chip(data))
    at = datetime.now(UTC)
    begun = time.perf_counter()
    read: CardRead = read_card(card, key, mode=mode, anchors=anchors, at=at)
    ended = time.perf_counter()
    if read.error is not None:
        raise read.error
    own: defaultdict[str, float] = defaultdict(float)
    last = begun
    for entry, (sent, answered) in zip(read.trace, card.times, strict=True):
        own[entry.phase] += (sent - last) * 1000
        last = answered
    own[_JUDGING] += (ended - last) * 1000
    return dict(own)


def _multiplication_ms() -> float:
    curve = curves.curve_by_parameter_id(BRAINPOOL_P256R1)
    if curve is None:
        raise ValueError("brainpoolP256r1 is missing")
    times: list[float] = []
    for _ in range(RUNS):
        scalar = curves.random_scalar(curve)
        begun = time.perf_counter()
        curves.multiply(curve, scalar, curve.g)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)
