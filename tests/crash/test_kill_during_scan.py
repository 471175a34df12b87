"""kill -9 of the program in mid-scan: every page that was announced is there afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.digitization.scanners.session import ScanSession, recoverable
from tests.support.pcscd import until
from tests.support.proofs import proof
from tests.support.sane import sane_folder, worker_pids
from tests.support.scale import rounds

ROOT = Path(__file__).resolve().parents[2]


def _killed_after(pages: int, scans: Path, env: dict[str, str]) -> tuple[str, bytes, list[str]]:
    """Session id, key and the pages that were announced until the program was killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.scanning", str(scans)],
        cwd=ROOT,
        env=os.environ | env,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        session_id, key = child.stdout.readline().split()
        announced = [child.stdout.readline().strip() for _ in range(pages)]
        child.kill()
        announced += [line.strip() for line in child.stdout if line.endswith("\n")]
    return session_id, bytes.fromhex(key), announced


@pytest.mark.crash
@pytest.mark.prove
def test_a_killed_program_loses_no_announced_page(tmp_path: Path) -> None:
    sane, kept, wanted = tmp_path / "sane", 0, rounds(20, floor=3)
    env = sane_folder(sane)

    for number in range(wanted):
        scans = tmp_path / f"scans-{number}"
        session_id, key, announced = _killed_after(number * 3 % 13, scans, env)
        until(lambda: not worker_pids(sane), "the worker to follow its program")

        left = {found.session_id: found.pages for found in recoverable(scans)}
        session = ScanSession.reopen(scans, session_id, key)
        pages = [page.page_id for page in session.pages]
        # Some more may have been written, whose announcement was cut off.
        assert pages[: len(announced)] == announced
        assert left.get(session_id, 0) == len(pages)
        for page_id in pages:
            session.sheet(page_id)
        assert not list((scans / session_id).glob(".*.tmp"))
        session.discard()
        assert list(scans.iterdir()) == []
        kept += len(announced)

    proof("program killed in mid-scan", wanted, f"{kept} announced pages, none lost")
