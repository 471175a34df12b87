"""The law as data: one dated pack file, parsed strictly, pinned by its version and the hash of its bytes."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from desktop_app.catalogue.forms import read_form
from desktop_app.catalogue.model import (
    Component,
    ConsentText,
    Fee,
    Form,
    FormKind,
    Holiday,
    LegalBasis,
    Numbering,
    OfficeHours,
    Period,
    Procedure,
    ResultPaper,
    ResumeMode,
    StartEvent,
    Term,
    VerifyMark,
)
from desktop_app.catalogue.table import Table, invalid
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.errors import AppError, declare
from desktop_app.core.terms import Channel, DeadlineUnit
from desktop_app.core.workdays import DayKind, SpecialDay, WorkCalendar

PACK_UNREADABLE = declare("catalogue.pack_unreadable")
PROCEDURE_UNKNOWN = declare("catalogue.procedure_unknown")

# Units whose amount says nothing.
_WITHOUT_AMOUNT = (DeadlineUnit.SAME_DAY_15H, DeadlineUnit.NONE)


class PackPin(NamedTuple):
    """What a dossier keeps of its pack."""

    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole catalogue pack.

    Attributes:
        version: such as `2026.11.1`.
        sha256: of the bytes of the pack file.
        effective_from: first day the pack is meant for.
        effective_to: last day, or None while it is open.
        source: where the pack as a whole comes from.
        procedures: by code.
        forms: by id.
        holidays: as read, in order of date.
        calendar: the same days, ready for counting.
        office_hours: used where an office has not set its own.
        numbering: how dossier numbers are written.
        consent: what a citizen agrees to before the chip is read.
    """

    version: str
    sha256: str
    effective_from: date
    effective_to: date | None
    source: str
    procedures: Mapping[str, Procedure]
    forms: Mapping[str, Form]
    holidays: tuple[Holiday, ...]
    calendar: WorkCalendar
    office_hours: OfficeHours
    numbering: Numbering
    consent: ConsentText
    verify: str = ""

    @property
    def pin(self) -> PackPin:
        """Version and hash, to be kept with a dossier."""
        return PackPin(self.version, self.sha256)

    def in_force(self, day: date) -> bool:
        """Whether the pack is meant for this day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    def procedure(self, code: str) -> Procedure:
        """The procedure with this code.

        Raises:
            AppError: `catalogue.procedure_unknown`.
        """
        try:
            return self.procedures[code]
        except KeyError:
            raise AppError(PROCEDURE_UNKNOWN, {"procedure": code, "version": self.version}) from None

    def form(self, form_id: str) -> Form:
        """The form with this id.

        Raises:
            KeyError: no such form (a bug: the pack's references were checked when it was read).
        """
        return self.forms[form_id]

    def verify_marks(self) -> tuple[VerifyMark, ...]:
        """All weak facts of the pack, in its order."""
        return tuple(_marks("", self))


def parse_pack(raw: bytes) -> Pack:
    """Read a pack file.

    Args:
        raw: the bytes of the TOML file.

    Raises:
        AppError: `catalogue.pack_unreadable` (not TOML in UTF-8), `catalogue.pack_invalid` (facts `where`,
            `why`).
    """
    try:
        data = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AppError(PACK_UNREADABLE, {"sha256": sha256_hex(raw)}) from error
    top = Table(data)
    effective_from = top.day("effective_from")
    effective_to = top.day_or_none("effective_to")
    if effective_to is not None and effective_to < effective_from:
        invalid("effective_to", "value")
    holidays = _read_holidays(top)
    forms = _by_key([read_form(t) for t in top.tables("forms")], "forms", "id")
    procedures = _by_key([_read_procedure(t, forms) for t in top.tables("procedures")], "procedures", "code")
    pack = Pack(
        version=top.text("version"),
        sha256=sha256_hex(raw),
        effective_from=effective_from,
        effective_to=effective_to,
        source=top.text("source"),
        verify=top.text("verify", ""),
        procedures=MappingProxyType(procedures),
        forms=MappingProxyType(forms),
        holidays=holidays,
        calendar=_calendar(top.table("calendar"), holidays),
        office_hours=_read_office_hours(top.table("office_hours")),
        numbering=_read_numbering(top.table("numbering")),
        consent=_read_consent(top.table("consent")),
    )
    top.end()
    return pack


def _by_key(items: list[Any], where: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for index, item in enumerate(items):
        key = getattr(item, name)
        if key in found:
            invalid(f"{where}[{index}].{name}", "twice")
        found[key] = item
    return found


def _read_procedure(t: Table, forms: Mapping[str, Form]) -> Procedure:
    procedure = Procedure(
        code=t.text("code"),
        name=t.text("name"),
        field_code=t.text("field_code"),
        field_name=t.text("field_name"),
        agency=t.text("agency"),
        agency_level=t.one_of("agency_level", ("commune", "province", "ministry")),
        channels=t.words("channels", Channel),
        resume_mode=t.word("resume_mode", ResumeMode),
        terms=tuple(_read_term(x) for x in t.tables("terms")),
        fees=tuple(_read_fee(x) for x in t.tables("fees", optional=True)),
        components=tuple(_read_component(x, forms) for x in t.tables("components")),
        results=tuple(_read_result(x) for x in t.tables("results")),
        receipt_form=t.text("receipt_form"),
        declaration_form=t.text("declaration_form", ""),
        legal_bases=tuple(_read_basis(x) for x in t.tables("legal_bases")),
        source=t.text("source"),
        verify=t.text("verify", ""),
    )
    t.end()
    if not procedure.terms:
        invalid(t.place("terms"), "missing")
    for key, kind in (("receipt_form", FormKind.RECEIPT), ("declaration_form", FormKind.DECLARATION)):
        form = getattr(procedure, key)
        if form and (form not in forms or forms[form].kind is not kind):
            invalid(t.place(key), "unknown_reference")
    _by_key(list(procedure.terms), t.place("terms"), "case")
    _by_key(list(procedure.fees), t.place("fees"), "channel")
    _by_key(list(procedure.components), t.place("components"), "code")
    return procedure


def _read_term(t: Table) -> Term:
    unit = t.word("unit", DeadlineUnit)
    term = Term(
        case=t.text("case"),
        name=t.text("name"),
        amount=0 if unit in _WITHOUT_AMOUNT else t.whole("amount", least=1),
        unit=unit,
        text=t.text("text"),
        starts=t.word("starts", StartEvent),
        source=t.text("source"),
        verify=t.text("verify", ""),
    )
    t.end()
    return term


def _read_fee(t: Table) -> Fee:
    fee = Fee(t.word("channel", Channel), t.whole("amount_dong"), t.text("source"), t.text("verify", ""))
    t.end()
    return fee


def _read_component(t: Table, forms: Mapping[str, Form]) -> Component:
    component = Component(
        code=t.text("code"),
        name=t.text("name"),
        originals=t.whole("originals"),
        copies=t.whole("copies"),
        required=t.flag("required"),
        replaced_by=t.text("replaced_by", ""),
        form=t.text("form", ""),
        source=t.text("source"),
        verify=t.text("verify", ""),
    )
    t.end()
    if component.form and component.form not in forms:
        invalid(t.place("form"), "unknown_reference")
    return component


def _read_result(t: Table) -> ResultPaper:
    result = ResultPaper(t.text("code"), t.text("name"), t.text("source"), t.text("verify", ""))
    t.end()
    return result


def _read_basis(t: Table) -> LegalBasis:
    basis = LegalBasis(t.text("code"), t.text("name"), t.text("source"), t.text("verify", ""))
    t.end()
    return basis


def _read_holidays(top: Table) -> tuple[Holiday, ...]:
    found: list[Holiday] = []
    for t in top.tables("holidays"):
        holiday = Holiday(
            t.day("date"), t.word("kind", DayKind), t.text("name"), t.text("source"), t.text("verify", "")
        )
        t.end()
        if found and holiday.day <= found[-1].day:
            invalid(t.place("date"), "twice" if holiday.day == found[-1].day else "value")
        found.append(holiday)
    return tuple(found)


def _calendar(t: Table, holidays: tuple[Holiday, ...]) -> WorkCalendar:
    weekend = frozenset(t.wholes("weekend"))
    if not weekend < frozenset(range(1, 8)):
        invalid(t.place("weekend"), "value")
    calendar = WorkCalendar(
        special=MappingProxyType({h.day: SpecialDay(h.kind, h.name, h.verify) for h in holidays}),
        weekend=weekend,
        known_until=t.day("known_until"),
    )
    t.end()
    return calendar


def _read_office_hours(t: Table) -> OfficeHours:
    periods: list[Period] = []
    for p in t.tables("periods"):
        period = Period(p.clock("start"), p.clock("end"))
        p.end()
        if period.end <= period.start or (periods and period.start < periods[-1].end):
            invalid(p.place("end"), "value")
        periods.append(period)
    if not periods:
        invalid(t.place("periods"), "missing")
    hours = OfficeHours(tuple(periods), t.clock("cut_off"), t.text("source"), t.text("verify", ""))
    t.end()
    return hours


def _read_numbering(t: Table) -> Numbering:
    numbering = Numbering(t.text("official"), t.text("temporary"), t.text("source"), t.text("verify", ""))
    t.end()
    for key, place in (("official", "unit"), ("temporary", "workstation")):
        try:
            getattr(numbering, key).format(yymmdd="261121", order=1, **{place: "X"})
        except (KeyError, IndexError, ValueError):
            invalid(t.place(key), "value")
    return numbering


def _read_consent(t: Table) -> ConsentText:
    consent = ConsentText(t.text("version"), t.text("text"), t.text("source"), t.text("verify", ""))
    t.end()
    return consent


def _marks(where: str, value: Any) -> list[VerifyMark]:
    """Walk the values and collect every non-empty `verify`."""
    if isinstance(value, Mapping):
        return [m for key, item in value.items() for m in _marks(f"{where}[{key}]", item)]
    if isinstance(value, tuple):
        return [m for index, item in enumerate(value) for m in _marks(f"{where}[{index}]", item)]
    if not dataclasses.is_dataclass(value) or isinstance(
        value, WorkCalendar
    ):  # the calendar repeats holidays
        return []
    text = getattr(value, "verify", "")
    found = [VerifyMark(where or "pack", text)] if text else []
    for f in dataclasses.fields(value):
        found += _marks(f"{where}.{f.name}" if where else f.name, getattr(value, f.name))
    return found
