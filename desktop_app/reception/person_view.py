"""One person for the eye: name and number large, badges, and the twenty fields with their sources."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from desktop_app.cccd.crosscheck import ABOUT_THE_CARD
from desktop_app.core.terms import CITIZEN_FIELDS, PersonRole, ValueSource
from desktop_app.core.text import group_number
from desktop_app.reception.badges import Badge, badges_of
from desktop_app.reception.inputs import shown_date
from desktop_app.reception.session import Notice, Person, Session, Slot

# Sensitive: shown when the form needs them, or on request with a reason that is logged (Luật 91/2025/QH15).
_MASKED = ("ethnicity", "religion")
_DATES = ("birth_date",)


@dataclass(frozen=True, slots=True)
class RecordField:
    """One of the twenty fields; `value` is empty where nobody says it."""

    name: str
    value: str = field(repr=False)
    source: ValueSource | None
    masked: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """A place for a person and who sits there.

    Attributes:
        title: empty as long as no procedure is chosen.
        number: grouped for the eye.
        birth_date: `15/01/1999`, may be partial.
        age: full years today; None where it is not known.
        notices: what the card says unclearly, and where chip and QR code differ.
        consent_id: None until they agreed to have the chip read.
    """

    slot: str
    role: PersonRole
    title: str
    required: bool
    is_turn: bool
    filled: bool
    being_read: bool
    in_doubt: bool
    name: str = field(repr=False)
    number: str = field(repr=False)
    birth_date: str = field(repr=False)
    age: int | None = field(repr=False)
    sex: str = field(repr=False)
    address: str = field(repr=False)
    expiry_date: str
    photo: bytes | None = field(repr=False)
    badges: tuple[Badge, ...]
    notices: tuple[Notice, ...]
    record: tuple[RecordField, ...]
    consent_id: str | None


def person_view(session: Session, slot: Slot, today: date, *, shown: Collection[str]) -> PersonView:
    """Look at a place.

    Args:
        shown: fields that the form needs, which are therefore not masked.
    """
    person = session.people.get(slot.key)
    birth = _of(person, "birth_date")
    return PersonView(
        slot=slot.key,
        role=slot.role,
        title=slot.title,
        required=slot.required,
        is_turn=session.turn == slot.key,
        filled=person is not None,
        being_read=person is not None and person.being_read,
        in_doubt=person is not None and person.in_doubt,
        name=_of(person, "full_name"),
        number=group_number(_of(person, "number")),
        birth_date=shown_date(birth),
        age=age_on(birth, today),
        sex=_of(person, "sex"),
        address=_of(person, "permanent_address"),
        expiry_date=shown_date(person.card.expiry_date or "") if person else "",
        photo=person.photo if person else None,
        badges=badges_of(person, today) if person else (),
        notices=(*person.notices, *person.differences, *_of_card(person)) if person else (),
        record=tuple(_field(person, name, name in shown) for name in CITIZEN_FIELDS) if person else (),
        consent_id=session.consents.get(slot.key),
    )


def age_on(birth: str, today: date) -> int | None:
    """Full years, where the whole date of birth is known."""
    try:
        born = date.fromisoformat(birth)
    except ValueError:
        return None
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return age if age >= 0 else None


def _of_card(person: Person) -> tuple[Notice, ...]:
    """What does not fit about the card itself; where values differ the notices say it already."""
    found = person.read.findings if person.read is not None else ()
    return tuple(Notice(f"findings.{one.code}") for one in found if one.code in ABOUT_THE_CARD)


def _of(person: Person | None, name: str) -> str:
    return (person.record.get(name) or "") if person else ""


def _field(person: Person, name: str, shown: bool) -> RecordField:
    value = _of(person, name)
    source = person.record.sources.get(name)
    return RecordField(
        name, shown_date(value) if name in _DATES else value, source, name in _MASKED and not shown
    )
