"""A card that opens by its date of expiry alone: which dates may be tried, one by one, when a clerk says so.

The dates follow from the law (`cccd.expiry`). A date that the chip has refused is not offered again for the
same person; nothing is ever tried by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from desktop_app.cccd.expiry import ValidityRule, candidates_of, whole
from desktop_app.cccd.number import document_number_of
from desktop_app.core.errors import declare
from desktop_app.emrtd.access import MrzKey
from desktop_app.reception.session import Person

WRONG_EXPIRY = declare("reception.wrong_expiry")


@dataclass(frozen=True, slots=True)
class ExpiryOffer:
    """What may be tried next.

    Attributes:
        day: the likeliest date that was not refused yet; None: none follows from the law.
        needs_birth: no code of the card says the birth date; it has to be typed with the date.
        needs_number: the number of the card is not known; the code or the number has to come first.
    """

    day: date | None = field(default=None, repr=False)
    needs_birth: bool = False
    needs_number: bool = False


class ExpiryTries:
    """What was tried on the cards of one session.

    Args:
        rules: of the law.
    """

    def __init__(self, rules: Sequence[ValidityRule]) -> None:
        self._rules = tuple(rules)
        self._typed: dict[str, str] = {}
        self._trying: dict[str, date] = {}
        self._refused: dict[str, set[date]] = {}

    def number_typed(self, slot: str, number: str) -> None:
        """The citizen number was typed for this place."""
        self._typed[slot] = number

    def offer(self, slot: str, person: Person | None) -> ExpiryOffer:
        """What may be tried next on the card of this place."""
        number = self._number(slot, person)
        if not number:
            return ExpiryOffer(needs_number=True)
        if _born(person) is None:
            return ExpiryOffer(needs_birth=True)
        refused = self._refused.get(number, set())
        return ExpiryOffer(next((day for day in self._candidates(person) if day not in refused), None))

    def key(self, slot: str, person: Person | None, day: date | None, born: date | None) -> MrzKey | None:
        """The key for one try with a date; None: a part of it is missing.

        Args:
            born: typed; what a code of the card says goes before it.
        """
        number, birth = self._number(slot, person), _born(person) or born
        if not number or birth is None or day is None:
            return None
        self._trying[slot] = day
        self._typed[slot] = number
        return MrzKey(document_number_of(number), f"{birth:%y%m%d}", f"{day:%y%m%d}")

    def refused(self, slot: str) -> None:
        """The chip has refused the date that was tried last."""
        day = self._trying.pop(slot, None)
        if day is not None:
            self._refused.setdefault(self._typed[slot], set()).add(day)

    def forget(self) -> None:
        """Other people stand at the counter."""
        for kept in (self._typed, self._trying, self._refused):
            kept.clear()

    def _number(self, slot: str, person: Person | None) -> str:
        return (person.number if person is not None else "") or self._typed.get(slot, "")

    def _candidates(self, person: Person | None) -> tuple[date, ...]:
        return candidates_of(person.qr, self._rules) if person is not None and person.qr is not None else ()


def _born(person: Person | None) -> date | None:
    return whole(person.qr.birth_date) if person is not None and person.qr is not None else None
