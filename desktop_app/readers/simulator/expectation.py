"""What a right reader must find in a card, in a form that a program can check.

A reader that trusts the training issuer reads the card with one secret; the expectation names its exit code,
the error that ends the read, the outcome of each check and every finding. What it does not name is not there.
The files are those of the card, byte for byte, unless the read ends with an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from desktop_app.core.terms import CheckName, Outcome, Severity
from desktop_app.emrtd.access import AccessMode
from desktop_app.emrtd.result import VERIFIED, Check, Finding, FindingCode

_DONE, _KNOWN_ERROR, _IN_DOUBT = 0, 2, 3  # exit codes of `motcua read`


class Secret(StrEnum):
    """What the reader opens the chip with."""

    CAN = "can"
    MRZ = "mrz"
    PIN = "pin"
    PUK = "puk"


@dataclass(frozen=True, slots=True)
class Expectation:
    """How one read ends.

    Attributes:
        secret: what the chip is opened with.
        protocol: which protocol the reader is asked to take.
        right: the secret is the card's; off: it is another one.
        last_try: the holder agrees to the last try of the PIN, and the access number is at hand.
        revocation: the reader knows the training issuer's list of revoked signers.
        checks: those that do not come out as verified.
        findings: all of them, in any order.
        error: code of the error that ends the read; then nothing is said about checks and findings.
        also: what further reads of the same card find, one after the other.
    """

    secret: Secret = Secret.CAN
    protocol: AccessMode = AccessMode.AUTO
    right: bool = True
    last_try: bool = False
    revocation: bool = False
    checks: Mapping[CheckName, Check] = field(default_factory=lambda: MappingProxyType({}))
    findings: tuple[Finding, ...] = ()
    error: str | None = None
    also: tuple[Expectation, ...] = ()

    @property
    def all_checks(self) -> dict[CheckName, Check]:
        """Each of the five checks."""
        return {name: self.checks.get(name, VERIFIED) for name in CheckName}

    @property
    def exit_code(self) -> int:
        """Of `motcua read`."""
        if self.error is not None:
            return _KNOWN_ERROR
        doubts = [check for check in self.checks.values() if check.outcome is Outcome.FAILED]
        doubts += [finding for finding in self.findings if finding.severity is Severity.FORGERY]
        return _IN_DOUBT if doubts else _DONE

    def to_json(self) -> dict[str, Any]:
        """The same as values of JSON; checks and findings look as `motcua read --json` prints them."""
        value: dict[str, Any] = {
            "secret": str(self.secret),
            "protocol": str(self.protocol),
            "right": self.right,
            "revocation": self.revocation,
            "exit": self.exit_code,
            "error": self.error,
        }
        if self.last_try:
            value["last_try"] = True
        if self.error is None:
            value["checks"] = {
                str(name): {"outcome": str(check.outcome), "reason": check.reason}
                for name, check in self.all_checks.items()
            }
            value["findings"] = [
                {"code": str(found.code), "severity": str(found.severity)} for found in self.findings
            ]
        if self.also:
            value["also"] = [other.to_json() for other in self.also]
        return value

    def in_words(self) -> str:
        """One line: what differs from the plain card."""
        if self.error is not None:
            return f"{self._how()}error `{self.error}`{self._others()}"
        parts = [
            f"`{name}` {check.outcome}" + (f" (`{check.reason}`)" if check.reason else "")
            for name, check in self.checks.items()
        ]
        parts += [f"{found.severity} `{found.code}`" for found in self.findings]
        return self._how() + (", ".join(parts) or "reads like the plain card") + self._others()

    def _how(self) -> str:
        how = [] if self.right else ["another"]
        if self.secret is not Secret.CAN or how:
            how.append(self.secret.upper())
        if self.protocol is not AccessMode.AUTO:
            how.append(self.protocol.upper())
        if self.last_try:
            how.append("with the CAN, as last try")
        if self.revocation:
            how.append("with the revocation list")
        return " ".join(how) + ": " if how else ""

    def _others(self) -> str:
        return "".join(f"; {other.in_words()}" for other in self.also)


PLAIN = Expectation()
"""The reader notices nothing: every file, every check verified, no finding, exit 0."""


def forgery(code: FindingCode) -> Finding:
    """A finding that says that somebody forged something."""
    return Finding(code, Severity.FORGERY)


def notice(code: FindingCode) -> Finding:
    """A finding that is no forgery."""
    return Finding(code, Severity.NOTICE)


def differing(*findings: Finding, **checks: Check) -> Expectation:
    """A read by CAN with these findings and these checks (by their names) that are not verified."""
    return Expectation(
        checks=MappingProxyType({CheckName(name): check for name, check in checks.items()}),
        findings=findings,
    )


BY_MRZ_WITHOUT_PACE = Expectation(Secret.MRZ, findings=(notice(FindingCode.PACE_NOT_OFFERED),))
"""A card without PACE, opened by BAC: nothing but the notice of that."""


def ending(error: str) -> Expectation:
    """A read by CAN that this error ends."""
    return Expectation(error=error)
