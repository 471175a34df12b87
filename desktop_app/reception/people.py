"""A card or a QR code finds its person: joined with what is known, given a seat, or refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from desktop_app.catalogue.pack import Pack
from desktop_app.cccd.crosscheck import same_text
from desktop_app.cccd.qr import CardQr
from desktop_app.cccd.record import SOURCES_DIFFER, CardFacts, CitizenRecord, build_record
from desktop_app.core.errors import FailureCode, declare
from desktop_app.core.personal import Personal
from desktop_app.core.terms import CITIZEN_FIELDS, ValueSource
from desktop_app.reception.session import Notice, Person, ReadSummary, Session, next_empty, procedure_of

NO_NUMBER_ON_CARD = declare("reception.no_number_on_card")
PERSON_ALREADY_HERE = declare("reception.person_already_here")
CARD_OF_ANOTHER_PERSON = declare("reception.card_of_another_person")
QR_OF_ANOTHER_PERSON = declare("reception.qr_of_another_person")

_COMPARED = ("full_name", "sex", "birth_date")


def seat_chip(
    session: Session,
    pack: Pack,
    record: CitizenRecord,
    card: CardFacts,
    read: ReadSummary | None,
    slot: str | None,
) -> Session:
    """Seat who the chip says it is.

    Args:
        read: None while the photo and the checks are still coming.
        slot: where; None for the person whose turn it is.
    """
    number = record.get("number") or ""

    def person(seat: str, old: Person | None) -> Person:
        return with_chip(seat, old, record, card, read)

    joins = {s for s, p in session.people.items() if p.number == number and p.read is None}
    return _seat(session, pack, number, slot, joins, person, CARD_OF_ANOTHER_PERSON)


def with_chip(
    seat: str, old: Person | None, record: CitizenRecord, card: CardFacts, read: ReadSummary | None
) -> Person:
    """Who sits in a seat once the chip is read, by what was known of them before."""
    if old is not None and read is None and old.read is not None:
        return old  # the text of a card that is read again says nothing new until its checks are here
    notices = tuple(Notice.of(error) for error in record.notices)
    qr = old.qr if old else None
    merged, differences = together(replace(record, notices=()), qr)
    return Person(seat, merged, card, read, qr, notices, differences, old.photo if old else None)


def seat_qr(session: Session, pack: Pack, qr: CardQr, slot: str | None) -> Session:
    """Seat who the QR code says it is; it joins the chip of the same number."""

    def person(seat: str, old: Person | None) -> Person:
        if old is None:
            record, card = build_record({}, qr)
            notices = tuple(Notice.of(error) for error in record.notices)
            return Person(seat, replace(record, notices=()), card, None, qr, notices)
        merged, differences = together(_of_chip(old.record), qr)
        return replace(old, record=merged, qr=qr, differences=differences)

    joins = {s for s, p in session.people.items() if p.number == qr.number and p.qr is None}
    return _seat(session, pack, qr.number, slot, joins, person, QR_OF_ANOTHER_PERSON)


def seat_again(session: Session, pack: Pack, slot: str, source: str) -> Session:
    """Seat somebody who is here in a second place, where the law lets one person play both parts."""
    person = session.people[source]
    if slot in session.people or not may_also_be(session, pack, source, slot):
        return replace(session, notice=Notice(str(PERSON_ALREADY_HERE), {"slot": source}))
    consents = dict(session.consents)
    if source in consents:
        consents[slot] = consents[source]
    seated = replace(session, people={**session.people, slot: replace(person, slot=slot)}, consents=consents)
    return replace(seated, turn=next_empty(seated, pack, slot) or slot)


def swap_seats(session: Session, one: str, other: str) -> Session:
    """Let two places change their people, with what they agreed to."""
    places = {one: other, other: one}
    people = {
        places.get(slot, slot): replace(person, slot=places.get(slot, slot))
        for slot, person in session.people.items()
    }
    consents = {places.get(slot, slot): agreed for slot, agreed in session.consents.items()}
    return replace(session, people=people, consents=consents)


def may_also_be(session: Session, pack: Pack, one: str, other: str) -> bool:
    """Whether the person in one slot may sit in the other too."""
    procedure = procedure_of(session, pack)
    if procedure is None:
        return False
    first, second = one.partition(".")[0], other.partition(".")[0]
    also = {part.key: part.may_also_be for part in procedure.people}
    return second in also.get(first, ()) or first in also.get(second, ())


def together(chip: CitizenRecord, qr: CardQr | None) -> tuple[CitizenRecord, tuple[Notice, ...]]:
    """The chip's record with its gaps filled from the QR code of the same card, and where they disagree.

    The address is not compared: the same one may be spelled differently.
    """
    if qr is None:
        return chip, ()
    printed, _ = build_record({}, qr)
    values: dict[str, Personal[str] | None] = {}
    sources: dict[str, ValueSource] = {}
    for name in CITIZEN_FIELDS:
        from_chip = chip.values[name]
        values[name] = printed.values[name] if from_chip is None else from_chip
        if values[name] is not None:
            sources[name] = ValueSource.QR if from_chip is None else chip.sources[name]
    differences = tuple(
        Notice(str(SOURCES_DIFFER), {"field": name, "first": "chip", "second": "QR"})
        for name in _COMPARED
        if chip.get(name)
        and printed.get(name)
        and not same_text(chip.get(name) or "", printed.get(name) or "")
    )
    return CitizenRecord(MappingProxyType(values), MappingProxyType(sources)), differences


def _of_chip(record: CitizenRecord) -> CitizenRecord:
    """Only what the chip said."""
    values = {
        name: record.values[name] if record.sources.get(name) is ValueSource.CHIP else None
        for name in CITIZEN_FIELDS
    }
    sources = {name: source for name, source in record.sources.items() if source is ValueSource.CHIP}
    return CitizenRecord(MappingProxyType(values), MappingProxyType(sources))


def _seat(
    session: Session,
    pack: Pack,
    number: str,
    slot: str | None,
    unfinished: set[str],
    person: Callable[[str, Person | None], Person],
    another: FailureCode,
) -> Session:
    """Find the seat of a number.

    Args:
        unfinished: slots in which this very person waits for the other half: chip or code.
        person: makes who sits there, from who sat there.
        another: what to say where somebody else sits.
    """
    if not number:
        return replace(session, notice=Notice(str(NO_NUMBER_ON_CARD)))
    target = slot or session.turn
    seats = session.seats_of(number)
    if target in seats or (slot is None and unfinished):
        joined = {seat: person(seat, session.people[seat]) for seat in seats}
        consents = _moved_consent(session, seats)
        return replace(session, people={**session.people, **joined}, consents=consents)
    if target in session.people:
        return replace(session, notice=Notice(str(another), {"slot": target}))
    if not all(may_also_be(session, pack, seat, target) for seat in seats):
        return replace(session, notice=Notice(str(PERSON_ALREADY_HERE), {"slot": seats[0]}))
    joined = {seat: person(seat, session.people.get(seat)) for seat in (*seats, target)}
    seated = replace(session, people={**session.people, **joined})
    return replace(seated, turn=next_empty(seated, pack, target) or target)


def _moved_consent(session: Session, seats: tuple[str, ...]) -> Mapping[str, str]:
    """An agreement given for the empty seat whose turn it is belongs to who then laid the card."""
    if session.turn in session.people or session.turn not in session.consents:
        return session.consents
    moved = dict(session.consents)
    agreed = moved.pop(session.turn)
    return {**dict.fromkeys(seats, agreed), **moved}
