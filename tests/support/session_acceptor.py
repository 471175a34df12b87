"""A program that keeps drafts and accepts them until it is killed; the crash proof runs it as a process.

It imports the product once. For each line on standard input it forks a child that opens the profile; the
child writes `pid` first, then `draft ID` once the first draft of a session is kept, and `accepted ID` after
the commit.

Usage: python -m tests.support.session_acceptor PROFILE
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from desktop_app.bootstrap.application import Application
from desktop_app.cccd.record import build_record
from desktop_app.core.terms import PaperSource
from desktop_app.reception.events import CardRead, Event, FieldTyped, PaperHeld, ProcedureChosen, apply
from desktop_app.reception.session import ReadSummary, Session, new_session
from tests.support.acceptor import COMPONENT, OFFICER, PROCEDURE, opened


def tell(word: str, session: Session) -> None:
    os.write(1, f"{word} {session.session_id}\n".encode())


def serve(application: Application, card: CardRead, paper: bytes, *, inside: bool) -> None:
    """One citizen: every change is kept, then the dossier is accepted."""
    reception = application.reception
    session = new_session()

    def kept(event: Event) -> None:
        nonlocal session
        session = apply(session, reception.pack(), event)
        reception.save_draft(session, OFFICER)

    kept(ProcedureChosen(PROCEDURE))
    tell("draft", session)
    kept(card)
    kept(PaperHeld(reception.hold_paper(COMPONENT, paper, PaperSource.ATTACHED)))
    for length in range(1, 5):
        kept(FieldTyped("phone", "0912345678"[: 2 * length + 2]))

    def fall() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    reception.accept_session(session, OFFICER, before_commit=fall if inside else None)
    tell("accepted", session)
    reception.save_draft(session, OFFICER)  # a timer of the window that comes too late


def serve_until_killed(profile: Path, paper: bytes, *, inside: bool) -> None:
    application = opened(profile)
    record, facts = build_record(application.shelf.load().named_files())
    card = CardRead(record, facts, ReadSummary(None, {}, (), application.clock.now(), None))
    os.write(1, f"pid {os.getpid()}\n".encode())
    while True:
        serve(application, card, paper, inside=inside)


def main() -> None:
    profile = Path(sys.argv[1])
    paper = sys.stdin.buffer.read(int(sys.stdin.buffer.readline()))
    for line in sys.stdin.buffer:
        child = os.fork()
        if child == 0:
            serve_until_killed(profile, paper, inside=line.strip() == b"inside")
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main()
