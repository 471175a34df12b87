"""Revocation lists of the issuers of cards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Code, Hash, Id


class RevocationList(Base):
    """The newest revocation list (DER) of one issuer, named by the hash of the issuer's name."""

    __tablename__ = "revocation_list"

    issuer_sha256: Mapped[Hash] = mapped_column(primary_key=True)
    sha256: Mapped[Hash]
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    origin: Mapped[Code]
    added_by: Mapped[Id]
    added_at: Mapped[datetime]
