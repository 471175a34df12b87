"""Numbers of dossiers: from the workstation's block, else temporary. Read inside the transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db.models.dossier import NumberCounter
from db.models.office import Workstation

OFFICIAL, TEMPORARY = "official", "temporary"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How numbers are written; data of the catalogue pack, because the rule is about to change.

    Attributes:
        official: with the places unit, yymmdd, order.
        temporary: with the places workstation, yymmdd, order.
    """

    official: str
    temporary: str


@dataclass(frozen=True, slots=True)
class GivenNumber:
    """A number given to a dossier.

    Attributes:
        text: as printed.
        temporary: True when the province has to bind an official number later.
    """

    text: str
    temporary: bool


def next_number(
    session: Session, workstation: str, unit_code: str, day: date, form: NumberFormat
) -> GivenNumber:
    """Take the next number of the day; two workstations never share a block, so no number comes twice.

    Args:
        session: the session of the running write; the counter row is read and raised inside it.
        workstation: code of this workstation.
        unit_code: the receiving unit's code.
        day: day of reception in Vietnam.
        form: how numbers are written.
    """
    block = session.get(Workstation, workstation)
    stamp = f"{day:%y%m%d}"
    if block is not None and block.block_first is not None and block.block_last is not None:
        # A block given anew during the day may begin after the last number: never below its first one.
        order = max(_peek(session, workstation, day, OFFICIAL) or 0, block.block_first - 1)
        if order < block.block_last:
            _raise(session, workstation, day, OFFICIAL, order + 1)
            return GivenNumber(form.official.format(unit=unit_code, yymmdd=stamp, order=order + 1), False)
    order = (_peek(session, workstation, day, TEMPORARY) or 0) + 1
    _raise(session, workstation, day, TEMPORARY, order)
    return GivenNumber(form.temporary.format(workstation=workstation, yymmdd=stamp, order=order), True)


def numbers_left(session: Session, workstation: str, day: date) -> int | None:
    """How many official numbers a workstation can still give on a day; None when it has no block."""
    block = session.get(Workstation, workstation)
    if block is None or block.block_first is None or block.block_last is None:
        return None
    last = max(_peek(session, workstation, day, OFFICIAL) or 0, block.block_first - 1)
    return max(block.block_last - last, 0)


def _peek(session: Session, workstation: str, day: date, kind: str) -> int | None:
    row = session.get(NumberCounter, (workstation, day.isoformat(), kind))
    return None if row is None else row.last


def _raise(session: Session, workstation: str, day: date, kind: str, last: int) -> None:
    row = session.get(NumberCounter, (workstation, day.isoformat(), kind))
    if row is None:
        session.add(NumberCounter(workstation=workstation, day=day.isoformat(), kind=kind, last=last))
    else:
        row.last = last
    session.flush()
