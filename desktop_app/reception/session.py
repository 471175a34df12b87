"""The counter session as one value: who is here, what they ask for, what was typed, what was brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from desktop_app.catalogue.model import PersonPart, Procedure
from desktop_app.catalogue.pack import Pack
from desktop_app.cccd.qr import CardQr
from desktop_app.cccd.record import CardFacts, CitizenRecord
from desktop_app.core.errors import AppError, Fact
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import (
    Channel,
    CheckName,
    Outcome,
    PaperSource,
    PersonRole,
    Protocol,
    ResidenceMethod,
    Severity,
    ValueSource,
)
from desktop_app.digitization.vault import SealedFile
from desktop_app.emrtd.result import Check, Finding

DECLARANT = "declarant"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell beside the place it is about; the words are found by the code."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @classmethod
    def of(cls, error: AppError) -> Notice:
        """The same as a value: errors are not equal to each other."""
        return cls(str(error.code), dict(error.facts))


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What is kept of the reading of a chip.

    Attributes:
        lookup_id: the row that says who read it and for what; None where nothing was read here.
    """

    protocol: Protocol | None
    checks: Mapping[CheckName, Check]
    findings: tuple[Finding, ...]
    at: datetime
    lookup_id: str | None

    @property
    def in_doubt(self) -> bool:
        """True when a check failed or a forgery was found: nothing may rest on this card."""
        return is_doubtful(self.checks, self.findings)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the counter, in the place they have in this procedure.

    Attributes:
        slot: key of the place, such as `father` or `member.2`.
        record: chip and QR code put together; its own notices are in `notices`.
        read: None until the reading of the chip is whole.
        qr: the QR code of the same card, if it was scanned.
        notices: what the card itself says twice and differently, or not readably.
        differences: where chip and QR code disagree.
        photo: in memory only; never in a draft.
    """

    slot: str
    record: CitizenRecord = field(repr=False)
    card: CardFacts = field(default=CardFacts(), repr=False)
    read: ReadSummary | None = None
    qr: CardQr | None = field(default=None, repr=False)
    notices: tuple[Notice, ...] = ()
    differences: tuple[Notice, ...] = ()
    photo: bytes | None = field(default=None, repr=False)

    @property
    def number(self) -> str:
        """The citizen number; empty where nothing says it."""
        return self.record.get("number") or ""

    @property
    def being_read(self) -> bool:
        """True while text of the chip is here and its checks are not: nothing may rest on it yet."""
        return self.read is None and ValueSource.CHIP in self.record.sources.values()

    @property
    def in_doubt(self) -> bool:
        """True when nothing may rest on the card."""
        return self.read is not None and self.read.in_doubt


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper that lies sealed in the vault and waits for the dossier.

    Attributes:
        log_id: of the row it gets in the digitization log.
        component: code of the component it is for.
        compared: the officer saw the original.
    """

    log_id: str
    component: str
    file: SealedFile
    pages: int
    dpi: int | None
    colour: bool | None
    source: PaperSource
    compared: bool
    started_at: datetime
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class OpenScan:
    """Pages that were scanned and are no paper yet.

    Attributes:
        scan_id: of the folder they lie in.
        key: 32 bytes; kept nowhere else.
    """

    scan_id: str
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """Everything about the citizens at the counter. Changed only by `events.apply`.

    Attributes:
        session_id: UUIDv7; the dossier's id once it is accepted.
        procedure: code, None until one is chosen.
        pack: version of the catalogue pack the procedure was chosen in; "" until then.
        term_case: case of the term; empty for the usual one.
        residence_method: what the officer chose; None leaves it to what was read.
        people: by slot.
        typed: what the clerk typed, by the form's key; wins over what the cards say.
        rows: what was typed into the form's table, row by row, by column.
        consents: id of the agreement of who sits, or is going to sit, in a slot.
        scan: pages that wait to become a paper.
        turn: the slot that the next card fills.
        notice: what the last event was refused for; gone with the next one.
    """

    session_id: str
    procedure: str | None = None
    pack: str = ""
    term_case: str = ""
    channel: Channel = Channel.DIRECT
    residence_method: ResidenceMethod | None = None
    people: Mapping[str, Person] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict, repr=False)
    rows: tuple[Mapping[str, str], ...] = field(default=(), repr=False)
    papers: tuple[HeldPaper, ...] = ()
    consents: Mapping[str, str] = field(default_factory=dict)
    scan: OpenScan | None = None
    turn: str = DECLARANT
    notice: Notice | None = None

    def seats_of(self, number: str) -> tuple[str, ...]:
        """The slots in which the person with this number sits: one, unless put into a second by hand."""
        return tuple(slot for slot, person in self.people.items() if number and person.number == number)


class Slot(NamedTuple):
    """A place for a person.

    Attributes:
        key: `father`; `member.2` for a part that repeats.
        row: number of the table's row for a part that repeats, else 0.
        title: empty as long as no procedure is chosen.
    """

    key: str
    part: str
    role: PersonRole
    title: str
    required: bool
    row: int = 0


_FIRST = Slot(DECLARANT, DECLARANT, PersonRole.DECLARANT, "", True)


def is_doubtful(checks: Mapping[CheckName, Check], findings: Iterable[Finding]) -> bool:
    """True when a check failed or a forgery was found."""
    return any(check.outcome is Outcome.FAILED for check in checks.values()) or any(
        finding.severity is Severity.FORGERY for finding in findings
    )


def new_session(session_id: str | None = None) -> Session:
    """A session before anybody said anything."""
    return Session(session_id or uuid7())


def procedure_of(session: Session, pack: Pack) -> Procedure | None:
    """The procedure asked for, if one is chosen."""
    return None if session.procedure is None else pack.procedure(session.procedure)


def repeated_part(procedure: Procedure | None) -> PersonPart | None:
    """The part that has a row of the form's table for each person, if there is one."""
    return next((part for part in procedure.people if part.repeat), None) if procedure else None


def slots(session: Session, pack: Pack) -> tuple[Slot, ...]:
    """The places for people in the order of the paper; a part that repeats has one for each row."""
    procedure = procedure_of(session, pack)
    if procedure is None or not procedure.people:
        return (_FIRST,)
    found: list[Slot] = []
    for part in procedure.people:
        if part.repeat:
            numbers = range(1, len(session.rows) + 1)
            found += [Slot(f"{part.key}.{n}", part.key, part.role, part.title, False, n) for n in numbers]
        else:
            found.append(Slot(part.key, part.key, part.role, part.title, part.required))
    return tuple(found) or (_FIRST,)


def next_empty(session: Session, pack: Pack, after: str) -> str | None:
    """The next slot nobody sits in, round from `after`: those that must be filled come first."""
    places = slots(session, pack)
    keys = [slot.key for slot in places]
    start = keys.index(after) + 1 if after in keys else 0
    ordered = places[start:] + places[:start]
    empty = [slot for slot in ordered if slot.key not in session.people]
    chosen = next((slot for slot in empty if slot.required), empty[0] if empty else None)
    return chosen.key if chosen else None
