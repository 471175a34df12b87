"""Sends what waits in the outbox and writes the answers down."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom

from db.store import Store
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.core.terms import EventType
from desktop_app.sync import outbox
from desktop_app.sync.client import PROVINCE_REFUSED, PROVINCE_UNREACHABLE, ProvinceClient
from desktop_app.sync.outbox import Claimed, Handler
from desktop_app.sync.states import wait_after
from desktop_app.sync.wire import MAX_EVENTS, Answer, AnswerStatus

ACTOR = "sync"
IDLE = timedelta(seconds=30)  # a new event waits no longer than this when nobody asks
_FAILURES_IN_A_ROW = 3
_CHANCE = SystemRandom().random

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one run did.

    Attributes:
        sent: events that left here and were answered.
        accepted: of them, stored now by the province.
        duplicates: of them, stored before (an earlier answer was lost).
        rejected: of them, refused; a person must look.
        waiting: events still queued or under way.
        held: events refused so far, in all runs, and still waiting for a person.
        failure: the last trouble on the way; None if everything due went out.
        last_success_at: when the province last answered, in any run.
        next_attempt_at: when the next waiting event may go; None if now, or none waits.
    """

    sent: int
    accepted: int
    duplicates: int
    rejected: int
    waiting: int
    held: int
    failure: AppError | None
    last_success_at: datetime | None
    next_attempt_at: datetime | None

    @property
    def failure_code(self) -> str | None:
        """The failure's code."""
        return None if self.failure is None else self.failure.code


class SyncEngine:
    """Takes due events under a lease, sends them in batches, settles them by their answers.

    Several engines may work on one profile, in one process or in several: a claim is one transaction, and the
    province stores each id once whoever sends it.

    Args:
        store: of the profile.
        client: the way to the province.
        own_clock: for leases and waits.
        chance: random numbers in [0, 1), to spread the waits.
    """

    def __init__(
        self,
        store: Store,
        client: ProvinceClient,
        own_clock: Clock,
        chance: Callable[[], float] = _CHANCE,
    ) -> None:
        self._store = store
        self._client = client
        self._clock = own_clock
        self._chance = chance
        self._handlers: dict[EventType, Handler] = {}
        self._size = MAX_EVENTS

    def register(self, event_type: EventType, handler: Handler) -> None:
        """Call `handler(session, event, answer)` in the transaction that writes an answer of this type.

        Raises:
            ValueError: the type has a handler.
        """
        if event_type in self._handlers:
            raise ValueError(f"{event_type} has a handler")
        self._handlers[event_type] = handler

    @off_gui_thread
    def run_once(self, *, asked: bool = False) -> SyncReport:
        """Send everything that is due.

        A batch whose answer was lost goes out once more at once; after a further loss, a time-out or a
        server's error the batches are halved, and grow again with success. The run ends when nothing is due,
        after three failures in a row, or at once where trying on is pointless (no connection, refused,
        nonsense).

        Args:
            asked: a person waits: back-off and leases of engines that may be dead do not count.

        Raises:
            AppError: `db.*`; what the province does wrong is in the report.
        """
        if asked:
            self._store.write(ACTOR, lambda session: outbox.ask_all(session, self._clock.now()))
        counts: Counter[AnswerStatus] = Counter()
        failure: AppError | None = None
        failures = 0
        while claimed := self._claim():
            try:
                answers = self._send(claimed)
            except AppError as error:
                log.info("a batch of %d was not answered: %s", len(claimed), error)
                self._lose(claimed, error)
                failure, failures = error, failures + 1
                if not _smaller_may_help(error) or failures == _FAILURES_IN_A_ROW:
                    break
                self._size = max(1, len(claimed) // 2)
                continue
            self._settle(claimed, answers)
            counts.update(answer.status for answer in answers)
            failures = 0
            self._size = min(MAX_EVENTS, self._size * 2)
        return self._report(counts, failure)

    @off_gui_thread
    def run_until(
        self, stop: threading.Event, on_report: Callable[[SyncReport], None], *, idle: timedelta = IDLE
    ) -> None:
        """Run again and again until `stop` is set, resting between runs as back-off says, `idle` at most.

        The first run counts as asked for: whoever starts the program wants it to try, and what an earlier one
        left behind when it was killed shall not wait.

        Raises:
            AppError: `db.*`.
        """
        asked = True
        while not stop.is_set():
            report = self.run_once(asked=asked)
            asked = False
            on_report(report)
            rest = idle
            if report.next_attempt_at is not None:
                rest = min(idle, max(report.next_attempt_at - self._clock.now(), timedelta(seconds=1)))
            stop.wait(rest.total_seconds())

    def _claim(self) -> tuple[Claimed, ...]:
        size = self._size
        return self._store.write(ACTOR, lambda session: outbox.claim(session, self._clock.now(), count=size))

    def _send(self, claimed: tuple[Claimed, ...]) -> tuple[Answer, ...]:
        events = [item.event for item in claimed]
        try:
            return self._client.send(events)
        except AppError as error:
            if error.code != PROVINCE_UNREACHABLE or error.facts.get("reason") != "lost":
                raise
            # The line broke after the request went out; the same batch again is harmless and mostly succeeds.
            return self._client.send(events)

    def _settle(self, claimed: tuple[Claimed, ...], answers: tuple[Answer, ...]) -> None:
        now = self._clock.now()
        handlers = dict(self._handlers)
        self._store.write(ACTOR, lambda session: outbox.settle(session, claimed, answers, now, handlers))

    def _lose(self, claimed: tuple[Claimed, ...], error: AppError) -> None:
        now, chance = self._clock.now(), self._chance()
        self._store.write(
            ACTOR,
            lambda session: outbox.lose(
                session, claimed, error.code, now, lambda tries: wait_after(tries, chance)
            ),
        )

    def _report(self, counts: Counter[AnswerStatus], failure: AppError | None) -> SyncReport:
        state = self._store.read(lambda session: outbox.summary(session, self._clock.now()))
        return SyncReport(
            sent=counts.total(),
            accepted=counts[AnswerStatus.STORED],
            duplicates=counts[AnswerStatus.DUPLICATE],
            rejected=counts[AnswerStatus.REJECTED],
            waiting=state.waiting,
            held=state.rejected,
            failure=failure,
            last_success_at=state.last_success_at,
            next_attempt_at=state.next_attempt_at,
        )


def _smaller_may_help(error: AppError) -> bool:
    """True for troubles of this batch rather than of all: lost or late answers, too large, server errors."""
    if error.code == PROVINCE_UNREACHABLE:
        return error.facts.get("reason") != "connect"
    status = error.facts.get("status")
    return error.code == PROVINCE_REFUSED and isinstance(status, int) and (status == 413 or status >= 500)
