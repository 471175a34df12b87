"""Known errors: a stable code, facts without personal data, and whether trying again may help.

The words for each code live in `resources/messages/`. Any other exception is a bug.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from desktop_app.core.personal import Personal

Fact = str | int | bool | None


class Retry(StrEnum):
    """What may help after a known error."""

    NEVER = "never"
    AFTER_ACTION = "after_action"  # somebody has to do something first
    AUTOMATIC = "automatic"  # the program tries again by itself


class FailureCode(str):
    """A declared failure code such as `emrtd.wrong_can`. Make one with `declare`."""

    __slots__ = ()


_DECLARED: dict[str, FailureCode] = {}


def declare(code: str) -> FailureCode:
    """Declare a failure code; called once, at import, by the room that raises it.

    Args:
        code: `room.what_went_wrong`, lower case, never renamed once released.

    Raises:
        ValueError: the code is malformed or declared twice.
    """
    room, _, what = code.partition(".")
    if not (room.isidentifier() and what.isidentifier() and code.islower()):
        raise ValueError(f"malformed failure code {code!r}")
    if code in _DECLARED:
        raise ValueError(f"failure code {code!r} declared twice")
    _DECLARED[code] = FailureCode(code)
    return _DECLARED[code]


def declared_codes() -> frozenset[str]:
    """All codes declared by the modules imported so far."""
    return frozenset(_DECLARED)


class AppError(Exception):
    """A known error.

    Args:
        code: declared with `declare`.
        facts: short, for the message and for support; never a personal value.
        retry: what may help.
    """

    def __init__(
        self, code: FailureCode, facts: Mapping[str, Fact] | None = None, *, retry: Retry = Retry.AFTER_ACTION
    ) -> None:
        facts = dict(facts or {})
        for name, value in facts.items():
            if isinstance(value, Personal):
                raise TypeError(f"personal value in fact {name!r} of {code}")
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, Fact] = facts
        self.retry = retry

    def __str__(self) -> str:
        facts = ", ".join(f"{k}={v}" for k, v in self.facts.items())
        return f"{self.code} ({facts})" if facts else str(self.code)
