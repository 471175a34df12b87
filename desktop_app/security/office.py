"""The office file, the office's rows, and how a second workstation joins."""

from __future__ import annotations

import re
import secrets
import tomllib
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.office import Office, Officer, Workstation
from db.store import audit
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import OfficerRole
from desktop_app.core.text import nfc
from desktop_app.security.passwords import hash_password
from desktop_app.security.sealing import SEALED_FILE_INVALID, seal, unseal

OFFICE_FILE_UNREADABLE = declare("security.office_file_unreadable")
OFFICE_FILE_INVALID = declare("security.office_file_invalid")
JOIN_OTHER_OFFICE = declare("security.join_other_office")

_JOIN_PURPOSE = "office-join"

_Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]
# Composed: an accent that stands apart is printed beside its letter.
_Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(nfc)
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OfficePart(_Strict):
    """`[office]` of the office file."""

    unit_code: _Code
    name: _Line
    parent_name: _Line
    place: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(nfc)
    ]
    phone: Annotated[str, StringConstraints(max_length=40)] = ""
    recipient_name: _Line


class OrganisationsPart(_Strict):
    """`[organisations]`: codes of who helps, receives and decides; absent ones are the unit itself."""

    helping: _Code | None = None
    receiving: _Code | None = None
    competent: _Code | None = None


class WorkstationPart(_Strict):
    """`[workstation]`: its code, and its block of order numbers if the province gave one."""

    code: _Code
    block_first: Annotated[int, Field(ge=1, le=9_999_999)] | None = None
    block_last: Annotated[int, Field(ge=1, le=9_999_999)] | None = None

    @model_validator(mode="after")
    def _whole_block(self) -> WorkstationPart:
        first, last = self.block_first, self.block_last
        if (first is None) != (last is None) or (first is not None and last is not None and first > last):
            raise ValueError("block_first and block_last stand together, in order")
        return self


class ProvincePart(_Strict):
    """`[province]`: where events are sent."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s@]+$", max_length=300)]


class OfficerPart(_Strict):
    """`[[officers]]`: one officer."""

    code: _Code
    name: _Line
    role: OfficerRole = OfficerRole.CLERK


def _distinct(officers: tuple[OfficerPart, ...]) -> tuple[OfficerPart, ...]:
    # As the window compares them: nobody tells two codes apart by their case.
    if len({officer.code.lower() for officer in officers}) != len(officers):
        raise ValueError("two officers have the same code")
    return officers


class OfficeFile(_Strict):
    """The whole office file. It holds no secret."""

    office: OfficePart
    organisations: OrganisationsPart = OrganisationsPart()
    workstation: WorkstationPart
    province: ProvincePart
    officers: Annotated[tuple[OfficerPart, ...], Field(min_length=1), AfterValidator(_distinct)]


@dataclass(frozen=True, slots=True)
class OfficeView:
    """The office as other rooms see it."""

    unit_code: str
    name: str
    parent_name: str
    place: str
    phone: str
    recipient_name: str
    org_helping: str
    org_receiving: str
    org_competent: str
    province_url: str
    training: bool
    key: bytes = field(repr=False)


def parse_office_file(raw: bytes) -> OfficeFile:
    """Read an office file.

    Raises:
        AppError: `security.office_file_unreadable` (not TOML), `security.office_file_invalid` (which field).
    """
    try:
        text = tomllib.loads(raw.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise AppError(OFFICE_FILE_UNREADABLE) from error
    try:
        return OfficeFile.model_validate(text)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "?"
        raise AppError(OFFICE_FILE_INVALID, {"where": re.sub(r"[^\w.]", "", where)}) from error


def write_office(
    session: Session,
    file: OfficeFile,
    *,
    key: bytes,
    training: bool,
    password_of: Callable[[str], str],
    clock: Clock,
) -> None:
    """Write the office, the workstation and the officers of a new profile.

    Args:
        password_of: first password of an officer, by code.

    Raises:
        AppError: `security.password_too_short`.
    """
    now, unit = clock.now(), file.office.unit_code
    session.add(
        Office(
            unit_code=unit,
            name=file.office.name,
            parent_name=file.office.parent_name,
            place=file.office.place,
            phone=file.office.phone,
            org_helping=file.organisations.helping or unit,
            org_receiving=file.organisations.receiving or unit,
            org_competent=file.organisations.competent or unit,
            recipient_name=file.office.recipient_name,
            province_url=file.province.url,
            key=key,
            training=training,
            created_at=now,
        )
    )
    station = file.workstation
    session.add(
        Workstation(
            code=station.code, block_first=station.block_first, block_last=station.block_last, created_at=now
        )
    )
    for officer in file.officers:
        session.add(
            Officer(
                code=officer.code,
                name=officer.name,
                role=officer.role,
                password_hash=hash_password(password_of(officer.code)),
                active=True,
                created_at=now,
            )
        )
    codes = [officer.code for officer in file.officers]
    audit(session, "office.set_up", "office", unit, {"workstation": station.code, "officers": codes})


def office_of(session: Session) -> OfficeView:
    """The office of this profile.

    Raises:
        LookupError: the profile has none (a bug: set-up writes it before anything else).
    """
    row = session.scalars(select(Office)).first()
    if row is None:
        raise LookupError("a profile without an office")
    return OfficeView(
        unit_code=row.unit_code,
        name=row.name,
        parent_name=row.parent_name,
        place=row.place,
        phone=row.phone,
        recipient_name=row.recipient_name,
        org_helping=row.org_helping,
        org_receiving=row.org_receiving,
        org_competent=row.org_competent,
        province_url=row.province_url,
        training=row.training,
        key=row.key,
    )


def officer_name(session: Session, code: str) -> str:
    """The officer's name as printed on receipts; the code when unknown."""
    row = session.get(Officer, code)
    return row.name if row else code


def first_officer(session: Session) -> str:
    """Code of the first active officer: the default of a training profile."""
    return session.scalars(select(Officer.code).where(Officer.active).order_by(Officer.code)).first() or ""


def new_office_key() -> bytes:
    """A new office key, 32 bytes."""
    return secrets.token_bytes(32)


def log_join_file(session: Session, office: OfficeView) -> None:
    """Note in the audit chain that the office key leaves this workstation; the actor is the store's."""
    audit(session, "office.join_written", "office", office.unit_code, {})


def write_join_file(office: OfficeView, passphrase: str) -> bytes:
    """The file that lets another workstation take the office key, sealed with a passphrase."""
    return seal(f"{office.unit_code}\n{b64encode(office.key).decode()}".encode(), passphrase, _JOIN_PURPOSE)


def key_from_join_file(raw: bytes, passphrase: str, unit_code: str) -> bytes:
    """The office key from a join file.

    Raises:
        AppError: `security.wrong_passphrase`, `security.sealed_file_invalid`, `security.join_other_office`.
    """
    unit, _, text = unseal(raw, passphrase, _JOIN_PURPOSE).decode().partition("\n")
    if unit != unit_code:
        raise AppError(JOIN_OTHER_OFFICE)
    key = b64decode(text)
    if len(key) != 32:
        raise AppError(SEALED_FILE_INVALID, {"purpose": _JOIN_PURPOSE})
    return key
