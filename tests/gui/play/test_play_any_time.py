"""The shipped scripts at hours when the law counts otherwise: after 15:00, on a Sunday, as the year ends."""

import pytest

CLOCK = """
import time
from datetime import datetime, timedelta
from desktop_app.core.clock import SystemClock
begin, at = time.monotonic(), datetime.fromisoformat("{at}")
SystemClock.now = lambda self: at + timedelta(seconds=time.monotonic() - begin)
"""
RECEIPTS = {"thuong-tru": "CT04", "khai-sinh": "Mau01", "ket-hon": "Mau01"}


@pytest.mark.parametrize(
    ("at", "played", "with_receipt"),
    [
        pytest.param("2026-11-23T03:00:00+00:00", RECEIPTS, {"thuong-tru"}, id="Monday 10:00"),
        pytest.param("2026-11-23T09:00:00+00:00", RECEIPTS, RECEIPTS, id="Monday 16:00"),
        pytest.param("2026-11-22T02:00:00+00:00", {"ket-hon"}, {"ket-hon"}, id="Sunday 9:00"),
        pytest.param(
            "2026-12-31T16:59:56+00:00", {"ket-hon"}, {"ket-hon"}, id="the last seconds of the year"
        ),
    ],
)
def test_they_end_well_and_give_the_receipts_of_that_hour(stranger, resources, at, played, with_receipt):
    scripts = [resources / "training" / f"{name}.toml" for name in played]
    done = stranger.play(*scripts, before=CLOCK.format(at=at))
    assert (done.code, [one["error"] for one in done.value]) == (0, [None] * len(played))
    for one in done.value:
        receipts = {paper["form"] for paper in one["printed"]} & {RECEIPTS[one["script"]]}
        assert bool(receipts) == (one["script"] in with_receipt)


def test_a_day_before_the_first_catalogue_is_told_and_plays_nothing(stranger):
    done = stranger.play(
        stranger.write('do = "sign_in"'), before=CLOCK.format(at="2020-01-01T00:00:00+00:00")
    )
    assert (done.code, done.value["error"]["code"]) == (2, "reception.no_pack_in_force")
