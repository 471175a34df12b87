"""The rounds of long proofs."""

from __future__ import annotations

import pytest

from tests.support.scale import rounds, steep_rounds


def test_all_rounds_are_run_at_scale_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_SCALE", "1")

    assert rounds(1000) == 1000


def test_a_quarter_is_run_where_nobody_said_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOTCUA_SCALE", raising=False)

    assert rounds(1000) == 250


def test_a_small_scale_never_goes_below_the_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_SCALE", "0.001")

    assert rounds(1000, floor=3) == 3


@pytest.mark.parametrize(("share", "count"), [("1", 6400), ("0.25", 100), ("0.01", 7)])
def test_very_many_small_rounds_fall_more_steeply(
    monkeypatch: pytest.MonkeyPatch, share: str, count: int
) -> None:
    monkeypatch.setenv("MOTCUA_SCALE", share)

    assert steep_rounds(6400, floor=7) == count
