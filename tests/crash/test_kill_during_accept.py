"""kill -9 while dossiers are being accepted: what was told is there, what is there is whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.dossier import DigitizationEntry, Dossier
from desktop_app.bootstrap.application import Application
from tests.support.acceptor import opened
from tests.support.proofs import proof
from tests.support.scale import rounds
from tests.support.whole import broken_in

FULL_ROUNDS = 1_000
WORKERS = 2  # two processes share the profile, as two programs on one computer do
PAPERS = 2  # the declaration made here, and the one brought
INSIDE_EVERY = 10  # in each tenth round the process falls inside the transaction, after its last row
MOST_WHOLE = 3  # acceptances that a child ends before it falls in one
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
)
PAPER += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

pytestmark = [pytest.mark.crash, pytest.mark.prove, pytest.mark.timeout(1800)]


@dataclass
class Worker:
    """One forking process and what its children told.

    Attributes:
        pace_s: what an acceptance takes on this machine, as last seen.
    """

    profile: Path
    seed: int
    pace_s: float = 0.1
    told: list[str] = field(default_factory=list)
    killed_inside: int = 0

    def run(self, count: int) -> None:
        """Start a child, kill it somewhere in one of its acceptances, `count` times over."""
        chance = random.Random(self.seed)
        command = [sys.executable, "-m", "tests.support.acceptor", str(self.profile)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(b"%d\n" % len(PAPER) + PAPER)
            for number in range(count):
                inside = number % INSIDE_EVERY == 0
                process.stdin.write(b"inside\n" if inside else b"go\n")
                process.stdin.flush()
                first = process.stdout.readline().split()
                assert first[0] == b"pid", "a child did not start"
                begin, whole = time.monotonic(), chance.randint(0, MOST_WHOLE)
                if not inside and whole == 0:
                    self._kill_soon(chance, int(first[1]))
                for ended, line in enumerate(iter(process.stdout.readline, b"dead\n"), 1):
                    assert line, "the worker ended"
                    self.told.append(line.split()[1].decode())
                    if ended == whole:
                        self.pace_s = (time.monotonic() - begin) / ended
                        self._kill_soon(chance, int(first[1]))
                self.killed_inside += inside
            process.stdin.close()

    def _kill_soon(self, chance: random.Random, pid: int) -> None:
        """Within the acceptance that has just begun, however long it takes here."""
        threading.Timer(chance.uniform(0, self.pace_s), os.kill, (pid, signal.SIGKILL)).start()


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "profile"
    application = opened(folder)
    application.shelf.load()
    application.close()
    yield folder


def test_what_was_told_is_there_and_what_is_there_is_whole(profile: Path) -> None:
    workers = [Worker(profile, seed) for seed in range(WORKERS)]
    threads = [threading.Thread(target=w.run, args=(rounds(FULL_ROUNDS) // WORKERS,)) for w in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [number for worker in workers for number in worker.told]

    application = opened(profile)
    try:
        report = application.store.read(lambda session: _examine(session, application))
        broken = broken_in(application)
    finally:
        application.close()

    assert len(told) == len(set(told)), "a number was given twice"
    assert set(told) <= report["numbers"], "a dossier that was told is gone"
    assert len(told) > rounds(FULL_ROUNDS) // 4, "the rounds were too short to prove anything"
    assert (broken, report["lacking"]) == ([], [])
    seen = f"{len(told)} numbers told, {report['dossiers']} dossiers kept, none half, chain whole"
    proof("kill -9 while two processes accept dossiers", rounds(FULL_ROUNDS), seen)


def _examine(session: Session, application: Application) -> dict:
    dossiers = session.scalars(select(Dossier)).all()
    lacking = [d.number for d in dossiers if not _has_its_papers(session, d, application)]
    return {"dossiers": len(dossiers), "numbers": {d.number for d in dossiers}, "lacking": lacking}


def _has_its_papers(session: Session, dossier: Dossier, application: Application) -> bool:
    papers = session.scalars(
        select(DigitizationEntry).where(DigitizationEntry.dossier_id == dossier.id)
    ).all()
    opened_files = [application.vault.open(session, p.file_id or "") for p in papers]
    return len(papers) == PAPERS and PAPER in opened_files
