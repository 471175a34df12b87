"""The office, its workstations and its officers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Code, Id


class Office(Base):
    """The office this profile works for; one row.

    `key` (32 bytes) keys the HMACs of personal values; every workstation of the office has the same one.
    """

    __tablename__ = "office"

    unit_code: Mapped[Code] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    parent_name: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(40))
    org_helping: Mapped[Code]
    org_receiving: Mapped[Code]
    org_competent: Mapped[Code]
    recipient_name: Mapped[str] = mapped_column(String(200))
    province_url: Mapped[str] = mapped_column(String(300))
    key: Mapped[bytes] = mapped_column(LargeBinary)
    training: Mapped[bool]
    created_at: Mapped[datetime]


class Workstation(Base):
    """A counter's computer, with the block of order numbers the province gave it (both ends included).

    `scanner_prefix` is what its QR scanner is set to send before each code.
    """

    __tablename__ = "workstation"

    code: Mapped[Code] = mapped_column(primary_key=True)
    block_first: Mapped[int | None]
    block_last: Mapped[int | None]
    scanner_prefix: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime]


class Officer(Base):
    """An officer who signs in. Officers are named in the office's own records; only codes leave it."""

    __tablename__ = "officer"

    code: Mapped[Code] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Code]
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool]
    created_at: Mapped[datetime]


class CataloguePack(Base):
    """A catalogue pack's very bytes; kept while any dossier or draft pins it.

    `imported_by` is an officer's code; empty for a pack that came with the program.
    """

    __tablename__ = "catalogue_pack"

    version: Mapped[Code] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    effective_from: Mapped[str] = mapped_column(String(10))
    imported_at: Mapped[datetime]
    imported_by: Mapped[Code | None]


class TrustAnchor(Base):
    """A certificate that may vouch for document signers, within its scope."""

    __tablename__ = "trust_anchor"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    certificate: Mapped[bytes] = mapped_column(LargeBinary)
    scope: Mapped[Code]
    origin: Mapped[Code]
    added_by: Mapped[Id]
    added_at: Mapped[datetime]
