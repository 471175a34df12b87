"""What gmrtd, JMRTD and pypassport sent to two cards, sent to our chip with those cards' files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_app.readers.simulator.chip import Chip
from tests.support.terminal import Terminal
from tests.support.training_card import trace_card

TRACES = {
    "gmrtd_bac.txt": "a",
    "gmrtd_bac_default_le.txt": "a",
    "gmrtd_pace_can.txt": "d",
    "gmrtd_pace_can_default_le.txt": "d",
    "jmrtd_bac.txt": "a",
    "jmrtd_pace_can.txt": "d",
    "pypassport_bac.txt": "a",
    "pypassport_bac_pace_card.txt": "d",
}
_HEAD = re.compile(r"\s*\d+(?:-\d+)?\s+(--|SM)\s+(.+)")
_PLAIN = re.compile(r"\s+plain\s+((?:[0-9A-F.]{2} ){4})\s*Lc (\S+)\s*(.*?)\s*Le (\S+)")
_ANSWER = re.compile(r"\s+answer (?:each )?(\d+) bytes(?: \[.*?\], plain (\d+) bytes)?, ([0-9A-F]{4})")
_RUN = re.compile(r"(\d+) times, offsets (\d+), (?:\d+), \.\. (\d+) \(step (\d+)\)")


@dataclass
class Exchange:
    what: str
    protected: bool
    header: str = ""
    data: str = ""
    le: str = "-"
    offsets: list[int] = field(default_factory=list)
    sizes: tuple[int, int] = (0, 0)  # on the wire, plain
    status: int = 0

    @property
    def le_number(self) -> int | None:
        return None if self.le == "-" else int(self.le, 16) or 256


def exchanges(text: str) -> Iterator[Exchange]:
    now = None
    for line in text.splitlines():
        if head := _HEAD.fullmatch(line):
            now = Exchange(head[2], head[1] == "SM")
            if run := _RUN.search(line):
                count, first, last, step = map(int, run.groups())
                now.offsets = list(range(first, last + 1, step))
                assert len(now.offsets) == count
        elif now and (plain := _PLAIN.match(line)):
            now.header, now.data, now.le = plain[1].replace(" ", ""), plain[3], plain[4]
            if now.header.startswith("00B0") and not now.offsets:
                now.offsets = [int(now.header[4:], 16)]
        elif now and (answer := _ANSWER.match(line)):
            now.sizes, now.status = (int(answer[1]), int(answer[2] or answer[1])), int(answer[3], 16)
            yield now
            now = None


class Replay:
    """Sends the exchanges of one trace and compares the answers."""

    def __init__(self, testdata: Path, letter: str) -> None:
        self.data = trace_card(testdata, letter)
        self.terminal = Terminal(Chip(self.data))
        self.current = b""
        self.sent = 0

    def step(self, exchange: Exchange) -> None:
        what = exchange.what
        if what.startswith(("GENERAL AUTH", "EXTERNAL AUTH")):
            return  # sent by the protocol runs below
        self.sent += 1
        if what.startswith("MSE:Set AT for PACE"):
            self.terminal.pace(self.data.can or "", le=self.pace_le)
        elif what == "GET CHALLENGE":
            self.terminal.bac(self.data.mrz_information, select=False)
        elif exchange.offsets:
            for offset in exchange.offsets:
                self.read(exchange, offset)
        else:
            self.other(exchange)

    pace_le = 256

    def read(self, exchange: Exchange, offset: int) -> None:
        send = self.terminal.sm if exchange.protected else self.terminal.plain
        got, status = send(0xB0, offset, le=exchange.le_number)
        wire, plain = exchange.sizes
        assert status == exchange.status == 0x9000
        assert len(got) >= plain
        assert got == self.current[offset : offset + len(got)]
        if exchange.protected and len(got) == plain:
            assert len(self.terminal.log[-1][1]) - 2 == wire

    def other(self, exchange: Exchange) -> None:
        header = bytes.fromhex(exchange.header)
        data = (
            bytes.fromhex(exchange.data)
            if re.fullmatch("[0-9A-F]+", exchange.data)
            else b"\1\2\3\4\5\6\7\x08"
        )
        if not exchange.protected and not exchange.data:
            data = b""
        parameters = int.from_bytes(header[2:], "big")
        send = self.terminal.sm if exchange.protected else self.terminal.plain
        got, status = send(header[1], parameters, data, exchange.le_number)
        if exchange.what.startswith("SELECT MF"):
            return  # no two cards agree, and every reader goes on
        assert status == exchange.status
        if header[1] == 0xA4:
            self.current = self.data.files.get(int.from_bytes(data, "big"), b"") if status == 0x9000 else b""
        else:
            assert len(got) == exchange.sizes[1]


@pytest.mark.parametrize(("name", "letter"), TRACES.items())
def test_chip_takes_what_other_readers_send(testdata, name, letter):
    text = (testdata / "traces" / name).read_text()
    replay = Replay(testdata, letter)
    replay.pace_le = 0xDF if "10 86 00 00  Lc 02 7C00  Le DF" in text else 256
    for exchange in exchanges(text):
        replay.step(exchange)
    assert replay.sent > 20  # the list was understood
    assert replay.terminal.keys[0]
