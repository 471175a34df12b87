"""A clock that ran ahead and was put right: refused until an officer says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from db.store import audit
from desktop_app.bootstrap.application import open_application
from desktop_app.bootstrap.paths import ProfilePaths
from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import AppError


def _act(profile, clock):
    application = open_application(ProfilePaths(profile), training=True, clock=clock, passphrase=lambda: None)
    try:
        application.store.write("cb01", lambda session: audit(session, "test.act", "test", "x", {}))
    finally:
        application.close()


@pytest.fixture
def ahead(train, profile):
    """A profile whose last audited act stands a year ahead."""
    train("verify-log")
    _act(profile, FixedClock(datetime.now(UTC) + timedelta(days=365)))
    return profile


def test_after_the_clock_ran_ahead_nothing_is_written(ahead):
    with pytest.raises(AppError) as refused:
        _act(ahead, FixedClock(datetime.now(UTC)))

    assert refused.value.code == "security.clock_set_back"


def test_an_officer_accepts_the_clock_and_work_goes_on(train, ahead):
    accepted = train("accept-clock", "--json")
    _act(ahead, FixedClock(datetime.now(UTC) + timedelta(seconds=1)))

    assert accepted.code == 0
    assert train("verify-log", "--json").value["whole"]
