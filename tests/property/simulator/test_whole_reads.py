"""Thousands of whole reads: every way of PACE, every proof, any link; none goes wrong."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.errors import AppError
from desktop_app.emrtd import pace
from desktop_app.emrtd.security_infos import PaceInfo, encode_oid
from tests.support import any_card
from tests.support.proofs import proof
from tests.support.scale import steep_rounds

FULL_ROUNDS = 20_000  # 40 ms each
PROCESSES = max(2, os.cpu_count() or 1)

pytestmark = [pytest.mark.prove, pytest.mark.timeout(3600)]


def test_no_read_of_a_genuine_card_goes_wrong(project_root: Path) -> None:
    share = -(-steep_rounds(FULL_ROUNDS, floor=2 * len(any_card.every_offer())) // PROCESSES)
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.whole_reads", str(first), str(share), str(PROCESSES)],
            cwd=project_root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for first in range(PROCESSES)
    ]
    told = [child.communicate() for child in children]

    assert [out for out, _ in told] == [f"done {share}\n"] * PROCESSES, told
    offers = len(any_card.every_offer())
    proof(
        "whole reads: any PACE, any keys of both proofs, short, extended and weak links",
        share * PROCESSES,
        f"{offers} ways of PACE, each check and each byte as expected",
    )


def test_every_way_of_pace_that_the_reader_takes_is_drawn() -> None:
    drawn = {(offer.oid, offer.parameter_id) for offer in any_card.every_offer()}

    assert set(_ways_that_are_taken()) == drawn


def _ways_that_are_taken() -> Iterator[tuple[bytes, int]]:
    for mapping, suite, number in itertools.product(range(8), range(8), range(32)):
        oid = f"0.4.0.127.0.7.2.2.4.{mapping}.{suite}"
        with contextlib.suppress(AppError):
            pace.choose_offer([PaceInfo(oid, number)])
            yield encode_oid(oid), number
