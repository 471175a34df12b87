"""The one door to the database: reads anywhere, writes on one thread in one transaction."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy.engine import Engine, MappingResult, Result, ScalarResult
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.engine import WRITING, known_error
from db.models.base import Base
from desktop_app.core.bus import Bus, Changed
from desktop_app.core.gui_guard import off_gui_thread

T = TypeVar("T")
_HOOK, _ACTOR, _CHANGES = "motcua_audit", "motcua_actor", "motcua_changes"


@dataclass(frozen=True, slots=True)
class AuditMark:
    """Where an act stands in the audit chain."""

    sequence: int
    hash: str


class AuditHook(Protocol):
    """Writes a row of the audit chain inside the caller's transaction."""

    def __call__(
        self, session: Session, actor: str, action: str, kind: str, subject: str, details: Mapping[str, Any]
    ) -> AuditMark:
        """Append one act and say where it stands."""
        ...


def audit(session: Session, action: str, kind: str, subject: str, details: Mapping[str, Any]) -> AuditMark:
    """Record an act of the running `Store.write` in the audit chain.

    Args:
        session: the session that `Store.write` gave.
        action: code such as `dossier.accepted`.
        kind: what it was done to.
        subject: its id; never a personal value.
        details: codes, ids and hashes only.
    """
    return session.info[_HOOK](session, session.info[_ACTOR], action, kind, subject, details)


def changed(session: Session, kind: str, subject: str) -> None:
    """Tell subscribers after the commit that a row changed."""
    session.info[_CHANGES].append(Changed(kind, subject))


def is_sound(session: Session) -> bool:
    """Whether the database finds its own pages in order; a shared server is asked only whether it answers."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return connection.exec_driver_sql("SELECT 1").scalar() == 1
    return connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"


class Store:
    """Runs functions on sessions.

    Args:
        engine: from `db.engine`.
        audit_hook: without one, nothing can be written.
        bus: told of changes after each commit.
    """

    def __init__(self, engine: Engine, audit_hook: AuditHook | None, bus: Bus | None = None) -> None:
        self._engine = engine
        self._hook = audit_hook
        self.bus = bus or Bus()
        self._writer_thread: int | None = None
        self._writer = ThreadPoolExecutor(1, "store-writer", initializer=self._note_thread)

    @off_gui_thread
    def write(self, actor: str, work: Callable[[Session], T]) -> T:
        """Run `work` on the writer thread in one transaction: all of its rows, or none.

        Args:
            actor: an officer's code, or the program part that acts (`sync`).
            work: reads and writes through the session; returns a frozen value, not a row.

        Raises:
            AppError: what `work` raises, or `db.*` for a known trouble of the database.
            RuntimeError: there is no audit hook, `work` returned a row, or this is the writer thread itself.
        """
        if threading.get_ident() == self._writer_thread:
            raise RuntimeError("a write inside a write, or in a receiver of changes, would wait for itself")
        return self._writer.submit(self._run, actor, work).result()

    @off_gui_thread
    def read(self, work: Callable[[Session], T]) -> T:
        """Run `work` on a session that only reads; same errors as `write`."""
        return self._guarded(lambda: self._reading(work))

    def close(self) -> None:
        """Finish the write under way and let go of the database."""
        self._writer.shutdown(wait=True)
        self._engine.dispose()

    def _note_thread(self) -> None:
        self._writer_thread = threading.get_ident()

    def _reading(self, work: Callable[[Session], T]) -> T:
        with Session(self._engine) as session:
            return _frozen(work(session))

    def _run(self, actor: str, work: Callable[[Session], T]) -> T:
        if self._hook is None:
            raise RuntimeError("this store has no audit hook and cannot write")
        hook = self._hook
        changes: list[Changed] = []

        def transaction() -> T:
            with Session(self._engine.execution_options(**{WRITING: True})) as session, session.begin():
                session.info.update({_HOOK: hook, _ACTOR: actor, _CHANGES: changes})
                return _frozen(work(session))

        result = self._guarded(transaction)
        for change in changes:
            self.bus.publish(change)
        return result

    def _guarded(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except DBAPIError as error:
            known = known_error(error)
            if known is None:
                raise
            raise known from error


def _frozen(value: T) -> T:
    if _holds_row(value):
        raise RuntimeError("a row must not leave its session; return a value")
    return value


def _holds_row(value: Any) -> bool:
    if isinstance(value, Base | Result | ScalarResult | MappingResult):  # results still read from the session
        return True
    if isinstance(value, Mapping):
        return any(map(_holds_row, value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        return any(map(_holds_row, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return any(_holds_row(getattr(value, part.name)) for part in dataclasses.fields(value))
    return False
