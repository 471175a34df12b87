"""The radio link between reader and chip as a delay: what an exchange costs on the air."""

from __future__ import annotations

import time
from dataclasses import dataclass

from desktop_app.emrtd.card import Card

# A sleep may end late by about a tenth of a millisecond, so the last part is spun.
_SPIN_S = 0.0002


@dataclass(frozen=True, slots=True)
class Link:
    """A link with a rate and a fixed cost per exchange.

    Attributes:
        kbps: bit rate in kilobit a second, both ways; 106 is the slowest of ISO/IEC 14443.
        overhead_ms: frame delays, reader and driver, per exchange.
    """

    kbps: int
    overhead_ms: float

    def __post_init__(self) -> None:
        if self.kbps <= 0 or self.overhead_ms < 0:
            raise ValueError("a link needs a positive rate and no negative overhead")

    def ms(self, wire_bytes: int, exchanges: int = 1) -> float:
        """Milliseconds that these APDU bytes (commands and answers together) take."""
        return self.overhead_ms * exchanges + 8 * wire_bytes / self.kbps


class TimedCard:
    """A card behind a link: answers when computing and link are both over, and counts.

    Args:
        card: the chip.
        link: None counts without delay.

    Attributes:
        exchanges: commands answered so far.
        wire_bytes: of all commands and answers so far.
    """

    def __init__(self, card: Card, link: Link | None) -> None:
        self._card = card
        self._link = link
        self.exchanges = 0
        self.wire_bytes = 0

    def transmit(self, command: bytes) -> bytes:
        """Pass the command on; return no earlier than the link allows."""
        begin = time.perf_counter()
        answer = self._card.transmit(command)
        size = len(command) + len(answer)
        self.exchanges += 1
        self.wire_bytes += size
        if self._link is not None:
            wait_until(begin + self._link.ms(size) / 1000)
        return answer

    def reset(self) -> None:
        """Cold reset of the card."""
        self._card.reset()


def wait_until(instant: float) -> None:
    """Wait for an instant of `time.perf_counter`, exact to some microseconds."""
    left = instant - time.perf_counter()
    if left > _SPIN_S:
        time.sleep(left - _SPIN_S)
    while time.perf_counter() < instant:
        pass
