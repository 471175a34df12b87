"""What accepting takes and gives."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from desktop_app.catalogue.deadline import Appointment
from desktop_app.cccd.record import CitizenRecord
from desktop_app.core.terms import Channel, PaperSource, ResidenceMethod


@dataclass(frozen=True, slots=True)
class GivenPaper:
    """A paper the citizen brought.

    Attributes:
        component: code of the component it is for.
        data: the file's bytes.
        compared_with_original: the officer saw the original.
    """

    component: str
    data: bytes = dataclasses.field(repr=False)
    source: PaperSource = PaperSource.SCAN
    compared_with_original: bool = False


@dataclass(frozen=True, slots=True)
class ReceiveRequest:
    """What is needed to accept a dossier of one declarant.

    Attributes:
        term_case: case of the procedure's term; empty for the usual one.
    """

    procedure: str
    officer: str
    declarant: CitizenRecord = dataclasses.field(repr=False)
    papers: tuple[GivenPaper, ...]
    lookup_id: str | None
    consent_id: str
    residence_method: ResidenceMethod | None
    channel: Channel = Channel.DIRECT
    term_case: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted dossier.

    Attributes:
        share_not_typed: percent of the form's blanks that nobody typed.
        papers: SHA-256 of each paper, in order.
    """

    dossier_id: str
    number: str
    number_temporary: bool
    accepted_at: datetime
    due_at: datetime | None
    appointment: Appointment
    share_not_typed: int
    papers: tuple[str, ...]
