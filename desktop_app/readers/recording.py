"""What went to and fro between a reader and a card, in order: the value, and its form as lines of JSON.

A recording of a whole read is personal data. The exchange is protected, but with the random bytes of the
reader and the access number whoever holds the recording can open it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from desktop_app.core.clock import from_text, to_text
from desktop_app.core.errors import AppError, Fact, FailureCode, Retry, declare, declared_codes
from desktop_app.emrtd.read_limits import ReadLimits

RECORDING_UNREADABLE = declare("readers.recording_unreadable")

_FORMAT, _VERSION = "motcua-apdu", 1
_MOST_EVENTS = 100_000


@dataclass(frozen=True, slots=True)
class Failure:
    """A known error that came instead of an answer."""

    code: str
    facts: dict[str, Fact]
    retry: Retry

    def to_error(self) -> AppError:
        """The same error once more."""
        return AppError(FailureCode(self.code), self.facts, retry=self.retry)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """One command and what came of it.

    Attributes:
        command: as the card got it.
        answer: data and status word; None when an error came.
        failure: that error.
        elapsed_ms: from the command to what came.
    """

    command: bytes = field(repr=False)
    answer: bytes | None = field(repr=False)
    failure: Failure | None
    elapsed_ms: float


@dataclass(frozen=True, slots=True)
class WasReset:
    """A cold reset.

    Attributes:
        failure: the error that came of it.
        elapsed_ms: how long it took.
    """

    failure: Failure | None
    elapsed_ms: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """Random bytes that the reader drew."""

    value: bytes = field(repr=False)


Event = Exchanged | WasReset | Drawn


@dataclass(frozen=True, slots=True)
class Recording:
    """One read of one card as seen between reader and card.

    Attributes:
        at: instant of the read, aware: certificates are judged by it.
        limits: what was known of reader and card before.
        events: everything in order.
    """

    at: datetime
    limits: ReadLimits
    events: tuple[Event, ...] = field(repr=False)

    def to_lines(self) -> str:
        """Lines of JSON: a head, then one for each event; bytes are hexadecimal."""
        head = {"format": _FORMAT, "version": _VERSION, "at": to_text(self.at), "limits": asdict(self.limits)}
        return "".join(json.dumps(line) + "\n" for line in (head, *map(_to_json, self.events)))


def recording_of(lines: str) -> Recording:
    """The recording that `Recording.to_lines` wrote.

    Raises:
        AppError: readers.recording_unreadable, with the ordinal of the line.
    """
    values = _values(lines)
    _, head = next(values, (1, {}))
    try:
        if (head["format"], head["version"]) != (_FORMAT, _VERSION):
            _refuse(1)
        at, limits = from_text(head["at"]), ReadLimits(**head["limits"])
    except (KeyError, TypeError, ValueError):
        _refuse(1)
    events: list[Event] = []
    for ordinal, value in values:
        try:
            events.append(_event(value))
        except (KeyError, TypeError, ValueError):
            _refuse(ordinal)
    return Recording(at, limits, tuple(events))


def _values(lines: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for ordinal, line in enumerate(lines.splitlines(), 1):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            _refuse(ordinal)
        if not isinstance(value, dict) or ordinal > _MOST_EVENTS:
            _refuse(ordinal)
        yield ordinal, value


def _refuse(ordinal: int) -> NoReturn:
    raise AppError(RECORDING_UNREADABLE, {"ordinal": ordinal})


def _to_json(event: Event) -> dict[str, Any]:
    if isinstance(event, Drawn):
        return {"random": event.value.hex()}
    if isinstance(event, WasReset):
        return {"reset": True, "ms": event.elapsed_ms, **_failure_json(event.failure)}
    answer = {"answer": event.answer.hex()} if event.answer is not None else {}
    what = {"command": event.command.hex(), **answer, **_failure_json(event.failure)}
    return {**what, "ms": event.elapsed_ms}


def _failure_json(failure: Failure | None) -> dict[str, Any]:
    return {"error": asdict(failure)} if failure is not None else {}


def _event(value: dict[str, Any]) -> Event:
    if "random" in value:
        return Drawn(bytes.fromhex(value["random"]))
    failure = _failure(value["error"]) if "error" in value else None
    elapsed_ms = float(value["ms"])
    if "reset" in value:
        return WasReset(failure, elapsed_ms)
    answer = bytes.fromhex(value["answer"]) if failure is None else None
    return Exchanged(bytes.fromhex(value["command"]), answer, failure, elapsed_ms)


def _failure(value: dict[str, Any]) -> Failure:
    code, facts = value["code"], value["facts"]
    if code not in declared_codes() or not all(_is_fact(fact) for fact in facts.values()):
        raise ValueError("no error of ours")
    return Failure(code, dict(facts), Retry(value["retry"]))


def _is_fact(value: object) -> bool:
    return value is None or isinstance(value, str | int)
