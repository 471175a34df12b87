"""Events waiting for the province, written in the same transaction as what they tell of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Code, Hash, Id


class OutboxEvent(Base):
    """One event. `body` is the canonical JSON of the CloudEvent and never changes once written."""

    __tablename__ = "outbox"

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    event_id: Mapped[Id] = mapped_column(unique=True)
    dossier_id: Mapped[Id | None] = mapped_column(index=True)
    type: Mapped[Code]
    body: Mapped[str] = mapped_column(Text)
    body_sha256: Mapped[Hash]
    state: Mapped[Code]
    attempts: Mapped[int]
    last_code: Mapped[Code | None]
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_outbox_state_sequence", "state", "sequence"),
        {"sqlite_autoincrement": True},  # a sequence number is never used twice, even after deletion
    )
