"""What can be done about a card or a code that found no seat: each way with the events it takes. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop_app.catalogue.pack import Pack
from desktop_app.reception.events import (
    CardRead,
    ConsentGiven,
    Event,
    MemberAdded,
    PersonRemoved,
    QrScanned,
    SeatsSwapped,
)
from desktop_app.reception.people import CARD_OF_ANOTHER_PERSON, PERSON_ALREADY_HERE, QR_OF_ANOTHER_PERSON
from desktop_app.reception.session import (
    DECLARANT,
    Session,
    next_empty,
    procedure_of,
    repeated_part,
    slots,
)

Refused = CardRead | QrScanned


class Way(StrEnum):
    """What is offered; the page has the words."""

    SEAT = "seat"  # into an empty place
    ADD = "add"  # as one more member
    REPLACE = "replace"  # instead of who sits there
    NEW = "new"  # a dossier of their own
    MOVE = "move"  # who is here already, into the empty place


@dataclass(frozen=True, slots=True)
class Offer:
    """One way out.

    Attributes:
        slot: the place it is about; empty for none.
        anew: the next session is begun first.
    """

    way: Way
    slot: str
    events: tuple[Event, ...]
    anew: bool = False


def offers_of(session: Session, pack: Pack, refused: Refused | None) -> tuple[Offer, ...]:
    """What can be done about the session's notice.

    Args:
        refused: the card or code that the notice is about.
    """
    notice = session.notice
    at = str(notice.facts.get("slot", "")) if notice is not None else ""
    if notice is None or not at:
        return ()
    if notice.code == PERSON_ALREADY_HERE:
        empty = session.turn if session.turn not in session.people else next_empty(session, pack, at)
        return (Offer(Way.MOVE, empty, (SeatsSwapped(at, empty),)),) if empty else ()
    if notice.code in (CARD_OF_ANOTHER_PERSON, QR_OF_ANOTHER_PERSON) and refused is not None:
        return tuple(_seats(session, pack, refused, at))
    return ()


def swap_of(session: Session, pack: Pack, slot: str = "") -> SeatsSwapped | None:
    """Who sits in a place goes on to the next one and changes with who sits there; None: there is none.

    Args:
        slot: "" for who was seated last.
    """
    keys = [slot.key for slot in slots(session, pack)]
    seated = [key for key in session.people if key in keys]
    if not seated or len(keys) < 2 or (slot and slot not in seated):
        return None
    who = slot or seated[-1]
    return SeatsSwapped(who, keys[(keys.index(who) + 1) % len(keys)])


def _seats(session: Session, pack: Pack, refused: Refused, at: str) -> Iterator[Offer]:
    agreed = session.consents.get(refused.slot or session.turn) if isinstance(refused, CardRead) else None

    def seated(slot: str) -> tuple[Event, ...]:
        there = replace(refused, slot=slot)
        return (there,) if agreed is None else (there, ConsentGiven(slot, agreed))

    if empty := next_empty(session, pack, at):
        yield Offer(Way.SEAT, empty, seated(empty))
    part = repeated_part(procedure_of(session, pack))
    if part is not None and len(session.rows) < part.most:
        new = f"{part.key}.{len(session.rows) + 1}"
        yield Offer(Way.ADD, new, (MemberAdded(), *seated(new)))
    yield Offer(Way.REPLACE, at, (PersonRemoved(at), *seated(at)))
    yield Offer(Way.NEW, "", seated(DECLARANT), anew=True)
