"""A dossier, the personal values in it, its papers and its history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Code, Hash, Id, Json


class Consent(Base):
    """A citizen's agreement to have the chip read: which text, when, before whom."""

    __tablename__ = "consent"

    id: Mapped[Id] = mapped_column(primary_key=True)
    text_version: Mapped[Code]
    text_sha256: Mapped[Hash]
    purpose: Mapped[Code]
    officer: Mapped[Code]
    workstation: Mapped[Code]
    agreed_at: Mapped[datetime]


class Lookup(Base):
    """One reading of a card: who, when, on what reader, for what, and how it ended. No value of the card."""

    __tablename__ = "lookup"

    id: Mapped[Id] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    officer: Mapped[Code]
    workstation: Mapped[Code]
    reader: Mapped[Code]
    purpose: Mapped[Code]
    outcome: Mapped[Code]
    failure: Mapped[Code | None]
    protocol: Mapped[Code | None]
    checks: Mapped[Any] = mapped_column(Json)
    consent_id: Mapped[Id | None] = mapped_column(ForeignKey("consent.id"))
    dossier_id: Mapped[Id | None] = mapped_column(index=True)


class Dossier(Base):
    """A dossier. Personal values stand in `DossierValue`; `salt` goes with them when they are erased.

    `letterhead` is what its papers say of the office and the officer, as it was on the day of acceptance.
    """

    __tablename__ = "dossier"

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[Code] = mapped_column(unique=True)
    number_temporary: Mapped[bool]
    procedure: Mapped[Code] = mapped_column(index=True)
    term_case: Mapped[Code]
    pack_version: Mapped[Code] = mapped_column(ForeignKey("catalogue_pack.version"))
    state: Mapped[Code] = mapped_column(index=True)
    channel: Mapped[Code]
    org_helping: Mapped[Code]
    org_receiving: Mapped[Code]
    org_competent: Mapped[Code]
    workstation: Mapped[Code]
    officer: Mapped[Code]
    residence_method: Mapped[Code | None]
    consent_id: Mapped[Id | None] = mapped_column(ForeignKey("consent.id"))
    accepted_at: Mapped[datetime] = mapped_column(index=True)
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    due_reasons: Mapped[Any] = mapped_column(Json)
    fee: Mapped[int]
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    letterhead: Mapped[Any | None] = mapped_column(Json)
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - read by SQLAlchemy


class DossierValue(Base):
    """One value of a person or of the form: in clear inside the encrypted database, to be searched.

    `part` is a person's role (`declarant`, `member.2`) or `form`; `folded` is the search form.
    """

    __tablename__ = "dossier_value"

    dossier_id: Mapped[Id] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    part: Mapped[Code] = mapped_column(primary_key=True)
    field: Mapped[Code] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    source: Mapped[Code]

    __table_args__ = (Index("ix_dossier_value_search", "field", "folded"),)


class DossierChange(Base):
    """A step in a dossier's life; never changed afterwards."""

    __tablename__ = "dossier_change"

    id: Mapped[Id] = mapped_column(primary_key=True)
    dossier_id: Mapped[Id] = mapped_column(ForeignKey("dossier.id"), index=True)
    at: Mapped[datetime]
    actor: Mapped[Code]
    event: Mapped[Code]
    from_state: Mapped[Code]
    to_state: Mapped[Code]


class NumberCounter(Base):
    """The last order number given out by a workstation on a day, per kind of number."""

    __tablename__ = "number_counter"

    workstation: Mapped[Code] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    kind: Mapped[Code] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class StoredFile(Base):
    """An encrypted file beside the database. `key` (32 bytes) is erased with the dossier."""

    __tablename__ = "stored_file"

    id: Mapped[Id] = mapped_column(primary_key=True)
    dossier_id: Mapped[Id] = mapped_column(ForeignKey("dossier.id"), index=True)
    sha256: Mapped[Hash]
    size_bytes: Mapped[int]
    media_type: Mapped[Code]
    key: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class DigitizationEntry(Base):
    """A row of the digitization log: one digitized paper."""

    __tablename__ = "digitization_log"

    id: Mapped[Id] = mapped_column(primary_key=True)
    dossier_id: Mapped[Id] = mapped_column(ForeignKey("dossier.id"), index=True)
    dossier_number: Mapped[Code]
    procedure: Mapped[Code]
    unit_code: Mapped[Code]
    workstation: Mapped[Code]
    officer: Mapped[Code]
    channel: Mapped[Code]
    owner_hash: Mapped[Hash]
    ordinal: Mapped[int]
    component: Mapped[Code]
    kind: Mapped[Code]
    source: Mapped[Code]
    pages: Mapped[int]
    dpi: Mapped[int | None]
    colour: Mapped[bool | None]
    media_type: Mapped[Code]
    size_bytes: Mapped[int]
    sha256: Mapped[Hash]
    compared_with_original: Mapped[bool]
    signature: Mapped[Code]
    file_id: Mapped[Id | None] = mapped_column(ForeignKey("stored_file.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    failure: Mapped[Code | None]
    app_version: Mapped[Code]
    row_hash: Mapped[Hash]


class Receipt(Base):
    """A receipt as it was made first: the very bytes are the stored file. Its prints are `PrintedPaper`."""

    __tablename__ = "receipt"

    id: Mapped[Id] = mapped_column(primary_key=True)
    dossier_id: Mapped[Id] = mapped_column(ForeignKey("dossier.id"), index=True)
    form: Mapped[Code]
    sha256: Mapped[Hash]
    file_id: Mapped[Id] = mapped_column(ForeignKey("stored_file.id"))
    copies: Mapped[int]
    made_at: Mapped[datetime]


class PrintedPaper(Base):
    """One paper on its way through the printer; `ordinal` counts from 1 for each form of a dossier.

    `sha256` is of the bytes that were sent; empty as long as it is not known how the print ended.
    """

    __tablename__ = "printed_paper"

    id: Mapped[Id] = mapped_column(primary_key=True)
    dossier_id: Mapped[Id] = mapped_column(ForeignKey("dossier.id"))
    form: Mapped[Code]
    ordinal: Mapped[int]
    state: Mapped[Code]
    copies: Mapped[int]
    sha256: Mapped[Hash | None]
    officer: Mapped[Code]
    workstation: Mapped[Code]
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("dossier_id", "form", "ordinal"),)
