"""Whatever the line does, in the end the province has every committed event, each once."""

import random
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import AppError
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import OutboxState
from desktop_app.sync import client, outbox
from desktop_app.sync.client import FakeProvince
from desktop_app.sync.engine import SyncEngine
from tests.support import events
from tests.support.events import AT
from tests.support.outbox import put, sqlite_store, states
from tests.support.scale import rounds


class Killed(BaseException):
    """The program dies here."""


class BadLine:
    """Loses requests and answers, repeats old requests out of order, delays them past their answer, kills."""

    def __init__(self, province: FakeProvince) -> None:
        self.province = province
        self.faults: list[str] = []
        self.on_the_way: list[list] = []

    def send(self, sent):
        fault = self.faults.pop(0) if self.faults else "none"
        if fault == "lose_request":
            raise AppError(client.PROVINCE_UNREACHABLE, {"reason": "time_out"})
        if fault == "delay_request":
            self.on_the_way.append(list(sent))
            raise AppError(client.PROVINCE_UNREACHABLE, {"reason": "lost"})
        if fault == "kill_before":
            raise Killed
        answers = self.province.send(sent)
        self.on_the_way.append(list(sent))  # a copy that may arrive again at any time
        if fault == "lose_answer":
            raise AppError(client.PROVINCE_UNREACHABLE, {"reason": "lost"})
        if fault == "kill_after":
            raise Killed
        if fault == "shuffle_answers":
            return tuple(reversed(answers))
        return answers


FAULTS = [
    "none",
    "lose_request",
    "delay_request",
    "lose_answer",
    "shuffle_answers",
    "kill_before",
    "kill_after",
]


class OutboxAndProvince(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.store = sqlite_store(Path(self._folder.name) / "office.sqlite")
        self.clock = FixedClock(AT)
        self.line = BadLine(FakeProvince())
        self.committed: dict[str, bytes] = {}
        self.order: dict[str, list[str]] = {}

    @rule(papers=st.integers(0, 2))
    def accept(self, papers: int) -> None:
        dossier = uuid7()
        chain = [events.accepted(dossier), *(events.paper(dossier) for _ in range(papers))]
        put(self.store, *chain, at=self.clock.now())
        self.committed |= {event.id: event.body() for event in chain}
        self.order[dossier] = [event.id for event in chain]

    @rule()
    def roll_back(self) -> None:
        def work(session):
            outbox.enqueue(session, events.accepted(), self.clock.now())
            raise Killed

        try:
            self.store.write("test", work)
        except Killed:
            return
        raise AssertionError("the transaction did not end")

    @rule(faults=st.lists(st.sampled_from(FAULTS), max_size=5), asked=st.booleans())
    def sync(self, faults: list[str], asked: bool) -> None:
        self.line.faults = list(faults)
        try:
            self.engine().run_once(asked=asked)
        except Killed:
            pass
        finally:
            self.line.faults = []

    @precondition(lambda self: self.line.on_the_way)
    @rule(seed=st.integers(0, 99))
    def an_old_request_arrives(self, seed: int) -> None:
        self.line.province.send(random.Random(seed).choice(self.line.on_the_way))

    @rule(seconds=st.integers(-100_000, 100_000))
    def the_clock_moves(self, seconds: int) -> None:
        self.clock.move(timedelta(seconds=seconds))

    @invariant()
    def the_province_has_only_what_was_committed(self) -> None:
        assert self.line.province.stored.items() <= self.committed.items()

    @invariant()
    def what_counts_as_accepted_is_there(self) -> None:
        assert states(self.store).count(OutboxState.ACCEPTED) <= len(self.line.province.stored)

    def engine(self) -> SyncEngine:
        """A new program, as after a crash."""
        return SyncEngine(self.store, self.line, self.clock, chance=lambda: 0.5)

    def teardown(self) -> None:
        try:
            self.line.faults = []
            self.engine().run_once(asked=True)
            assert self.line.province.stored == self.committed
            assert Counter(states(self.store)) == Counter({OutboxState.ACCEPTED: len(self.committed)})
            arrived = list(self.line.province.stored)
            for chain in self.order.values():
                places = [arrived.index(event_id) for event_id in chain]
                assert places == sorted(places)
        finally:
            self.store.close()
            self._folder.cleanup()


OutboxAndProvince.TestCase.settings = settings(max_examples=rounds(60), stateful_step_count=15, deadline=None)
TestEveryCommittedEventArrivesOnce = OutboxAndProvince.TestCase
