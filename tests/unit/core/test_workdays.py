from datetime import date

import pytest

from desktop_app.core.workdays import DayKind, SpecialDay, WorkCalendar

SATURDAY, SUNDAY, MONDAY, TUESDAY = (date(2026, 11, day) for day in (21, 22, 23, 24))
HOLIDAY = {TUESDAY: SpecialDay(DayKind.HOLIDAY, "Ngày Văn hóa Việt Nam")}
SWAP = {SATURDAY: SpecialDay(DayKind.WORKING_SWAP, "Làm bù")}


def test_weekends_are_off_and_other_days_worked():
    calendar = WorkCalendar()
    assert [calendar.is_working(day) for day in (SATURDAY, SUNDAY, MONDAY)] == [False, False, True]


def test_holidays_and_compensation_are_off():
    special = {MONDAY: SpecialDay(DayKind.COMPENSATION, "Nghỉ bù")} | HOLIDAY
    calendar = WorkCalendar(special)
    assert not calendar.is_working(MONDAY)
    assert not calendar.is_working(TUESDAY)


def test_a_swapped_saturday_is_worked():
    assert WorkCalendar(SWAP).is_working(SATURDAY)


def test_an_office_may_work_on_saturdays():
    assert WorkCalendar(weekend=frozenset({7})).is_working(SATURDAY)


def test_the_next_working_day_of_a_worked_day_is_itself():
    assert WorkCalendar().next_working(MONDAY) == MONDAY


def test_the_next_working_day_jumps_weekend_and_holiday():
    special = {MONDAY: SpecialDay(DayKind.HOLIDAY, "Nghỉ")} | HOLIDAY
    assert WorkCalendar(special).next_working(SATURDAY) == date(2026, 11, 25)


def test_days_are_counted_from_the_day_after_and_skipped_days_are_named():
    assert WorkCalendar(HOLIDAY).add_working_days(date(2026, 11, 20), 2) == (
        date(2026, 11, 25),
        [SATURDAY, SUNDAY, TUESDAY],
    )


def test_no_days_is_the_day_itself():
    assert WorkCalendar().add_working_days(SATURDAY, 0) == (SATURDAY, [])


def test_days_are_not_counted_back():
    with pytest.raises(ValueError, match="forward"):
        WorkCalendar().add_working_days(MONDAY, -1)
