"""What holds for every appointment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.catalogue.deadline import appointment
from desktop_app.catalogue.model import StartEvent, Term
from desktop_app.catalogue.pack import Pack
from desktop_app.core.clock import local
from desktop_app.core.terms import DeadlineUnit

# The pack is read once and never changed.
relaxed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
instants = st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda after: FIRST + after)
terms = st.builds(
    Term,
    case=st.just("case"),
    name=st.just("name"),
    amount=st.integers(1, 40),
    unit=st.sampled_from([unit for unit in DeadlineUnit if unit is not DeadlineUnit.NONE]),
    text=st.just("text"),
    starts=st.sampled_from(StartEvent),
    source=st.just("source"),
)


def _due(pack: Pack, term: Term, received: datetime) -> datetime:
    due = appointment(term, received, pack.calendar, pack.office_hours).due
    assert due is not None
    return due


@relaxed
@given(term=terms, received=instants)
def test_nothing_is_ever_due_on_a_day_off(pack: Pack, term: Term, received: datetime) -> None:
    assert pack.calendar.is_working(local(_due(pack, term, received)).date())


@relaxed
@given(term=terms, received=instants)
def test_everything_is_due_while_the_office_is_open(pack: Pack, term: Term, received: datetime) -> None:
    clock = local(_due(pack, term, received)).time()

    assert any(period.start <= clock <= period.end for period in pack.office_hours.periods)


@relaxed
@given(term=terms, received=instants, later=st.timedeltas(timedelta(0), timedelta(days=60)))
def test_who_comes_later_is_never_due_earlier(
    pack: Pack, term: Term, received: datetime, later: timedelta
) -> None:
    assert _due(pack, term, received) <= _due(pack, term, received + later)


@relaxed
@given(term=terms, received=instants)
def test_nothing_is_due_before_it_was_received(pack: Pack, term: Term, received: datetime) -> None:
    assert _due(pack, term, received) >= received


@relaxed
@given(amount=st.integers(1, 40), received=instants)
def test_one_more_working_day_is_later(pack: Pack, amount: int, received: datetime) -> None:
    def term(days: int) -> Term:
        return Term("case", "n", days, DeadlineUnit.WORKING_DAY, "t", StartEvent.COMPLETE_DOSSIER, "source")

    assert _due(pack, term(amount), received) < _due(pack, term(amount + 1), received)
