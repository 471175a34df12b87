"""What a pack may say about where a value comes from: rules, and templates made of rules. Pure text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from desktop_app.core.terms import CITIZEN_FIELDS

# Values of a person: the twenty of the citizen record, two facts of the card, and what is derived from them.
PERSON_FIELDS = (
    *CITIZEN_FIELDS,
    "issue_date",
    "expiry_date",
    "issue_place",  # who issued the card
    "identity_paper",  # the card in one line
    "relation",  # what the person is to the dossier, if the same card plays another part in it
)

_OF_NO_PERSON = {
    "office": ("recipient_name", "parent_name", "place"),
    "procedure": ("name", "request"),
}
TODAY = "today"
UNKNOWN = "…"

_PLACE = re.compile(r"\{([^{}]*)\}")


class Rule(NamedTuple):
    """A rule taken apart: `declarant.full_name` is (`declarant`, `full_name`), `today` is (`today`, ``)."""

    subject: str
    name: str

    @property
    def of_person(self) -> bool:
        """Whether it asks for a value of a person of the procedure."""
        return self.subject not in _OF_NO_PERSON and self.subject != TODAY


class Filled(NamedTuple):
    """A template with its places filled.

    Attributes:
        text: unknown places stand as `…`.
        missing: rules of the places that were not known.
    """

    text: str
    missing: tuple[str, ...]


def split_rule(text: str) -> Rule | None:
    """Take a rule apart; None if it asks for something nobody has.

    A person's key is not checked here: only the procedure knows its people.
    """
    subject, dot, name = text.partition(".")
    if text == TODAY:
        return Rule(TODAY, "")
    known = _OF_NO_PERSON.get(subject, PERSON_FIELDS)
    return Rule(subject, name) if dot and subject.isidentifier() and name in known else None


def rules_of(template: str) -> tuple[str, ...]:
    """The places of a template, in its order."""
    return tuple(_PLACE.findall(template))


def fill_template(template: str, known: Callable[[str], str | None]) -> Filled:
    """Fill the places of a template.

    Args:
        template: such as `Xác nhận thông tin về cư trú tại {declarant.permanent_address}`.
        known: the value of a rule, or None.
    """
    missing: list[str] = []

    def value(match: re.Match[str]) -> str:
        found = known(match[1])
        if not found:
            missing.append(match[1])
        return found or UNKNOWN

    return Filled(_PLACE.sub(value, template), tuple(missing))
