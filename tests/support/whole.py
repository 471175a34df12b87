"""What a profile must hold after a crash: each accepted dossier whole, nothing beside them."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models.audit import AuditEntry
from db.models.dossier import DigitizationEntry, Dossier, DossierChange, DossierValue, Receipt, StoredFile
from db.models.draft import Draft
from db.models.outbox import OutboxEvent
from desktop_app.bootstrap.application import Application
from desktop_app.core.terms import EventType
from desktop_app.digitization import log
from desktop_app.digitization.vault import Vault
from desktop_app.security.audit import verify_chain


def broken_in(application: Application) -> list[str]:
    """Everything that is half: numbers of dossiers, names of what has no dossier, chain and log."""
    return application.store.read(lambda rows: _broken(rows, application.vault))


def _broken(rows: Session, vault: Vault) -> list[str]:
    dossiers = rows.scalars(select(Dossier)).all()
    broken = [dossier.number for dossier in dossiers if not _is_whole(rows, dossier, vault)]
    if verify_chain(rows).broken_at is not None:
        broken.append("audit chain")
    if log.verify(rows).broken:
        broken.append("digitization log")
    numbers = rows.scalars(select(AuditEntry.sequence)).all()
    if sorted(numbers) != list(range(1, len(numbers) + 1)):
        broken.append("audit numbers have gaps")
    ids = {dossier.id for dossier in dossiers}
    for model in (DigitizationEntry, StoredFile, DossierChange, DossierValue, Receipt):
        if not set(rows.scalars(select(model.dossier_id))) <= ids:
            broken.append(f"{model.__tablename__} holds rows without a dossier")
    told = rows.scalars(select(OutboxEvent.dossier_id).where(OutboxEvent.dossier_id.is_not(None))).all()
    if not set(told) <= ids:
        broken.append("events without a dossier")
    if ids & set(rows.scalars(select(Draft.session_id))):
        broken.append("a session is a draft and a dossier")
    return broken


def _is_whole(rows: Session, dossier: Dossier, vault: Vault) -> bool:
    def count(model: type[DossierChange] | type[DossierValue]) -> int:
        query = select(func.count()).select_from(model).where(model.dossier_id == dossier.id)
        return rows.scalar(query) or 0

    papers = rows.scalars(select(DigitizationEntry.file_id).where(DigitizationEntry.dossier_id == dossier.id))
    receipts = rows.scalars(select(Receipt.file_id).where(Receipt.dossier_id == dossier.id))
    stored = rows.scalars(select(StoredFile.id).where(StoredFile.dossier_id == dossier.id))
    events = rows.scalars(select(OutboxEvent.type).where(OutboxEvent.dossier_id == dossier.id))
    audited = rows.scalars(
        select(AuditEntry).where(AuditEntry.action == "dossier.accepted", AuditEntry.subject_id == dossier.id)
    )
    logged = [file_id or "" for file_id in papers]
    files = [*logged, *receipts]
    return (
        all(vault.open(rows, file_id) for file_id in files)
        and bool(logged)
        and sorted(stored) == sorted(files)
        and Counter(events) == {EventType.DOSSIER_ACCEPTED: 1, EventType.PAPER_DIGITIZED: len(logged)}
        and [entry.details["number"] for entry in audited] == [dossier.number]
        and count(DossierChange) == 1
        and count(DossierValue) > 0
    )
