"""Reading a whole card: what it takes beside its limits, beside other readers, and where our own time goes.

Link = exchanges × overhead + 8 × wire bytes ÷ rate, counted at the simulated chip, which answers when both
its own computing and the link are over. Through pyscard, pcscd and vpcd as at the counter; in process too.
"""

from __future__ import annotations

import math
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.card_profile import report_own_time
from desktop_app.cccd.access import can_key, key_from_mrz
from desktop_app.core.clock import SystemClock
from desktop_app.emrtd.access import AccessKey, AccessMode
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.read_limits import ReadLimits
from desktop_app.emrtd.reader import CardRead, read_card
from desktop_app.readers.pcsc import wait_for_card
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData
from desktop_app.readers.simulator.faces import draw_face
from desktop_app.readers.simulator.issuer import Issuer
from desktop_app.readers.simulator.link import Link, TimedCard
from desktop_app.readers.simulator.vpcd import present
from tests.support.made_up_card import CAN, MRZ
from tests.support.other_readers import BAC_TRACES, PACE_TRACES, exchanges
from tests.support.pcscd import PrivatePcscd
from tests.support.training_card import trace_card

ROOT = Path(__file__).resolve().parents[1]
CITIZENS = ROOT / "resources" / "training" / "citizens"
TESTDATA = Path(os.environ.get("MOTCUA_TESTDATA", ROOT.parent / "shared" / "testdata"))
LINKS = (Link(106, 10), Link(424, 3))
FACE_BYTES = 18_000
RUNS = 3

# What the figures are held against; the link's share and the fixed part of the elapsed time are of the same.
_EXCHANGES_EXTENDED = 45
_EXCHANGES_SHORT_MORE = 30
_SHORT_BLOCK = 223
_ASKED = 1.03
_WIRE_EXTENDED, _WIRE_SHORT = 1.05, 1.25
_TEXT_SHARE = 0.45
_ELAPSED_RATIO, _ELAPSED_MS = 1.05, 120
_PROOFS = ("active_authentication", "chip_authentication")

LENGTHS: Mapping[str, ReadLimits] = {"extended": ReadLimits(), "short": ReadLimits(extended=0)}


@dataclass(frozen=True, slots=True)
class Measured:
    """One read.

    Attributes:
        read: what it gave.
        link_ms: what the link alone takes.
        text_ms: until the form could be filled.
    """

    read: CardRead
    link_ms: float
    text_ms: float


@dataclass(frozen=True, slots=True)
class Case:
    """What is read, and how."""

    data: ChipData
    key: AccessKey
    mode: AccessMode
    limits: ReadLimits
    link: Link


def report(profile: Path) -> None:
    """Print the tables."""
    shelf = CardShelf(profile.with_name("cards"), CITIZENS, SystemClock())
    citizen = shelf.citizen()
    issuer = Issuer.create(datetime.now(UTC))
    data = issuer.personalize(citizen, draw_face("bench", FACE_BYTES))
    roads: list[tuple[str, AccessKey, AccessMode]] = [
        ("PACE-CAN", can_key(citizen.can), AccessMode.AUTO),
        ("BAC", key_from_mrz(citizen.mrz), AccessMode.BAC),
    ]
    print(f"\n## Card read, a face of {FACE_BYTES} bytes (least time of {RUNS}; figure / limit)\n")
    print(
        "| way | protocol | lengths | link | exchanges | bytes asked ÷ files | wire ÷ files "
        "| without opening and proofs | form filled after | link ms | elapsed ms |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    with (
        tempfile.TemporaryDirectory(prefix="pcscd-") as folder,
        PrivatePcscd(Path(folder)) as service,
    ):
        os.environ.update(service.env)
        for link in LINKS:
            for name, key, mode in roads:
                for lengths, limits in LENGTHS.items():
                    case = Case(data, key, mode, limits, link)
                    for way, lay in (("in process", _in_process), ("pcscd", _through_pcscd)):
                        _row(way, name, lengths, link, [lay(case, service.port) for _ in range(RUNS)])
    report_other_readers()
    report_own_time(data, issuer.csca_der, roads)


def _row(way: str, name: str, lengths: str, link: Link, measured: list[Measured]) -> None:
    read = measured[0].read
    if read.error is not None:
        raise read.error
    files = sum(map(len, read.files.values()))
    extended = lengths == "extended"
    most = _EXCHANGES_EXTENDED if extended else math.ceil(files / _SHORT_BLOCK) + _EXCHANGES_SHORT_MORE
    asked = sum(entry.asked_bytes for entry in read.trace if entry.ins in (0xB0, 0xB1)) / files
    of_files = sum(e.sent_bytes + e.received_bytes for e in read.trace if e.phase == "files") / files
    elapsed = min(m.read.elapsed_ms for m in measured)  # what other work on the machine adds is not ours
    link_ms = statistics.median(m.link_ms for m in measured)
    text = statistics.median(m.text_ms / m.read.elapsed_ms for m in measured)
    print(
        f"| {way} | {name} | {lengths} | {link.kbps} kbit/s, {link.overhead_ms:g} ms "
        f"| {read.exchanges} / {most} | {asked:.3f} / {_ASKED} | {read.wire_bytes / files:.3f} "
        f"| {of_files:.3f} / {_WIRE_EXTENDED if extended else _WIRE_SHORT} "
        f"| {text:.0%} / {_TEXT_SHARE:.0%} | {link_ms:.0f} "
        f"| {elapsed:.0f} / {link_ms * _ELAPSED_RATIO + _ELAPSED_MS:.0f} |",
        flush=True,
    )


def _read(card: Card, case: Case) -> tuple[CardRead, float]:
    started, text_ms = time.perf_counter(), [0.0]

    def on_files(_files: Mapping[str, bytes]) -> None:
        text_ms[0] = (time.perf_counter() - started) * 1000

    read = read_card(
        card,
        case.key,
        mode=case.mode,
        anchors=(),
        at=datetime.now(UTC),
        on_files=on_files,
        limits=case.limits,
    )
    return read, text_ms[0]


def _in_process(case: Case, _port: int) -> Measured:
    card = TimedCard(Chip(case.data), case.link)
    read, text_ms = _read(card, case)
    return Measured(read, case.link.ms(card.wire_bytes, card.exchanges), text_ms)


def _through_pcscd(case: Case, port: int) -> Measured:
    timed = TimedCard(Chip(case.data), case.link)
    with _laid_on(timed, port):
        card = wait_for_card(None, 10)
        try:
            before = timed.exchanges, timed.wire_bytes
            read, text_ms = _read(card, case)
        finally:
            card.close()
    link_ms = case.link.ms(timed.wire_bytes - before[1], timed.exchanges - before[0])
    return Measured(read, link_ms, text_ms)


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


def report_other_readers() -> None:
    """Print how many exchanges other readers needed for the made-up cards, and how many we do."""
    if not TESTDATA.is_dir():
        print("\nNo traces of other readers: no such folder (MOTCUA_TESTDATA).")
        return
    print("\n## Exchanges for the same made-up card, Active Authentication included\n")
    print("| reader | card A, BAC | card D, PACE |")
    print("|---|---|---|")
    others = {trace.split("_")[0]: [0, 0] for trace in (*BAC_TRACES, *PACE_TRACES)}
    for column, traces in enumerate((BAC_TRACES, PACE_TRACES)):
        for trace in traces:
            others[trace.split("_")[0]][column] = exchanges(TESTDATA, trace)
    for name, (bac, pace) in others.items():
        print(f"| {name} | {bac or '–'} | {pace or '–'} |")
    for words, limits in (
        ("this one, short, files by SELECT", ReadLimits(extended=0, short_ids=False)),
        ("this one, short", LENGTHS["short"]),
        ("this one", LENGTHS["extended"]),
    ):
        bac, pace = _exchanges_of_ours("a", MRZ, limits), _exchanges_of_ours("d", CAN, limits)
        print(f"| {words} | {bac} | {pace} |")


def _exchanges_of_ours(letter: str, key: AccessKey, limits: ReadLimits) -> int:
    card = Chip(trace_card(TESTDATA, letter))
    read = read_card(
        card, key, mode=AccessMode.AUTO, anchors=(), at=datetime.now(UTC), limits=replace(limits)
    )
    if read.error is not None:
        raise read.error
    return read.exchanges
