"""Accepting a dossier: the whole, and the parts it is made of, measured in turn in one process."""

from __future__ import annotations

import io
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.support.acceptor import citizen, opened, request

RUNS = 30
PAPER_BYTES = 500_000  # a scanned page in colour at 200 dpi


def report(profile: Path) -> None:
    """Print the table."""
    application = opened(profile)
    try:
        declarant = citizen(application)
        paper = _scan()
        numbers: list[str] = []

        def accept() -> None:
            numbers.append(application.reception.accept(request(application, declarant, paper)).number)

        def papers() -> None:
            application.reception.printed_papers(numbers[-1], "cb01")

        def seal() -> None:
            application.vault.seal(paper, "image/png")

        rows = {"accept (CT01 made, 2 papers sealed, all rows)": accept, "CT01 and receipt PDFs": papers}
        rows["seal one scanned page on disk"] = seal
        times = {name: _median_ms(act) for name, act in rows.items()}
        base = times["seal one scanned page on disk"]
        print(f"\n## Accepting a dossier (median of {RUNS}; page of {len(paper)} bytes)\n")
        print("| act | ms | against sealing one page |\n|---|---|---|")
        for name, ms in times.items():
            print(f"| {name} | {ms:.1f} | {ms / base:.1f} |")
    finally:
        application.close()


def _median_ms(act: Callable[[], None]) -> float:
    act()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def _scan() -> bytes:
    side = int((PAPER_BYTES / 3) ** 0.5)
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "PNG")
    return out.getvalue()
