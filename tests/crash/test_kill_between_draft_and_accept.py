"""kill -9 between draft and acceptance: there is one of the two, never both, never neither."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from db.models.dossier import DigitizationEntry, Dossier
from db.models.draft import Draft
from desktop_app.digitization import log
from desktop_app.reception import drafts
from desktop_app.security.audit import verify_chain
from tests.support.acceptor import opened
from tests.support.papers import pdf
from tests.support.proofs import proof
from tests.support.scale import rounds

FULL_ROUNDS = 200
INSIDE_EVERY = 5  # in each fifth round the process falls inside the transaction, after its last row
MOST_WHOLE = 2  # citizens that a child serves before it falls at one
PACE_S = 0.1  # what a citizen takes, until it was seen on this machine

pytestmark = [pytest.mark.crash, pytest.mark.prove, pytest.mark.timeout(1800)]


def kill_after(wait_s: float, pid: int) -> None:
    threading.Timer(wait_s, os.kill, (pid, signal.SIGKILL)).start()


def killed_again_and_again(profile: Path, count: int) -> tuple[set[str], set[str]]:
    """Start a child and kill it while it serves a citizen, over and over; what the children told."""
    chance, told = random.Random(7), {"draft": set[str](), "accepted": set[str]()}
    pace_s = PACE_S
    command, paper = [sys.executable, "-m", "tests.support.session_acceptor", str(profile)], pdf(1)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(b"%d\n" % len(paper) + paper)
        for number in range(count):
            inside = number % INSIDE_EVERY == 0
            process.stdin.write(b"inside\n" if inside else b"go\n")
            process.stdin.flush()
            first = process.stdout.readline().split()
            assert first[:1] == [b"pid"], "a child did not start"
            begin, whole, served = time.monotonic(), chance.randint(0, MOST_WHOLE), 0
            if not inside and whole == 0:
                kill_after(chance.uniform(0, pace_s), int(first[1]))
            for line in iter(process.stdout.readline, b"dead\n"):
                assert line, "the worker ended"
                word, session_id = line.decode().split()
                told[word].add(session_id)
                served += word == "accepted"
                if word == "accepted" and served == whole:
                    pace_s = (time.monotonic() - begin) / served
                    kill_after(chance.uniform(0, pace_s), int(first[1]))
        process.stdin.close()
    return told["draft"], told["accepted"]


def test_there_is_a_draft_or_a_dossier_never_both_never_neither(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    application = opened(profile)
    application.shelf.load()
    application.close()

    kept, accepted = killed_again_and_again(profile, rounds(FULL_ROUNDS))

    application = opened(profile)
    try:
        found = set(application.store.read(lambda rows: list(rows.scalars(select(Draft.session_id)))))
        dossiers = set(application.store.read(lambda rows: list(rows.scalars(select(Dossier.id)))))
        papers = set(
            application.store.read(lambda rows: list(rows.scalars(select(DigitizationEntry.dossier_id))))
        )
        chain, paper_log = application.store.read(lambda rows: (verify_chain(rows), log.verify(rows)))
        # Every draft opens, and the papers in it too.
        for session_id in found:
            session = application.store.read(lambda rows, one=session_id: drafts.load(rows, one))
            for paper in session.papers:
                application.reception.open_held(paper)
    finally:
        application.close()

    assert found & dossiers == set(), "a session is a draft and a dossier"
    assert kept - (found | dossiers) == set(), "a session that was kept is gone"
    assert accepted <= dossiers, "a dossier that was told is gone"
    assert papers == dossiers
    assert (chain.broken_at, paper_log.broken) == (None, ())
    assert len(found) > rounds(FULL_ROUNDS) // 10, "too few sessions broke off to prove anything"
    assert accepted, "no session came to its end"
    seen = (
        f"{len(kept)} sessions kept, {len(dossiers)} accepted, {len(found)} still drafts, none both or lost"
    )
    proof("kill -9 between draft and acceptance", rounds(FULL_ROUNDS), seen)
