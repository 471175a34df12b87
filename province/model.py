"""The province's own tables: what an office told, each event once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, MetaData, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Base of the province's tables; apart from the office's."""

    metadata = MetaData(
        naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
    )


class StoredEvent(Base):
    """One event as received. The client's id is the key: the database itself refuses a second one.

    `time` and `received_at` are UTC texts as `core.clock.to_text` writes them; `body_sha256` is the hash of
    the whole event in canonical form, so a repeat can be told from a changed event.
    """

    __tablename__ = "event"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    source: Mapped[str] = mapped_column(String(128))
    type: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(String(36), index=True)
    time: Mapped[str] = mapped_column(String(24))
    received_at: Mapped[str] = mapped_column(String(24))
    body_sha256: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
