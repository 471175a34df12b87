"""kill -9 of the window while the shipped scripts are played: drafts, dossiers and events as promised."""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from db.models.dossier import Dossier, DossierValue
from db.models.outbox import OutboxEvent
from desktop_app.bootstrap.application import Application
from desktop_app.core.text import fold
from desktop_app.reception.session import Session
from desktop_app.training.play import SESSION_FILE, load_scripts
from desktop_app.training.script import Script, Step, StepKind
from tests.support.acceptor import opened
from tests.support.counter import Counter
from tests.support.pcscd import until
from tests.support.proofs import proof
from tests.support.scale import rounds, scale
from tests.support.whole import broken_in

FULL_ROUNDS = 50
# A change is kept within a second on a machine that has nothing else to do, which is where all rounds run.
PROMISED_S = 1.0 if scale() >= 1 else 4.0
PAUSE_EVERY = 2  # in each second round the clerk stops within a dossier, and the window falls meanwhile
LONGEST_PAUSE_S = 1.5 + PROMISED_S
PAUSE = '[[step]]\ndo = "wait"\nfor = "complete"\nseconds = 60\n'
TELLING = 5  # letters; shorter values, such as "Nam", stand in many words

pytestmark = [pytest.mark.crash, pytest.mark.prove, pytest.mark.timeout(1800)]


@dataclass(frozen=True)
class Round:
    """One play.

    Attributes:
        scripts: in the order they were played.
        out: what it left: a picture after each step.
        ended_at: seconds since 1970, just before the kill.
        code: how the process ended.
    """

    scripts: tuple[Script, ...]
    out: Path
    ended_at: float
    code: int

    def steps(self, script: Script, at_least_ago_s: float = 0) -> list[Step]:
        """Steps that were over, as their pictures tell."""
        pictures = {p.name: p.stat().st_mtime for p in (self.out / script.name).glob("*.png")}
        before = self.ended_at - at_least_ago_s
        names = {step.place: f"{step.place:02}-{step.kind.value}.png" for step in script.steps}
        return [step for step in script.steps if pictures.get(names[step.place], self.ended_at + 1) <= before]

    @property
    def accepted(self) -> int:
        """Dossiers that had their number."""
        return sum(s.kind is StepKind.ACCEPT for script in self.scripts for s in self.steps(script))

    @property
    def interrupted(self) -> Script | None:
        """The script that had begun and had no number."""
        begun = [script for script in self.scripts if (self.out / script.name).is_dir()]
        last = begun[-1]
        return None if any(step.kind is StepKind.ACCEPT for step in self.steps(last)) else last


@dataclass(frozen=True)
class Found:
    """Ids in the profile."""

    drafts: frozenset[str]
    dossiers: frozenset[str]
    numbers: frozenset[str]


def found_in(application: Application) -> Found:
    dossiers = application.store.read(lambda rows: rows.execute(select(Dossier.id, Dossier.number)).all())
    drafts = frozenset(draft.session_id for draft in application.reception.drafts())
    return Found(drafts, frozenset(id_ for id_, _ in dossiers), frozenset(number for _, number in dossiers))


class Window:
    """The window of one profile, played on and killed."""

    def __init__(self, folder: Path, scripts: Sequence[Path]) -> None:
        self.counter = Counter(folder / "profile", env={"QT_QPA_PLATFORM": "offscreen"})
        self._folder, self._scripts = folder, scripts

    def play(self, number: int, chance: random.Random, span_s: float | None) -> Round:
        """Play the scripts in any order; kill within `span_s` of the first dossier, or not at all."""
        paths = chance.sample(self._scripts, len(self._scripts))
        pausing = span_s is not None and number % PAUSE_EVERY == 0
        if pausing:
            paths = [self._cut(paths[0], chance, number)]
        scripts = tuple(file.script for file in load_scripts(paths))
        out, first = self._folder / f"out-{number}", scripts[0]
        mark = first.steps[-2] if pausing else first.steps[0]  # the step after which the time runs
        picture = out / first.name / f"{mark.place:02}-{mark.kind.value}.png"
        command = ["play", *map(str, paths), "--out", str(out), "--reader", "simulator"]
        with subprocess.Popen(
            self.counter.command(command), env=os.environ | dict(self.counter.env), stdout=subprocess.DEVNULL
        ) as process:
            if span_s is not None:
                until(
                    lambda: picture.exists() or process.poll() is not None, "the window to be played on", 240
                )
            wait_s = 600.0
            if pausing:
                wait_s = chance.uniform(0, LONGEST_PAUSE_S)
            elif span_s is not None:  # early mostly: later scripts are the same work again
                wait_s = chance.triangular(0, span_s, span_s / 4)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(wait_s)
            ended_at = time.time()
            process.kill()
        return Round(scripts, out, ended_at, process.returncode)

    def _cut(self, path: Path, chance: random.Random, number: int) -> Path:
        """The same script up to some step on the way to acceptance, and then a long pause."""
        head, *steps = path.read_text("utf-8").split("[[step]]")
        last = next(place for place, step in enumerate(steps) if '"expect"' in step or '"accept"' in step)
        visible = [place for place in range(2, last) if '"wait"' not in steps[place - 1]]
        kept = [f"[[step]]{step}" for step in steps[: chance.choice(visible)]]
        cut = self._folder / f"cut-{number}" / path.name
        cut.parent.mkdir()
        cut.write_text(head + "".join(kept) + "\n" + PAUSE, "utf-8")
        return cut


def missing_in(session: Session, script: Script, steps: Sequence[Step]) -> list[str]:
    """What these steps brought and the draft does not have."""
    kinds = [step.kind for step in steps]
    missing: list[str] = []
    if StepKind.CHOOSE_PROCEDURE in kinds and session.procedure != script.procedure:
        missing.append("procedure")
    if len(session.people) < kinds.count(StepKind.SCAN_QR):
        missing.append("person")
    # A card is taken away after it was read.
    if sum(person.read is not None for person in session.people.values()) < kinds.count(StepKind.TAKE_CARD):
        missing.append("card")
    if len(session.papers) < kinds.count(StepKind.ATTACH):
        missing.append("paper")
    typed = dict(session.typed)
    for place, row in enumerate(session.rows, 1):
        typed |= {f"row.{place}.{key}": text for key, text in row.items()}
    for step in steps:
        if step.kind is StepKind.TYPE and plain(typed.get(step.text("field"), "")) != plain(
            step.text("text")
        ):
            missing.append(step.text("field"))
    return missing


def plain(text: str) -> str:
    """Without accents and blanks: a field is tidied up when the focus leaves it."""
    return fold(text).replace(" ", "")


def check(application: Application, played: Round, before: Found) -> tuple[Found, int]:
    """After a kill; what is there now, and how many steps the draft had to have."""
    after = found_in(application)
    assert broken_in(application) == []
    assert before.dossiers <= after.dossiers, "an accepted dossier is gone"
    assert before.drafts <= after.drafts, "a draft of an earlier round is gone"
    drafts, dossiers = after.drafts - before.drafts, after.dossiers - before.dossiers
    if (played.out / SESSION_FILE).exists():
        told = json.loads((played.out / SESSION_FILE).read_text("utf-8"))
        assert {one["numbered"] for one in told if one["numbered"]} <= after.numbers

    script = played.interrupted
    assert len(dossiers) >= played.accepted, "a dossier that was shown as accepted is gone"
    assert len(dossiers) + len(drafts) <= played.accepted + (script is not None), "a session is there twice"
    for draft in after.drafts:
        session = application.reception.load_draft(draft)
        for paper in session.papers:
            application.reception.open_held(paper)
    if script is None or len(dossiers) > played.accepted:
        return after, 0
    owed = [
        step for step in played.steps(script, at_least_ago_s=PROMISED_S) if step.kind is not StepKind.SIGN_IN
    ]
    if owed:
        assert drafts, f"a session with {len(owed)} steps done more than {PROMISED_S:g} s ago left no draft"
    for draft in drafts:
        assert missing_in(application.reception.load_draft(draft), script, owed) == []
    return after, len(owed)


def test_drafts_dossiers_and_events_are_as_promised(tmp_path: Path, resources: Path) -> None:
    training, count = resources / "training", rounds(FULL_ROUNDS, floor=2)
    window = Window(tmp_path, sorted(training.glob("*.toml")))
    whole = window.play(-1, random.Random(0), None)
    assert whole.code == 0
    begun = min(picture.stat().st_mtime for picture in whole.out.glob("*/*.png"))
    span_s = (whole.out / SESSION_FILE).stat().st_mtime - begun
    now = _look(window)

    killed, left, owed_rounds, owed_steps = 0, 0, 0, 0
    for number in range(count):
        played = window.play(number, random.Random(number), span_s)
        assert played.code in (0, -9), f"round {number} ended with {played.code}"
        application = opened(window.counter.profile)
        try:
            after, owed = check(application, played, now)
        finally:
            application.close()
        killed, left = killed + (played.code == -9), left + len(after.drafts - now.drafts)
        owed_rounds, owed_steps, now = owed_rounds + (owed > 0), owed_steps + owed, after

    assert window.play(count, random.Random(count), None).code == 0
    end = _look(window)
    assert len(end.dossiers) == len(now.dossiers) + 3
    assert end.drafts == now.drafts
    events = _sent_once(window.counter, tmp_path, training)
    assert killed > count // 2, "too few windows fell to prove anything"
    assert owed_rounds >= count // 8, "too few rounds fell late enough to prove anything about drafts"
    seen = (
        f"{killed} killed; {len(end.dossiers)} dossiers whole, {left} drafts open, none both; "
        f"{owed_steps} steps older than {PROMISED_S:g} s in {owed_rounds} rounds, all kept; "
        f"{events} events at the province once"
    )
    proof("kill -9 of the window while scripts are played", count, seen)


def _look(window: Window) -> Found:
    application = opened(window.counter.profile)
    try:
        assert broken_in(application) == []
        return found_in(application)
    finally:
        application.close()


def _sent_once(counter: Counter, folder: Path, training: Path) -> int:
    """Send all to a province; how many events stand there."""
    database = f"sqlite:///{folder / 'province.db'}"
    with counter.child("province", "serve", "--database", database, "--port", "0") as said:
        address = said[said.index("http") :].strip()
        synced = counter.run("sync", "--once", "--province", address, "--json")
        assert (synced.code, synced.value["waiting"], synced.value["held"]) == (0, 0, 0), synced.err
        there = _events(address)
    application = opened(counter.profile)
    try:
        here, values, numbers = application.store.read(
            lambda rows: (
                list(rows.scalars(select(OutboxEvent.event_id))),
                set(rows.scalars(select(DossierValue.value).where(DossierValue.source != "office"))),
                list(rows.scalars(select(Dossier.number))),
            )
        )
    finally:
        application.close()
    for citizen in (training / "citizens").glob("*.toml"):
        values |= {v for v in tomllib.loads(citizen.read_text("utf-8")).values() if isinstance(v, str)}
    text = json.dumps(there, ensure_ascii=False)

    assert sorted(event["id"] for event in there) == sorted(here)
    accepted = [e["data"]["number"] for e in there if e["type"].endswith("dossier.accepted.v1")]
    assert sorted(accepted) == sorted(numbers)
    assert [value for value in values if len(value) >= TELLING and value in text] == []
    return len(there)


def _events(address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        query = {"after": found[-1]["id"] if found else "", "limit": 100}
        page = httpx2.get(f"{address}/v1/events", params=query, trust_env=False, timeout=60).json()["events"]
        if not page:
            return found
        found += page
