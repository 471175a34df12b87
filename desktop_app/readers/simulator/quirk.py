"""One way in which a card differs from the plain one, and what it is made with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from desktop_app.readers.simulator.chip_data import ChipData
from desktop_app.readers.simulator.citizens import TrainingCitizen
from desktop_app.readers.simulator.expectation import PLAIN, Expectation
from desktop_app.readers.simulator.issuer import Issuer
from desktop_app.readers.simulator.link import Link
from desktop_app.readers.simulator.plan import Plan
from desktop_app.readers.simulator.switches import Switches
from desktop_app.readers.simulator.weak_reader import Fault


class Kind(StrEnum):
    """Whether somebody wants to deceive."""

    QUIRK = "quirk"
    FORGERY = "forgery"


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a card is forged from.

    Attributes:
        citizen: whose card it is.
        issuer: the training issuer.
        revoked: the same root with a signer who stands on its list of revoked ones.
        plain: the citizen's genuine card.
        other: the genuine card of somebody else.
        now: day of the forgery.
        press: makes a whole card of the citizen by the given issuer.
    """

    citizen: TrainingCitizen
    issuer: Issuer
    revoked: Callable[[], Issuer]
    plain: Callable[[], ChipData]
    other: Callable[[], ChipData]
    now: datetime
    press: Callable[[Issuer, Plan], ChipData]


@dataclass(frozen=True, slots=True)
class Quirk:
    """How a card differs.

    Attributes:
        name: what `--quirk` takes.
        kind: an oddity of genuine cards, or a forgery.
        what: one line about it.
        expect: what a right reader finds.
        switches: how the chip behaves.
        plan: what the card is made of; None: it is the plain card.
        forge: makes the card, when a plan cannot say it.
        person: changes the citizen before the card is made.
        link: what the exchanges cost; None: what the caller says.
        fault: weakness of the reader in front of the chip; None: it has none.
    """

    name: str
    kind: Kind
    what: str
    expect: Expectation = PLAIN
    switches: Switches = field(default_factory=Switches)
    plan: Plan | None = None
    forge: Callable[[Workshop], ChipData] | None = None
    person: Callable[[TrainingCitizen], TrainingCitizen] | None = None
    link: Link | None = None
    fault: Fault | None = None

    @property
    def is_plain_card(self) -> bool:
        """The card's files and keys are those of the plain one."""
        return self.plan is None and self.forge is None and self.person is None


def oddity(name: str, what: str, expect: Expectation = PLAIN, **how: Any) -> Quirk:
    """A genuine card that differs; `how` as the attributes of `Quirk`."""
    return Quirk(name, Kind.QUIRK, what, expect, **how)
