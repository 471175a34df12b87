"""The window: start-up beside a bare one, papers of the three procedures, accepting, and where it stalls."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from desktop_app.bootstrap.application import Application
from desktop_app.bootstrap.paths import resources_folder
from desktop_app.core.clock import local_day
from desktop_app.core.ids import uuid7
from desktop_app.core.messages import Messages
from desktop_app.reception.filling import fill_form
from desktop_app.reception.papers import declaration_pdf, gather, receipt_pdf
from desktop_app.reception.session import Session
from desktop_app.ui.stalls import FILE_VARIABLE
from tests.support.acceptor import OFFICER, opened
from tests.support.session import BINH, BIRTH, MAI, MARRIAGE, NAM, RESIDENCE, at_counter, chip, pack

ROOT = Path(__file__).resolve().parents[1]
RUNS = 30
STARTS = 5
DAYS = 3
_PLACES = 3  # of a stall's stack in the table, innermost ones
_SESSIONS = {
    "đăng ký thường trú": at_counter(RESIDENCE, chip(MAI), chip(NAM, slot="household_head")),
    "đăng ký khai sinh": at_counter(BIRTH, chip(BINH), chip(MAI, slot="mother"), chip(NAM, slot="father")),
    "đăng ký kết hôn": at_counter(MARRIAGE, chip(MAI, slot="bride"), chip(NAM, slot="groom")),
}


def report(folder: Path) -> None:
    """Print the tables.

    Args:
        folder: for profiles and what the scripts write.
    """
    folder.mkdir()
    with _screen() as (screen, environment):
        _start_up(folder / "start", screen, environment)
        _papers(folder / "papers")
        _stalls(folder / "day", screen, environment)


@contextlib.contextmanager
def _screen() -> Generator[tuple[str, dict[str, str]]]:
    """An X screen of its own with a window manager where there are these programs, else none."""
    environment = {name: value for name, value in os.environ.items() if name != FILE_VARIABLE}
    if not shutil.which("Xvfb") or not shutil.which("openbox"):
        yield "no screen", environment | {"QT_QPA_PLATFORM": "offscreen"}
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    with contextlib.ExitStack() as stack:
        stack.enter_context(_running(command, environment, pass_fds=(write,)))
        os.close(write)
        with os.fdopen(read) as told:
            environment |= {"DISPLAY": f":{told.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
        stack.enter_context(_running(["openbox"], environment))
        yield "Xvfb", environment


@contextlib.contextmanager
def _running(
    command: list[str], environment: Mapping[str, str], pass_fds: tuple[int, ...] = ()
) -> Generator[None]:
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=pass_fds,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


# Start-up ----------------------------------------------------------------------------------------------


def _start_up(profile: Path, screen: str, environment: dict[str, str]) -> None:
    programs = {"bare": ["bare"], "motcua": ["motcua", str(profile)]}
    times: dict[str, list[float]] = {}
    for number in range(STARTS + 1):
        for program in programs.values():
            for window, ms in _painted(program, environment).items():
                if number:  # the first makes the profile and fills the caches
                    times.setdefault(window, []).append(ms)
    base = statistics.median(times["QLabel"])
    rows = {
        "bare PySide6 window": "QLabel",
        "Một cửa, first window (profile is being opened)": "StartWindow",
        "Một cửa, main window with the door (training profile)": "MainWindow",
    }
    print(f"\n## From the start of the process until a window is painted ({screen}; median of {STARTS})\n")
    print("| window | ms | against the bare one |\n|---|---|---|")
    for name, window in rows.items():
        ms = statistics.median(times[window])
        print(f"| {name} | {ms:.0f} | {ms / base:.2f} |")


def _painted(arguments: list[str], environment: dict[str, str]) -> dict[str, float]:
    """Milliseconds until each window of a fresh process was painted."""
    command = [sys.executable, "-m", "benchmarks.window_probe", *arguments]
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None  # a pipe was asked for
        return {line.strip(): (time.perf_counter() - start) * 1000 for line in process.stdout}


# Papers and accepting ----------------------------------------------------------------------------------


def _papers(profile: Path) -> None:
    application = opened(profile)
    try:
        rows: dict[str, Callable[[], object]] = {"a page with one word (reportlab)": _one_word}
        for name, session in _SESSIONS.items():
            rows[f"declaration: {name}"] = _declaration(application, session)
        for name, session in _SESSIONS.items():
            rows[f"receipt, both sheets: {name}"] = _receipt(application, session)
        for name, session in _SESSIONS.items():
            rows[f"accept, declaration made: {name}"] = partial(_accept_anew, application, session)
        base = 0.0
        print(f"\n## Papers and accepting (median of {RUNS})\n")
        print("| act | ms | against the page with one word |\n|---|---|---|")
        for name, act in rows.items():
            ms = _median_ms(act)
            base = base or ms
            print(f"| {name} | {ms:.1f} | {ms / base:.1f} |")
    finally:
        application.close()


def _one_word() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    page = Canvas("")
    page.drawString(100, 100, "Một cửa")
    return page.getpdfdata()


def _declaration(application: Application, session: Session) -> Callable[[], object]:
    office, fonts, now = application.office, resources_folder() / "fonts", application.clock.now()
    form = fill_form(session, pack(), office, local_day(now))
    procedure = pack().procedure(str(session.procedure))
    return lambda: declaration_pdf(pack(), procedure, form, local_day(now), office.place, fonts)


def _receipt(application: Application, session: Session) -> Callable[[], object]:
    number = _accept_anew(application, session)
    job = application.store.read(lambda rows: gather(rows, number))
    words = Messages.load(resources_folder() / "messages" / "vi")
    return lambda: receipt_pdf(job, application.office, words, resources_folder() / "fonts")


def _accept_anew(application: Application, session: Session) -> str:
    new = replace(session, session_id=uuid7())
    return application.reception.accept_session(new, OFFICER, whole_form=False).number


def _median_ms(act: Callable[[], object]) -> float:
    act()
    taken: list[float] = []
    for _ in range(RUNS):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


# Stalls ------------------------------------------------------------------------------------------------


def _stalls(folder: Path, screen: str, environment: dict[str, str]) -> None:
    folder.mkdir()
    found: dict[tuple[str, str], list[int]] = {}
    scripts = sorted(map(str, (resources_folder() / "training").glob("*.toml")))
    for day in range(DAYS):
        out = str(folder / f"day-{day}")
        play = ["-m", "desktop_app", "--training", "play", *scripts, "--out", out]
        _collect(play, folder / f"day-{day}.jsonl", environment, found)
        start = ["-m", "benchmarks.window_probe", "motcua", str(folder / "profile")]
        _collect(start, folder / f"start-{day}.jsonl", environment, found)
    print(
        f"\n## Stalls over 100 ms, {DAYS} days of {len(scripts)} scripts and a start ({screen}; goal: none)\n"
    )
    print("| of | times | longest ms | innermost calls |\n|---|---|---|---|")
    for (whose, places), lengths in sorted(found.items(), key=lambda item: -max(item[1])):
        print(f"| {whose} | {len(lengths)} | {max(lengths)} | {places} |")
    if not found:
        print("| – | 0 | – | – |")


def _collect(
    arguments: list[str], file: Path, environment: dict[str, str], found: dict[tuple[str, str], list[int]]
) -> None:
    """Run a program with the recorder on, and sort what it recorded by place."""
    watched = environment | {FILE_VARIABLE: str(file)}
    ended = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=watched, capture_output=True)
    if ended.returncode:
        print(f"\n`{' '.join(arguments[1:4])}` ended with {ended.returncode}; the table below is not whole.")
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        stall = json.loads(line)
        places = " › ".join(stall["stack"][-_PLACES:]) or "nobody could look"
        # Pictures and copies of papers are the script's doing; a clerk's day has none.
        script = any(
            place.startswith("training/driver.py") and place.endswith(" picture") for place in stall["stack"]
        )
        whose = "script" if script or places.rpartition(" › ")[2].startswith("training/") else "window"
        found.setdefault((whose, places), []).append(stall["length_ms"])
