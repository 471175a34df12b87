"""What the window says of a card in a word: from what the checks found, never from their absence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop_app.core.terms import CheckName, Outcome, Severity
from desktop_app.emrtd.result import Check, FindingCode, Reason
from desktop_app.reception.session import Person, ReadSummary

_DATA = (CheckName.DG_HASHES, CheckName.SOD_SIGNATURE, CheckName.SIGNER_CHAIN)
_CHIP = (CheckName.CHIP_AUTHENTICATION, CheckName.ACTIVE_AUTHENTICATION)
_OF_COPIES = (Reason.CHIP_REFUSED, Reason.CHIP_ANSWER_WRONG)
_SAID_BY_FAILURE = (FindingCode.CLONED, FindingCode.CHALLENGE_ANSWER_WRONG)


class BadgeCode(StrEnum):
    """What can be said of a card; the words are in the messages of `badge`."""

    GENUINE = "badge.genuine"  # the chip proved that it is no copy
    CLONED = "badge.cloned"  # it is one: it does not have the key, or would not use it
    CHIP_FAILED = "badge.chip_failed"  # the proof went wrong in another way
    CHIP_UNPROVEN = "badge.chip_unproven"  # nothing can be said
    INTACT = "badge.intact"
    ALTERED = "badge.altered"
    UNKNOWN_ISSUER = "badge.unknown_issuer"
    ISSUER_REFUSED = "badge.issuer_refused"  # known, but revoked, out of date or not allowed to sign
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
    """One word about a card.

    Attributes:
        reason: code of the words why, such as `checks.hash_mismatch`; empty where the badge says it all.
    """

    code: BadgeCode
    role: BadgeRole
    reason: str = ""


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
    checks = [read.checks.get(name, Check(Outcome.NOT_POSSIBLE, Reason.NOT_ASKED)) for name in _CHIP]
    failed = [check for check in checks if check.outcome is Outcome.FAILED]
    forged = [str(finding.code) for finding in read.findings if finding.severity is Severity.FORGERY]
    found: list[Badge] = []
    if failed:
        copies = [check for check in failed if check.reason in _OF_COPIES]
        code = BadgeCode.CLONED if copies else BadgeCode.CHIP_FAILED
        found.append(Badge(code, BadgeRole.FAILED, _why((copies or failed)[0])))
        forged = [code for code in forged if code not in _SAID_BY_FAILURE]
    elif any(check.outcome is Outcome.VERIFIED for check in checks):
        # A key proves nothing unless somebody known signed it: a forger's own chip has one, too.
        chain = read.checks.get(CheckName.SIGNER_CHAIN, Check(Outcome.NOT_POSSIBLE))
        if chain.outcome is Outcome.VERIFIED:
            found.append(Badge(BadgeCode.GENUINE, BadgeRole.VERIFIED))
        elif chain.outcome is Outcome.NOT_POSSIBLE:
            found.append(Badge(BadgeCode.CHIP_UNPROVEN, BadgeRole.INFO, _why(chain)))
    else:
        # That a chip has only one of the two proofs is usual: why the other one was not possible counts.
        telling = [check for check in checks if check.reason != Reason.NOT_OFFERED]
        found.append(Badge(BadgeCode.CHIP_UNPROVEN, BadgeRole.INFO, _why((telling or checks)[0])))
    if forged:
        found.append(Badge(BadgeCode.FORGERY, BadgeRole.FAILED, f"findings.{forged[0]}"))
    return found


def _of_data(read: ReadSummary) -> list[Badge]:
    checks = [read.checks.get(name, Check(Outcome.NOT_POSSIBLE)) for name in _DATA]
    hashes, _, chain = checks
    wrong = [check for check in checks[:2] if check.outcome is Outcome.FAILED]
    if wrong:
        return [Badge(BadgeCode.ALTERED, BadgeRole.FAILED, _why(wrong[0]))]
    if chain.outcome is Outcome.FAILED:
        unknown = chain.reason in (None, Reason.UNKNOWN_ISSUER)
        code = BadgeCode.UNKNOWN_ISSUER if unknown else BadgeCode.ISSUER_REFUSED
        return [Badge(code, BadgeRole.FAILED, _why(chain))]
    if all(check.outcome is Outcome.VERIFIED for check in checks):
        return [Badge(BadgeCode.INTACT, BadgeRole.VERIFIED)]
    without_root = chain.reason == Reason.NO_CSCA and hashes.outcome is Outcome.VERIFIED
    code = BadgeCode.NO_CSCA if without_root else BadgeCode.UNCHECKED
    open_ = next(check for check in checks if check.outcome is not Outcome.VERIFIED)
    return [Badge(code, BadgeRole.ATTENTION, _why(open_))]


def _why(check: Check) -> str:
    return f"checks.{check.reason}" if check.reason else ""
