"""People, cards and codes for tests of the counter session: values only, nobody's."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.catalogue.pack import Pack, parse_pack
from desktop_app.cccd.dates import PartialDate
from desktop_app.cccd.qr import CardQr
from desktop_app.cccd.record import CardFacts, CitizenRecord
from desktop_app.core.ids import uuid7
from desktop_app.core.personal import Personal
from desktop_app.core.terms import CITIZEN_FIELDS, CheckName, Outcome, PaperSource, Protocol, ValueSource
from desktop_app.digitization.vault import SealedFile
from desktop_app.emrtd.result import Check
from desktop_app.reception.events import CardRead, CardText, Event, ProcedureChosen, QrScanned, apply
from desktop_app.reception.session import HeldPaper, ReadSummary, Session, new_session
from desktop_app.reception.view import SessionView, view
from desktop_app.security.office import OfficeView

RESIDENCE, CONFIRMATION, BIRTH, MARRIAGE = "1.004222", "1.010041", "1.001193", "1.000894"
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # a Friday, nine o'clock in Vietnam
OFFICE = OfficeView(
    unit_code="H00.99.01",
    name="TRUNG TÂM PHỤC VỤ XÃ THỬ",
    parent_name="XÃ THỬ",
    place="Xã Thử",
    phone="",
    recipient_name="Công an xã Thử",
    org_helping="H00.99.01",
    org_receiving="H00.99.01",
    org_competent="H00.99.01",
    province_url="http://127.0.0.1:9",
    training=True,
    key=bytes(32),
)
VERIFIED = dict.fromkeys(CheckName, Check(Outcome.VERIFIED))
# Numbers of a woman and two men, born in the years below.
MAI, NAM, BINH = "001199012345", "001098054321", "001270000001"
PEOPLE = {
    MAI: {"full_name": "Nguyễn Thị Mai", "sex": "Nữ", "birth_date": "1999-01-15"},
    NAM: {"full_name": "Trần Văn Nam", "sex": "Nam", "birth_date": "1998-05-02"},
    BINH: {"full_name": "Lê Văn Bình", "sex": "Nam", "birth_date": "2070-01-01"},
}


@functools.cache
def pack() -> Pack:
    """The shipped catalogue."""
    (path,) = (Path(__file__).resolve().parents[2] / "resources" / "catalogue").glob("*.toml")
    return parse_pack(path.read_bytes())


def record(who: str = MAI, **values: str) -> CitizenRecord:
    """What a chip says of somebody."""
    usual = {"number": who, **PEOPLE[who], "permanent_address": "Thôn 1, Xã Thử"}
    said = {"nationality": "Việt Nam", "ethnicity": "Kinh", **usual} | values
    held = {name: Personal(said[name]) if said.get(name) else None for name in CITIZEN_FIELDS}
    return CitizenRecord(held, dict.fromkeys([n for n in CITIZEN_FIELDS if held[n]], ValueSource.CHIP))


def summary(lookup_id: str | None = None, **outcomes: Outcome) -> ReadSummary:
    """A reading; `dg_hashes=Outcome.FAILED` makes it another than a good one."""
    checks = VERIFIED | {
        CheckName(name): Check(outcome, "unknown_issuer") for name, outcome in outcomes.items()
    }
    return ReadSummary(Protocol.PACE_CAN, checks, (), NOW, lookup_id)


def chip(who: str = MAI, *, slot: str | None = None, read: ReadSummary | None = None, **values) -> CardRead:
    """A card that was read."""
    card = CardFacts(issue_date="2024-08-01", expiry_date="2039-01-15", expiry_text="15/01/2039")
    return CardRead(record(who, **values), card, read or summary(), slot)


def text(number: str = MAI) -> CardText:
    """A card whose photo is still coming."""
    return CardText(record(number), chip(number).card)


def qr(number: str = MAI, *, slot: str | None = None, **changes) -> QrScanned:
    """A code that was scanned."""
    said = PEOPLE[number] | changes
    birth = PartialDate(*map(int, said["birth_date"].split("-")))
    code = CardQr(
        number, None, said["full_name"], birth, said["sex"], "Thôn 1, Xã Thử", PartialDate(2024, 8, 1)
    )
    return QrScanned(code, slot)


def paper(component: str, *, pages: int = 1) -> HeldPaper:
    """A paper that lies in the vault; not really."""
    file = SealedFile(uuid7(), "0" * 64, 100, "application/pdf", bytes(32))
    return HeldPaper(uuid7(), component, file, pages, 300, False, PaperSource.SCAN, False, NOW, NOW)


def after(events: Iterable[Event], session: Session | None = None) -> Session:
    """The session after these events."""
    session = session or new_session()
    for event in events:
        session = apply(session, pack(), event)
    return session


def at_counter(procedure: str, *events: Event) -> Session:
    """A session of a procedure after these events."""
    return after([ProcedureChosen(procedure), *events])


def seen(session: Session, now: datetime = NOW) -> SessionView:
    """What the window shows."""
    return view(session, pack(), OFFICE, now)


def shown(session: Session) -> dict[str, str]:
    """The form as the window shows it."""
    return {item.key: item.value for item in seen(session).fields}


def without_moment(session: Session) -> Session:
    """A session as a draft keeps it: no photo, no notice."""
    people = {slot: replace(person, photo=None) for slot, person in session.people.items()}
    return replace(session, people=people, notice=None)
