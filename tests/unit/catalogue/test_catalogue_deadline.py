"""Appointments: golden days, and the explanation of each."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.catalogue.deadline import Appointment, ReasonCode, appointment
from desktop_app.catalogue.model import StartEvent, Term
from desktop_app.catalogue.pack import Pack
from desktop_app.core.clock import VIETNAM, local
from desktop_app.core.messages import Messages
from desktop_app.core.terms import DeadlineUnit


def _term(amount: int, unit: DeadlineUnit, starts: StartEvent = StartEvent.COMPLETE_DOSSIER) -> Term:
    return Term("case", "case", amount, unit, "text", starts, "source")


def _at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)


def _due(pack: Pack, received: str, amount: int, unit: DeadlineUnit) -> str:
    found = appointment(_term(amount, unit), _at(received), pack.calendar, pack.office_hours)
    assert found.due is not None
    return f"{local(found.due):%d/%m/%Y %H:%M}"


def _facts(found: Appointment, code: ReasonCode) -> list[dict[str, object]]:
    return [dict(r.facts) for r in found.reasons if r.code is code]


DAY, CALENDAR = DeadlineUnit.WORKING_DAY, DeadlineUnit.CALENDAR_DAY
HOUR, MONTH, SAME = DeadlineUnit.HOUR, DeadlineUnit.MONTH, DeadlineUnit.SAME_DAY_15H


@pytest.mark.parametrize(
    ("received", "amount", "unit", "due"),
    [
        # Around the new holiday, Tuesday 24/11/2026.
        ("23/11/2026 09:15", 1, DAY, "25/11/2026 17:00"),
        ("20/11/2026 09:15", 3, DAY, "26/11/2026 17:00"),
        ("21/11/2026 08:00", 1, DAY, "25/11/2026 17:00"),
        ("24/11/2026 08:00", 1, DAY, "26/11/2026 17:00"),
        # Giỗ Tổ on a Sunday, compensated on Monday 27/4/2026.
        ("24/04/2026 10:00", 1, DAY, "28/04/2026 17:00"),
        ("24/04/2026 10:00", 3, CALENDAR, "28/04/2026 17:00"),
        # Swapped Saturdays.
        ("09/01/2026 10:00", 1, DAY, "10/01/2026 17:00"),
        ("31/12/2025 10:00", 1, DAY, "05/01/2026 17:00"),
        ("21/08/2026 10:00", 1, DAY, "22/08/2026 17:00"),
        ("28/08/2026 10:00", 1, DAY, "03/09/2026 17:00"),
        # The end of the day.
        ("16/11/2026 16:59", 1, DAY, "17/11/2026 17:00"),
        ("16/11/2026 17:00", 1, DAY, "17/11/2026 17:00"),
        ("16/11/2026 17:01", 1, DAY, "18/11/2026 17:00"),
        ("16/11/2026 06:00", 1, DAY, "17/11/2026 17:00"),
        ("16/11/2026 12:00", 1, DAY, "17/11/2026 17:00"),
        ("20/11/2026 17:01", 1, DAY, "25/11/2026 17:00"),
        # Tết 2027.
        ("03/02/2027 10:00", 1, DAY, "11/02/2027 17:00"),
        ("03/02/2027 10:00", 3, CALENDAR, "11/02/2027 17:00"),
        # Months.
        ("31/03/2026 10:00", 1, MONTH, "04/05/2026 17:00"),
        ("30/11/2026 10:00", 3, MONTH, "01/03/2027 17:00"),
        ("15/06/2026 10:00", 1, MONTH, "15/07/2026 17:00"),
        ("16/11/2026 10:00", 12, MONTH, "16/11/2027 17:00"),
        # Hours run by the clock, and end while the office is open.
        ("16/11/2026 08:00", 1, HOUR, "16/11/2026 09:00"),
        ("16/11/2026 11:00", 1, HOUR, "16/11/2026 13:30"),
        ("16/11/2026 16:30", 2, HOUR, "17/11/2026 07:00"),
        ("16/11/2026 10:00", 24, HOUR, "17/11/2026 10:00"),
        ("20/11/2026 18:00", 1, HOUR, "23/11/2026 08:00"),
        # The rule of 15 hours.
        ("16/11/2026 14:59", 0, SAME, "16/11/2026 17:00"),
        ("16/11/2026 15:00", 0, SAME, "16/11/2026 17:00"),
        ("16/11/2026 15:01", 0, SAME, "17/11/2026 17:00"),
        ("16/11/2026 17:01", 0, SAME, "17/11/2026 17:00"),
        ("23/11/2026 15:01", 0, SAME, "25/11/2026 17:00"),
    ],
)  # fmt: skip
def test_the_result_is_due(pack: Pack, received: str, amount: int, unit: DeadlineUnit, due: str) -> None:
    assert _due(pack, received, amount, unit) == due


def test_a_procedure_without_a_term_has_no_appointment(pack: Pack) -> None:
    found = appointment(
        _term(0, DeadlineUnit.NONE), _at("16/11/2026 10:00"), pack.calendar, pack.office_hours
    )

    assert (found.due, [r.code for r in found.reasons]) == (None, [ReasonCode.NO_TERM])


def test_the_due_instant_is_in_utc(pack: Pack) -> None:
    found = appointment(_term(1, DAY), _at("16/11/2026 10:00"), pack.calendar, pack.office_hours)

    assert found.due == datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
    assert found.due is not None
    assert found.due.tzinfo is UTC


def test_reception_is_read_by_the_clock_in_vietnam(pack: Pack) -> None:
    late_evening_in_vietnam = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
    found = appointment(_term(1, DAY), late_evening_in_vietnam, pack.calendar, pack.office_hours)

    assert found.due == datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


def test_an_instant_without_a_zone_is_a_bug(pack: Pack) -> None:
    naive = _at("16/11/2026 10:00").replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        appointment(_term(1, DAY), naive, pack.calendar, pack.office_hours)


def test_a_skipped_holiday_is_named_with_its_date(pack: Pack) -> None:
    found = appointment(_term(1, DAY), _at("23/11/2026 09:15"), pack.calendar, pack.office_hours)

    assert _facts(found, ReasonCode.HOLIDAY_SKIPPED) == [
        {"name": "Ngày Văn hóa Việt Nam", "date": "24/11/2026"}
    ]


def test_skipped_weekends_are_counted_together(pack: Pack) -> None:
    found = appointment(_term(10, DAY), _at("02/11/2026 09:15"), pack.calendar, pack.office_hours)

    assert _facts(found, ReasonCode.WEEKEND_SKIPPED) == [
        {"days": 4, "date": "07/11/2026–08/11/2026, 14/11/2026–15/11/2026"}
    ]


def test_days_of_one_holiday_are_told_together(pack: Pack) -> None:
    found = appointment(_term(1, DAY), _at("03/02/2027 10:00"), pack.calendar, pack.office_hours)

    assert [f["date"] for f in _facts(found, ReasonCode.HOLIDAY_SKIPPED)] == ["04/02/2027–08/02/2027"]
    assert [f["date"] for f in _facts(found, ReasonCode.COMPENSATION_SKIPPED)] == ["09/02/2027–10/02/2027"]


def test_a_worked_saturday_is_explained(pack: Pack) -> None:
    found = appointment(_term(1, DAY), _at("21/08/2026 10:00"), pack.calendar, pack.office_hours)

    assert [f["date"] for f in _facts(found, ReasonCode.SWAP_COUNTED)] == ["22/08/2026"]


def test_a_compensation_day_is_explained(pack: Pack) -> None:
    found = appointment(_term(1, DAY), _at("24/04/2026 10:00"), pack.calendar, pack.office_hours)

    assert [f["date"] for f in _facts(found, ReasonCode.COMPENSATION_SKIPPED)] == ["27/04/2026"]


def test_reception_after_hours_is_explained_with_the_day_that_counts(pack: Pack) -> None:
    found = appointment(_term(1, DAY), _at("20/11/2026 17:01"), pack.calendar, pack.office_hours)

    assert _facts(found, ReasonCode.RECEIVED_AFTER_HOURS) == [{"counted_from": "23/11/2026"}]


def test_reception_on_a_day_off_is_explained(pack: Pack) -> None:
    found = appointment(_term(1, DAY), _at("21/11/2026 10:00"), pack.calendar, pack.office_hours)

    assert _facts(found, ReasonCode.RECEIVED_ON_DAY_OFF) == [{"counted_from": "23/11/2026"}]


def test_an_unchecked_holiday_makes_the_answer_doubtful(pack: Pack) -> None:
    found = appointment(_term(1, DAY), _at("23/11/2026 09:15"), pack.calendar, pack.office_hours)

    assert _facts(found, ReasonCode.UNVERIFIED_CALENDAR) == [{"date": "24/11/2026"}]


def test_days_the_law_names_leave_no_doubt(pack: Pack) -> None:
    found = appointment(_term(1, DAY), _at("29/04/2026 10:00"), pack.calendar, pack.office_hours)

    assert _facts(found, ReasonCode.UNVERIFIED_CALENDAR) == []


def test_counting_past_the_known_calendar_is_said(pack: Pack) -> None:
    found = appointment(_term(1, DAY), _at("31/12/2027 10:00"), pack.calendar, pack.office_hours)

    assert _facts(found, ReasonCode.CALENDAR_ENDS) == [{"known_until": "31/12/2027"}]


def test_a_forwarded_dossier_gets_an_estimate(pack: Pack) -> None:
    term = _term(1, DAY, StartEvent.COMPETENT_AGENCY)
    found = appointment(term, _at("16/11/2026 10:00"), pack.calendar, pack.office_hours)

    assert len(_facts(found, ReasonCode.ESTIMATE_UNTIL_FORWARDED)) == 1


def test_the_hour_is_the_end_of_the_offices_own_day(pack: Pack) -> None:
    short = dataclasses.replace(pack.office_hours, periods=pack.office_hours.periods[:1])
    found = appointment(_term(1, DAY), _at("16/11/2026 10:00"), pack.calendar, short)

    assert found.due == _at("17/11/2026 11:30")


def test_every_reason_has_words(project_root: Path) -> None:
    for language in ("vi", "en"):
        messages = Messages.load(project_root / "resources" / "messages" / language)
        assert {str(code) for code in ReasonCode} == {
            code for code in messages.codes() if code.startswith("deadline.")
        }


def test_the_words_use_only_facts_that_are_given(pack: Pack, project_root: Path) -> None:
    messages = Messages.load(project_root / "resources" / "messages" / "vi")
    received = [
        "20/11/2026 17:01",
        "21/11/2026 08:00",
        "23/11/2026 15:01",
        "21/08/2026 10:00",
        "31/12/2027 10:00",
    ]
    terms = [_term(1, unit) for unit in DeadlineUnit] + [_term(30, CALENDAR, StartEvent.COMPETENT_AGENCY)]

    told = [
        messages.of(reason.code, reason.facts).cause
        for term in terms
        for moment in received
        for reason in appointment(term, _at(moment), pack.calendar, pack.office_hours).reasons
    ]

    assert [cause for cause in told if "– " in cause or " –" in cause] == []
