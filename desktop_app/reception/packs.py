"""The catalogue packs a counter works with: those of the program, those brought in, and what pins them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from db.packs import keep_pack, kept_pack, kept_packs, kept_versions, remove_pack
from db.store import Store
from desktop_app.catalogue.pack import Pack, parse_pack, parse_pinned
from desktop_app.catalogue.weak_facts import WeakFact, weak_facts
from desktop_app.core.clock import Clock, local_day
from desktop_app.core.errors import AppError, declare
from desktop_app.reception import drafts
from desktop_app.security.officers import require_manager

NO_PACK_IN_FORCE = declare("reception.no_pack_in_force")
PACK_GONE = declare("reception.pack_gone")
PACK_KNOWN = declare("reception.pack_known")
PACK_VERSION_TAKEN = declare("reception.pack_version_taken")
PACK_OLDER = declare("reception.pack_older")
PACK_ENDED = declare("reception.pack_ended")
PACK_NEEDED = declare("reception.pack_needed")


class PackUse(StrEnum):
    """What a pack is there for."""

    IN_FORCE = "in_force"
    LATER = "later"  # its first day is still to come
    PINNED = "pinned"  # only for the dossiers and drafts that keep it


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pack in the list.

    Attributes:
        procedures: how many.
        forms: how many.
        imported_at: None for one that came with the program and is pinned by nothing yet.
        imported_by: code of the officer; empty where it came with the program.
        weak: its facts that must still be checked.
    """

    version: str
    sha256: str
    effective_from: date
    effective_to: date | None
    source: str
    procedures: int
    forms: int
    use: PackUse
    imported_at: datetime | None
    imported_by: str
    weak: tuple[WeakFact, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class HeldPack:
    """A pack with its bytes.

    Attributes:
        current: read by today's rules, so that new sessions may rest on it.
    """

    raw: bytes = field(repr=False)
    pack: Pack = field(repr=False)
    current: bool = True
    imported_at: datetime | None = None
    imported_by: str = ""


class PackShelf:
    """The packs of one profile. Asking for one does not block; `refresh` and `bring_in` do.

    Args:
        shipped: packs of the program, with their bytes.
        check: tries a new pack out, beyond its shape; raises an `AppError` against it.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        shipped: Sequence[tuple[bytes, Pack]],
        check: Callable[[Pack], None] = lambda _pack: None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._check = check
        self._lock = threading.Lock()
        self._shipped = {pack.version: HeldPack(raw, pack) for raw, pack in shipped}
        self._held = dict(self._shipped)
        self._kept: set[str] = set()  # versions whose bytes in the database were read

    def refresh(self) -> None:
        """Take in the packs of the database that this process has not seen yet, and drop what went there."""
        with self._lock:
            known = frozenset(self._kept)
        fresh, there = self._store.read(lambda rows: (kept_packs(rows, known), kept_versions(rows)))
        with self._lock:
            for version in known - there:
                self._kept.discard(version)
                self._held.pop(version, None)
                if version in self._shipped:
                    self._held[version] = self._shipped[version]
        for kept in fresh:
            held = _read(kept.raw, kept.imported_at, kept.imported_by or "")
            with self._lock:
                self._kept.add(kept.version)
                # What is pinned wins over a pack of the program that has its version.
                if held is not None:
                    self._held[kept.version] = held

    def on(self, day: date) -> HeldPack:
        """The pack that new sessions of this day rest on.

        Raises:
            AppError: `reception.no_pack_in_force`.
        """
        fit = [held for held in self._all() if held.current and held.pack.in_force(day)]
        if not fit:
            raise AppError(NO_PACK_IN_FORCE)
        return max(fit, key=lambda held: held.pack.rank)

    def today(self) -> HeldPack:
        """As `on`, for today in Vietnam."""
        return self.on(local_day(self._clock.now()))

    def pinned(self, version: str) -> HeldPack:
        """The pack of this version; that of today where it is "" or no longer here.

        Raises:
            AppError: `reception.no_pack_in_force`.
        """
        with self._lock:
            held = self._held.get(version)
        return held or self.today()

    def keep(self, rows: Session, held: HeldPack) -> None:
        """In a running write: make sure that what pins a pack finds its bytes."""
        pack = held.pack
        keep_pack(
            rows,
            version=pack.version,
            sha256=pack.sha256,
            raw=held.raw,
            effective_from=pack.effective_from.isoformat(),
            at=self._clock.now(),
        )

    def look_at(self, raw: bytes) -> Pack:
        """Check everything about a new pack and keep nothing; errors as `bring_in`."""
        pack = parse_pack(raw)
        self.refresh()
        self._refuse_needless(pack)
        self._check(pack)
        return pack

    def bring_in(self, raw: bytes, officer: str) -> PackLine:
        """Keep a new pack after everything about it was checked. New sessions rest on it from its first day.

        Args:
            officer: code of the manager who brings it.

        Raises:
            AppError: `security.not_allowed`; `catalogue.*` for its shape; `reception.pack_known`,
                `.pack_version_taken`, `.pack_older`, `.pack_ended`; those of `check`.
        """
        self._store.read(lambda rows: require_manager(rows, officer))
        pack = self.look_at(raw)

        def write(rows: Session) -> bool:
            require_manager(rows, officer)
            return keep_pack(
                rows,
                version=pack.version,
                sha256=pack.sha256,
                raw=raw,
                effective_from=pack.effective_from.isoformat(),
                at=self._clock.now(),
                by=officer,
            )

        if not self._store.write(officer, write):
            raise AppError(PACK_KNOWN, {"version": pack.version})  # another program was faster
        self.refresh()
        return next(line for line in self.lines() if line.version == pack.version)

    def take_out(self, version: str, officer: str) -> None:
        """Forget a pack that an officer brought in and nothing rests on.

        Args:
            officer: code of the manager who takes it out.

        Raises:
            AppError: `security.not_allowed`, `reception.pack_needed`.
        """

        def write(rows: Session) -> None:
            require_manager(rows, officer)
            if drafts.rest_on(rows, version) or not remove_pack(rows, version):
                raise AppError(PACK_NEEDED, {"version": version})

        self._store.write(officer, write)
        self.refresh()

    def lines(self) -> tuple[PackLine, ...]:
        """All packs, the one in force first, then those to come, then what is only pinned."""
        day = local_day(self._clock.now())
        try:
            now = self.on(day).pack.version
        except AppError:
            now = ""
        order = list(PackUse)
        ranked = sorted(self._all(), key=lambda held: held.pack.rank, reverse=True)
        lines = [_line(held, _use(held, now, day)) for held in ranked]
        return tuple(sorted(lines, key=lambda line: order.index(line.use)))

    def _all(self) -> list[HeldPack]:
        with self._lock:
            return list(self._held.values())

    def _refuse_needless(self, pack: Pack) -> None:
        with self._lock:
            same = self._held.get(pack.version)
        if same is not None:
            code = PACK_KNOWN if same.pack.sha256 == pack.sha256 else PACK_VERSION_TAKEN
            raise AppError(code, {"version": pack.version})
        day = local_day(self._clock.now())
        if pack.effective_to is not None and pack.effective_to < day:
            raise AppError(PACK_ENDED, {"day": f"{pack.effective_to:%d/%m/%Y}"})
        first = max(pack.effective_from, day)
        for held in self._all():
            over = held.pack
            lasts = over.effective_to is None and over.effective_from <= first
            if held.current and lasts and over.rank > pack.rank:  # the new one would never hold
                raise AppError(PACK_OLDER, {"version": pack.version, "newest": over.version})


def pinned_pack(rows: Session, version: str) -> Pack:
    """The pack that a dossier pins, from its own bytes.

    Raises:
        AppError: `reception.pack_gone`; `catalogue.*` where the program cannot read it any more.
    """
    kept = kept_pack(rows, version)
    if kept is None:
        raise AppError(PACK_GONE, {"version": version})
    return parse_pinned(kept.raw)


def _read(raw: bytes, at: datetime, by: str) -> HeldPack | None:
    """A pack of the database; None where it cannot be read at all: its dossiers say so when opened."""
    try:
        return HeldPack(raw, parse_pack(raw), True, at, by)
    except AppError:
        pass
    try:
        return HeldPack(raw, parse_pinned(raw), False, at, by)
    except AppError:
        return None


def _use(held: HeldPack, now: str, day: date) -> PackUse:
    if held.pack.version == now:
        return PackUse.IN_FORCE
    return PackUse.LATER if held.current and held.pack.effective_from > day else PackUse.PINNED


def _line(held: HeldPack, use: PackUse) -> PackLine:
    pack = held.pack
    return PackLine(
        version=pack.version,
        sha256=pack.sha256,
        effective_from=pack.effective_from,
        effective_to=pack.effective_to,
        source=pack.source,
        procedures=len(pack.procedures),
        forms=len(pack.forms),
        use=use,
        imported_at=held.imported_at,
        imported_by=held.imported_by,
        weak=weak_facts(pack),
    )
