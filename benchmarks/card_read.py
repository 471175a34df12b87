"""Reading a whole card against what the radio link alone would take.

Link = exchanges × overhead + 8 × wire bytes ÷ rate, counted at the simulated chip, which answers when both
its own computing and the link are over. Through pyscard, pcscd and vpcd as at the counter; in process too.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.cccd.access import can_key, key_from_mrz
from desktop_app.core.clock import SystemClock
from desktop_app.emrtd.access import AccessKey, AccessMode
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.reader import CardRead, read_card
from desktop_app.readers.pcsc import wait_for_card
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData
from desktop_app.readers.simulator.link import Link, TimedCard
from desktop_app.readers.simulator.vpcd import present
from tests.support.pcscd import PrivatePcscd

CITIZENS = Path(__file__).resolve().parents[1] / "resources" / "training" / "citizens"
LINKS = (None, Link(106, 10), Link(106, 3), Link(424, 10), Link(424, 3))
RUNS = 3


def report(profile: Path) -> None:
    """Print the table."""
    shelf = CardShelf(profile.with_name("cards"), CITIZENS, SystemClock())
    citizen, data = shelf.citizen(), shelf.load()
    roads: list[tuple[str, AccessKey, AccessMode]] = [
        ("PACE-CAN", can_key(citizen.can), AccessMode.AUTO),
        ("BAC", key_from_mrz(citizen.mrz), AccessMode.BAC),
    ]
    plain = sum(len(raw) for raw in data.named_files().values())
    print(f"\n## Card read ({plain} bytes of files; median of {RUNS})\n")
    print(
        "| way | protocol | link | exchanges | wire bytes | link ms | elapsed ms | over the link ms | ratio |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, PrivatePcscd(Path(folder)) as service:
        os.environ.update(service.env)
        for link in LINKS:
            for name, key, mode in roads:
                for way, lay in (("in process", _in_process), ("pcscd", _through_pcscd)):
                    _row(way, name, link, [lay(data, key, mode, link, service.port) for _ in range(RUNS)])


def _row(way: str, name: str, link: Link | None, reads: list[tuple[CardRead, float]]) -> None:
    read = reads[0][0]
    if read.error is not None:
        raise read.error
    elapsed = statistics.median(r.elapsed_ms for r, _ in reads)
    link_ms = statistics.median(ms for _, ms in reads)
    words = f"{link.kbps} kbit/s, {link.overhead_ms:g} ms" if link else "none"
    ratio = f"{elapsed / link_ms:.3f}" if link_ms else "–"
    print(
        f"| {way} | {name} | {words} | {read.exchanges} | {read.wire_bytes} | {link_ms:.0f} | {elapsed:.0f} "
        f"| {elapsed - link_ms:.0f} | {ratio} |",
        flush=True,
    )


def _read(card: Card, key: AccessKey, mode: AccessMode) -> CardRead:
    return read_card(card, key, mode=mode, anchors=(), at=datetime.now(UTC))


def _in_process(
    data: ChipData, key: AccessKey, mode: AccessMode, link: Link | None, _port: int
) -> tuple[CardRead, float]:
    card = TimedCard(Chip(data), link)
    read = _read(card, key, mode)
    return read, link.ms(card.wire_bytes, card.exchanges) if link else 0.0


def _through_pcscd(
    data: ChipData, key: AccessKey, mode: AccessMode, link: Link | None, port: int
) -> tuple[CardRead, float]:
    timed = TimedCard(Chip(data), link)
    with _laid_on(timed, port):
        card = wait_for_card(None, 10)
        try:
            before = timed.exchanges, timed.wire_bytes
            read = _read(card, key, mode)
        finally:
            card.close()
    exchanges, wire = timed.exchanges - before[0], timed.wire_bytes - before[1]
    return read, link.ms(wire, exchanges) if link else 0.0


@contextmanager
def _laid_on(card: Card, port: int) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=present, args=(card, "127.0.0.1", port), kwargs={"stop": stop})
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
