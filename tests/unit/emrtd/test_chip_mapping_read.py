"""A read of a chip that proves its key while it opens."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.core.terms import CheckName
from desktop_app.emrtd import chip_mapping, lds, pace
from desktop_app.emrtd.access import AccessMode
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import VERIFIED, Check, Reason, not_possible
from desktop_app.readers.simulator.chip import Chip
from tests.support.made_up_card import CAN, chip_d

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def proving(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """PACE runs as always, and says besides that the chip proved a key; which file it was held against."""
    held: list[bytes] = []
    real = pace.run

    def run(*args: object) -> pace.PaceRun:
        done = real(*args)  # type: ignore[arg-type]
        return pace.PaceRun(done.session, done.chip_mapping_key, b"\x01")

    def check(offer: pace.PaceOffer, run: pace.PaceRun, raw: bytes) -> Check:
        held.append(raw)
        return VERIFIED

    monkeypatch.setattr(pace, "run", run)
    monkeypatch.setattr(chip_mapping, "check_chip_mapping", check)
    return held


def test_a_chip_without_the_file_is_read_all_the_same(testdata: Path, proving: list[bytes]) -> None:
    result = read_card(Chip(chip_d(testdata)), CAN, mode=AccessMode.AUTO, anchors=(), at=NOW)

    assert (result.error, proving) == (None, [])
    assert lds.DG1.name in result.files
    assert result.checks[CheckName.CHIP_AUTHENTICATION] == not_possible(Reason.FILE_MISSING)
