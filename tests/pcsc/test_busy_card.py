"""Another program holds the card: how long it is waited for, and what is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from desktop_app.core.errors import AppError
from desktop_app.readers import pcsc
from desktop_app.readers.pcsc import PcscCard, wait_for_card
from tests.support.pcscd import READY_S, PrivatePcscd, until
from tests.support.vpcd_card import ATR, VpcdCard

pytestmark = pytest.mark.pcsc

FIRST = "Test PCD 00 00"
SELECT = b"\x00\xa4\x00\x00"
SHORT_S = 0.2


@pytest.fixture
def other_program(pcscd: PrivatePcscd) -> Iterator[PcscCard]:
    """Holds the card in a transaction until it is closed."""
    with VpcdCard(pcscd.port), wait_for_card(FIRST, READY_S) as card:
        card.transmit(SELECT)
        yield card


def _failure_of(act: Callable[[], object]) -> AppError:
    with pytest.raises(AppError) as caught:
        act()
    return caught.value


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets how long another program is waited for; long at first, since the machine may be busy."""

    def be(seconds: float) -> None:
        monkeypatch.setattr(pcsc, "_BUSY_PATIENCE_S", seconds)

    be(READY_S)
    return be


def test_a_card_in_another_programs_transaction_is_busy_after_a_while(
    other_program: PcscCard, patience: Callable[[float], None]
) -> None:
    patience(SHORT_S)
    error = _failure_of(lambda: wait_for_card(FIRST, READY_S))

    assert (error.code, error.facts) == ("readers.busy", {"pcsc": "8010000B", "step": "connect"})
    assert other_program.transmit(SELECT)[-2:] == b"\x90\x00"


def test_a_transaction_that_begins_after_we_connected_is_busy_too(
    pcscd: PrivatePcscd, patience: Callable[[float], None]
) -> None:
    with VpcdCard(pcscd.port), wait_for_card(FIRST, READY_S) as theirs, PcscCard(FIRST, ATR) as ours:
        theirs.transmit(SELECT)
        patience(SHORT_S)

        errors = [_failure_of(lambda: ours.transmit(SELECT)) for _ in range(2)]

    assert [(e.code, e.facts["step"]) for e in errors] == [("readers.busy", "begin_transaction")] * 2


@pytest.mark.usefixtures("other_program", "patience")
def test_the_wait_for_another_program_can_be_cancelled() -> None:
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > 3

    assert _failure_of(lambda: wait_for_card(FIRST, READY_S, cancelled)).code == "readers.cancelled"


@pytest.mark.usefixtures("patience")
def test_who_is_patient_gets_the_card_when_the_other_program_ends(other_program: PcscCard) -> None:
    asked: list[None] = []

    def end_at_the_second_question() -> bool:
        asked.append(None)
        if len(asked) == 2:
            other_program.close()
        return False

    with wait_for_card(FIRST, READY_S, end_at_the_second_question) as card:
        answer = card.transmit(SELECT)

    assert answer[-2:] == b"\x90\x00"


def test_a_turn_that_was_given_up_lets_the_card_go_when_it_comes(
    other_program: PcscCard, patience: Callable[[float], None]
) -> None:
    patience(SHORT_S)
    _failure_of(lambda: wait_for_card(FIRST, READY_S))
    other_program.close()
    until(lambda: not _waiting(), "the turn that was given up has ended")
    patience(READY_S)

    with wait_for_card(FIRST, READY_S) as card:
        assert card.transmit(SELECT)[-2:] == b"\x90\x00"


def _waiting() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "turn"]
