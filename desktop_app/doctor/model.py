"""What the self-test says of each part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from db.store import Store
from desktop_app.core.errors import Fact
from desktop_app.reception.service import Reception
from desktop_app.security.office import OfficeView


class PartState(StrEnum):
    """How a part is."""

    GOOD = "good"
    ATTENTION = "attention"
    FAILED = "failed"


class DoctorCode(StrEnum):
    """What the self-test can say besides failure codes; the words are in the messages of `doctor`."""

    CLOCK_GOOD = "doctor.clock_good"
    DATABASE_GOOD = "doctor.database_good"
    DISK = "doctor.disk"
    DISK_LOW = "doctor.disk_low"
    FEW_NUMBERS = "doctor.few_numbers"
    FONTS_GOOD = "doctor.fonts_good"
    LOG_BROKEN = "doctor.log_broken"
    LOG_WHOLE = "doctor.log_whole"
    NO_BLOCK = "doctor.no_block"
    NO_CSCA = "doctor.no_csca"
    NUMBERS = "doctor.numbers"
    OUTBOX_GOOD = "doctor.outbox_good"
    OUTBOX_HELD = "doctor.outbox_held"
    PACK_GOOD = "doctor.pack_good"
    PACK_TO_VERIFY = "doctor.pack_to_verify"
    PART_BROKEN = "doctor.part_broken"
    PROFILE_OPEN = "doctor.profile_open"
    PROGRAM = "doctor.program"
    PROVINCE_GOOD = "doctor.province_good"
    READERS_GOOD = "doctor.readers_good"
    TRUST_GOOD = "doctor.trust_good"


@dataclass(frozen=True, slots=True)
class OpenedProfile:
    """What the self-test needs of an opened profile; who wires the product hands it over."""

    store: Store
    office: OfficeView
    reception: Reception
    workstation: str
    training: bool


@dataclass(frozen=True, slots=True)
class PartReport:
    """One part.

    Attributes:
        part: its name.
        code: of `doctor.*`, or the failure code of the part; its words hold the remedy.
        facts: without personal data.
    """

    part: str
    state: PartState
    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
