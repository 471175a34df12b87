"""A stranger's scripts and citizens, the province down, kill -9 right after accepting: all is there, once."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from db.models.audit import AuditEntry
from db.models.dossier import (
    Consent,
    DigitizationEntry,
    Dossier,
    DossierChange,
    DossierValue,
    Lookup,
    Receipt,
    StoredFile,
)
from db.models.outbox import OutboxEvent
from desktop_app.core.canonical import sha256_hex
from desktop_app.core.terms import OutboxState
from desktop_app.training.play import SESSION_FILE, load_scripts
from desktop_app.training.script import StepKind
from tests.support.acceptor import opened
from tests.support.counter import Counter
from tests.support.lossy_proxy import HoldingProxy
from tests.support.pcscd import free_ports, until
from tests.support.strangers import script, write_scripts
from tests.support.whole import broken_in

pytestmark = [pytest.mark.crash, pytest.mark.postgres, pytest.mark.timeout(600)]

PATIENCE_S = 120.0
WHOLE_TABLES = (Dossier, DossierValue, DossierChange, StoredFile, DigitizationEntry, Receipt, Consent, Lookup)
OFFICE = """
[office]
unit_code = "H00.99.07"
parent_name = "ỦY BAN NHÂN DÂN PHƯỜNG ĐÂU ĐÓ"
name = "TRUNG TÂM PHỤC VỤ PHƯỜNG ĐÂU ĐÓ"
place = "Phường Đâu Đó"
recipient_name = "Công an phường Đâu Đó"
[workstation]
code = "Q07"
block_first = 7001
block_last = 7099
[province]
url = "http://127.0.0.1:{port}"
[[officers]]
code = "la01"
name = "Người Khác Ngồi Quầy"
role = "clerk"
"""
WAIT_LONG = 'do = "wait"\nfor = "complete"\nseconds = 600'
SEND = script("1.000894", ('do = "sign_in"', 'do = "sync"'))


@dataclass(frozen=True)
class Kept:
    """All that stands in a profile.

    Attributes:
        rows: by table, in the order of their keys.
        papers: file id to SHA-256 of what the vault gives out.
        events: id to type and body.
        audit: hashes of the chain, in order.
    """

    rows: Mapping[str, list[tuple[Any, ...]]]
    papers: Mapping[str, str]
    events: Mapping[str, tuple[str, str]]
    audit: list[str]

    @property
    def numbers(self) -> list[str]:
        """Of the dossiers."""
        number = [column.key for column in Dossier.__table__.columns].index("number")
        return [str(row[number]) for row in self.rows["dossier"]]


def kept_in(profile: Path) -> tuple[Kept, list[str]]:
    """What stands there, and the states of the events."""
    application = opened(profile)
    try:
        assert broken_in(application) == []

        def look(rows: Any) -> tuple[Kept, list[str]]:
            tables = {
                model.__tablename__: [tuple(row) for row in rows.execute(_whole(model)).all()]
                for model in WHOLE_TABLES
            }
            papers = {
                id_: sha256_hex(application.vault.open(rows, id_))
                for id_ in rows.scalars(select(StoredFile.id))
            }
            events = {e.event_id: (e.type, e.body) for e in rows.scalars(select(OutboxEvent))}
            audit = list(rows.scalars(select(AuditEntry.hash).order_by(AuditEntry.sequence)))
            return Kept(tables, papers, events, audit), list(rows.scalars(select(OutboxEvent.state)))

        return application.store.read(look)
    finally:
        application.close()


def _whole(model: Any) -> Any:
    columns = list(model.__table__.columns)
    return select(*columns).order_by(*model.__table__.primary_key.columns)


@dataclass
class Office:
    """A workstation whose province is somewhere, perhaps."""

    counter: Counter
    folder: Path
    port: int

    @property
    def profile(self) -> Path:
        return self.counter.profile

    @contextlib.contextmanager
    def window(self, path: Path) -> Iterator[subprocess.Popen[bytes]]:
        """The real window, played on."""
        command = ["play", str(path), "--out", str(self.out), "--reader", "simulator"]
        with subprocess.Popen(
            self.counter.command(command), env=os.environ | dict(self.counter.env), stdout=subprocess.DEVNULL
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def accept_and_fall(self, path: Path) -> Path:
        """Play until a number is shown, stop the window there, copy the profile, kill -9. The copy."""
        [file] = load_scripts([path])
        accept = next(step for step in file.script.steps if step.kind is StepKind.ACCEPT)
        shown = self.out / file.script.name / f"{accept.place:02}-accept.png"
        copy = self.folder / f"as-{path.stem}-fell"
        with self.window(path) as process:
            until(lambda: shown.exists() or process.poll() is not None, "a number", PATIENCE_S)
            process.send_signal(signal.SIGSTOP)
            shutil.copytree(self.profile, copy)
            process.kill()
            assert process.wait() == -signal.SIGKILL
        return copy

    def send(self) -> None:
        """Open the window once more, sign in, send."""
        path = self.folder / "send.toml"
        path.write_text(SEND, "utf-8")
        done = self.counter.run("play", str(path), "--out", str(self.out), "--reader", "simulator", "--json")
        assert done.code == 0, done.err


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A profile of an office of our own; nobody answers at its province."""
    port = free_ports()
    counter = Counter(tmp_path / "profile", env={"QT_QPA_PLATFORM": "offscreen"})
    (tmp_path / "office.toml").write_text(OFFICE.format(port=port), "utf-8")
    assert counter.run("setup", str(tmp_path / "office.toml")).code == 0
    return Office(counter, tmp_path, port)


def events_at(port: int) -> list[dict[str, Any]]:
    """All that the province has, in its order."""
    found: list[dict[str, Any]] = []
    while True:
        query = {"after": found[-1]["id"] if found else "", "limit": 100}
        address = f"http://127.0.0.1:{port}/v1/events"
        page = httpx2.get(address, params=query, trust_env=False, timeout=60).json()["events"]
        if not page:
            return found
        found += page


@contextlib.contextmanager
def province(office: Office, database: str, port: int = 0) -> Iterator[int]:
    """The province, in a process of its own; its port."""
    serve = ("province", "serve", "--database", database, "--port", str(port))
    with office.counter.child(*serve) as said:
        yield int(said.rstrip().rpartition(":")[2])


def test_what_was_accepted_before_the_kill_is_the_same_after_it_and_at_the_province_once(
    office: Office, tmp_path: Path, postgres_url: str
) -> None:
    fallen = [office.accept_and_fall(path) for path in write_scripts(tmp_path / "theirs", (WAIT_LONG,))]
    before, states = kept_in(fallen[-1])
    assert len(set(before.numbers)) == 3
    assert len(before.rows["digitization_log"]) == 5
    assert set(states) == {OutboxState.QUEUED}

    with province(office, postgres_url, office.port) as port:
        office.send()
        there = events_at(port)
    after, states = kept_in(office.profile)
    assert after.rows == before.rows
    assert after.papers == before.papers
    assert after.events == before.events
    assert after.audit[: len(before.audit)] == before.audit
    assert set(states) == {OutboxState.ACCEPTED}
    assert sorted(event["id"] for event in there) == sorted(before.events)
    accepted = [e["data"]["number"] for e in there if e["type"].endswith("dossier.accepted.v1")]
    assert sorted(accepted) == sorted(before.numbers)


@pytest.mark.parametrize("sender", ["window", "command"])
def test_who_is_killed_while_the_province_answers_sends_everything_once(
    sender: str, office: Office, tmp_path: Path, postgres_url: str
) -> None:
    office.accept_and_fall(write_scripts(tmp_path / "theirs", (WAIT_LONG,))[1])
    before, _ = kept_in(office.profile)
    with province(office, postgres_url) as port, HoldingProxy(port, office.port) as line:
        if sender == "window":
            (tmp_path / "sit.toml").write_text(script("1.000894", ('do = "sign_in"', WAIT_LONG)), "utf-8")
            with office.window(tmp_path / "sit.toml") as process:
                until(line.answered.is_set, "an answer of the province", PATIENCE_S)
                process.kill()
        else:
            command = office.counter.command(["sync", "--once"])
            with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
                until(line.answered.is_set, "an answer of the province", PATIENCE_S)
                process.kill()
        _, states = kept_in(office.profile)
        assert OutboxState.SENDING in states, "it fell before or after the answer"
        stored = [event["id"] for event in events_at(port)]
        assert stored, "the province had nothing to answer"

        line.holds = False
        office.send()
        there = events_at(port)
    after, states = kept_in(office.profile)
    assert (after.rows, after.papers, after.events) == (before.rows, before.papers, before.events)
    assert set(states) == {OutboxState.ACCEPTED}
    assert sorted(event["id"] for event in there) == sorted(before.events)
    assert [event["id"] for event in there][: len(stored)] == stored
    assert not (office.out / SESSION_FILE).read_text("utf-8").count('"waiting"')
