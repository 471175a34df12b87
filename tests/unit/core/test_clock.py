from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from desktop_app.core.clock import FixedClock, SystemClock, from_text, local, local_day, to_text

AT = datetime(2026, 11, 20, 17, 30, 5, 123_456, tzinfo=UTC)


def test_an_instant_is_written_in_utc_with_milliseconds():
    east = AT.astimezone(timezone(timedelta(hours=7)))
    assert to_text(AT) == to_text(east) == "2026-11-20T17:30:05.123Z"


def test_what_was_written_is_read_back():
    assert from_text(to_text(AT)) == AT.replace(microsecond=123_000)


def test_a_time_without_a_zone_is_no_instant():
    with pytest.raises(ValueError, match="time zone"):
        from_text("2026-11-20T17:30:05.123")
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(AT.replace(tzinfo=None))


def test_the_day_is_the_one_in_vietnam():
    assert local_day(AT) == date(2026, 11, 21)
    assert local(AT).hour == 0


def test_a_fixed_clock_stands_until_it_is_moved():
    clock = FixedClock(AT)
    assert clock.now() == clock.now() == AT
    clock.move(timedelta(hours=-1))
    assert clock.now() == AT - timedelta(hours=1)


def test_the_computers_clock_is_aware_and_in_utc():
    assert SystemClock().now().utcoffset() == timedelta(0)
