from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.workdays import DayKind, SpecialDay, WorkCalendar

YEAR = st.dates(date(2026, 1, 1), date(2027, 12, 31))
SPECIAL = st.dictionaries(YEAR, st.sampled_from(DayKind).map(lambda kind: SpecialDay(kind, "x")), max_size=40)
CALENDARS = st.builds(WorkCalendar, SPECIAL, st.sampled_from([frozenset({6, 7}), frozenset({7})]))


@given(CALENDARS, YEAR)
def test_the_next_working_day_is_worked_and_none_before_it_is(calendar, day):
    found = calendar.next_working(day)
    before = [day + timedelta(days=n) for n in range((found - day).days)]
    assert calendar.is_working(found)
    assert not any(map(calendar.is_working, before))


@given(CALENDARS, YEAR, st.integers(1, 60))
def test_the_last_day_counted_is_worked(calendar, start, count):
    end, _ = calendar.add_working_days(start, count)
    assert calendar.is_working(end)


@given(CALENDARS, YEAR, st.integers(0, 60))
def test_worked_and_skipped_days_are_all_the_days_between(calendar, start, count):
    end, skipped = calendar.add_working_days(start, count)
    assert (end - start).days == count + len(skipped)
    assert not any(map(calendar.is_working, skipped))


@given(CALENDARS, YEAR, st.integers(0, 20), st.integers(0, 20))
def test_counting_in_two_steps_ends_on_the_same_day(calendar, start, first, second):
    middle, _ = calendar.add_working_days(start, first)
    assert calendar.add_working_days(middle, second)[0] == calendar.add_working_days(start, first + second)[0]
