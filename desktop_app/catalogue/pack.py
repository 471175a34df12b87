"""The law as data: one dated pack file, parsed strictly, pinned by its version and the hash of its bytes."""

from __future__ import annotations

import dataclasses
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from desktop_app.catalogue.form_model import Form
from desktop_app.catalogue.forms import read_form
from desktop_app.catalogue.model import (
    ConsentText,
    Holiday,
    IdentityPaper,
    IssuePlace,
    Numbering,
    OfficeHours,
    Period,
    Procedure,
    VerifyMark,
)
from desktop_app.catalogue.older import brought_up
from desktop_app.catalogue.procedures import read_procedure
from desktop_app.catalogue.table import Table, by_key, invalid
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.errors import AppError, declare
from desktop_app.core.workdays import DayKind, SpecialDay, WorkCalendar

PACK_UNREADABLE = declare("catalogue.pack_unreadable")
PROCEDURE_UNKNOWN = declare("catalogue.procedure_unknown")

_VERSION = re.compile(r"20\d\d\.(1[0-2]|[1-9])\.[1-9]\d{0,3}")  # year, month, number within the month


class PackPin(NamedTuple):
    """What a dossier keeps of its pack."""

    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole catalogue pack.

    Attributes:
        version: such as `2026.11.2`.
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
        issue_places: who issued a card, by its day of issue, oldest first.
        identity: how an identity paper is written.
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
    issue_places: tuple[IssuePlace, ...]
    identity: IdentityPaper
    verify: str = ""

    @property
    def pin(self) -> PackPin:
        """Version and hash, to be kept with a dossier."""
        return PackPin(self.version, self.sha256)

    @property
    def rank(self) -> tuple[date, tuple[int, ...]]:
        """Of two packs in force, the one of the higher rank holds."""
        return self.effective_from, version_key(self.version) or ()

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

    def issue_place(self, issued: date) -> IssuePlace | None:
        """Who issued a card on this day; None if the pack does not reach back so far."""
        return next((place for place in reversed(self.issue_places) if place.since <= issued), None)

    def identity_paper(self, number: str, issue_date: str) -> str:
        """A citizen card as forms ask for it: name, number, who issued it and when.

        Args:
            number: citizen number; the answer is empty without one.
            issue_date: ISO; where it is no whole date the answer says the number alone.
        """
        if not number:
            return ""
        issued = _whole_date(issue_date)
        place = None if issued is None else self.issue_place(issued)
        if issued is None or place is None:
            return self.identity.text_without_date.format(number=number)
        return self.identity.text.format(
            card=place.card, number=number, issue_place=place.name, issue_date=issued.strftime("%d/%m/%Y")
        )

    def verify_marks(self) -> tuple[VerifyMark, ...]:
        """All weak facts of the pack, in its order."""
        return tuple(_marks("", self))


def parse_pack(raw: bytes) -> Pack:
    """Read a pack file.

    Args:
        raw: the bytes of the TOML file.

    Raises:
        AppError: `catalogue.pack_unreadable` (not TOML in UTF-8), or one of `table.PACK_WRONG` with `where`.
    """
    return _read(_data(raw), raw)


def parse_pinned(raw: bytes) -> Pack:
    """Read a pack that a dossier or a draft pins: one of an earlier program is read by what held then.

    Raises:
        AppError: as `parse_pack`.
    """
    return _read(brought_up(_data(raw)), raw)


def _data(raw: bytes) -> dict[str, Any]:
    try:
        # Composed, as every value that it is compared and printed with.
        return tomllib.loads(unicodedata.normalize("NFC", raw.decode("utf-8-sig")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise AppError(PACK_UNREADABLE, {"sha256": sha256_hex(raw)}) from error


def _read(data: dict[str, Any], raw: bytes) -> Pack:
    top = Table(data)
    effective_from = top.day("effective_from")
    effective_to = top.day_or_none("effective_to")
    if effective_to is not None and effective_to < effective_from:
        invalid("effective_to", "value")
    holidays = _read_holidays(top)
    forms = by_key([read_form(t) for t in top.tables("forms")], "forms", "id")
    procedures = by_key([read_procedure(t, forms) for t in top.tables("procedures")], "procedures", "code")
    version = top.text("version")
    if version_key(version) is None:
        invalid("version", "value")
    pack = Pack(
        version=version,
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
        issue_places=_read_issue_places(top),
        identity=_read_identity(top.table("identity_paper")),
    )
    top.end()
    return pack


def version_key(version: str) -> tuple[int, ...] | None:
    """A version as numbers, so that `2026.11.10` comes after `2026.11.9`; None where it is no version."""
    return tuple(map(int, version.split("."))) if _VERSION.fullmatch(version) else None


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


def _read_issue_places(top: Table) -> tuple[IssuePlace, ...]:
    found: list[IssuePlace] = []
    for t in top.tables("issue_places"):
        place = IssuePlace(
            t.day("from"), t.text("card"), t.text("name"), t.text("source"), t.text("verify", "")
        )
        t.end()
        if found and place.since <= found[-1].since:
            invalid(t.place("from"), "twice" if place.since == found[-1].since else "value")
        found.append(place)
    return tuple(found)


def _read_identity(t: Table) -> IdentityPaper:
    identity = IdentityPaper(
        t.text("text"), t.text("text_without_date"), t.text("source"), t.text("verify", "")
    )
    t.end()
    try:
        identity.text.format(card="", number="", issue_place="", issue_date="")
        identity.text_without_date.format(number="")
    except (KeyError, IndexError, ValueError):
        invalid(t.place("text"), "value")
    return identity


def _whole_date(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


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
