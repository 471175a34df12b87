"""Values of dossiers as the other rooms see them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop_app.core.errors import Fact
from desktop_app.core.terms import Channel, ResidenceMethod, ValueSource


@dataclass(frozen=True, slots=True)
class Organisations:
    """The three organisations of a dossier, as codes.

    Attributes:
        helping: who helped the citizen declare.
        receiving: who received officially.
        competent: who decides.
    """

    helping: str
    receiving: str
    competent: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the papers of a dossier say of the office and the officer: as it was when it was accepted.

    Attributes:
        place: before the date.
        officer: name of the officer who accepted.
    """

    parent_office: str
    office: str
    place: str
    officer: str


@dataclass(frozen=True, slots=True)
class PersonalValue:
    """One value of a person or of the form.

    Attributes:
        part: a person's role, or `form`.
        field: name of the field.
        value: the value; personal.
        source: where it came from.
    """

    part: str
    field: str
    value: str = dataclasses.field(repr=False)
    source: ValueSource = ValueSource.TYPED


@dataclass(frozen=True, slots=True)
class NewDossier:
    """What is needed to accept a dossier.

    Attributes:
        dossier_id: made by the caller before anything is written, so that trying again is harmless.
        lookup_ids: the readings of cards it rests on; each is bound to the dossier.
        due_reasons: why the appointment falls on that day, as codes with facts.
        fee: đồng.
        salt: 16 random bytes.
        letterhead: pinned, so that a later change of names leaves its papers as they are.
    """

    dossier_id: str
    procedure: str
    term_case: str
    pack_version: str
    channel: Channel
    organisations: Organisations
    officer: str
    residence_method: ResidenceMethod | None
    consent_id: str | None
    lookup_ids: tuple[str, ...]
    accepted_at: datetime
    due_at: datetime | None
    due_reasons: tuple[tuple[str, Mapping[str, Fact]], ...]
    fee: int
    salt: bytes = dataclasses.field(repr=False)
    values: tuple[PersonalValue, ...] = dataclasses.field(repr=False)
    letterhead: Letterhead | None = None


@dataclass(frozen=True, slots=True)
class DossierSummary:
    """A dossier without its personal values."""

    dossier_id: str
    number: str
    number_temporary: bool
    procedure: str
    state: str
    pack_version: str
    term_case: str
    channel: str
    officer: str
    accepted_at: datetime
    due_at: datetime | None
    due_reasons: tuple[tuple[str, Mapping[str, Fact]], ...]
    fee: int
    letterhead: Letterhead | None = None
