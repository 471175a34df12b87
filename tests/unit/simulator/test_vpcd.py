"""The card side of vpcd, against a driver that is a class of the test."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from desktop_app.readers.simulator import vpcd
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.vpcd import ATR, contactless_atr, present
from tests.support.training_card import card


class FakeDriver:
    """Listens as vpcd does and waits for a card."""

    def __init__(self, port: int = 0) -> None:
        self._listener = socket.create_server(("127.0.0.1", port))
        self._listener.settimeout(60)
        self.port = self._listener.getsockname()[1]
        self._line: socket.socket | None = None

    def wait_for_card(self) -> None:
        self._line, _ = self._listener.accept()
        self._line.settimeout(60)

    @property
    def line(self) -> socket.socket:
        assert self._line is not None
        return self._line

    def send(self, payload: bytes) -> None:
        self.line.sendall(len(payload).to_bytes(2, "big") + payload)

    def receive(self) -> bytes:
        size = int.from_bytes(self._exactly(2), "big")
        return self._exactly(size)

    def ask(self, payload: bytes) -> bytes:
        self.send(payload)
        return self.receive()

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            received = self.line.recv(count - len(data))
            if not received:
                raise EOFError
            data += received
        return data

    def drop(self) -> None:
        self.line.close()

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
        self._listener.close()


class Resets(Chip):
    """A chip that counts its resets."""

    count = 0

    def reset(self) -> None:
        self.count += 1
        super().reset()


@pytest.fixture
def driver() -> Iterator[FakeDriver]:
    fake = FakeDriver()
    yield fake
    fake.close()


@pytest.fixture
def chip() -> Resets:
    return Resets(card())


@pytest.fixture
def on_reader(driver: FakeDriver, chip: Resets) -> Iterator[threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=present, args=(chip, "127.0.0.1", driver.port), kwargs={"stop": stop})
    thread.start()
    driver.wait_for_card()
    yield stop
    stop.set()
    thread.join(60)
    assert not thread.is_alive()


def test_the_atr_is_that_of_a_contactless_card():
    check = 0
    for byte in ATR[1:]:
        check ^= byte
    assert ATR[:4] == bytes.fromhex("3B888001") and len(ATR) == 5 + 8 and check == 0


def test_an_atr_holds_no_more_than_fifteen_historical_bytes():
    with pytest.raises(ValueError, match="15"):
        contactless_atr(bytes(16))


def test_the_driver_gets_atr_and_answers(driver, on_reader):
    assert driver.ask(b"\x04") == ATR
    assert driver.ask(bytes.fromhex("00A4020C02011C")) == b"\x90\x00"


@pytest.mark.parametrize("control", [b"\x00", b"\x01", b"\x02"])
def test_power_and_reset_reset_the_chip_without_an_answer(driver, chip, on_reader, control):
    before = chip.count
    driver.ask(bytes.fromhex("00A4040C07A0000002471001"))
    driver.send(control)
    assert driver.ask(bytes.fromhex("00A4020C02011C")) == b"\x90\x00"  # at the master file again
    assert chip.count == before + 1


def test_frames_may_come_in_pieces_and_together(driver, on_reader):
    select = bytes.fromhex("000700A4020C02011C")
    for byte in select:
        driver.line.sendall(bytes([byte]))
    assert driver.receive() == b"\x90\x00"
    driver.line.sendall(select * 2)
    assert [driver.receive(), driver.receive()] == [b"\x90\x00"] * 2


def test_an_empty_frame_is_ignored(driver, on_reader):
    driver.send(b"")
    assert driver.ask(b"\x04") == ATR


def test_an_extended_answer_passes_whole(driver, on_reader):
    driver.ask(bytes.fromhex("00A4020C02011C"))
    assert len(driver.ask(bytes.fromhex("00B00000000000"))) == 54 + 2


def test_the_card_comes_back_when_the_driver_went_away(driver, on_reader):
    driver.ask(b"\x04")
    driver.drop()
    driver.wait_for_card()
    assert driver.ask(b"\x04") == ATR


def test_the_card_waits_for_a_driver_that_is_not_there_yet(chip):
    early = FakeDriver()
    port = early.port
    early.close()
    stop, seen = threading.Event(), []
    thread = threading.Thread(
        target=present,
        args=(chip, "127.0.0.1", port),
        kwargs={"stop": stop, "on_connection": seen.append},
    )
    thread.start()
    late = FakeDriver(port)
    late.wait_for_card()
    assert late.ask(b"\x04") == ATR
    stop.set()
    thread.join(60)
    late.close()
    assert seen == [True, False]


def test_taking_the_card_away_ends_the_line(driver, on_reader):
    on_reader.set()
    with pytest.raises(EOFError):
        driver.receive()


class RecordingLine:
    """A line that notes the order of receiving and of asking for quick acknowledgement."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._left = [b"\x00\x01\x04", b"\x00\x01\x04"]
        self.events: list[str] = []

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()

    def settimeout(self, _: float) -> None:
        pass

    def setsockopt(self, _: int, option: int, value: int) -> None:
        if (option, value) == (12, 1):
            self.events.append("quick")

    def sendall(self, _: bytes) -> None:
        self.events.append("send")

    def recv(self, _: int) -> bytes:
        self.events.append("receive")
        return self._left.pop(0) if self._left else b""


def test_quick_acknowledgement_is_asked_for_around_every_receive(monkeypatch, chip):
    stop = threading.Event()
    line = RecordingLine(stop)
    monkeypatch.setattr(vpcd, "_QUICKACK", 12)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: line)
    present(chip, "127.0.0.1", 1, stop=stop)
    once = ["quick", "receive", "quick", "send"]
    assert line.events == once * 2 + once[:3]
