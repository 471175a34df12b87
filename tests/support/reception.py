"""A counter whose clock stands still: a training profile, its citizen, and requests to accept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import sqlalchemy as sa

from db.models.base import Base
from desktop_app.bootstrap.application import Application, open_application
from desktop_app.bootstrap.paths import ProfilePaths
from desktop_app.cccd.record import CitizenRecord, build_record
from desktop_app.core.clock import Clock
from desktop_app.core.terms import ResidenceMethod
from desktop_app.reception.model import GivenPaper, ReceiveRequest
from desktop_app.reception.reading import record_consent
from tests.support.papers import image

PROCEDURE, COMPONENT, OFFICER = "1.010041", "000.00.00.G01-KQ003647", "cb01"
PAPER = image("PNG", mode="L", dpi=(200, 200))


def opened(profile: Path, clock: Clock) -> Application:
    """A training profile at this clock; made when it is not there."""
    return open_application(ProfilePaths(profile), training=True, clock=clock, passphrase=lambda: None)


def citizen(application: Application, name: str | None = None) -> CitizenRecord:
    """The record of a training citizen's chip."""
    return build_record(application.shelf.load(name).named_files())[0]


def consent(application: Application) -> str:
    """The citizen agrees; the row's id."""
    words = application.reception.pack().consent
    counter = application.reception.counter(OFFICER)
    return application.store.write(
        OFFICER,
        lambda session: record_consent(
            session,
            counter,
            version=words.version,
            text=words.text,
            purpose="procedure",
            clock=application.clock,
        ),
    )


def request(application: Application, **changes: Any) -> ReceiveRequest:
    """A request with one paper, as it is usual; `changes` make it another one."""
    usual: dict[str, Any] = {
        "procedure": PROCEDURE,
        "officer": OFFICER,
        "declarant": citizen(application) if "declarant" not in changes else None,
        "papers": (GivenPaper(COMPONENT, PAPER),),
        "lookup_id": None,
        "consent_id": consent(application) if "consent_id" not in changes else None,
        "residence_method": ResidenceMethod.CHIP,
    }
    return ReceiveRequest(**usual | changes)


def dump(application: Application) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""

    def work(session: sa.orm.Session) -> dict[str, list[tuple[Any, ...]]]:
        return {
            table.name: [tuple(row) for row in session.execute(sa.select(table))]
            for table in Base.metadata.sorted_tables
        }

    return application.store.read(work)


def texts_of(rows: list[tuple[Any, ...]]) -> str:
    """Everything in these rows as one text."""
    return "\n".join(str(value) for row in rows for value in row)


def pdf_text(data: bytes) -> str:
    """The words on all pages of a PDF."""
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
