"""Filling a form from what the card says: pure, each value with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_app.cccd.record import CitizenRecord
from desktop_app.core.terms import PersonRole, ValueSource
from desktop_app.dossiers.model import PersonalValue

FORM = "form"


@dataclass(frozen=True, slots=True)
class FilledValue:
    """A value of the form and where it came from."""

    value: str = field(repr=False)
    source: ValueSource


# What a dossier keeps of a person: enough to find, call and print. Religion, ethnicity, features, family and
# photo stay on the card unless a form asks for them (Luật 91/2025/QH15: only what the purpose needs).
_KEPT = ("number", "old_number", "full_name", "birth_date", "sex", "nationality", "permanent_address")

# Values of the declaration that the declarant's card answers.
_FROM_DECLARANT = ("full_name", "birth_date", "sex", "number")


def fill_declaration(
    declarant: CitizenRecord, *, recipient: str, request: str, typed: Mapping[str, str] | None = None
) -> dict[str, FilledValue]:
    """The declaration's values: the card's, the catalogue's and the office's, and what was typed.

    Args:
        declarant: who declares.
        recipient: the body it is addressed to.
        request: what is asked for, in the catalogue's words.
        typed: what the clerk typed; wins over the rest.
    """
    values = {"recipient": FilledValue(recipient, ValueSource.OFFICE)}
    values["request"] = FilledValue(request, ValueSource.CATALOGUE)
    for name in _FROM_DECLARANT:
        value = declarant.get(name)
        if value:
            values[name] = FilledValue(value, declarant.sources[name])
    for name, value in (typed or {}).items():
        if value.strip():
            values[name] = FilledValue(value, ValueSource.TYPED)
    return values


def share_not_typed(values: Mapping[str, FilledValue]) -> int:
    """Percent of the filled blanks that the clerk did not type; 100 for an empty form."""
    if not values:
        return 100
    free = sum(value.source is not ValueSource.TYPED for value in values.values())
    return free * 100 // len(values)


def values_to_keep(
    people: Mapping[PersonRole, CitizenRecord], form: Mapping[str, FilledValue]
) -> tuple[PersonalValue, ...]:
    """What the dossier keeps of the people, and all values of the form."""
    kept = [PersonalValue(FORM, name, filled.value, filled.source) for name, filled in form.items()]
    for role, record in people.items():
        for name in _KEPT:
            value = record.get(name)
            if value:
                kept.append(PersonalValue(role, name, value, record.sources[name]))
    return tuple(kept)
