"""The catalogue packs of a profile: the very bytes, kept while a dossier or a draft pins them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.dossier import Dossier
from db.models.office import CataloguePack
from db.store import audit, changed


@dataclass(frozen=True, slots=True)
class KeptPack:
    """A pack as it lies in the database.

    Attributes:
        raw: the bytes of the pack file.
        imported_by: code of the officer who brought it; None for one that came with the program.
    """

    version: str
    sha256: str
    imported_at: datetime
    imported_by: str | None
    raw: bytes = field(repr=False)


def kept_packs(session: Session, known: frozenset[str] = frozenset()) -> tuple[KeptPack, ...]:
    """The packs of the profile, by version.

    Args:
        known: versions the caller has already; their bytes are not read again.
    """
    query = select(CataloguePack).where(CataloguePack.version.not_in(known)).order_by(CataloguePack.version)
    return tuple(_value(row) for row in session.scalars(query))


def kept_versions(session: Session) -> frozenset[str]:
    """The versions of the packs of the profile."""
    return frozenset(session.scalars(select(CataloguePack.version)))


def kept_pack(session: Session, version: str) -> KeptPack | None:
    """The pack of this version, or None."""
    row = session.get(CataloguePack, version)
    return None if row is None else _value(row)


def keep_pack(
    session: Session,
    *,
    version: str,
    sha256: str,
    raw: bytes,
    effective_from: str,
    at: datetime,
    by: str | None = None,
) -> bool:
    """Keep a pack; False where its version is there already: that one stays as it is.

    Args:
        effective_from: ISO date.
        by: code of the officer who brings it; None for one that came with the program.
    """
    if session.get(CataloguePack, version) is not None:
        return False
    session.add(
        CataloguePack(
            version=version,
            sha256=sha256,
            raw=raw,
            effective_from=effective_from,
            imported_at=at,
            imported_by=by,
        )
    )
    session.flush()
    audit(session, "catalogue.pack_kept", "catalogue_pack", version, {"sha256": sha256})
    changed(session, "catalogue_pack", version)
    return True


def remove_pack(session: Session, version: str) -> bool:
    """Forget a pack that an officer brought; False where there is none, or a dossier pins it."""
    row = session.get(CataloguePack, version)
    pinned = session.scalar(select(Dossier.id).where(Dossier.pack_version == version).limit(1))
    if row is None or row.imported_by is None or pinned is not None:
        return False
    audit(session, "catalogue.pack_removed", "catalogue_pack", version, {"sha256": row.sha256})
    session.delete(row)
    session.flush()
    changed(session, "catalogue_pack", version)
    return True


def _value(row: CataloguePack) -> KeptPack:
    return KeptPack(row.version, row.sha256, row.imported_at, row.imported_by, row.raw)
