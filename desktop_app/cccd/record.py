"""The citizen as twenty fields, each with its source, and the facts of the card itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from desktop_app.cccd import dg13
from desktop_app.cccd.crosscheck import SEXES, birth_of, day_of, differences, expiry_of, is_of_another
from desktop_app.cccd.dates import PartialDate
from desktop_app.cccd.dg13 import Dg13
from desktop_app.cccd.mrz import Td1, zone_of_dg1
from desktop_app.cccd.qr import CardQr
from desktop_app.core.errors import AppError, declare
from desktop_app.core.personal import Personal
from desktop_app.core.terms import CITIZEN_FIELDS, ValueSource

DG13_FIELD_UNREADABLE = declare("cccd.dg13_field_unreadable")
QR_OF_ANOTHER_CARD = declare("cccd.qr_of_another_card")
QR_IN_PART = declare("cccd.qr_in_part")
SOURCES_DIFFER = declare("cccd.sources_differ")
RESIDENCE_ANY_KIND = declare("cccd.residence_any_kind")
PLACE_OF_UNKNOWN_KIND = declare("cccd.place_of_unknown_kind")


_NATIONALITIES = {"VNM": "Việt Nam"}


@dataclass(frozen=True, slots=True)
class Generation:
    """What fields 8 and 9 of DG13 mean on the cards issued since a day.

    Attributes:
        since: first day of issue.
        place: record field of DG13 field 8; None if it cannot be told.
        residence: record field of DG13 field 9 and of the address in the QR code.
        residence_any_kind: True if field 9 may also be a temporary or a present place.
    """

    since: date
    place: str | None
    residence: str
    residence_any_kind: bool


# Since July 2024 the card shows the place of birth registration instead of the place of origin, and "nơi cư
# trú": the permanent residence, failing it the temporary one, failing that the present one. So the value goes
# where the permanent one goes, with a notice. Source: Luật Căn cước 2023; Thông tư 17/2024/TT-BCA, article 4.
GENERATIONS = (
    Generation(date(2024, 7, 1), "birth_registration_place", "permanent_address", True),
    Generation(date.min, "origin_place", "permanent_address", False),
)
_UNKNOWN_GENERATION = Generation(date.min, None, "permanent_address", True)


@dataclass(frozen=True, slots=True)
class CitizenRecord:
    """The twenty fields.

    Attributes:
        values: every name of `CITIZEN_FIELDS`; None where no source has it. Dates are ISO, partial allowed.
        sources: where each present value came from.
        notices: known errors that did not stop the reading: a source that is unreadable or disagrees.
    """

    values: Mapping[str, Personal[str] | None]
    sources: Mapping[str, ValueSource]
    notices: tuple[AppError, ...] = ()

    def get(self, name: str) -> str | None:
        """The value of a field.

        Raises:
            KeyError: not a name of `CITIZEN_FIELDS`.
        """
        value = self.values[name]
        return None if value is None else value.reveal()

    def to_json(self) -> dict[str, str | None]:
        """The twenty fields in order, None where absent."""
        return {name: self.get(name) for name in CITIZEN_FIELDS}


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What is about the card rather than the citizen.

    Attributes:
        issue_date: ISO.
        expiry_date: ISO; None if the card has no end or the chip does not say.
        expiry_text: as printed, a date or words such as `Không thời hạn`.
        features: identifying features.
        mrz: three lines joined by line feeds.
    """

    issue_date: str | None = field(default=None, repr=False)
    expiry_date: str | None = field(default=None, repr=False)
    expiry_text: str | None = field(default=None, repr=False)
    features: str | None = field(default=None, repr=False)
    mrz: str | None = field(default=None, repr=False)


def build_record(files: Mapping[str, bytes], qr: CardQr | None = None) -> tuple[CitizenRecord, CardFacts]:
    """Put together what chip and QR code say: for each field DG13, else the zone in DG1, else the QR code.

    Args:
        files: whole files of the chip by name (`DG13`, `DG1`); any may be missing or damaged.
        qr: the code on the same card; one of another card is set aside with a notice.

    Returns:
        The record, with a notice for everything that could not be used or disagrees, and the card's facts.
    """
    notices: list[AppError] = []
    card = _read_dg13(files.get("DG13"), notices)
    zone = zone_of_dg1(files["DG1"]) if "DG1" in files else None
    if qr is not None and is_of_another(qr, card, zone):
        notices.append(AppError(QR_OF_ANOTHER_CARD))
        qr = None
    if qr is not None and qr.doubtful and card is None:
        notices.append(AppError(QR_IN_PART, {"count": len(qr.doubtful)}))
    issued = day_of(card.issue_date) if card else None
    if issued is None and qr is not None:
        issued = qr.issue_date
    generation = _generation(issued)
    layers = [
        (ValueSource.CHIP, _of_dg13(card, generation) if card else {}),
        (ValueSource.CHIP, _of_zone(zone) if zone else {}),
        (ValueSource.QR, _of_qr(qr, generation) if qr else {}),
    ]
    values: dict[str, Personal[str] | None] = dict.fromkeys(CITIZEN_FIELDS)
    sources: dict[str, ValueSource] = {}
    for source, layer in layers:
        for name, value in layer.items():
            if value is not None and values[name] is None:
                values[name] = Personal(value)
                sources[name] = source
    notices += [
        AppError(SOURCES_DIFFER, {"field": found.field, "first": found.first, "second": found.second})
        for found in differences(card, zone, qr)
        if found.field is not None
    ]
    if sources.get(generation.residence) and generation.residence_any_kind:
        notices.append(AppError(RESIDENCE_ANY_KIND))
    if card and card.origin_place and generation.place is None:
        notices.append(AppError(PLACE_OF_UNKNOWN_KIND))
    record = CitizenRecord(MappingProxyType(values), MappingProxyType(sources), tuple(notices))
    return record, _facts(card, zone, issued)


def _read_dg13(raw: bytes | None, notices: list[AppError]) -> Dg13 | None:
    if raw is None:
        return None
    try:
        card = dg13.decode(raw)
    except AppError as error:
        notices.append(error)
        return None
    if card.damaged:
        numbers = ", ".join(str(n) for n in card.damaged)
        notices.append(AppError(DG13_FIELD_UNREADABLE, {"fields": numbers}))
    return card


def _generation(issued: PartialDate | None) -> Generation:
    if issued is None:
        return _UNKNOWN_GENERATION
    day = date(issued.year, issued.month or 1, issued.day or 1)
    return next(g for g in GENERATIONS if day >= g.since)


def _of_dg13(card: Dg13, generation: Generation) -> dict[str, str | None]:
    same = ("number", "old_number", "full_name", "sex", "ethnicity", "religion", "nationality")
    values: dict[str, str | None] = {name: getattr(card, name) for name in same}
    values |= {"father": card.father, "mother": card.mother, "spouse": card.spouse}
    values["birth_date"] = _iso(day_of(card.birth_date))
    values[generation.residence] = card.residence
    if generation.place is not None:
        values[generation.place] = card.origin_place
    return values


def _of_zone(zone: Td1) -> dict[str, str | None]:
    return {
        "number": zone.number,
        "full_name": zone.name or None,
        "sex": SEXES.get(zone.sex),
        "birth_date": _iso(birth_of(zone)),
        "nationality": _NATIONALITIES.get(zone.nationality),
    }


def _of_qr(qr: CardQr, generation: Generation) -> dict[str, str | None]:
    return {
        "number": qr.number,
        "old_number": qr.old_number,
        "full_name": qr.full_name,
        "sex": qr.sex,
        "birth_date": _iso(qr.birth_date),
        generation.residence: qr.address or None,
    }


def _facts(card: Dg13 | None, zone: Td1 | None, issued: PartialDate | None) -> CardFacts:
    return CardFacts(
        issue_date=_iso(issued),
        expiry_date=_iso(expiry_of(card, zone)),
        expiry_text=card.expiry_text if card else None,
        features=card.features if card else None,
        mrz="\n".join(zone.lines) if zone else None,
    )


def _iso(day: PartialDate | None) -> str | None:
    return None if day is None else day.iso()
