"""What a reader and the smart-card service can be, and what follows from what is seen: two total tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Presence(StrEnum):
    """What stands in a reader."""

    EMPTY = "empty"
    CARD = "card"
    MUTE = "mute"  # something that does not answer


@dataclass(frozen=True, slots=True)
class SlotStatus:
    """One reader as the service describes it.

    Attributes:
        reader: its name.
        presence: what stands in it.
        counter: the service's count of insertions and removals; another number is another insertion.
        atr: answer to reset; empty without a card.
    """

    reader: str
    presence: Presence
    counter: int = 0
    atr: bytes = field(default=b"", repr=False)


class SlotState(StrEnum):
    """What the monitor has told of a reader so far."""

    UNKNOWN = "unknown"  # not there
    EMPTY = "empty"
    CARD = "card"
    MUTE = "mute"


class SlotEvent(StrEnum):
    """What the monitor sees of a reader."""

    SEEN_EMPTY = "seen_empty"
    SEEN_SAME_CARD = "seen_same_card"
    SEEN_OTHER_CARD = "seen_other_card"
    SEEN_MUTE = "seen_mute"
    GONE = "gone"


class SlotEffect(StrEnum):
    """What the monitor tells."""

    READER_ADDED = "reader_added"
    READER_REMOVED = "reader_removed"
    CARD_INSERTED = "card_inserted"
    CARD_UNRESPONSIVE = "card_unresponsive"
    CARD_REMOVED = "card_removed"


_S, _E, _F = SlotState, SlotEvent, SlotEffect

SLOT_TABLE: Mapping[tuple[SlotState, SlotEvent], tuple[SlotState, tuple[SlotEffect, ...]]] = MappingProxyType(
    {
        (_S.UNKNOWN, _E.SEEN_EMPTY): (_S.EMPTY, (_F.READER_ADDED,)),
        (_S.UNKNOWN, _E.SEEN_SAME_CARD): (_S.CARD, (_F.READER_ADDED, _F.CARD_INSERTED)),
        (_S.UNKNOWN, _E.SEEN_OTHER_CARD): (_S.CARD, (_F.READER_ADDED, _F.CARD_INSERTED)),
        (_S.UNKNOWN, _E.SEEN_MUTE): (_S.MUTE, (_F.READER_ADDED, _F.CARD_UNRESPONSIVE)),
        (_S.UNKNOWN, _E.GONE): (_S.UNKNOWN, ()),
        (_S.EMPTY, _E.SEEN_EMPTY): (_S.EMPTY, ()),
        (_S.EMPTY, _E.SEEN_SAME_CARD): (_S.CARD, (_F.CARD_INSERTED,)),
        (_S.EMPTY, _E.SEEN_OTHER_CARD): (_S.CARD, (_F.CARD_INSERTED,)),
        (_S.EMPTY, _E.SEEN_MUTE): (_S.MUTE, (_F.CARD_UNRESPONSIVE,)),
        (_S.EMPTY, _E.GONE): (_S.UNKNOWN, (_F.READER_REMOVED,)),
        (_S.CARD, _E.SEEN_EMPTY): (_S.EMPTY, (_F.CARD_REMOVED,)),
        (_S.CARD, _E.SEEN_SAME_CARD): (_S.CARD, ()),
        (_S.CARD, _E.SEEN_OTHER_CARD): (_S.CARD, (_F.CARD_REMOVED, _F.CARD_INSERTED)),
        (_S.CARD, _E.SEEN_MUTE): (_S.MUTE, (_F.CARD_REMOVED, _F.CARD_UNRESPONSIVE)),
        (_S.CARD, _E.GONE): (_S.UNKNOWN, (_F.CARD_REMOVED, _F.READER_REMOVED)),
        (_S.MUTE, _E.SEEN_EMPTY): (_S.EMPTY, (_F.CARD_REMOVED,)),
        (_S.MUTE, _E.SEEN_SAME_CARD): (_S.CARD, (_F.CARD_REMOVED, _F.CARD_INSERTED)),
        (_S.MUTE, _E.SEEN_OTHER_CARD): (_S.CARD, (_F.CARD_REMOVED, _F.CARD_INSERTED)),
        (_S.MUTE, _E.SEEN_MUTE): (_S.MUTE, ()),
        (_S.MUTE, _E.GONE): (_S.UNKNOWN, (_F.CARD_REMOVED, _F.READER_REMOVED)),
    }
)


class ServiceState(StrEnum):
    """What the monitor has told of the service so far."""

    STARTING = "starting"
    UP = "up"
    DOWN = "down"


class ServiceEvent(StrEnum):
    """What the monitor sees of the service."""

    ANSWERS = "answers"
    FAILS = "fails"


class ServiceEffect(StrEnum):
    """What the monitor tells or does."""

    TELL_UP = "tell_up"
    TELL_DOWN = "tell_down"
    FORGET_READERS = "forget_readers"


_V, _W, _X = ServiceState, ServiceEvent, ServiceEffect

SERVICE_TABLE: Mapping[tuple[ServiceState, ServiceEvent], tuple[ServiceState, tuple[ServiceEffect, ...]]] = (
    MappingProxyType(
        {
            (_V.STARTING, _W.ANSWERS): (_V.UP, (_X.TELL_UP,)),
            (_V.STARTING, _W.FAILS): (_V.DOWN, (_X.TELL_DOWN,)),
            (_V.UP, _W.ANSWERS): (_V.UP, ()),
            (_V.UP, _W.FAILS): (_V.DOWN, (_X.FORGET_READERS, _X.TELL_DOWN)),
            (_V.DOWN, _W.ANSWERS): (_V.UP, (_X.TELL_UP,)),
            (_V.DOWN, _W.FAILS): (_V.DOWN, ()),
        }
    )
)
