"""What the counter does with readers and cards: one total table, no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class CardState(StrEnum):
    """What is shown of the reader."""

    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    READY = "ready"  # lay the card
    WAITING = "waiting"  # a card lies there; the agreement or the number is missing
    READING = "reading"
    DONE = "done"  # take the card
    FAILED = "failed"  # with a code; the card may still lie there


class CardEvent(StrEnum):
    """What happens."""

    SERVICE_UP = "service_up"
    SERVICE_DOWN = "service_down"
    READER_CAME = "reader_came"
    NO_READER_LEFT = "no_reader_left"
    CARD_LAID = "card_laid"
    CARD_MUTE = "card_mute"
    CARD_LIFTED = "card_lifted"
    MAY_READ = "may_read"  # agreement and number are there
    READ = "read"
    READ_FAILED = "read_failed"
    STOPPED = "stopped"  # by the clerk


class CardEffect(StrEnum):
    """What follows."""

    LOOK = "look"  # whether it may be read
    START = "start"
    CANCEL = "cancel"


_S, _E, _F = CardState, CardEvent, CardEffect
_Row = tuple[CardState, tuple[CardEffect, ...]]


def _everywhere(
    event: CardEvent, to: CardState, *effects: CardEffect
) -> dict[tuple[CardState, CardEvent], _Row]:
    return {(state, event): (to, effects) for state in CardState}


def _staying() -> dict[tuple[CardState, CardEvent], _Row]:
    return {(state, event): (state, ()) for state in CardState for event in CardEvent}


# While a card is read, only the reading itself says how it ended: a card that is lifted, a reader that is
# pulled and a service that stops all break it off with their own code.
CARD_TABLE: Mapping[tuple[CardState, CardEvent], _Row] = MappingProxyType(
    _staying()
    | _everywhere(_E.SERVICE_DOWN, _S.NO_SERVICE)
    | _everywhere(_E.NO_READER_LEFT, _S.NO_READER)
    | _everywhere(_E.CARD_LAID, _S.WAITING, _F.LOOK)
    | _everywhere(_E.CARD_MUTE, _S.FAILED)
    | {
        (_S.NO_SERVICE, _E.SERVICE_UP): (_S.NO_READER, ()),
        (_S.NO_SERVICE, _E.NO_READER_LEFT): (_S.NO_SERVICE, ()),
        (_S.NO_SERVICE, _E.READER_CAME): (_S.READY, ()),
        (_S.NO_READER, _E.READER_CAME): (_S.READY, ()),
        (_S.WAITING, _E.CARD_LIFTED): (_S.READY, ()),
        (_S.WAITING, _E.MAY_READ): (_S.READING, (_F.START,)),
        (_S.FAILED, _E.MAY_READ): (_S.READING, (_F.START,)),
        (_S.DONE, _E.MAY_READ): (_S.READING, (_F.START,)),
        (_S.DONE, _E.CARD_LIFTED): (_S.READY, ()),
        (_S.READING, _E.SERVICE_DOWN): (_S.READING, ()),
        (_S.READING, _E.NO_READER_LEFT): (_S.READING, ()),
        (_S.READING, _E.CARD_LAID): (_S.READING, ()),
        (_S.READING, _E.CARD_MUTE): (_S.READING, ()),
        (_S.READING, _E.READ): (_S.DONE, ()),
        (_S.READING, _E.READ_FAILED): (_S.FAILED, (_F.LOOK,)),
        (_S.READING, _E.STOPPED): (_S.WAITING, (_F.CANCEL,)),
    }
)
