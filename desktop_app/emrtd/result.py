"""What a read of a chip gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.core.errors import AppError
from desktop_app.core.terms import CheckName, Outcome, Protocol, Severity
from desktop_app.emrtd.read_limits import ReadLimits


class Reason(StrEnum):
    """Why a check failed or was not possible. Words: `resources/messages/*/checks.toml`."""

    NO_CSCA = "no_csca"
    UNKNOWN_ISSUER = "unknown_issuer"
    NOT_ASKED = "not_asked"
    FILE_MISSING = "file_missing"
    READ_INCOMPLETE = "read_incomplete"
    HASH_MISMATCH = "hash_mismatch"
    HASH_MISSING = "hash_missing"
    SOD_UNREADABLE = "sod_unreadable"
    SOD_VERSION = "sod_version"
    NO_SIGNER_CERTIFICATE = "no_signer_certificate"
    CONTENT_CHANGED = "content_changed"
    SIGNATURE_WRONG = "signature_wrong"
    UNSUPPORTED_ALGORITHM = "unsupported_algorithm"
    CERTIFICATE_UNREADABLE = "certificate_unreadable"
    SIGNER_EXPIRED = "signer_expired"
    SIGNER_NOT_YET_VALID = "signer_not_yet_valid"
    ISSUER_EXPIRED = "issuer_expired"
    ISSUER_NOT_YET_VALID = "issuer_not_yet_valid"
    SIGNER_REVOKED = "signer_revoked"
    ISSUER_REVOKED = "issuer_revoked"
    SIGNER_MAY_NOT_SIGN = "signer_may_not_sign"
    REVOCATION_LIST_OUTDATED = "revocation_list_outdated"
    NOT_OFFERED = "not_offered"
    KEY_NOT_SIGNED = "key_not_signed"
    FILE_UNREADABLE = "file_unreadable"
    CHIP_REFUSED = "chip_refused"
    CHIP_ANSWER_WRONG = "chip_answer_wrong"
    SESSION_BROKEN = "session_broken"
    LINK_TOO_SHORT = "link_too_short"


class FindingCode(StrEnum):
    """What was noticed on the way. Words: `resources/messages/*/findings.toml`."""

    BAC_REQUESTED = "bac_requested"
    PACE_NOT_OFFERED = "pace_not_offered"
    BAC_DESPITE_PACE_IN_DG14 = "bac_despite_pace_in_dg14"
    CARD_ACCESS_DIFFERS = "card_access_differs"
    SIGNED_FILE_MISSING = "signed_file_missing"
    DETAIL_MISSING = "detail_missing"
    FILE_LIST_DIFFERS = "file_list_differs"
    CLONED = "cloned"
    CHALLENGE_ANSWER_WRONG = "challenge_answer_wrong"
    SOD_MISSING = "sod_missing"


class Phase(StrEnum):
    """The numbered steps of a read, in order."""

    CARD_ACCESS = "card_access"
    PACE = "pace"
    APPLICATION = "application"
    BAC = "bac"
    FILES = "files"
    ACTIVE_AUTHENTICATION = "active_authentication"
    CHIP_AUTHENTICATION = "chip_authentication"
    CHECKS = "checks"


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found.

    Attributes:
        outcome: never verified by default.
        reason: a `Reason`, None when verified.
    """

    outcome: Outcome
    reason: str | None = None


VERIFIED = Check(Outcome.VERIFIED)


def failed(reason: Reason) -> Check:
    """A check that found something wrong."""
    return Check(Outcome.FAILED, reason)


def not_possible(reason: Reason) -> Check:
    """A check that could not be made."""
    return Check(Outcome.NOT_POSSIBLE, reason)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something noticed: code and how grave it is."""

    code: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a read is.

    Attributes:
        phase: a `Phase`.
        step: bytes of the file so far, or number of the step.
        of: bytes of the file, or number of steps.
        file: name of the file that is being read.
    """

    phase: str
    step: int
    of: int
    file: str | None = None


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """One exchange, without any content.

    Attributes:
        phase: a `Phase`.
        file: name of the file that is being read.
        ins: instruction byte.
        sent_bytes: size of the command as sent.
        received_bytes: size of the response with its status word.
        status_word: four hexadecimal digits of the outer status; None when nothing came back.
        elapsed_ms: of this exchange.
        asked_bytes: plain bytes that the command asked for at most.
    """

    phase: str
    file: str | None
    ins: int
    sent_bytes: int
    received_bytes: int
    status_word: str | None
    elapsed_ms: float
    asked_bytes: int = 0


@dataclass(frozen=True, slots=True)
class CardRead:
    """Everything one read found, also when it ended early.

    Attributes:
        protocol: how the chip was opened; None when it was not.
        files: name to raw content, whole TLV. Not shown: personal.
        checks: all five, always.
        findings: what was noticed.
        exchanges: commands sent.
        wire_bytes: of commands and responses, as the card had them.
        elapsed_ms: of the whole read.
        error: why it ended early; facts hold `phase` and `status_word`.
        trace: each exchange, sizes and times only.
        limits: what this read has learned about reader and card.
    """

    protocol: Protocol | None
    files: Mapping[str, bytes] = field(repr=False)
    checks: Mapping[CheckName, Check]
    findings: tuple[Finding, ...]
    exchanges: int
    wire_bytes: int
    elapsed_ms: int
    error: AppError | None
    trace: tuple[TraceEntry, ...] = field(repr=False)
    limits: ReadLimits = field(default_factory=ReadLimits)
