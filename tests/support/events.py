"""Events as a workstation makes them, with values that are nobody's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from desktop_app.core.ids import uuid7
from desktop_app.core.terms import EventType
from desktop_app.sync.wire import Event, new_event

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
UNIT, WORKSTATION = "000.00.12.H26", "Q01"


def dossier_data(dossier_id: str | None = None) -> dict[str, Any]:
    return {
        "dossier_id": dossier_id or uuid7(),
        "number": "000.00.12.H26-261120-0001",
        "number_temporary": False,
        "procedure": "1.010041",
        "pack_version": "2026-11-01",
        "channel": "direct",
        "org_helping": "H26.12",
        "org_receiving": "H26.12",
        "org_competent": "G01.12",
        "workstation": WORKSTATION,
        "officer": "cb01",
        "accepted_at": "2026-11-20T02:00:00.000Z",
        "due_at": None,
        "residence_method": "3",
        "papers": 1,
        "consent_version": "2026.1",
        "audit_sequence": 1,
        "audit_hash": "a" * 64,
    }


def paper_data(dossier_id: str | None = None) -> dict[str, Any]:
    return {
        "log_id": uuid7(),
        "dossier_id": dossier_id or uuid7(),
        "component": "CT01",
        "kind": "component",
        "source": "made_here",
        "pages": 2,
        "dpi": None,
        "colour": None,
        "media_type": "application/pdf",
        "size_bytes": 40_000,
        "sha256": "b" * 64,
        "compared_with_original": False,
        "officer": "cb01",
        "started_at": "2026-11-20T02:00:00.000Z",
        "finished_at": "2026-11-20T02:00:01.000Z",
        "app_version": "0.1.0",
        "previous_hash": None,
    }


def lookup_data() -> dict[str, Any]:
    return {
        "lookup_id": uuid7(),
        "officer": "cb01",
        "workstation": WORKSTATION,
        "reader_kind": "simulator",
        "purpose": "receive",
        "outcome": "read",
        "protocol": "PACE-CAN",
        "dossier_id": None,
        "at": "2026-11-20T02:00:00.000Z",
        "checks": {"dg_hashes": "verified", "signer_chain": "not_possible"},
    }


def event_of(event_type: EventType, data: Mapping[str, Any]) -> Event:
    subject = data["lookup_id"] if event_type is EventType.CARD_LOOKED_UP else data["dossier_id"]
    return new_event(event_type, unit=UNIT, workstation=WORKSTATION, subject=subject, at=AT, data=data)


def accepted(dossier_id: str | None = None) -> Event:
    return event_of(EventType.DOSSIER_ACCEPTED, dossier_data(dossier_id))


def paper(dossier_id: str | None = None) -> Event:
    return event_of(EventType.PAPER_DIGITIZED, paper_data(dossier_id))


def lookup() -> Event:
    return event_of(EventType.CARD_LOOKED_UP, lookup_data())
