"""The format between office and province: CloudEvents 1.0 as JSON, strict on both sides.

Events carry ids, codes, times, counts and hashes. Each type has a closed list of fields and each field a
closed form, so that a personal value has no place to stand: an unknown field, free text, accents, spaces
and runs of digits as long as a citizen number are refused. A changed field list is a new event type.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NoReturn

from desktop_app.core import clock
from desktop_app.core.canonical import canonical_json, sha256_hex
from desktop_app.core.errors import AppError, Retry, declare
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import EventType
from desktop_app.sync.fields import CODE, ENVELOPE, FAILURE_CODE, SCHEMAS, is_id, one_of

WIRE_INVALID = declare("sync.wire_invalid")

MEDIA_TYPE = "application/cloudevents-batch+json"
MAX_EVENTS = 200
MAX_BYTES = 1024 * 1024


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
    return CODE(text)


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
    if not isinstance(value, dict) or value.keys() != ENVELOPE.keys():
        _refuse("event")
    for name, check in ENVELOPE.items():
        if not check(value[name]):
            _refuse(name)
    event_type = EventType(value["type"])
    data = value["data"]
    schema, subject_field = SCHEMAS[event_type]
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
    event_id = known if isinstance(known, str) and is_id(known) else None
    try:
        return BatchItem(event_id, parse_event(value), None)
    except AppError as error:
        return BatchItem(event_id, None, str(error.facts["where"]))


def _answer(row: object) -> Answer:
    if not isinstance(row, dict) or row.keys() != {"id", "status", "code"}:
        _refuse("answers")
    if not (row["id"] is None or is_id(row["id"])):
        _refuse("answers.id")
    if not one_of(AnswerStatus)(row["status"]):
        _refuse("answers.status")
    status = AnswerStatus(row["status"])
    good = FAILURE_CODE(row["code"]) if status is AnswerStatus.REJECTED else row["code"] is None
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
