"""The words for codes: title, cause and next step, per language, from `resources/messages/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import AppError, Fact


@dataclass(frozen=True, slots=True)
class Message:
    """What is shown for one code.

    Attributes:
        title: what happened, in a few words.
        cause: the likely cause.
        step: what to do next.
    """

    title: str
    cause: str
    step: str


class Messages:
    """Messages of one language. Failure codes, findings, check reasons and deadline reasons alike."""

    def __init__(self, entries: Mapping[str, Message]) -> None:
        self._entries = dict(entries)

    @classmethod
    def load(cls, folder: Path) -> Messages:
        """Load every `*.toml` of a language folder; a file is a room, a table is a code.

        Raises:
            ValueError: a code stands twice.
            KeyError: a message lacks title, cause or step.
        """
        entries: dict[str, Message] = {}
        for path in sorted(folder.glob("*.toml")):
            with path.open("rb") as file:
                for name, words in tomllib.load(file).items():
                    code = f"{path.stem}.{name}"
                    if code in entries:
                        raise ValueError(f"message {code} stands twice")
                    entries[code] = Message(words["title"], words["cause"], words["step"])
        return cls(entries)

    def codes(self) -> frozenset[str]:
        """All codes that have words."""
        return frozenset(self._entries)

    def of(self, code: str, facts: Mapping[str, Fact] | None = None) -> Message:
        """The words for a code with `{fact}` places filled; a missing fact shows as a dash.

        Raises:
            KeyError: no words for this code (a bug; a test walks all codes).
        """
        raw = self._entries[code]
        values = _Facts({k: v for k, v in (facts or {}).items() if v is not None})
        return Message(*(text.format_map(values) for text in (raw.title, raw.cause, raw.step)))

    def of_error(self, error: AppError) -> Message:
        """The words for a known error."""
        return self.of(error.code, error.facts)


class _Facts(dict[str, Fact]):
    def __missing__(self, key: str) -> str:
        return "–"
