"""The dates of expiry a card may have, from birth date and day of issue: for chips that open by BAC alone.

The QR code holds all that BAC needs but the date of expiry. The law says until which age a card is valid;
near the limits two ages are possible. Each date is tried once, by a person, never in a loop: a chip may slow
down or block after wrong keys.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_app.cccd.dates import PartialDate
from desktop_app.cccd.number import document_number_of
from desktop_app.cccd.qr import CardQr
from desktop_app.core.errors import AppError, declare
from desktop_app.emrtd.access import MrzKey

EXPIRY_UNKNOWN = declare("cccd.expiry_unknown")

_NEAR_LIMIT = timedelta(days=90)  # between application and day of issue


@dataclass(frozen=True, slots=True)
class ValidityRule:
    """Until when cards issued since a day are valid.

    Attributes:
        ages: at which a card has to be renewed, ascending; after the last one cards have no end.
        years_before: a card issued so many years before such an age is valid to the next one.
        source: of the rule.
        verify: what is still to be checked; empty when nothing is.
    """

    since: date
    ages: tuple[int, ...]
    years_before: int
    source: str
    verify: str = ""


def parse_rules(raw: bytes) -> tuple[ValidityRule, ...]:
    """Read `validity.toml`, newest rule first.

    Raises:
        ValueError, KeyError: not such a file (a bug: it comes with the program).
    """
    rules = [
        ValidityRule(
            rule["since"], tuple(rule["ages"]), rule["years_before"], rule["source"], rule.get("verify", "")
        )
        for rule in tomllib.loads(raw.decode("utf-8"))["rules"]
    ]
    return tuple(sorted(rules, key=lambda rule: rule.since, reverse=True))


def expiry_candidates(born: date, issued: date, rules: Sequence[ValidityRule]) -> tuple[date, ...]:
    """The days on which a card may end, the likeliest first; none where it has no end or no rule fits."""
    rule = next((rule for rule in rules if rule.since <= issued), None)
    if rule is None or issued < born:
        return ()
    ends = [end for age in rule.ages if (end := _birthday(born, age)) > issued]
    if not ends:
        return ()
    first, following = ends[0], ends[1:2]
    limit = _years_earlier(first, rule.years_before)
    if issued >= limit:
        return (*following, first)
    return (first, *following) if issued >= limit - _NEAR_LIMIT else (first,)


def candidates_of(qr: CardQr, rules: Sequence[ValidityRule]) -> tuple[date, ...]:
    """As `expiry_candidates`, of what the code says for certain; none where a date is doubtful or partial."""
    born, issued = whole(qr.birth_date), whole(qr.issue_date)
    return expiry_candidates(born, issued, rules) if born and issued else ()


def key_with_expiry(qr: CardQr, ordinal: int, rules: Sequence[ValidityRule]) -> MrzKey:
    """The key with one of the candidates.

    Args:
        ordinal: which, counted from 1.

    Raises:
        AppError: cccd.expiry_unknown with the `count` of candidates.
    """
    candidates, born = candidates_of(qr, rules), whole(qr.birth_date)
    if born is None or not 1 <= ordinal <= len(candidates):
        raise AppError(EXPIRY_UNKNOWN, {"count": len(candidates)})
    return MrzKey(document_number_of(qr.number), f"{born:%y%m%d}", f"{candidates[ordinal - 1]:%y%m%d}")


def whole(day: PartialDate | None) -> date | None:
    """The date, where day and month are known."""
    if day is None or day.month is None or day.day is None:
        return None
    return date(day.year, day.month, day.day)


def _birthday(born: date, age: int) -> date:
    """The day somebody reaches an age. Who was born on 29 February reaches it on 1 March of other years."""
    year = min(born.year + age, date.max.year)  # a code may hold any date
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _years_earlier(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)
