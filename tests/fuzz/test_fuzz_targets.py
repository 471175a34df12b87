"""Whatever a card, a code or a file brings: only known errors come out, nothing hangs, memory is bounded.

atheris feeds the corpus and then what it makes of it; `python -m tests.fuzz.run` does so by hand.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import CORPUS, TARGETS, TRIALS
from tests.support.proofs import proof
from tests.support.scale import steep_rounds

SEED = 20_261_122
THOUSANDTHS = 1000  # of the runs of each target

pytestmark = [pytest.mark.prove, pytest.mark.timeout(7200)]


def _end_of(log: Path) -> str:
    return "\n".join([log.name, *log.read_text("utf-8", "replace").splitlines()[-40:]])


def test_no_bytes_break_what_takes_them_apart(tmp_path: Path, project_root: Path) -> None:
    share = steep_rounds(THOUSANDTHS) / THOUSANDTHS
    command = ["-m", "tests.fuzz.run", "--runs", str(share), "--seed", str(SEED), "--out", str(tmp_path)]

    done = subprocess.run(
        [sys.executable, *command], cwd=project_root, capture_output=True, text=True, check=False
    )

    ended = dict(line.split() for line in done.stdout.splitlines())
    broken = [name for name in TARGETS if ended.get(name) != "0"]
    assert not broken, "\n\n".join([done.stderr[-2000:], *(_end_of(tmp_path / f"{n}.log") for n in broken)])
    runs = sum(round(target.runs * share) for target in TARGETS.values())
    proof(
        "fuzzing what takes bytes of cards, codes, files", runs, f"{len(TARGETS)} targets, known errors only"
    )


def test_a_bug_a_hang_and_a_lot_of_memory_are_found(tmp_path: Path, project_root: Path) -> None:
    command = ["-m", "tests.fuzz.run", "--runs", "0", "--patience", "1", "--out", str(tmp_path), *TRIALS]

    done = subprocess.run(
        [sys.executable, *command], cwd=project_root, capture_output=True, text=True, check=False
    )

    assert sorted(line.split()[0] for line in done.stdout.splitlines()) == sorted(TRIALS)
    assert done.returncode == len(TRIALS)


@pytest.mark.parametrize("name", TARGETS)
def test_each_target_has_a_corpus(name: str) -> None:
    assert list((CORPUS / name).glob("*.bin"))


def test_no_corpus_is_without_a_target() -> None:
    assert sorted(folder.name for folder in CORPUS.iterdir()) == sorted(TARGETS)
