"""The self-test: every part is asked on its own, and one that breaks never ends the report."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx2
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engine import DAMAGED
from db.migrate import head
from db.models.audit import AuditEntry
from db.models.dossier import NumberCounter
from db.models.office import Workstation
from db.store import is_sound
from desktop_app.core.clock import Clock, local_day
from desktop_app.core.errors import AppError
from desktop_app.core.terms import TrustScope
from desktop_app.digitization import log
from desktop_app.doctor.model import DoctorCode as Code
from desktop_app.doctor.model import OpenedProfile, PartReport, PartState
from desktop_app.dossiers.numbering import OFFICIAL
from desktop_app.paperwork.typeface import load_typeface
from desktop_app.readers.pcsc import list_readers
from desktop_app.security.audit import TOLERANCE, verify_chain
from desktop_app.security.trust_store import anchors
from desktop_app.sync.outbox import summary

GOOD, ATTENTION, FAILED = PartState.GOOD, PartState.ATTENTION, PartState.FAILED
_FREE_MB = 500  # a day of scans at a busy counter
_FEW_NUMBERS = 20
_TIMEOUT_S = 3.0


def examine(
    open_profile: Callable[[], OpenedProfile], *, profile_folder: Path, fonts: Path, clock: Clock
) -> tuple[PartReport, ...]:
    """Ask every part.

    Args:
        open_profile: opens the profile; its known errors are reported.
        profile_folder: where the profile lies or would lie.
        fonts: folder of the paper fonts.
    """
    reports = [_ask("program", _program), _ask("fonts", lambda: _fonts(fonts)), _ask("readers", _readers)]
    reports.append(_ask("disk", lambda: _disk(profile_folder)))
    opened: list[OpenedProfile] = []

    def profile() -> PartReport:
        opened.append(open_profile())
        return PartReport("profile", GOOD, Code.PROFILE_OPEN, {"training": opened[0].training})

    reports.append(_ask("profile", profile))
    if opened:
        reports += _of_profile(opened[0], clock)
    return tuple(reports)


def _of_profile(profile: OpenedProfile, clock: Clock) -> Sequence[PartReport]:
    store = profile.store
    return [
        _ask("database", lambda: store.read(_database)),
        _ask("clock", lambda: store.read(lambda session: _clock(session, clock))),
        _ask("log", lambda: store.read(_log)),
        _ask("numbers", lambda: store.read(lambda session: _numbers(session, profile, clock))),
        _ask("catalogue", lambda: _catalogue(profile)),
        _ask("trust", lambda: store.read(_trust)),
        _ask("outbox", lambda: store.read(lambda session: _outbox(session, clock))),
        _ask("province", lambda: _province(profile.office.province_url)),
    ]


def _ask(part: str, question: Callable[[], PartReport]) -> PartReport:
    try:
        return question()
    except AppError as error:
        return PartReport(part, FAILED, str(error.code), error.facts)
    except Exception as bug:
        # A report that ends half-way helps nobody: the broken part is named, and the others still answer.
        return PartReport(part, FAILED, Code.PART_BROKEN, {"kind": type(bug).__name__})


def _program() -> PartReport:
    python = ".".join(map(str, sys.version_info[:3]))
    return PartReport("program", GOOD, Code.PROGRAM, {"python": python, "system": sys.platform})


def _fonts(folder: Path) -> PartReport:
    load_typeface(folder)
    return PartReport("fonts", GOOD, Code.FONTS_GOOD)


def _readers() -> PartReport:
    count = len(list_readers())
    if count == 0:
        return PartReport("readers", ATTENTION, "readers.no_reader")
    return PartReport("readers", GOOD, Code.READERS_GOOD, {"count": count})


def _disk(folder: Path) -> PartReport:
    while not folder.exists():
        folder = folder.parent
    free_mb = shutil.disk_usage(folder).free // 1024 // 1024
    state = GOOD if free_mb >= _FREE_MB else ATTENTION
    return PartReport("disk", state, Code.DISK if state is GOOD else Code.DISK_LOW, {"free_mb": free_mb})


def _database(session: Session) -> PartReport:
    if not is_sound(session):
        raise AppError(DAMAGED)
    return PartReport("database", GOOD, Code.DATABASE_GOOD, {"revision": head()})


def _clock(session: Session, clock: Clock) -> PartReport:
    last = session.scalars(select(AuditEntry.at).order_by(AuditEntry.sequence.desc()).limit(1)).first()
    if last is not None and clock.now() < last - TOLERANCE:
        minutes = int((last - clock.now()).total_seconds() // 60)
        return PartReport("clock", FAILED, "security.clock_set_back", {"minutes": minutes})
    return PartReport("clock", GOOD, Code.CLOCK_GOOD)


def _log(session: Session) -> PartReport:
    chain, papers = verify_chain(session), log.verify(session)
    if chain.broken_at is not None or papers.broken:
        return PartReport(
            "log", FAILED, Code.LOG_BROKEN, {"at": chain.broken_at, "papers": len(papers.broken)}
        )
    return PartReport("log", GOOD, Code.LOG_WHOLE, {"entries": chain.entries, "papers": papers.entries})


def _numbers(session: Session, profile: OpenedProfile, clock: Clock) -> PartReport:
    station = session.get(Workstation, profile.workstation)
    if station is None or station.block_first is None or station.block_last is None:
        return PartReport("numbers", ATTENTION, Code.NO_BLOCK)
    day = local_day(clock.now()).isoformat()
    counter = session.get(NumberCounter, (station.code, day, OFFICIAL))
    left = station.block_last - (counter.last if counter else station.block_first - 1)
    state = GOOD if left >= _FEW_NUMBERS else ATTENTION
    return PartReport("numbers", state, Code.NUMBERS if state is GOOD else Code.FEW_NUMBERS, {"left": left})


def _catalogue(profile: OpenedProfile) -> PartReport:
    pack = profile.reception.pack()
    facts = {"version": pack.version, "marks": len(pack.verify_marks())}
    if facts["marks"]:
        return PartReport("catalogue", ATTENTION, Code.PACK_TO_VERIFY, facts)
    return PartReport("catalogue", GOOD, Code.PACK_GOOD, facts)


def _trust(session: Session) -> PartReport:
    count = sum(anchor.scope is TrustScope.CITIZEN_CARD for anchor in anchors(session))
    if count == 0:
        return PartReport("trust", ATTENTION, Code.NO_CSCA)
    return PartReport("trust", GOOD, Code.TRUST_GOOD, {"count": count})


def _outbox(session: Session, clock: Clock) -> PartReport:
    state = summary(session, clock.now())
    facts = {"waiting": state.waiting, "held": state.rejected}
    if state.rejected:
        return PartReport("outbox", ATTENTION, Code.OUTBOX_HELD, facts)
    return PartReport("outbox", GOOD, Code.OUTBOX_GOOD, facts)


def _province(address: str) -> PartReport:
    try:
        answer = httpx2.get(f"{address}/v1/health", timeout=_TIMEOUT_S, trust_env=False)
    except httpx2.HTTPError:
        return PartReport("province", ATTENTION, "sync.province_unreachable", {"reason": "connect"})
    if answer.status_code != httpx2.codes.OK:
        return PartReport("province", ATTENTION, "sync.province_refused", {"status": answer.status_code})
    return PartReport("province", GOOD, Code.PROVINCE_GOOD)
