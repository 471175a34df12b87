"""Any genuine card on any link, drawn from a number, and what a right read of it has to give."""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace

from desktop_app.core.terms import CheckName
from desktop_app.emrtd import curves, integrated_mapping
from desktop_app.emrtd.access import AccessKey, AccessMode, CanKey, MrzKey, PinKey, PukKey
from desktop_app.emrtd.card import Card
from desktop_app.emrtd.ciphers import Suite
from desktop_app.emrtd.groups import EcGroup, dh_by_parameter_id
from desktop_app.emrtd.mrz import parse_td1
from desktop_app.emrtd.result import VERIFIED, Check, Reason, not_possible
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.chip_data import ChipData, Mapping, PaceOffer
from desktop_app.readers.simulator.faces import draw_face
from desktop_app.readers.simulator.plan import ActiveKind, FacePlan, KeyPlan, Plan
from desktop_app.readers.simulator.switches import Fetching, PastEnd, Pins, Reading, Switches, TooLong
from desktop_app.readers.simulator.weak_reader import Fault, WeakReader
from tests.support.training_card import first_citizen, issuer

PRIMES, CURVES = (0, 1, 2), tuple(range(8, 19))
LONG_PRIMES = (1, 2)  # 2,048 bits: their keys fit no short command
SUITES = tuple(Suite)
FACE_SIZES = (2_000, 2_000, 2_000, 5_000)
FAR_FACE = 36_000  # beyond what READ BINARY with the even instruction reaches
FAR_EVERY = 40
PINS = Pins()


@dataclass(frozen=True, slots=True)
class Draw:
    """One card on one link.

    Attributes:
        plan: what the card is made of.
        switches: how its chip behaves.
        fault: of the reader.
        mode: how it is opened.
        key: the right secret.
    """

    plan: Plan
    switches: Switches
    fault: Fault | None
    mode: AccessMode
    key: AccessKey = field(repr=False)

    @property
    def has_extended(self) -> bool:
        """Whether extended commands come through."""
        lost = (Fault.EXTENDED_IS_LOST, Fault.EXTENDED_IS_GARBLED)
        return self.switches.extended_limit is not None and self.fault not in lost


@functools.cache
def every_offer() -> tuple[PaceOffer, ...]:
    """Every suite with every group and every mapping that there is."""
    found: list[PaceOffer] = []
    for suite in SUITES:
        for number in (*PRIMES, *CURVES):
            curve = curves.curve_by_parameter_id(number)
            group = EcGroup(curve) if curve is not None else dh_by_parameter_id(number)
            if group is None:
                continue
            found.append(PaceOffer(suite, number))
            if integrated_mapping.is_possible(group):
                found.append(PaceOffer(suite, number, Mapping.INTEGRATED))
            if number in CURVES and suite is not Suite.TDES:
                found.append(PaceOffer(suite, number, Mapping.CHIP))
    return tuple(found)


def draw(number: int) -> Draw:
    """The card and link with this number; the offers of PACE come in turn, the rest by chance."""
    chance = random.Random(number)
    switches, fault = _link(chance)
    offers = every_offer()
    offer = offers[number % len(offers)]
    if offer.parameter_id in LONG_PRIMES:  # no chip that takes no extended command offers such a key
        switches, fault = Switches(), None
    has_bac = chance.random() < 0.1
    pace = () if has_bac and chance.random() < 0.5 else (offer,)
    if pace and offer.mapping is not Mapping.CHIP and chance.random() < 0.1:
        pace = (offer, PaceOffer(chance.choice(SUITES), chance.choice(CURVES)))
    face = FAR_FACE if number % FAR_EVERY == 0 else chance.choice(FACE_SIZES)
    plan = Plan(
        pace=pace,
        chip_keys=_chip_keys(chance, offer),
        named_curves=chance.random() < 0.3,
        active=chance.choices([*ActiveKind, None], (70, 15, 5, 10))[0],
        face=FacePlan(size_bytes=face) if chance.random() < 0.9 else None,
    )
    mode = AccessMode.BAC if pace and has_bac else AccessMode.AUTO
    key = _key(chance) if pace and not has_bac else _zone()
    if isinstance(key, PinKey | PukKey):
        switches = replace(switches, pins=PINS)
    return Draw(plan, switches, fault, mode, key)


def _key(chance: random.Random) -> AccessKey:
    number = CanKey(first_citizen().can)
    secrets = (number, _zone(), PinKey(PINS.pin), PinKey(PINS.pin, can=number), PukKey(PINS.puk))
    return chance.choices(secrets, (50, 30, 8, 4, 8))[0]


def _zone() -> MrzKey:
    zone = parse_td1(first_citizen().mrz)
    return MrzKey(zone.document_number, zone.birth, zone.expiry)


def _chip_keys(chance: random.Random, offer: PaceOffer) -> tuple[KeyPlan, ...]:
    if offer.mapping is Mapping.CHIP:  # the chip proves a key of the same group
        return (KeyPlan(chance.choice(SUITES), offer.parameter_id),)
    kind = chance.random()
    if kind < 0.1:
        return ()
    group = chance.choice(PRIMES) if kind < 0.25 else chance.choice(CURVES)
    first = KeyPlan(chance.choice(SUITES), group)
    if kind < 0.9:
        return (first,)
    other = KeyPlan(chance.choice(SUITES), chance.choice(CURVES), key_id=2)
    return (KeyPlan(first.suite, chance.choice(CURVES), key_id=1), other)


def _link(chance: random.Random) -> tuple[Switches, Fault | None]:
    """The usual link, a short one, an extended one, or a reader with a fault."""
    reading = Reading(
        short_id_refusal=chance.choice([None, None, 0x6A86, 0x6A82, 0x6B00, 0x6700, 0x6981]),
        past_end=chance.choice(list(PastEnd)),
        empty_at=chance.choice([0, 0, 5]),
    )
    kind = chance.choice(["usual", "short", "narrow", "extended", "fault"])
    if kind == "short":
        fetching = chance.choice(list(Fetching))
        return Switches(extended_limit=None, fetching=fetching, reading=reading), None
    if kind == "narrow":
        limits = Reading(max_read=chance.choice([192, 160, 128, 112]), too_long=chance.choice(list(TooLong)))
        return Switches(extended_limit=None, reading=limits), None
    if kind == "extended":
        return Switches(extended_limit=chance.choice([512, 1024, 32_000]), reading=reading), None
    if kind == "fault":
        fault = chance.choice(list(Fault))
        return Switches(extended_limit=None if fault is Fault.FULL_ANSWER_IS_LOST else 4096), fault
    return Switches(reading=reading), None


def press(drawn: Draw) -> ChipData:
    """Make the card, with keys of its own."""
    size = drawn.plan.face.size_bytes if drawn.plan.face is not None else None
    made = issuer().personalize(first_citizen(), _photo(size or FACE_SIZES[0]), drawn.plan)
    return made.with_switches(drawn.switches)


@functools.cache
def _photo(size_bytes: int) -> bytes:
    return draw_face("test", size_bytes)


def lay(drawn: Draw, data: ChipData, number: int) -> Card:
    """The card on its link; its random bytes follow from the number."""
    chip: Card = Chip(data, random.Random(number).randbytes)
    return chip if drawn.fault is None else WeakReader(chip, drawn.fault)


def checks(drawn: Draw) -> MappingOf[CheckName, Check]:
    """How each check has to end."""
    found = dict.fromkeys(CheckName, VERIFIED)
    plan = drawn.plan
    if not plan.chip_keys:
        found[CheckName.CHIP_AUTHENTICATION] = not_possible(Reason.NOT_OFFERED)
    elif not drawn.has_extended and all(one.parameter_id in LONG_PRIMES for one in plan.chip_keys):
        found[CheckName.CHIP_AUTHENTICATION] = not_possible(Reason.LINK_TOO_SHORT)
    if plan.active is None:
        found[CheckName.ACTIVE_AUTHENTICATION] = not_possible(Reason.NOT_OFFERED)
    elif plan.active is ActiveKind.RSA_2048 and _loses_long_answers(drawn):
        found[CheckName.ACTIVE_AUTHENTICATION] = not_possible(Reason.LINK_TOO_SHORT)
    return found


def _loses_long_answers(drawn: Draw) -> bool:
    """An answer of 256 bytes and more comes neither at once nor in pieces."""
    if drawn.has_extended:
        return False
    return drawn.switches.fetching is Fetching.NEVER or drawn.fault is Fault.FULL_ANSWER_IS_LOST
