"""Sessions at the counter that are not accepted yet: kept against a crash, gone with acceptance or time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Code, Id, Json


class Draft(Base):
    """One session with its personal values: they stand in the encrypted database alone. No audit row of it.

    `body` is the session as JSON, without photo and raw files; `files` are the ids of the papers it holds in
    the vault, so that a sweep leaves them alone.
    """

    __tablename__ = "draft"

    session_id: Mapped[Id] = mapped_column(primary_key=True)
    officer: Mapped[Code]
    workstation: Mapped[Code]
    updated_at: Mapped[datetime] = mapped_column(index=True)
    step: Mapped[Code]
    body: Mapped[Any] = mapped_column(Json)
    files: Mapped[Any] = mapped_column(Json)
