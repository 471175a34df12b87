"""Training scripts: a session at the counter as steps in a TOML file.

The form of the files is described in `docs/training-scripts.md`. What is wrong is told with its line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import ResidenceMethod
from desktop_app.core.text import nfc
from desktop_app.readers.simulator.quirks import quirk_names
from desktop_app.training.script_lines import ScriptLines, line_of_toml

SCRIPT_INVALID = declare("training.script_invalid")

MOST_BYTES = 256 * 1024
MOST_STEPS = 500
MOST_TEXT = 2000
LIMIT_S = 30
MOST_LIMIT_S = 600


class StepKind(StrEnum):
    """What a step does."""

    SIGN_IN = "sign_in"
    CHOOSE_PROCEDURE = "choose_procedure"
    TURN = "turn"
    CONSENT = "consent"
    SCAN_QR = "scan_qr"
    LAY_CARD = "lay_card"
    TAKE_CARD = "take_card"
    TYPE = "type"
    ADD_MEMBER = "add_member"
    ATTACH = "attach"
    SCAN_PAPER = "scan_paper"
    RESIDENCE_METHOD = "residence_method"
    EXPECT = "expect"
    ACCEPT = "accept"
    PRINT = "print"
    SYNC = "sync"
    PICTURE = "picture"
    LOCK = "lock"
    UNLOCK = "unlock"
    PRESS = "press"
    WAIT = "wait"


class WaitFor(StrEnum):
    """States of the window that a script may wait for."""

    REST = "rest"  # nothing is read, kept, attached or accepted any more
    READER = "reader"  # a reader is there and a card may be laid
    CARD_READ = "card_read"  # the card that lies there was read, or could not be
    COMPLETE = "complete"  # nothing is missing


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        place: from 1.
        line: of the file, from 1.
        given: what the file says of it, checked; texts in NFC.
    """

    place: int
    line: int
    kind: StepKind
    given: Mapping[str, str | int] = field(default_factory=dict, repr=False)

    def text(self, key: str) -> str:
        """A text, "" where the file says nothing."""
        return str(self.given.get(key, ""))


@dataclass(frozen=True, slots=True)
class Script:
    """A whole session.

    Attributes:
        name: the file's name without its ending; names the folder of its pictures.
        procedure: code that `choose_procedure` has to lead to.
        officer: code of who signs in; empty for the first one.
        limit_s: the longest that any state is waited for.
    """

    name: str
    title: str
    procedure: str
    officer: str
    limit_s: int
    steps: tuple[Step, ...]


Check = Callable[[Any], "str | int | None"]
Wrong = Callable[[str, int], AppError]


def parse_script(name: str, raw: bytes) -> Script:
    """Read a script.

    Args:
        name: the file's name without ending.
        raw: TOML, UTF-8, with or without a byte order mark, lines ended as on Linux or Windows.

    Raises:
        AppError: `training.script_invalid` with `script`, `line` and `where`.
    """
    name = re.sub(r"[^\w.-]+", "-", nfc(name)).strip("-.")[:60] or "script"

    def wrong(where: str, line: int) -> AppError:
        return AppError(SCRIPT_INVALID, {"script": name, "line": line, "where": where})

    if len(raw) > MOST_BYTES:
        raise wrong("size", 1)
    try:
        text = raw.decode("utf-8-sig")
        held = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML, a number too long, nested without end
        raise wrong("toml", line_of_toml(raw, error)) from error
    lines = ScriptLines(text)
    for key in held:
        if key not in _TOP and key != "step":
            raise wrong(_shown(key), lines.of_key(key))
    top = {key: _checked(check, held, key, wrong, key, lines.of_key(key)) for key, check in _TOP.items()}
    if not top["procedure"]:
        raise wrong("procedure", 1)
    steps = held.get("step")
    if not isinstance(steps, list) or not 1 <= len(steps) <= MOST_STEPS:
        raise wrong("step", lines.of_key("step"))
    return Script(
        name=name,
        title=str(top["title"] or name),
        procedure=str(top["procedure"]),
        officer=str(top["officer"] or ""),
        limit_s=int(top["limit_s"] or LIMIT_S),
        steps=tuple(_step(place, one, wrong, lines) for place, one in enumerate(steps, 1)),
    )


def _step(place: int, held: object, wrong: Wrong, lines: ScriptLines) -> Step:
    where, line = f"step {place}", lines.of_step(place)
    if not isinstance(held, dict):
        raise wrong(where, line)
    do = held.get("do")
    if not isinstance(do, str) or do not in tuple(StepKind):
        raise wrong(f"{where}: do", lines.of_step(place, "do"))
    kind = StepKind(do)
    needed, more = _FIELDS[kind]
    known = {**needed, **more}
    for key in held:
        if key != "do" and key not in known:
            raise wrong(f"{where}: {_shown(key)}", lines.of_step(place, key))
    given: dict[str, str | int] = {}
    for key, check in known.items():
        value = _checked(check, held, key, wrong, f"{where}: {key}", lines.of_step(place, key))
        if value is not None:
            given[key] = value
        elif key in needed:
            raise wrong(f"{where}: {key}", line)
    if kind is StepKind.EXPECT and not _one_question(given):
        raise wrong(f"{where}: expect", line)
    return Step(place, line, kind, MappingProxyType(given))


def _one_question(given: Mapping[str, str | int]) -> bool:
    asked = [key for key in given if key != "text"]
    return len(asked) == 1 and ("text" in given) == (asked[0] == "field")


def _checked(
    check: Check, held: Mapping[str, Any], key: str, wrong: Wrong, where: str, line: int
) -> str | int | None:
    if key not in held:
        return None
    value = check(held[key])
    if value is None:
        raise wrong(where, line)
    return value


def _shown(key: str) -> str:
    """A key for a message: it may be anything, so only what looks like a word is repeated."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]{1,32}", key) else "?"


def _text(value: Any) -> str | None:
    """Some text on one line."""
    if not isinstance(value, str) or not value.strip() or len(value) > MOST_TEXT:
        return None
    return nfc(value) if value.isprintable() else None


def _any_text(value: Any) -> str | None:
    """As `_text`; may be empty, which empties a field."""
    return "" if value == "" else _text(value)


def _matching(pattern: str) -> Check:
    return lambda value: value if isinstance(value, str) and re.fullmatch(pattern, value) else None


def _one_of(names: type[StrEnum]) -> Check:
    return lambda value: value if isinstance(value, str) and value in tuple(names) else None


def _whole(least: int, most: int) -> Check:
    return lambda value: value if type(value) is int and least <= value <= most else None


def _quirk(value: Any) -> str | None:
    return value if isinstance(value, str) and value in quirk_names() else None


def _relative(value: Any) -> str | None:
    """A file below the folder of the script."""
    path = _text(value)
    if path is None or path.startswith(("/", "\\", "~")) or ":" in path or "\\" in path:
        return None
    return None if ".." in path.split("/") else path


_CODE = _matching(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NAME = _matching(r"[a-z0-9][a-z0-9_-]{0,39}")
_TOP: Mapping[str, Check] = {
    "title": _text,
    "procedure": _CODE,
    "officer": _CODE,
    "limit_s": _whole(1, MOST_LIMIT_S),
}
_Fields = tuple[Mapping[str, Check], Mapping[str, Check]]
_FIELDS: Mapping[StepKind, _Fields] = {
    StepKind.SIGN_IN: ({}, {"officer": _CODE}),
    StepKind.CHOOSE_PROCEDURE: ({}, {"text": _text}),
    StepKind.TURN: ({"slot": _CODE}, {}),
    StepKind.CONSENT: ({}, {}),
    StepKind.SCAN_QR: ({"citizen": _text}, {"quirk": _quirk}),
    StepKind.LAY_CARD: ({"citizen": _text}, {"quirk": _quirk}),
    StepKind.TAKE_CARD: ({}, {}),
    StepKind.TYPE: ({"field": _text, "text": _any_text}, {}),
    StepKind.ADD_MEMBER: ({}, {}),
    StepKind.ATTACH: ({}, {"component": _CODE, "file": _relative}),
    StepKind.SCAN_PAPER: ({}, {"component": _CODE, "device": _text}),
    StepKind.RESIDENCE_METHOD: ({"method": _one_of(ResidenceMethod)}, {}),
    StepKind.EXPECT: (
        {},
        {
            "missing": _whole(0, 1000),
            "missing_code": _CODE,
            "badge": _CODE,
            "notice": _CODE,
            "failure": _CODE,
            "field": _text,
            "text": _any_text,
        },
    ),
    StepKind.ACCEPT: ({}, {}),
    StepKind.PRINT: ({}, {"printer": _text}),
    StepKind.SYNC: ({}, {}),
    StepKind.PICTURE: ({"name": _NAME}, {}),
    StepKind.LOCK: ({}, {}),
    StepKind.UNLOCK: ({}, {}),
    StepKind.PRESS: ({"key": _matching(r"[A-Za-z0-9+]{1,32}")}, {}),
    StepKind.WAIT: ({"for": _one_of(WaitFor)}, {"seconds": _whole(1, MOST_LIMIT_S)}),
}
