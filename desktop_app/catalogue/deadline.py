"""The appointment: when the result is due, and why that day. Pure counting over dated data."""

from __future__ import annotations

import calendar as month_lengths
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby

from desktop_app.catalogue.model import OfficeHours, Procedure, ReceiptWhen, StartEvent, Term
from desktop_app.core.clock import VIETNAM, local
from desktop_app.core.errors import Fact
from desktop_app.core.terms import DeadlineUnit
from desktop_app.core.workdays import DayKind, WorkCalendar

_DAY = timedelta(days=1)
_IN_DAYS = (DeadlineUnit.WORKING_DAY, DeadlineUnit.CALENDAR_DAY, DeadlineUnit.MONTH)


class ReasonCode(StrEnum):
    """Why the appointment is that day; the words are in the messages of `deadline`."""

    RECEIVED_AFTER_HOURS = "deadline.received_after_hours"
    RECEIVED_ON_DAY_OFF = "deadline.received_on_day_off"
    RECEIVED_AFTER_CUT_OFF = "deadline.received_after_cut_off"
    RECEIVED_BEFORE_CUT_OFF = "deadline.received_before_cut_off"
    RECEIVED_DAY_NOT_COUNTED = "deadline.received_day_not_counted"
    WORKING_DAYS = "deadline.working_days"
    CALENDAR_DAYS = "deadline.calendar_days"
    HOURS = "deadline.hours"
    MONTHS = "deadline.months"
    WEEKEND_SKIPPED = "deadline.weekend_skipped"
    HOLIDAY_SKIPPED = "deadline.holiday_skipped"
    COMPENSATION_SKIPPED = "deadline.compensation_skipped"
    SWAP_COUNTED = "deadline.swap_counted"
    MOVED_TO_WORKING_DAY = "deadline.moved_to_working_day"
    MOVED_TO_OFFICE_HOURS = "deadline.moved_to_office_hours"
    END_OF_OFFICE_HOURS = "deadline.end_of_office_hours"
    ESTIMATE_UNTIL_FORWARDED = "deadline.estimate_until_forwarded"
    UNVERIFIED_CALENDAR = "deadline.unverified_calendar"
    CALENDAR_ENDS = "deadline.calendar_ends"
    NO_TERM = "deadline.no_term"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the explanation; dates in the facts are written `24/11/2026`."""

    code: ReasonCode
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Appointment:
    """When the result is due.

    Attributes:
        due: aware instant in UTC, or None when the procedure has no term.
        reasons: the explanation, in the order of the counting.
    """

    due: datetime | None
    reasons: tuple[Reason, ...]


def appointment(
    term: Term, received: datetime, calendar: WorkCalendar, office_hours: OfficeHours
) -> Appointment:
    """Count a processing time from the moment the complete dossier was received.

    The day of reception is day 0. A dossier received after hours or on a day off counts as received at the
    next opening. A term in days or months ends with the office hours of its last day; a last day that is off
    moves to the next working day. A term in hours runs by the clock and moves to the next opening if it ends
    while the office is closed.

    Args:
        term: how long, in which unit.
        received: aware instant.
        calendar: working days.
        office_hours: of the office that returns the result, by the clock in Vietnam.

    Raises:
        ValueError: `received` has no time zone.

    Source: Bộ luật Dân sự 2015 Điều 147 and 148.
    """
    if received.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    if term.unit is DeadlineUnit.NONE:
        return Appointment(None, (Reason(ReasonCode.NO_TERM),))
    start, reasons = _as_of(local(received), calendar, office_hours)
    if term.starts is StartEvent.COMPETENT_AGENCY:
        reasons.append(Reason(ReasonCode.ESTIMATE_UNTIL_FORWARDED))
    if term.unit is DeadlineUnit.HOUR:
        due, more = _in_hours(term.amount, start, calendar, office_hours)
    elif term.unit is DeadlineUnit.SAME_DAY_15H:
        due, more = _same_day(start, calendar, office_hours)
    elif term.unit in _IN_DAYS:
        due, more = _in_days(term, start, calendar, office_hours)
    else:
        raise AssertionError(term.unit)
    reasons += more
    reasons += _doubts(local(received).date(), due.date(), calendar)
    return Appointment(due.astimezone(UTC), tuple(reasons))


def receipt_due(
    procedure: Procedure, received: datetime, calendar: WorkCalendar, office_hours: OfficeHours
) -> bool:
    """Whether a receipt has to be handed out; a citizen may ask for one in any case.

    Args:
        procedure: says when.
        received: aware instant.
        calendar: working days.
        office_hours: with the hour after which the result comes on the next working day.

    Raises:
        ValueError: `received` has no time zone.
    """
    if received.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    if procedure.receipt_when is not ReceiptWhen.AFTER_CUT_OFF:
        return procedure.receipt_when is ReceiptWhen.ALWAYS
    moment = local(received)
    return not calendar.is_working(moment.date()) or moment.time() > office_hours.cut_off


def _as_of(received: datetime, calendar: WorkCalendar, hours: OfficeHours) -> tuple[datetime, list[Reason]]:
    """The moment that counts as reception, by the clock in Vietnam, and the reason if it is another one."""
    day, clock = received.date(), received.time()
    if not calendar.is_working(day):
        code = ReasonCode.RECEIVED_ON_DAY_OFF
    elif clock > hours.closing:
        code = ReasonCode.RECEIVED_AFTER_HOURS
        day += _DAY
    else:
        return (received if clock >= hours.opening else _at(day, hours.opening)), []
    day = calendar.next_working(day)
    return _at(day, hours.opening), [Reason(code, {"counted_from": _text(day)})]


def _in_days(
    term: Term, start: datetime, calendar: WorkCalendar, hours: OfficeHours
) -> tuple[datetime, list[Reason]]:
    day = start.date()
    reasons = [Reason(ReasonCode.RECEIVED_DAY_NOT_COUNTED, {"date": _text(day)})]
    if term.unit is DeadlineUnit.WORKING_DAY:
        last, skipped = calendar.add_working_days(day, term.amount)
        reasons.append(Reason(ReasonCode.WORKING_DAYS, {"amount": term.amount, "due": _text(last)}))
        reasons += _skipped(skipped, calendar)
        reasons += _swaps(day, last, calendar)
    else:
        months = term.unit is DeadlineUnit.MONTH
        code = ReasonCode.MONTHS if months else ReasonCode.CALENDAR_DAYS
        counted = add_months(day, term.amount) if months else day + term.amount * _DAY
        reasons.append(Reason(code, {"amount": term.amount, "due": _text(counted)}))
        last = calendar.next_working(counted)
        if last != counted:
            reasons += _skipped([counted + n * _DAY for n in range((last - counted).days)], calendar)
            reasons.append(Reason(ReasonCode.MOVED_TO_WORKING_DAY, {"due": _text(last)}))
    reasons.append(Reason(ReasonCode.END_OF_OFFICE_HOURS, {"time": hours.closing.strftime("%H:%M")}))
    return _at(last, hours.closing), reasons


def _in_hours(
    amount: int, start: datetime, calendar: WorkCalendar, hours: OfficeHours
) -> tuple[datetime, list[Reason]]:
    due = start + timedelta(hours=amount)
    reasons = [Reason(ReasonCode.HOURS, {"amount": amount, "start": _moment(start)})]
    opened = _next_open(due, calendar, hours)
    if opened != due:
        reasons.append(Reason(ReasonCode.MOVED_TO_OFFICE_HOURS, {"due": _moment(opened)}))
    return opened, reasons


def _same_day(start: datetime, calendar: WorkCalendar, hours: OfficeHours) -> tuple[datetime, list[Reason]]:
    day = start.date()
    facts: dict[str, Fact] = {"cut_off": hours.cut_off.strftime("%H:%M")}
    if start.time() <= hours.cut_off:
        code, skipped = ReasonCode.RECEIVED_BEFORE_CUT_OFF, []
    else:
        code = ReasonCode.RECEIVED_AFTER_CUT_OFF
        day, skipped = calendar.add_working_days(day, 1)
    reasons = [Reason(code, {**facts, "due": _text(day)}), *_skipped(skipped, calendar)]
    reasons.append(Reason(ReasonCode.END_OF_OFFICE_HOURS, {"time": hours.closing.strftime("%H:%M")}))
    return _at(day, hours.closing), reasons


def add_months(day: date, months: int) -> date:
    """The corresponding day some months later; the last day of a shorter month.

    Source: Bộ luật Dân sự 2015 Điều 148 khoản 3.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, month_lengths.monthrange(year, month)[1]))


def _next_open(moment: datetime, calendar: WorkCalendar, hours: OfficeHours) -> datetime:
    """The moment itself if the office is open then, else the next opening (after lunch, or next morning)."""
    day = moment.date()
    if calendar.is_working(day):
        for period in hours.periods:
            if moment.time() <= period.end:
                return max(moment, _at(day, period.start))
    return _at(calendar.next_working(day + _DAY), hours.opening)


def _skipped(days: Iterable[date], calendar: WorkCalendar) -> list[Reason]:
    """One reason for all weekends, one for each run of days with the same name."""
    weekends: list[date] = []
    reasons: list[Reason] = []

    def name_of(day: date) -> tuple[DayKind, str] | None:
        special = calendar.special.get(day)
        return None if special is None else (special.kind, special.name)

    for what, run in groupby(days, key=name_of):
        dates = list(run)
        if what is None:
            weekends += dates
            continue
        kind, name = what
        compensation = kind is DayKind.COMPENSATION
        code = ReasonCode.COMPENSATION_SKIPPED if compensation else ReasonCode.HOLIDAY_SKIPPED
        reasons.append(Reason(code, {"name": name, "date": _dates(dates)}))
    if weekends:
        reasons.insert(
            0, Reason(ReasonCode.WEEKEND_SKIPPED, {"days": len(weekends), "date": _dates(weekends)})
        )
    return reasons


def _swaps(after: date, until: date, calendar: WorkCalendar) -> list[Reason]:
    return [
        Reason(ReasonCode.SWAP_COUNTED, {"name": special.name, "date": _text(day)})
        for day, special in sorted(calendar.special.items())
        if after < day <= until and special.kind is DayKind.WORKING_SWAP
    ]


def _doubts(received: date, due: date, calendar: WorkCalendar) -> list[Reason]:
    """Whether the answer leans on days that nobody has checked, or that the pack does not know."""
    weak = [
        day for day, special in sorted(calendar.special.items()) if received <= day <= due and special.verify
    ]
    reasons = [Reason(ReasonCode.UNVERIFIED_CALENDAR, {"date": _dates(weak)})] if weak else []
    if due > calendar.known_until:
        reasons.append(Reason(ReasonCode.CALENDAR_ENDS, {"known_until": _text(calendar.known_until)}))
    return reasons


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, VIETNAM)


def _text(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _moment(moment: datetime) -> str:
    return moment.strftime("%H:%M %d/%m/%Y")


def _dates(days: list[date]) -> str:
    """Dates for the eye: runs of consecutive days as `04/02/2027–08/02/2027`, joined by commas."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == _DAY:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return ", ".join(_text(a) if a == b else f"{_text(a)}–{_text(b)}" for a, b in runs)
