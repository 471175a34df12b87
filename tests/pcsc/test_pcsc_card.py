"""A card through real pyscard, pcscd and vpcd."""

from __future__ import annotations

import threading

import pytest
from smartcard import scard

from desktop_app.core.errors import AppError
from desktop_app.readers import pcsc
from desktop_app.readers.pcsc import PcscCard, list_readers, wait_for_card
from tests.support.pcscd import READY_S
from tests.support.vpcd_card import ATR, VpcdCard

pytestmark = pytest.mark.pcsc

FIRST, SECOND = "Test PCD 00 00", "Test PCD 00 01"
SELECT = b"\x00\xa4\x00\x00"


def failure_of(act) -> AppError:
    with pytest.raises(AppError) as caught:
        act()
    return caught.value


def test_both_slots_are_listed(pcscd):
    assert list_readers() == [FIRST, SECOND]


def test_a_card_answers_with_its_atr_and_its_data(pcscd):
    with VpcdCard(pcscd.port), wait_for_card(None, READY_S) as card:
        seen = (card.reader_name, card.atr, card.transmit(b"\x00\xb0\x00\x00\x04"))
    assert seen == (FIRST, ATR, b"\x00\xb0\x00\x00\x04\x90\x00")


def test_a_long_answer_arrives_whole(pcscd):
    with VpcdCard(pcscd.port, lambda _: bytes(32_768) + b"\x90\x00"), wait_for_card(FIRST, READY_S) as card:
        assert len(card.transmit(b"\x00\xb0\x00\x00\x00\x80\x00")) == 32_770


def test_a_reset_powers_the_card_anew_and_keeps_it_usable(pcscd):
    with VpcdCard(pcscd.port) as emulator, wait_for_card(None, READY_S) as card:
        card.transmit(SELECT)
        before = emulator.resets
        card.reset()
        card.transmit(SELECT)
        assert emulator.resets > before


def test_another_program_waits_until_the_card_is_closed_also_after_a_reset(pcscd, monkeypatch):
    monkeypatch.setattr(pcsc, "_BUSY_PATIENCE_S", READY_S)  # it must not give up on a slow machine
    order: list[str] = []
    asked = threading.Event()

    def speak(card: PcscCard) -> None:
        asked.set()
        card.transmit(SELECT)
        order.append("theirs")

    with VpcdCard(pcscd.port), wait_for_card(None, READY_S) as ours, PcscCard(FIRST, ATR) as theirs:
        ours.transmit(SELECT)
        ours.reset()
        other = threading.Thread(target=speak, args=(theirs,), daemon=True)
        other.start()
        asked.wait(READY_S)
        for _ in range(100):
            ours.transmit(SELECT)
        order.append("ours")
        ours.close()
        other.join(READY_S)
    assert order == ["ours", "theirs"]


def test_among_two_cards_the_one_with_the_application_is_taken(pcscd):
    with VpcdCard(pcscd.port, lambda _: b"\x6a\x82"), VpcdCard(pcscd.port + 1, lambda _: b"\x90\x00"):
        wait_for_card(FIRST, READY_S).close()
        wait_for_card(SECOND, READY_S).close()
        with wait_for_card(None, READY_S) as card:
            assert card.reader_name == SECOND


def test_no_card_within_the_time_says_so(pcscd):
    assert failure_of(lambda: wait_for_card(FIRST, 0)).code == "readers.no_card"


def test_a_wait_can_be_cancelled(pcscd):
    assert failure_of(lambda: wait_for_card(FIRST, 60, lambda: True)).code == "readers.cancelled"


def test_an_unknown_reader_is_named(pcscd):
    assert failure_of(lambda: wait_for_card("Reader 9", 5)).facts == {"reader": "Reader 9"}


def test_a_card_pulled_in_an_exchange_is_removed(pcscd):
    with VpcdCard(pcscd.port, lambda _: None), wait_for_card(None, READY_S) as card:
        assert failure_of(lambda: card.transmit(SELECT)).code == "readers.card_removed"


def test_a_card_whose_service_stops_says_so(pcscd):
    with VpcdCard(pcscd.port), wait_for_card(None, READY_S) as card:
        card.transmit(SELECT)
        pcscd.stop()
        assert failure_of(lambda: card.transmit(SELECT)).code == "readers.service_stopped"


def test_after_a_restart_the_same_process_reads_again(pcscd):
    pcscd.stop()
    assert failure_of(list_readers).code == "readers.service_stopped"
    pcscd.start()
    with VpcdCard(pcscd.port), wait_for_card(None, READY_S) as card:
        assert card.transmit(SELECT)[-2:] == b"\x90\x00"


def test_a_killed_service_leaves_a_socket_and_still_counts_as_stopped(pcscd):
    pcscd.kill()
    assert pcscd.socket_path.exists()
    assert failure_of(list_readers).code == "readers.service_stopped"


def test_a_card_that_speaks_t0_gives_its_data_by_get_response(pcscd):
    heard: list[bytes] = []

    def answer(command: bytes) -> bytes:
        heard.append(command)
        return b"ab\x90\x00" if command[1] == 0xC0 else b"\x61\x02"

    with VpcdCard(pcscd.port, answer, atr=b"\x3b\x00"), wait_for_card(None, READY_S) as card:
        response = card.transmit(b"\x00\xa4\x04\x00\x01A\x00")
    assert (response, heard) == (
        b"ab\x90\x00",
        [b"\x00\xa4\x04\x00\x01A", b"\x00\xc0\x00\x00\x02"],
    )


def test_a_card_held_by_another_program_is_busy(pcscd):
    with VpcdCard(pcscd.port):
        wait_for_card(FIRST, READY_S).close()
        _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        _, handle, _ = scard.SCardConnect(context, FIRST, scard.SCARD_SHARE_EXCLUSIVE, protocols)
        error = failure_of(lambda: wait_for_card(FIRST, READY_S))
        scard.SCardDisconnect(handle, scard.SCARD_LEAVE_CARD)
        scard.SCardReleaseContext(context)
    assert (error.code, error.facts) == ("readers.busy", {"pcsc": "8010000B", "step": "connect"})
