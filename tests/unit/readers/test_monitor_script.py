"""The reader monitor against scripted sequences of what the service says."""

from __future__ import annotations

import itertools

import pytest

from desktop_app.core.errors import AppError
from desktop_app.readers.monitor import (
    CardInserted,
    CardRemoved,
    CardUnresponsive,
    ReaderAdded,
    ReaderEvent,
    ReaderMonitor,
    ReaderRemoved,
    ServiceDown,
    ServiceUp,
)
from desktop_app.readers.pcsc import SERVICE_STOPPED
from desktop_app.readers.states import (
    SERVICE_TABLE,
    SLOT_TABLE,
    Presence,
    ServiceEvent,
    ServiceState,
    SlotEffect,
    SlotEvent,
    SlotState,
    SlotStatus,
)

ATR = b"\x3b\x80"
STOP = AppError(SERVICE_STOPPED)


def empty(reader: str = "R", counter: int = 0) -> SlotStatus:
    return SlotStatus(reader, Presence.EMPTY, counter)


def card(counter: int = 1, reader: str = "R") -> SlotStatus:
    return SlotStatus(reader, Presence.CARD, counter, ATR)


def mute(counter: int = 1) -> SlotStatus:
    return SlotStatus("R", Presence.MUTE, counter)


class ScriptedPort:
    """Plays one line of the script per look: what every reader says, or an error."""

    def __init__(self, *script: list[SlotStatus] | Exception, refusals: int = 0) -> None:
        self._script = iter(script)
        self._refusals = refusals
        self.established = 0
        self.released = 0

    def establish(self) -> None:
        if self._refusals:
            self._refusals -= 1
            raise STOP
        self.established += 1

    def release(self) -> None:
        self.released += 1

    def changes(self, timeout_s: float) -> list[SlotStatus]:
        line = next(self._script)
        if isinstance(line, Exception):
            raise line
        return line


def told(*script: list[SlotStatus] | Exception, refusals: int = 0) -> list[ReaderEvent]:
    events: list[ReaderEvent] = []
    monitor = ReaderMonitor(ScriptedPort(*script, refusals=refusals), events.append)
    for _ in range(len(script) + refusals):
        monitor.step()
    return events


def test_a_card_comes_and_goes():
    assert told([empty()], [card()], [card()], [empty(counter=2)]) == [
        ServiceUp(),
        ReaderAdded("R"),
        CardInserted("R", 1, ATR),
        CardRemoved("R", 1),
    ]


def test_a_quick_swap_that_no_look_saw_is_another_insertion():
    assert told([card(1)], [card(3)])[2:] == [
        CardInserted("R", 1, ATR),
        CardRemoved("R", 1),
        CardInserted("R", 2, ATR),
    ]


def test_insertion_numbers_are_not_used_twice_across_readers():
    events = told([card(1, "A"), card(1, "B")], [empty("A"), card(1, "B")], [card(3, "A"), card(1, "B")])
    assert [e.insertion for e in events if isinstance(e, CardInserted)] == [1, 2, 3]


def test_an_unplugged_reader_takes_its_card_along():
    assert told([card()], [])[-2:] == [CardRemoved("R", 1), ReaderRemoved("R")]


def test_a_reader_plugged_in_again_is_told_again():
    assert told([empty()], [], [empty()])[-1] == ReaderAdded("R")


def test_a_stopped_service_takes_everything_along_and_comes_back():
    assert told([card()], STOP, [card()]) == [
        ServiceUp(),
        ReaderAdded("R"),
        CardInserted("R", 1, ATR),
        CardRemoved("R", 1),
        ReaderRemoved("R"),
        ServiceDown("readers.service_stopped"),
        ServiceUp(),
        ReaderAdded("R"),
        CardInserted("R", 2, ATR),
    ]


def test_a_service_that_stays_away_is_told_once():
    assert told([], refusals=5) == [ServiceDown("readers.service_stopped"), ServiceUp()]


def test_every_loss_drops_the_old_connection_before_a_new_one():
    port = ScriptedPort([card()], STOP, [card()])
    monitor = ReaderMonitor(port, lambda _: None)
    for _ in range(3):
        monitor.step()
    assert (port.established, port.released) == (2, 1)


def test_a_loss_asks_for_a_pause():
    monitor = ReaderMonitor(ScriptedPort(refusals=1), lambda _: None)
    assert monitor.step() is False


def test_something_that_does_not_answer_is_told_and_then_read_as_a_card():
    assert told([mute()], [card()], [empty()])[2:] == [
        CardUnresponsive("R", 1),
        CardRemoved("R", 1),
        CardInserted("R", 2, ATR),
        CardRemoved("R", 2),
    ]


def test_a_bug_in_the_port_does_not_end_the_watch(caplog):
    assert told([card()], ZeroDivisionError("bug"), [card()])[-1] == CardInserted("R", 2, ATR)
    assert "starts over" in caplog.text


def test_a_failing_receiver_does_not_end_the_watch(caplog):
    def fail(event: ReaderEvent) -> None:
        raise RuntimeError("receiver")

    monitor = ReaderMonitor(ScriptedPort([card()], [empty()]), fail)
    assert (monitor.step(), monitor.step()) == (True, True)
    assert "receiver" in caplog.text


def test_the_thread_ends_when_stopped():
    port = ScriptedPort(refusals=10**6)
    monitor = ReaderMonitor(port, lambda _: None)
    monitor.start()
    monitor.stop()
    assert port.released >= 1


def test_the_slot_table_is_total():
    assert set(SLOT_TABLE) == set(itertools.product(SlotState, SlotEvent))


def test_the_service_table_is_total():
    assert set(SERVICE_TABLE) == set(itertools.product(ServiceState, ServiceEvent))


@pytest.mark.parametrize("key", SLOT_TABLE, ids=str)
def test_each_transition_keeps_the_balance_of_cards_and_readers(key):
    state, effects = SLOT_TABLE[key]
    inserted = effects.count(SlotEffect.CARD_INSERTED) + effects.count(SlotEffect.CARD_UNRESPONSIVE)
    cards = {SlotState.CARD: 1, SlotState.MUTE: 1}
    assert inserted - effects.count(SlotEffect.CARD_REMOVED) == cards.get(state, 0) - cards.get(key[0], 0)
    readers = effects.count(SlotEffect.READER_ADDED) - effects.count(SlotEffect.READER_REMOVED)
    assert readers == (state is not SlotState.UNKNOWN) - (key[0] is not SlotState.UNKNOWN)
