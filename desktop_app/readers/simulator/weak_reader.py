"""A card reader that cannot do everything its card can: the weaknesses of some common models."""

from __future__ import annotations

from enum import StrEnum

from desktop_app.core.errors import AppError, FailureCode
from desktop_app.emrtd.card import Card

# Declared by the room of the real readers, which this one stands in for.
_CARD_REMOVED = FailureCode("readers.card_removed")

_SHORT_ANSWER = 256
_GARBAGE = bytes.fromhex("6F00")
_EXTENDED_HEADER = 7  # four bytes, a zero, two of length


class Fault(StrEnum):
    """What goes wrong."""

    EXTENDED_IS_LOST = "extended_is_lost"  # the exchange fails and the card is gone
    EXTENDED_IS_GARBLED = "extended_is_garbled"  # cut to the short form on the way
    FULL_ANSWER_IS_LOST = "full_answer_is_lost"  # an answer of exactly 256 bytes never arrives


class WeakReader:
    """Stands between a program and a card; implements the same port.

    Args:
        card: what lies on it.
        fault: what goes wrong.
    """

    def __init__(self, card: Card, fault: Fault) -> None:
        self._card = card
        self._fault = fault

    def transmit(self, command: bytes) -> bytes:
        """Pass the command on, as far as this reader can.

        Raises:
            AppError: readers.card_removed.
        """
        if _is_extended(command):
            if self._fault is Fault.EXTENDED_IS_LOST:
                self._card.reset()
                raise AppError(_CARD_REMOVED)
            if self._fault is Fault.EXTENDED_IS_GARBLED:
                self._card.transmit(command[:5])
                return _GARBAGE
        answer = self._card.transmit(command)
        if self._fault is Fault.FULL_ANSWER_IS_LOST and len(answer) == _SHORT_ANSWER + 2:
            self._card.reset()
            raise AppError(_CARD_REMOVED)
        return answer

    def reset(self) -> None:
        """Cold reset of the card."""
        self._card.reset()


def _is_extended(command: bytes) -> bool:
    return len(command) >= _EXTENDED_HEADER and command[4] == 0
