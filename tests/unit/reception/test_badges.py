"""What is said of a card in a word: green for what was proven, red for what went wrong, else why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.terms import CheckName, Outcome, Severity
from desktop_app.emrtd.result import Check, Finding, FindingCode, Reason
from desktop_app.reception.badges import Badge, BadgeCode, BadgeRole
from desktop_app.reception.session import ReadSummary
from tests.support.session import CONFIRMATION, at_counter, chip, seen, summary

CHIP, ACTIVE = CheckName.CHIP_AUTHENTICATION, CheckName.ACTIVE_AUTHENTICATION
CHAIN = CheckName.SIGNER_CHAIN


def failed(reason: Reason) -> Check:
    return Check(Outcome.FAILED, reason)


def not_possible(reason: Reason) -> Check:
    return Check(Outcome.NOT_POSSIBLE, reason)


VERIFIED = Check(Outcome.VERIFIED)


def badges(checks: dict[CheckName, Check], *findings: Finding) -> tuple[Badge, ...]:
    read: ReadSummary = replace(summary(), checks={**summary().checks, **checks}, findings=findings)
    return seen(at_counter(CONFIRMATION, chip(read=read))).people[0].badges


@pytest.mark.parametrize("proof", [CHIP, ACTIVE])
def test_one_proof_makes_the_chip_genuine(proof: CheckName) -> None:
    checks = {CHIP: not_possible(Reason.NOT_OFFERED), ACTIVE: not_possible(Reason.NOT_OFFERED)}
    assert badges(checks | {proof: VERIFIED})[0] == Badge(BadgeCode.GENUINE, BadgeRole.VERIFIED)


@pytest.mark.parametrize("proof", [CHIP, ACTIVE])
@pytest.mark.parametrize("reason", [Reason.CHIP_REFUSED, Reason.CHIP_ANSWER_WRONG])
def test_a_proof_that_fails_is_red_whatever_the_other_one_says(proof: CheckName, reason: Reason) -> None:
    assert badges({proof: failed(reason)})[0] == Badge(BadgeCode.CLONED, BadgeRole.FAILED, f"checks.{reason}")


def test_a_proof_that_broke_off_is_red_and_calls_nobody_a_copy() -> None:
    found = badges({CHIP: failed(Reason.SESSION_BROKEN)})[0]
    assert found == Badge(BadgeCode.CHIP_FAILED, BadgeRole.FAILED, "checks.session_broken")


def test_without_a_proof_nothing_is_green_and_the_reason_is_said() -> None:
    checks = {CHIP: not_possible(Reason.NOT_OFFERED), ACTIVE: not_possible(Reason.LINK_TOO_SHORT)}
    assert badges(checks)[0] == Badge(BadgeCode.CHIP_UNPROVEN, BadgeRole.INFO, "checks.link_too_short")


def test_a_key_that_nobody_known_signed_makes_no_chip_genuine() -> None:
    codes = [badge.code for badge in badges({CHAIN: failed(Reason.UNKNOWN_ISSUER)})]
    assert codes == [BadgeCode.UNKNOWN_ISSUER]


def test_without_a_root_certificate_no_chip_is_genuine() -> None:
    unproven = Badge(BadgeCode.CHIP_UNPROVEN, BadgeRole.INFO, "checks.no_csca")
    assert badges({CHAIN: not_possible(Reason.NO_CSCA)})[0] == unproven


def test_a_copy_is_said_once() -> None:
    cloned = Finding(FindingCode.CLONED, Severity.FORGERY)
    codes = [badge.code for badge in badges({CHIP: failed(Reason.CHIP_REFUSED)}, cloned)]
    assert codes == [BadgeCode.CLONED, BadgeCode.INTACT]


def test_another_sign_of_forgery_is_said_with_its_reason() -> None:
    hidden = Finding(FindingCode.CARD_ACCESS_DIFFERS, Severity.FORGERY)
    found = [badge for badge in badges({}, hidden) if badge.code is BadgeCode.FORGERY]
    assert [badge.reason for badge in found] == ["findings.card_access_differs"]


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (Reason.UNKNOWN_ISSUER, BadgeCode.UNKNOWN_ISSUER),
        (Reason.SIGNER_REVOKED, BadgeCode.ISSUER_REFUSED),
        (Reason.SIGNER_EXPIRED, BadgeCode.ISSUER_REFUSED),
    ],
)
def test_who_signed_is_unknown_or_refused(reason: Reason, code: BadgeCode) -> None:
    assert Badge(code, BadgeRole.FAILED, f"checks.{reason}") in badges({CHAIN: failed(reason)})


def test_without_a_root_certificate_it_is_amber_and_says_why() -> None:
    missing = Badge(BadgeCode.NO_CSCA, BadgeRole.ATTENTION, "checks.no_csca")
    assert missing in badges({CHAIN: not_possible(Reason.NO_CSCA)})
