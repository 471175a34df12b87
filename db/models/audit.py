"""The audit chain: each row names the hash of the row before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Code, Hash, Json


class AuditEntry(Base):
    """One audited act. Ids, codes and hashes only; a trigger refuses to change or delete a row."""

    __tablename__ = "audit"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[Code]
    workstation: Mapped[Code]
    action: Mapped[Code]
    subject_kind: Mapped[Code]
    subject_id: Mapped[Code]
    details: Mapped[Any] = mapped_column(Json)
    previous_hash: Mapped[Hash]
    hash: Mapped[Hash]
