"""An office's database as the product has it, with its audit chain, on each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from db.engine import open_postgresql, open_sqlite
from db.migrate import upgrade
from db.models.office import CataloguePack, Workstation
from db.store import Store
from desktop_app.core.clock import Clock, FixedClock
from desktop_app.core.ids import uuid7
from desktop_app.core.terms import Channel, ResidenceMethod, ValueSource
from desktop_app.dossiers.model import NewDossier, Organisations, PersonalValue
from desktop_app.security.audit import AuditWriter
from desktop_app.security.office import OfficeFile, parse_office_file, write_office

KEY = bytes(range(32))
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # a Friday, nine o'clock in Vietnam
UNIT, WORKSTATION, OFFICER = "H00.99.01", "Q01", "cb01"
PACK = "2026.11.1"
PASSWORD = "mat-khau-thu"
OFFICE_TOML = f"""
[office]
unit_code = "{UNIT}"
parent_name = "ỦY BAN NHÂN DÂN XÃ THỬ"
name = "TRUNG TÂM PHỤC VỤ XÃ THỬ"
place = "Xã Thử"
recipient_name = "Công an xã Thử"
[workstation]
code = "{WORKSTATION}"
block_first = 1
block_last = 9999
[province]
url = "http://127.0.0.1:9"
[[officers]]
code = "{OFFICER}"
name = "Cán Bộ Thử"
"""


def open_engine(place: str, *, busy_timeout_s: float = 15) -> Engine:
    """The engine of a database that is named by a path or by an address."""
    if place.startswith("postgresql:"):
        return open_postgresql(place, busy_timeout_s=busy_timeout_s)
    return open_sqlite(Path(place), KEY, busy_timeout_s=busy_timeout_s)


def office_store(place: str, clock: Clock | None = None, *, busy_timeout_s: float = 15) -> Store:
    """A store on the newest shape, with the product's audit chain."""
    engine = open_engine(place, busy_timeout_s=busy_timeout_s)
    upgrade(engine)
    return Store(engine, AuditWriter(clock or FixedClock(AT), WORKSTATION))


def office_file() -> OfficeFile:
    """The office of the tests."""
    return parse_office_file(OFFICE_TOML.encode())


def set_up(store: Store, *blocks: tuple[str, int | None, int | None]) -> None:
    """Write the office with one officer, further workstations with their blocks, and a catalogue pack."""

    def work(session: Session) -> None:
        write_office(
            session,
            office_file(),
            key=KEY,
            training=True,
            password_of=lambda _code: PASSWORD,
            clock=FixedClock(AT),
        )
        session.flush()
        for code, first, last in blocks:
            session.merge(Workstation(code=code, block_first=first, block_last=last, created_at=AT))
        session.add(
            CataloguePack(version=PACK, sha256="0" * 64, raw=b"", effective_from="2026-11-01", imported_at=AT)
        )

    store.write("setup", work)


def new_dossier(at: datetime = AT, values: tuple[PersonalValue, ...] = ()) -> NewDossier:
    """A dossier ready to be accepted."""
    return NewDossier(
        dossier_id=uuid7(),
        procedure="1.010041",
        term_case="default",
        pack_version=PACK,
        channel=Channel.DIRECT,
        organisations=Organisations(UNIT, UNIT, UNIT),
        officer=OFFICER,
        residence_method=ResidenceMethod.CHIP,
        consent_id=None,
        lookup_ids=(),
        accepted_at=at,
        due_at=None,
        due_reasons=(),
        fee=0,
        salt=bytes(16),
        values=values or (PersonalValue("owner", "full_name", "Nguyễn Thị Mẫu", ValueSource.CHIP),),
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "office.db")
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def stores(database: str) -> Iterator[Callable[..., Store]]:
    """Makes stores on one database, as several programs have them."""
    made: list[Store] = []

    def make(clock: Clock | None = None, *, busy_timeout_s: float = 15) -> Store:
        made.append(office_store(database, clock, busy_timeout_s=busy_timeout_s))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(stores: Callable[..., Store]) -> Store:
    """One store of each kind in turn."""
    return stores()
