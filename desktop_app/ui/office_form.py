"""What the first-run assistant asks, judged by the model of the office file, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from desktop_app.security.office import OfficeFile, OrganisationsPart
from desktop_app.security.office_admin import OfficeChange, is_prefix
from desktop_app.security.passwords import MIN_LENGTH
from desktop_app.sync.wire import is_code

# As in the office file: `section.name`. The first officer is asked here, others in Quản trị.
FIELDS = (
    "office.unit_code",
    "office.parent_name",
    "office.name",
    "office.place",
    "office.phone",
    "office.recipient_name",
    "workstation.code",
    "workstation.block_first",
    "workstation.block_last",
    "province.url",
    "officers.code",
    "officers.name",
)
# What Quản trị changes: all but the workstation's code and the first officer, and what is not asked at first.
ORGANISATIONS = ("organisations.helping", "organisations.receiving", "organisations.competent")
SCANNER_PREFIX = "workstation.scanner_prefix"
CHANGED = (*FIELDS[:6], *ORGANISATIONS, "province.url", *FIELDS[7:9], SCANNER_PREFIX)
OPTIONAL = frozenset({"office.phone", "workstation.block_first", "workstation.block_last"})


class Problem(StrEnum):
    """What can be wrong with a field."""

    MISSING = "missing"
    CODE = "code"
    ADDRESS = "address"
    NUMBER = "number"
    BLOCK = "block"
    TOO_LONG = "too_long"
    SHORT_PASSWORD = "short_password"
    OTHER_PASSWORD = "other_password"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class SetUp:
    """All that a new profile is made from.

    Attributes:
        office: as an office file says it.
        password: of the first officer.
        join: the file that lets this computer join an office; None for its first computer.
        join_passphrase: opens that file.
        passphrase: keeps the profile's key where the computer has no keyring; "" when not asked.
    """

    office: OfficeFile
    password: str = field(repr=False)
    join: Path | None = None
    join_passphrase: str = field(default="", repr=False)
    passphrase: str = field(default="", repr=False)


def judge(values: Mapping[str, str]) -> tuple[OfficeFile | None, dict[str, Problem]]:
    """The office file that the fields make, or what is wrong with which field.

    Args:
        values: text of each of `FIELDS`, as typed.
    """
    typed = {name: values.get(name, "").strip() for name in FIELDS}
    problems = {name: Problem.MISSING for name in FIELDS if not typed[name] and name not in OPTIONAL}
    raw: dict[str, Any] = {"office": {}, "workstation": {}, "province": {}, "officers": [{"role": "head"}]}
    for name, text in typed.items():
        section, _, part = name.partition(".")
        if not text and name in OPTIONAL:
            continue
        place = raw[section][0] if section == "officers" else raw[section]
        place[part] = text
    try:
        office = OfficeFile.model_validate(raw)
    except ValidationError as error:
        for one in error.errors():
            name = ".".join(str(part) for part in one["loc"] if not isinstance(part, int))
            name = "workstation.block_last" if name == "workstation" else name
            if name in typed:
                problems.setdefault(name, _kind(name, one["type"]))
        return None, problems
    return (None if problems else office), problems


def judge_change(
    values: Mapping[str, str], workstation: str
) -> tuple[OfficeChange | None, dict[str, Problem]]:
    """The change of an office that the fields make, or what is wrong with which field.

    Args:
        values: text of each of `CHANGED`, as typed.
        workstation: code of this one; it never changes.
    """
    fixed = {"workstation.code": workstation, "officers.code": "x", "officers.name": "x"}
    file, problems = judge(dict(values) | fixed)
    codes = {name: values.get(name, "").strip() for name in ORGANISATIONS}
    for name, code in (codes | {"office.unit_code": values.get("office.unit_code", "").strip()}).items():
        if code and not is_code(code):
            problems[name] = Problem.CODE
    prefix = values.get(SCANNER_PREFIX, "").strip()
    if prefix and not is_prefix(prefix):
        problems[SCANNER_PREFIX] = Problem.PREFIX
    if file is None or problems:
        return None, problems
    organisations = OrganisationsPart(
        **{name.partition(".")[2]: code or None for name, code in codes.items()}
    )
    return OfficeChange(file.office, organisations, file.province, file.workstation, prefix), {}


def judge_password(password: str, again: str) -> Problem | None:
    """What is wrong with the first officer's password, given twice."""
    if len(password) < MIN_LENGTH:
        return Problem.SHORT_PASSWORD
    return Problem.OTHER_PASSWORD if password != again else None


def field_of(where: str) -> str:
    """The field that `security.office_file_invalid` names, such as `officers.0.code`, or ""."""
    name = ".".join(part for part in where.split(".") if not part.isdecimal())
    return name if name in FIELDS else ""


def values_of(office: OfficeFile) -> dict[str, str]:
    """The fields of an office file, to fill the assistant; the first officer stands for all."""
    station, officer = office.workstation, office.officers[0]
    parts = {f"office.{name}": value for name, value in office.office.model_dump().items()}
    parts |= {
        "workstation.code": station.code,
        "workstation.block_first": station.block_first,
        "workstation.block_last": station.block_last,
        "province.url": office.province.url,
        "officers.code": officer.code,
        "officers.name": officer.name,
    }
    return {name: "" if parts[name] is None else str(parts[name]) for name in FIELDS}


def _kind(name: str, type_: str) -> Problem:
    if type_ == "string_too_long":
        return Problem.TOO_LONG
    if name == "province.url":
        return Problem.ADDRESS
    if name == "workstation.block_last" and type_ == "value_error":
        return Problem.BLOCK
    if name.startswith("workstation.block_"):
        return Problem.NUMBER
    return Problem.CODE if name.endswith("code") else Problem.MISSING
