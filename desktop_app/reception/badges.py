"""What the window says of a card in a word: from what the checks found, never from their absence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop_app.core.terms import CheckName, Outcome, Severity
from desktop_app.emrtd.result import Check, Reason
from desktop_app.reception.session import Person, ReadSummary

_DATA = (CheckName.DG_HASHES, CheckName.SOD_SIGNATURE, CheckName.SIGNER_CHAIN)
_CHIP = (CheckName.CHIP_AUTHENTICATION, CheckName.ACTIVE_AUTHENTICATION)


class BadgeCode(StrEnum):
    """What can be said of a card; the words are in the messages of `badge`."""

    GENUINE = "badge.genuine"  # the chip proved that it is no copy
    CLONED = "badge.cloned"  # it failed to
    INTACT = "badge.intact"
    ALTERED = "badge.altered"
    UNKNOWN_ISSUER = "badge.unknown_issuer"
    NO_CSCA = "badge.no_csca"
    UNCHECKED = "badge.unchecked"
    FORGERY = "badge.forgery"  # another sign than a failed check
    EXPIRED = "badge.expired"
    DIFFERS = "badge.differs"
    QR_ONLY = "badge.qr_only"
    READING = "badge.reading"


class BadgeRole(StrEnum):
    """How a badge is meant; the theme knows its colour and icon."""

    VERIFIED = "verified"
    ATTENTION = "attention"
    FAILED = "failed"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Badge:
    """One word about a card."""

    code: BadgeCode
    role: BadgeRole


def badges_of(person: Person, today: date) -> tuple[Badge, ...]:
    """What is to be said of somebody's card, gravest first within its kind."""
    found: list[Badge] = []
    if person.read is not None:
        found += _of_chip(person.read)
        found += _of_data(person.read)
    elif person.qr is not None:
        found.append(Badge(BadgeCode.QR_ONLY, BadgeRole.ATTENTION))
    else:
        found.append(Badge(BadgeCode.READING, BadgeRole.INFO))
    # Of a month or a year alone the end counts: "~" stands behind every digit.
    if (person.card.expiry_date or "9999").ljust(10, "~") < today.isoformat():
        found.append(Badge(BadgeCode.EXPIRED, BadgeRole.ATTENTION))
    if person.differences:
        found.append(Badge(BadgeCode.DIFFERS, BadgeRole.ATTENTION))
    return tuple(found)


def _of_chip(read: ReadSummary) -> list[Badge]:
    outcomes = [read.checks[name].outcome for name in _CHIP if name in read.checks]
    found: list[Badge] = []
    if Outcome.FAILED in outcomes:
        found.append(Badge(BadgeCode.CLONED, BadgeRole.FAILED))
    elif Outcome.VERIFIED in outcomes:
        found.append(Badge(BadgeCode.GENUINE, BadgeRole.VERIFIED))
    if any(finding.severity is Severity.FORGERY for finding in read.findings):
        found.append(Badge(BadgeCode.FORGERY, BadgeRole.FAILED))
    return found


def _of_data(read: ReadSummary) -> list[Badge]:
    checks = [read.checks.get(name, Check(Outcome.NOT_POSSIBLE)) for name in _DATA]
    hashes, signature, chain = checks
    if Outcome.FAILED in (hashes.outcome, signature.outcome):
        return [Badge(BadgeCode.ALTERED, BadgeRole.FAILED)]
    if chain.outcome is Outcome.FAILED:
        return [Badge(BadgeCode.UNKNOWN_ISSUER, BadgeRole.FAILED)]
    if all(check.outcome is Outcome.VERIFIED for check in checks):
        return [Badge(BadgeCode.INTACT, BadgeRole.VERIFIED)]
    without_root = chain.reason == Reason.NO_CSCA and hashes.outcome is Outcome.VERIFIED
    return [Badge(BadgeCode.NO_CSCA if without_root else BadgeCode.UNCHECKED, BadgeRole.ATTENTION)]
