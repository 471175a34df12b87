"""The recorder of stalls: what is kept of a window that does not answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.ui import stalls
from desktop_app.ui.stalls import StallRecorder, record_if_asked


@pytest.fixture
def closing(qapp: QApplication) -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@contextmanager
def each_turn(call: Callable[[], None]) -> Iterator[QEventLoop]:
    loop, timer = QEventLoop(), QTimer()
    timer.setInterval(10)
    timer.timeout.connect(call)
    timer.start()
    yield loop
    timer.stop()


def turn(times: int, call: Callable[[], None] = lambda: None) -> None:
    """Let the loop run that many turns of a timer."""
    turns = 0

    def count() -> None:
        nonlocal turns
        call()
        turns += 1
        if turns >= times:
            loop.quit()

    with each_turn(count) as loop:
        loop.exec()


def block_the_window() -> None:
    threading.Event().wait(0.5)  # long enough to be looked at, however busy the machine is


def block_once() -> None:
    turn(3)
    QTimer.singleShot(0, block_the_window)
    turn(3)


def recorder(closing: ExitStack, file: Path | None = None, **options: object) -> StallRecorder:
    made = StallRecorder(file, **options)  # type: ignore[arg-type]
    closing.callback(made.stop)
    return made


def test_a_blocking_call_is_recorded_with_the_function_that_blocks(closing: ExitStack) -> None:
    made = recorder(closing)

    block_once()

    named = [stall for stall in made.stalls if any("block_the_window" in place for place in stall.stack)]
    assert len(named) == 1
    assert named[0].length_ms > stalls.LIMIT_MS
    assert any(place.startswith("gui/test_stalls.py:") for place in named[0].stack)


def test_a_loop_that_turns_records_nothing_however_long_it_runs(closing: ExitStack) -> None:
    passed_s = 0.0

    def a_little_later() -> None:
        nonlocal passed_s
        passed_s += 0.02

    made = recorder(closing, now_s=lambda: passed_s)

    turn(20, a_little_later)

    assert passed_s * 1000 > 2 * stalls.LIMIT_MS
    assert made.stalls == ()


def test_what_comes_before_the_first_turn_of_the_loop_is_no_stall(closing: ExitStack) -> None:
    passed_s = 0.0
    made = recorder(closing, now_s=lambda: passed_s)
    passed_s = 9.0

    turn(3)

    assert made.stalls == ()


def test_the_file_holds_a_line_a_stall_once_it_is_stopped(closing: ExitStack, tmp_path: Path) -> None:
    made = recorder(closing, tmp_path / "stalls.jsonl")
    block_once()

    made.stop()

    lines = (tmp_path / "stalls.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["length_ms"] for line in lines] == [stall.length_ms for stall in made.stalls]
    assert lines


def test_places_hold_no_values(closing: ExitStack, tmp_path: Path) -> None:
    def with_a_name(name: str) -> None:
        block_the_window()

    made = recorder(closing, tmp_path / "stalls.jsonl")
    turn(3)
    QTimer.singleShot(0, lambda: with_a_name("Nguyễn Thị Mai"))
    turn(3)

    made.stop()

    text = (tmp_path / "stalls.jsonl").read_text("utf-8")
    assert "with_a_name" in text
    assert "Mai" not in text


def test_no_more_than_so_many_are_kept(closing: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stalls, "KEPT", 3)
    passed_s = 0.0

    def much_later() -> None:
        nonlocal passed_s
        passed_s += 1.0

    made = recorder(closing, now_s=lambda: passed_s)

    turn(10, much_later)

    assert len(made.stalls) == 3


def test_a_folder_that_is_not_there_does_not_disturb_the_window(closing: ExitStack, tmp_path: Path) -> None:
    made = recorder(closing, tmp_path / "nowhere" / "stalls.jsonl")

    block_once()

    made.stop()
    assert made.stalls


@pytest.mark.parametrize("environment", [{}, {"MOTCUA_STALLS": ""}])
def test_nothing_is_watched_unless_a_file_is_named(qapp: QApplication, environment: dict[str, str]) -> None:
    record_if_asked(environment)

    assert "stalls" not in [thread.name for thread in threading.enumerate()]


def test_a_named_file_gets_what_blocks(qapp: QApplication, tmp_path: Path) -> None:
    end = record_if_asked({"MOTCUA_STALLS": str(tmp_path / "stalls.jsonl")})
    block_once()

    end()

    assert "block_the_window" in (tmp_path / "stalls.jsonl").read_text("utf-8")


def test_work_that_is_many_things_is_named_by_the_call_that_holds_them(closing: ExitStack) -> None:
    def one_thing() -> None:
        looks = len(made._seen) + 3
        while len(made._seen) < looks:
            threading.Event().wait(0.01)

    def many_things() -> None:
        one_thing()
        one_thing()
        one_thing()
        one_thing()
        one_thing()

    def outer() -> None:
        many_things()

    made = recorder(closing)
    turn(3)
    QTimer.singleShot(0, outer)
    turn(3)

    (stall,) = [stall for stall in made.stalls if any("outer" in place for place in stall.stack)]
    assert stall.stack[-1].endswith(" outer")
