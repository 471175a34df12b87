"""Cards for tests of the reader side: one that plays a transcript, one that meddles with another card."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from desktop_app.emrtd.apdu import Command, Response, parse_response
from desktop_app.emrtd.card import Card


class ScriptedCard:
    """Answers a fixed list of commands, and fails the test at any other command.

    Args:
        script: pairs of command and response, hexadecimal.
    """

    def __init__(self, script: Iterable[tuple[str, str]]) -> None:
        self._script = list(script)
        self.resets = 0

    def transmit(self, command: bytes) -> bytes:
        assert self._script, f"unexpected command {command.hex().upper()}"
        expected, answer = self._script.pop(0)
        assert command.hex().upper() == expected.upper()
        return bytes.fromhex(answer)

    def send(self, command: Command) -> Response:
        """The same for functions that take a plain transmit function."""
        return parse_response(self.transmit(command.to_bytes()))

    def reset(self) -> None:
        self.resets += 1

    def assert_played(self) -> None:
        assert not self._script, f"{len(self._script)} commands were never sent"


class MeddledCard:
    """Another card with somebody in between.

    Args:
        card: the card behind.
        meddle: gets each command; returns the response to give instead, or None to let it through.
    """

    def __init__(self, card: Card, meddle: Callable[[bytes], bytes | None] = lambda command: None) -> None:
        self._card = card
        self._meddle = meddle
        self.commands: list[bytes] = []
        self.resets = 0

    def transmit(self, command: bytes) -> bytes:
        self.commands.append(command)
        instead = self._meddle(command)
        return self._card.transmit(command) if instead is None else instead

    def reset(self) -> None:
        self.resets += 1
        self._card.reset()

    def count(self, ins: int) -> int:
        """How many commands with this instruction were sent."""
        return sum(1 for command in self.commands if command[1] == ins)
