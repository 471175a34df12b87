"""A program that accepts dossiers until it is killed. Run by the crash proof as a process of its own.

It imports the product once. For each line on standard input it forks a child that opens the profile and
accepts dossiers; the child writes `pid` first, then each number it was given, after the commit.

Usage: python -m tests.support.acceptor PROFILE
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from desktop_app.bootstrap.application import Application, open_application
from desktop_app.bootstrap.paths import ProfilePaths
from desktop_app.cccd.record import CitizenRecord, build_record
from desktop_app.core.clock import SystemClock
from desktop_app.core.terms import ResidenceMethod
from desktop_app.reception.model import GivenPaper, ReceiveRequest
from desktop_app.reception.reading import record_consent

PROCEDURE, COMPONENT = "1.010041", "000.00.00.G01-KQ003647"
OFFICER = "cb01"


def opened(profile: Path) -> Application:
    return open_application(
        ProfilePaths(profile), training=True, clock=SystemClock(), passphrase=lambda: None
    )


def citizen(application: Application) -> CitizenRecord:
    return build_record(application.shelf.load().named_files())[0]


def request(application: Application, declarant: CitizenRecord, paper: bytes) -> ReceiveRequest:
    counter = application.reception.counter(OFFICER)
    consent = application.reception.pack().consent
    consent_id = application.store.write(
        OFFICER,
        lambda session: record_consent(
            session,
            counter,
            version=consent.version,
            text=consent.text,
            purpose="procedure",
            clock=application.clock,
        ),
    )
    return ReceiveRequest(
        procedure=PROCEDURE,
        officer=OFFICER,
        declarant=declarant,
        papers=(GivenPaper(COMPONENT, paper),),
        lookup_id=None,
        consent_id=consent_id,
        residence_method=ResidenceMethod.CHIP,
    )


def accept_until_killed(profile: Path, paper: bytes, *, inside: bool) -> None:
    """Accept and tell; with `inside` the process ends itself in the first transaction, after its last row."""
    application = opened(profile)
    declarant = citizen(application)
    os.write(1, f"pid {os.getpid()}\n".encode())

    def fall() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    while True:
        accepted = application.reception.accept(
            request(application, declarant, paper), before_commit=fall if inside else None
        )
        os.write(1, f"number {accepted.number}\n".encode())


def main() -> None:
    profile = Path(sys.argv[1])
    paper = sys.stdin.buffer.read(int(sys.stdin.buffer.readline()))
    for line in sys.stdin.buffer:
        child = os.fork()
        if child == 0:
            accept_until_killed(profile, paper, inside=line.strip() == b"inside")
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main()
