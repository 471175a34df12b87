"""Changing the office afterwards: names, codes, province, workstation. Managers only, audited.

What was accepted keeps what it pinned: dossiers hold the codes and the letterhead of their day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.dossier import Dossier
from db.models.office import Office, Workstation
from db.store import audit, changed
from desktop_app.core.errors import AppError, declare
from desktop_app.security.office import (
    OfficePart,
    OfficeView,
    OrganisationsPart,
    ProvincePart,
    WorkstationPart,
    office_of,
)
from desktop_app.security.officers import WorkstationLine, require_manager

UNIT_CODE_IN_USE = declare("security.unit_code_in_use")
BLOCK_OVERLAPS = declare("security.block_overlaps")
SCANNER_PREFIX_INVALID = declare("security.scanner_prefix_invalid")

PREFIX_LENGTHS = (2, 8)
# Printable ASCII without the space. Something beside letters and digits must be in it: with them alone,
# a fast typist's word would be taken for a scan.
_PREFIX = re.compile(r"(?=.*[^A-Za-z0-9])[!-~]{2,8}")


@dataclass(frozen=True, slots=True)
class OfficeChange:
    """The office and this workstation as they are to be.

    Attributes:
        scanner_prefix: what the QR scanner is set to send before each code; "" when it sends none.
    """

    office: OfficePart
    organisations: OrganisationsPart
    province: ProvincePart
    station: WorkstationPart
    scanner_prefix: str = ""


def change_office(session: Session, change: OfficeChange, *, by: str) -> OfficeView:
    """Change what the office is called, where it is, and where its events go.

    The unit's code stands in every number given out: it changes only as long as there is none.

    Args:
        by: code of the officer who does this.

    Raises:
        AppError: `security.not_allowed`, `security.unit_code_in_use`.
        LookupError: the profile has no office (a bug).
    """
    require_manager(session, by)
    row = session.scalars(select(Office)).first()
    if row is None:
        raise LookupError("a profile without an office")
    office, organisations = change.office, change.organisations
    if office.unit_code != row.unit_code and session.scalar(select(Dossier.id).limit(1)) is not None:
        raise AppError(UNIT_CODE_IN_USE, {"unit": row.unit_code})
    unit = office.unit_code
    wanted = office.model_dump() | {
        "org_helping": organisations.helping or unit,
        "org_receiving": organisations.receiving or unit,
        "org_competent": organisations.competent or unit,
        "province_url": change.province.url,
    }
    changes = sorted(name for name, value in wanted.items() if getattr(row, name) != value)
    for name in changes:
        setattr(row, name, wanted[name])
    session.flush()
    if changes:
        audit(session, "office.changed", "office", unit, {"fields": changes})
    return office_of(session)


def change_workstation(session: Session, change: OfficeChange, *, by: str) -> WorkstationLine:
    """Change a workstation's block of numbers and the prefix of its QR scanner.

    Args:
        by: code of the officer who does this.

    Raises:
        AppError: `security.not_allowed`, `security.scanner_prefix_invalid`, `security.block_overlaps`.
        LookupError: there is no such workstation (a bug).
    """
    require_manager(session, by)
    station, scanner_prefix = change.station, change.scanner_prefix
    row = session.get(Workstation, station.code)
    if row is None:
        raise LookupError("no such workstation")
    if scanner_prefix and not is_prefix(scanner_prefix):
        raise AppError(SCANNER_PREFIX_INVALID)
    if station.block_first is not None and station.block_last is not None:
        overlapping = select(Workstation.code).where(
            Workstation.code != station.code,
            Workstation.block_first <= station.block_last,
            Workstation.block_last >= station.block_first,
        )
        other = session.scalars(overlapping).first()
        if other is not None:
            raise AppError(BLOCK_OVERLAPS, {"workstation": other})
    before = (row.block_first, row.block_last, row.scanner_prefix or "")
    if before != (station.block_first, station.block_last, scanner_prefix):
        row.block_first, row.block_last = station.block_first, station.block_last
        row.scanner_prefix = scanner_prefix or None
        session.flush()
        told = {"block": [row.block_first, row.block_last], "scanner_prefix": scanner_prefix != before[2]}
        audit(session, "workstation.changed", "workstation", row.code, told)
    changed(session, "workstation", row.code)
    return WorkstationLine(row.code, row.block_first, row.block_last, row.scanner_prefix or "")


def is_prefix(text: str) -> bool:
    """Whether a scanner's prefix can be told from typing."""
    return _PREFIX.fullmatch(text) is not None
