"""A card on the reader, a dossier received, the province told: the whole job through the real parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, select

from db.models.audit import AuditEntry
from db.models.dossier import Consent, DigitizationEntry, Dossier, Lookup, StoredFile
from db.models.outbox import OutboxEvent
from desktop_app.core.canonical import sha256_hex
from tests.support.acceptor import COMPONENT, PROCEDURE, opened
from tests.support.counter import Counter, Done
from tests.support.lossy_proxy import LossyProxy
from tests.support.pcscd import PrivatePcscd
from tests.support.postgres import Cluster, postgres_cluster, postgres_url

pytestmark = [pytest.mark.pcsc, pytest.mark.postgres]
__all__ = ["postgres_cluster", "postgres_url"]

# The process dies when it would print: the dossier is committed, nothing is on paper yet.
DIE_BEFORE_PRINTING = (
    "import os, signal\n"
    "from desktop_app.reception.service import Reception\n"
    "Reception.printed_papers = lambda *_: os.kill(os.getpid(), signal.SIGKILL)"
)


@dataclass
class Desk:
    """A counter with a card on its reader and a province behind a bad line."""

    counter: Counter
    shown: dict[str, Any]
    out: Path
    paper: Path
    province: str
    line: LossyProxy
    database: str

    def receive(self, **options: str) -> Any:
        return self.counter.run(
            "receive", "--procedure", PROCEDURE, "--qr", "-", "--paper", f"{self.paper}={COMPONENT}",
            "--out", str(self.out), "--json", given=self.shown["qr"], **options,
        )  # fmt: skip

    def sync(self) -> Any:
        return self.counter.run("sync", "--once", "--province", self.line.address, "--json")

    def events(self) -> list[dict[str, Any]]:
        """What the province holds, as it stands in its database."""
        with psycopg.connect(self.database) as connection:
            rows = connection.execute("SELECT id, type, data FROM event ORDER BY id").fetchall()
        return [{"id": i, "type": t, "data": d if isinstance(d, dict) else json.loads(d)} for i, t, d in rows]


@dataclass
class Day:
    """What each command said of a whole day; nothing runs any more."""

    desk: Desk
    received: Done
    synced: Done
    synced_again: Done
    verified: Done


@contextmanager
def _at_the_desk(folder: Path, port: int, database: str) -> Iterator[Desk]:
    counter = Counter(folder / "profile")
    shown = counter.run("card", "--show", "--json").value
    paper = folder / "paper.pdf"
    paper.write_bytes(_a_page())
    serving = counter.child("province", "serve", "--database", database, "--port", "0")
    with counter.child("card", "--port", str(port)), serving as said:
        address = said[said.index("http") :].strip()
        with LossyProxy(int(address.rpartition(":")[2])) as line:
            yield Desk(counter, shown, folder / "out", paper, address, line, database)


@pytest.fixture(scope="module")
def day(
    tmp_path_factory: pytest.TempPathFactory, pcscd_process: PrivatePcscd, postgres_cluster: Cluster
) -> Iterator[Day]:
    """One dossier, from card to province."""
    database = postgres_cluster.create_database()
    pcscd_process.stop()
    pcscd_process.start()
    with _at_the_desk(tmp_path_factory.mktemp("day"), pcscd_process.port, database) as desk:
        day = Day(
            desk,
            desk.receive(),
            desk.sync(),
            desk.sync(),
            desk.counter.run("verify-log", "--json"),
        )
    pcscd_process.stop()
    yield day
    postgres_cluster.drop_database(database)


def test_the_dossier_its_papers_and_its_log_are_here_and_its_events_at_the_province_once(day: Day) -> None:
    assert (day.received.code, day.synced.code) == (0, 0), day.received.err + day.synced.err
    assert day.desk.line.lost > 0, "the line lost no answer"
    _agrees(day.desk, day.received.value["dossier"]["number"])
    assert day.synced.value["waiting"] == 0
    assert day.synced_again.value["sent"] == 0, "nothing is sent twice"


def test_nothing_is_lost_or_doubled_when_the_process_dies_right_after_accepting(
    tmp_path: Path, pcscd: PrivatePcscd, postgres_url: str
) -> None:
    with _at_the_desk(tmp_path, pcscd.port, postgres_url) as desk:
        died = desk.receive(before=DIE_BEFORE_PRINTING)
        synced = desk.sync()
        assert died.code == -9, died.out + died.err
        number = _only_number(desk)
        printed = desk.counter.run("receipt", "--number", number, "--out", str(desk.out), "--json")

    assert (died.code, synced.code, printed.code) == (-9, 0, 0)
    _agrees(desk, number)
    assert all(Path(path).stat().st_size > 0 for path in printed.value["files"].values())


def test_no_event_at_the_province_holds_a_value_of_the_citizen(day: Day) -> None:
    citizen = day.received.value["read"]["citizen"] | day.received.value["read"]["card"]
    values = [*citizen.values(), day.desk.shown["can"], *day.desk.shown["qr"].split("|")]
    everything = json.dumps(day.desk.events(), ensure_ascii=False)

    assert [v for v in values if v and len(v) > 3 and v in everything] == []
    assert day.received.value["dossier"]["number"] in everything, "the search finds what is there"


def test_the_receipt_and_the_declaration_are_pdfs_named_without_a_personal_value(day: Day) -> None:
    files = day.received.value["files"]

    assert set(files) == {"CT01", "CT04"}
    for path in files.values():
        assert Path(path).read_bytes().startswith(b"%PDF-")
        assert day.desk.shown["number"] not in path


def test_the_log_verifies_after_the_day(day: Day) -> None:
    verified = day.verified

    assert (verified.code, verified.value["whole"], verified.value["papers"]) == (0, True, 2)


def _only_number(desk: Desk) -> str:
    application = opened(desk.counter.profile)
    try:
        return application.store.read(lambda session: session.scalars(select(Dossier.number)).one())
    finally:
        application.close()


def _agrees(desk: Desk, number: str) -> None:
    """Here and there the same: one dossier, its papers with their hashes, one look-up; each event once."""
    application = opened(desk.counter.profile)
    try:
        here = application.store.read(
            lambda s: {
                "numbers": list(s.scalars(select(Dossier.number))),
                "papers": sorted(s.scalars(select(DigitizationEntry.sha256))),
                "files": sorted(s.scalars(select(StoredFile.sha256)))[:],
                "lookups": s.scalar(select(func.count()).select_from(Lookup)),
                "consents": s.scalar(select(func.count()).select_from(Consent)),
                "ids": sorted(s.scalars(select(OutboxEvent.event_id))),
                "mark": s.scalars(
                    select(AuditEntry.hash).where(AuditEntry.action == "dossier.accepted")
                ).one(),
            }
        )
    finally:
        application.close()
    events = desk.events()
    accepted = [e["data"] for e in events if e["type"].endswith("dossier.accepted.v1")]
    papers = [e["data"] for e in events if e["type"].endswith("paper.digitized.v1")]
    lookups = [e["data"] for e in events if e["type"].endswith("card.looked_up.v1")]

    assert here["numbers"] == [number]
    assert (here["lookups"], here["consents"]) == (1, 1)
    assert sorted(e["id"] for e in events) == here["ids"]
    assert [e["number"] for e in accepted] == [number]
    assert accepted[0]["audit_hash"] == here["mark"]
    assert sorted(e["sha256"] for e in papers) == here["papers"]
    assert sha256_hex(desk.paper.read_bytes()) in here["papers"]
    assert set(here["papers"]) <= set(here["files"])
    assert [e["outcome"] for e in lookups] == ["read"]


def _a_page() -> bytes:
    body = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    return (
        b"%PDF-1.4\n"
        + body
        + b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
