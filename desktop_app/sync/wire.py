"""The format between office and province: CloudEvents 1.0 as JSON, strict on both sides.

Events carry ids, codes, times, counts and hashes. Each type has a closed list of fields and each field a
closed form, so that a personal value has no place to stand: an unknown field, free text, accents, spaces
and runs of digits as long as a citizen number are refused. A changed field list is a new event type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NoReturn

from desktop_app.core import clock
from desktop_app.core.canonical import canonical_json, sha256_hex
from desktop_app.core.errors import AppError, Retry, declare
from desktop_app.core.ids import uuid7
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

WIRE_INVALID = declare("sync.wire_invalid")

MEDIA_TYPE = "application/cloudevents-batch+json"
MAX_EVENTS = 200
MAX_BYTES = 1024 * 1024

Check = Callable[[object], bool]


class AnswerStatus(StrEnum):
    """What the province says about one event."""

    STORED = "stored"
    DUPLICATE = "duplicate"  # stored before; means the same as stored
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Event:
    """One checked event; made by `new_event` or `parse_event` only.

    Attributes:
        id: UUIDv7, made by the workstation before the first send and never changed.
        source: `/office/<unit>/workstation/<code>`.
        type: decides the fields of `data`.
        subject: id of the dossier or of the look-up.
        time: UTC text as `core.clock.to_text` writes it.
        data: codes, times, counts, hashes.
    """

    id: str
    source: str
    type: EventType
    subject: str
    time: str
    data: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """The CloudEvents object."""
        return {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type.value,
            "subject": self.subject,
            "time": self.time,
            "datacontenttype": "application/json",
            "data": _plain(self.data),
        }

    def body(self) -> bytes:
        """The one byte form of this event."""
        return canonical_json(self.to_json())

    def body_sha256(self) -> str:
        """SHA-256 of `body()`, hex: same id and other hash means somebody changed an event."""
        return sha256_hex(self.body())


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One place of a received batch: an event, or why it is none.

    Attributes:
        id: the event's id, None where it is unusable (it is then never repeated to anybody).
        event: the event if valid.
        where: the first place that is wrong, if not.
    """

    id: str | None
    event: Event | None
    where: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The province's answer to one event.

    Attributes:
        id: which event; None only for an event that had no usable id.
        status: what became of it.
        code: why it was rejected; None otherwise.
    """

    id: str | None
    status: AnswerStatus
    code: str | None = None


def source_of(unit: str, workstation: str) -> str:
    """The CloudEvents `source` of a workstation."""
    return f"/office/{unit}/workstation/{workstation}"


def is_code(text: str) -> bool:
    """True if this can stand in an event as the code of a unit, workstation, officer, paper, pack or consent.

    Ask where such codes are given out (office set-up, catalogue), so that no dossier fails for one later.
    """
    return _CODE(text)


def new_event(
    event_type: EventType, *, unit: str, workstation: str, subject: str, at: datetime, data: Mapping[str, Any]
) -> Event:
    """Make an event with a new id.

    Raises:
        AppError: `sync.wire_invalid` with the place in `where`, never the value.
    """
    return parse_event(
        {
            "specversion": "1.0",
            "id": uuid7(),
            "source": source_of(unit, workstation),
            "type": event_type.value,
            "subject": subject,
            "time": clock.to_text(at),
            "datacontenttype": "application/json",
            "data": dict(data),
        }
    )


def parse_event(value: object) -> Event:
    """Check a decoded JSON object from top to bottom.

    Raises:
        AppError: `sync.wire_invalid` with the place in `where`, never the value.

    Source: CloudEvents 1.0.2, JSON event format; extension attributes are not accepted.
    """
    if not isinstance(value, dict) or value.keys() != _ENVELOPE.keys():
        _refuse("event")
    for name, check in _ENVELOPE.items():
        if not check(value[name]):
            _refuse(name)
    event_type = EventType(value["type"])
    data = value["data"]
    schema, subject_field = _SCHEMAS[event_type]
    if not isinstance(data, dict) or data.keys() != schema.keys():
        _refuse("data")
    for name, check in schema.items():
        if not check(data[name]):
            _refuse(f"data.{name}")
    if data[subject_field] != value["subject"]:
        _refuse("subject")
    if "workstation" in data and not value["source"].endswith(f"/workstation/{data['workstation']}"):
        _refuse("data.workstation")
    return Event(
        id=value["id"],
        source=value["source"],
        type=event_type,
        subject=value["subject"],
        time=value["time"],
        data=MappingProxyType(_plain(data)),
    )


def parse_body(body: bytes) -> Event:
    """The event in stored bytes, such as an outbox row's.

    Raises:
        AppError: `sync.wire_invalid`.
    """
    return parse_event(_load(body, "event"))


def encode_batch(events: Sequence[Event]) -> bytes:
    """The body of a request.

    Raises:
        AppError: `sync.wire_invalid`: no event, or more than a request may hold.
    """
    if not 0 < len(events) <= MAX_EVENTS:
        _refuse("batch.count")
    body = b"[" + b",".join(event.body() for event in events) + b"]"
    if len(body) > MAX_BYTES:
        _refuse("batch.bytes")
    return body


def decode_batch(body: bytes) -> list[BatchItem]:
    """Read a request; a bad event spoils its own place only.

    Raises:
        AppError: `sync.wire_invalid`: not a JSON array, empty, or more than a request may hold.
    """
    if len(body) > MAX_BYTES:
        _refuse("batch.bytes")
    values = _load(body, "batch")
    if not isinstance(values, list):
        _refuse("batch")
    if not 0 < len(values) <= MAX_EVENTS:
        _refuse("batch.count")
    return [_item(value) for value in values]


def encode_answers(answers: Sequence[Answer]) -> bytes:
    """The body of a response, in the order of the request."""
    rows = [{"id": a.id, "status": a.status.value, "code": a.code} for a in answers]
    return canonical_json({"answers": rows})


def decode_answers(body: bytes) -> tuple[Answer, ...]:
    """Read a response.

    Raises:
        AppError: `sync.wire_invalid`: anything that `encode_answers` would not write.
    """
    if len(body) > MAX_BYTES:
        _refuse("answers.bytes")
    value = _load(body, "answers")
    if not isinstance(value, dict) or value.keys() != {"answers"} or not isinstance(value["answers"], list):
        _refuse("answers")
    return tuple(_answer(row) for row in value["answers"])


def _item(value: object) -> BatchItem:
    known = value.get("id") if isinstance(value, dict) else None
    event_id = known if isinstance(known, str) and _is_id(known) else None
    try:
        return BatchItem(event_id, parse_event(value), None)
    except AppError as error:
        return BatchItem(event_id, None, str(error.facts["where"]))


def _answer(row: object) -> Answer:
    if not isinstance(row, dict) or row.keys() != {"id", "status", "code"}:
        _refuse("answers")
    if not (row["id"] is None or _is_id(row["id"])):
        _refuse("answers.id")
    if not _one_of(AnswerStatus)(row["status"]):
        _refuse("answers.status")
    status = AnswerStatus(row["status"])
    good = _FAILURE_CODE(row["code"]) if status is AnswerStatus.REJECTED else row["code"] is None
    if not good:
        _refuse("answers.code")
    return Answer(row["id"], status, row["code"])


def _refuse(where: str) -> NoReturn:
    raise AppError(WIRE_INVALID, {"where": where}, retry=Retry.NEVER)


def _load(body: bytes, where: str) -> Any:
    """JSON without its traps: no duplicate keys, no fractions, no NaN, no endless nesting."""
    try:
        return json.loads(
            body.decode(),
            object_pairs_hook=_unique,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except (ValueError, RecursionError):
        # The parser's own error quotes the text around the fault: it must not travel on.
        raise AppError(WIRE_INVALID, {"where": f"{where}.json"}, retry=Retry.NEVER) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError("only whole numbers")


def _plain(value: Any) -> Any:
    """A copy of plain JSON types; enum members become their text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, StrEnum) else value


# Forms of values.

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


def _is_id(value: object) -> bool:
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


def _one_of(words: type[StrEnum]) -> Check:
    allowed = frozenset(str(word) for word in words)
    return lambda value: isinstance(value, str) and value in allowed


def _or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _is_checks(value: object) -> bool:
    return isinstance(value, dict) and all(_CHECK_NAME(k) and _OUTCOME(v) for k, v in value.items())


# Source: RFC 9562 section 5.7, UUID version 7, lower case.
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_CODE = _text(r"[A-Za-z0-9][A-Za-z0-9._-]{0,47}")  # unit, workstation, officer, paper, pack, consent
_WORD = _text(r"[a-z][a-z0-9_-]{0,31}")  # purpose, kind of reader
_NUMBER = _text(r"(?=[^0-9]*[0-9])[A-Z0-9][A-Za-z0-9.-]{2,63}")  # số hồ sơ, or TMP-…
_PROCEDURE = _text(r"[0-9]\.[0-9]{6}(?:\.[0-9A-Z.]{1,24})?")  # mã thủ tục, such as 1.010041
_MEDIA_TYPE = _text(r"(?:application|image|text)/[a-z0-9][a-z0-9.+-]{0,79}")
_APP_VERSION = _text(r"[0-9]+\.[0-9]+[0-9a-z.+-]{0,24}")
_FAILURE_CODE = _text(r"[a-z][a-z0-9_]{0,31}\.[a-z][a-z0-9_]{0,63}")
_SOURCE = _text(r"/office/[A-Za-z0-9][A-Za-z0-9._-]{0,47}/workstation/[A-Za-z0-9][A-Za-z0-9._-]{0,47}")
_CHECK_NAME = _one_of(CheckName)
_OUTCOME = _one_of(Outcome)
_HEX_64 = re.compile(r"[0-9a-f]{64}")


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and _HEX_64.fullmatch(value) is not None


_ENVELOPE: Mapping[str, Check] = {
    "specversion": lambda value: value == "1.0",
    "id": _is_id,
    "source": _SOURCE,
    "type": _one_of(EventType),
    "subject": _is_id,
    "time": _is_instant,
    "datacontenttype": lambda value: value == "application/json",
    "data": lambda value: isinstance(value, dict),
}

# Per type: the fields of `data`, all required, and the one that `subject` repeats.
_SCHEMAS: Mapping[EventType, tuple[Mapping[str, Check], str]] = {
    EventType.DOSSIER_ACCEPTED: (
        {
            "dossier_id": _is_id,
            "number": _NUMBER,
            "number_temporary": _is_flag,
            "procedure": _PROCEDURE,
            "pack_version": _CODE,
            "channel": _one_of(Channel),
            "org_helping": _or_null(_CODE),
            "org_receiving": _CODE,
            "org_competent": _CODE,
            "workstation": _CODE,
            "officer": _CODE,
            "accepted_at": _is_instant,
            "due_at": _or_null(_is_instant),
            "residence_method": _or_null(_one_of(ResidenceMethod)),
            "papers": _whole(0, 10_000),
            "consent_version": _CODE,
            "audit_sequence": _whole(1, 2**53 - 1),
            "audit_hash": _is_sha256,
        },
        "dossier_id",
    ),
    EventType.PAPER_DIGITIZED: (
        {
            "log_id": _is_id,
            "dossier_id": _is_id,
            "component": _CODE,
            "kind": _one_of(PaperKind),
            "source": _one_of(PaperSource),
            "pages": _whole(0, 100_000),
            "dpi": _or_null(_whole(1, 10_000)),
            "colour": _or_null(_is_flag),
            "media_type": _MEDIA_TYPE,
            "size_bytes": _whole(0, 2**40),
            "sha256": _is_sha256,
            "compared_with_original": _is_flag,
            "officer": _CODE,
            "started_at": _is_instant,
            "finished_at": _is_instant,
            "app_version": _APP_VERSION,
            "previous_hash": _or_null(_is_sha256),
        },
        "dossier_id",
    ),
    EventType.CARD_LOOKED_UP: (
        {
            "lookup_id": _is_id,
            "officer": _CODE,
            "workstation": _CODE,
            "reader_kind": _WORD,
            "purpose": _WORD,
            "outcome": _one_of(LookupOutcome),
            "protocol": _or_null(_one_of(Protocol)),
            "dossier_id": _or_null(_is_id),
            "at": _is_instant,
            "checks": _is_checks,
        },
        "lookup_id",
    ),
}
