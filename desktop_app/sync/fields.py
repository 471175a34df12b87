"""What may stand in an event: the closed list of fields of each type and the closed form of each value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from desktop_app.core import clock
from desktop_app.core.terms import (
    Channel,
    CheckName,
    EventType,
    LookupOutcome,
    Outcome,
    PaperKind,
    PaperSource,
    Protocol,
    ResidenceMethod,
)

Check = Callable[[object], bool]

# Nine and twelve digits standing alone are an identity number in disguise (CMND, căn cước).
_IDENTITY_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{12}|[0-9]{9})(?![0-9A-Za-z])")


def _text(pattern: str) -> Check:
    form = re.compile(pattern)

    def check(value: object) -> bool:
        return (
            isinstance(value, str)
            and form.fullmatch(value) is not None
            and _IDENTITY_NUMBER.search(value) is None
        )

    return check


def is_id(value: object) -> bool:
    """True for an id as `core.ids.uuid7` makes them."""
    return isinstance(value, str) and _UUID7.fullmatch(value) is not None


def _is_instant(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return clock.to_text(clock.from_text(value)) == value
    except (ValueError, OverflowError):
        return False


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _whole(low: int, high: int) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def one_of(words: type[StrEnum]) -> Check:
    """Takes the values of a closed list, as text."""
    allowed = frozenset(str(word) for word in words)
    return lambda value: isinstance(value, str) and value in allowed


def _or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _is_checks(value: object) -> bool:
    return isinstance(value, dict) and all(_CHECK_NAME(k) and _OUTCOME(v) for k, v in value.items())


# Source: RFC 9562 section 5.7, UUID version 7, lower case.
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
CODE = _text(r"[A-Za-z0-9][A-Za-z0-9._-]{0,47}")  # unit, workstation, officer, paper, pack, consent
_WORD = _text(r"[a-z][a-z0-9_-]{0,31}")  # purpose, kind of reader
_NUMBER = _text(r"(?=[^0-9]*[0-9])[A-Z0-9][A-Za-z0-9.-]{2,63}")  # số hồ sơ, or TMP-…
_PROCEDURE = _text(r"[0-9]\.[0-9]{6}(?:\.[0-9A-Z.]{1,24})?")  # mã thủ tục, such as 1.010041
_MEDIA_TYPE = _text(r"(?:application|image|text)/[a-z0-9][a-z0-9.+-]{0,79}")
_APP_VERSION = _text(r"[0-9]+\.[0-9]+[0-9a-z.+-]{0,24}")
FAILURE_CODE = _text(r"[a-z][a-z0-9_]{0,31}\.[a-z][a-z0-9_]{0,63}")
_SOURCE = _text(r"/office/[A-Za-z0-9][A-Za-z0-9._-]{0,47}/workstation/[A-Za-z0-9][A-Za-z0-9._-]{0,47}")
_CHECK_NAME = one_of(CheckName)
_OUTCOME = one_of(Outcome)
_HEX_64 = re.compile(r"[0-9a-f]{64}")


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and _HEX_64.fullmatch(value) is not None


ENVELOPE: Mapping[str, Check] = {
    "specversion": lambda value: value == "1.0",
    "id": is_id,
    "source": _SOURCE,
    "type": one_of(EventType),
    "subject": is_id,
    "time": _is_instant,
    "datacontenttype": lambda value: value == "application/json",
    "data": lambda value: isinstance(value, dict),
}

# Per type: the fields of `data`, all required, and the one that `subject` repeats.
SCHEMAS: Mapping[EventType, tuple[Mapping[str, Check], str]] = {
    EventType.DOSSIER_ACCEPTED: (
        {
            "dossier_id": is_id,
            "number": _NUMBER,
            "number_temporary": _is_flag,
            "procedure": _PROCEDURE,
            "pack_version": CODE,
            "channel": one_of(Channel),
            "org_helping": _or_null(CODE),
            "org_receiving": CODE,
            "org_competent": CODE,
            "workstation": CODE,
            "officer": CODE,
            "accepted_at": _is_instant,
            "due_at": _or_null(_is_instant),
            "residence_method": _or_null(one_of(ResidenceMethod)),
            "papers": _whole(0, 10_000),
            "consent_version": CODE,
            "audit_sequence": _whole(1, 2**53 - 1),
            "audit_hash": _is_sha256,
        },
        "dossier_id",
    ),
    EventType.PAPER_DIGITIZED: (
        {
            "log_id": is_id,
            "dossier_id": is_id,
            "component": CODE,
            "kind": one_of(PaperKind),
            "source": one_of(PaperSource),
            "pages": _whole(0, 100_000),
            "dpi": _or_null(_whole(1, 10_000)),
            "colour": _or_null(_is_flag),
            "media_type": _MEDIA_TYPE,
            "size_bytes": _whole(0, 2**40),
            "sha256": _is_sha256,
            "compared_with_original": _is_flag,
            "officer": CODE,
            "started_at": _is_instant,
            "finished_at": _is_instant,
            "app_version": _APP_VERSION,
            "previous_hash": _or_null(_is_sha256),
        },
        "dossier_id",
    ),
    EventType.CARD_LOOKED_UP: (
        {
            "lookup_id": is_id,
            "officer": CODE,
            "workstation": CODE,
            "reader_kind": _WORD,
            "purpose": _WORD,
            "outcome": one_of(LookupOutcome),
            "protocol": _or_null(one_of(Protocol)),
            "dossier_id": _or_null(is_id),
            "at": _is_instant,
            "checks": _is_checks,
        },
        "lookup_id",
    ),
}
