"""The first run: what is wrong stands beside its field; what is right becomes a working profile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.bootstrap.paths import ProfilePaths
from desktop_app.bootstrap.program import Program
from desktop_app.bootstrap.window import Opened
from desktop_app.core.clock import SystemClock
from desktop_app.security.office import parse_office_file
from desktop_app.ui.office_form import Problem, SetUp, field_of, judge, judge_password, values_of
from desktop_app.ui.pages.first_run import FirstRun
from desktop_app.ui.single import SingleInstance
from tests.support.accessibility import unnamed
from tests.support.fit import cut_off
from tests.support.office import OFFICE_TOML

GOOD = values_of(parse_office_file(OFFICE_TOML.encode()))


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("office.name", " ", Problem.MISSING),
        ("office.unit_code", "xã thử", Problem.CODE),
        ("province.url", "tinh.example", Problem.ADDRESS),
        ("workstation.block_first", "một", Problem.NUMBER),
        ("workstation.block_first", "0", Problem.NUMBER),
        ("office.name", "x" * 201, Problem.TOO_LONG),
        ("officers.code", "", Problem.MISSING),
    ],
)
def test_a_wrong_field_is_named(name: str, text: str, problem: Problem) -> None:
    office, problems = judge(GOOD | {name: text})

    assert (office, problems) == (None, {name: problem})


def test_half_a_block_of_numbers_is_wrong() -> None:
    assert judge(GOOD | {"workstation.block_first": ""})[1] == {"workstation.block_last": Problem.BLOCK}


def test_right_fields_make_an_office_file() -> None:
    office, problems = judge(GOOD)

    assert problems == {}
    assert office is not None and office.office.unit_code == "H00.99.01"
    assert office.officers[0].role == "head"


def test_passwords_are_long_and_alike() -> None:
    assert judge_password("ngan", "ngan") is Problem.SHORT_PASSWORD
    assert judge_password("du dai roi", "du dai roii") is Problem.OTHER_PASSWORD
    assert judge_password("du dai roi", "du dai roi") is None


def test_a_place_in_the_office_file_is_a_field() -> None:
    assert field_of("officers.0.code") == "officers.code"
    assert field_of("organisations.helping") == ""


@pytest.fixture
def assistant(opened: Opened, qtbot) -> FirstRun:
    made = FirstRun()
    qtbot.addWidget(made)
    made.resize(960, 720)
    made.show()
    return made


def test_the_assistant_says_what_is_wrong_and_goes_there(assistant: FirstRun, qtbot) -> None:
    with qtbot.assertNotEmitted(assistant.asked):
        assistant.submit()

    assert assistant.fields["office.unit_code"].problem != ""
    assert assistant.fields["office.phone"].problem == ""


def test_the_assistant_asks_for_a_profile_when_all_is_right(assistant: FirstRun, qtbot) -> None:
    assistant.fill(parse_office_file(OFFICE_TOML.encode()))
    for name in ("officers.password", "officers.again"):
        assistant.fields[name].control.setText("mat-khau-thu")

    with qtbot.waitSignal(assistant.asked) as caught:
        assistant.submit()

    given = caught.args[0]
    assert isinstance(given, SetUp) and given.office.workstation.code == "Q01"
    assert "mat-khau-thu" not in repr(given)


def test_every_control_of_the_assistant_has_a_name_a_role_and_a_buddy(assistant: FirstRun) -> None:
    assert unnamed(assistant) == []


def test_no_text_of_the_assistant_is_cut_off(assistant: FirstRun, qtbot) -> None:
    assistant.submit()
    qtbot.wait(1)

    assert cut_off(assistant) == []


@pytest.fixture
def program(opened: Opened, qapp: QApplication, tmp_path: Path, qtbot) -> Iterator[Program]:
    made = Program(
        qapp,
        ProfilePaths(tmp_path / "office"),
        training=False,
        clock=SystemClock(),
        passphrase=lambda: "cum-mat-khau-cua-ho-so",
    )
    qtbot.addWidget(made.start)
    yield made
    if made.window is not None:
        qtbot.addWidget(made.window)
    made.close()


def test_a_first_run_leads_to_the_sign_in_of_a_working_profile(program: Program, qtbot) -> None:
    program.begin()
    assistant = program.start.first_run
    assert assistant.isVisible()
    assistant.fill(parse_office_file(OFFICE_TOML.encode()))
    for name in ("officers.password", "officers.again"):
        assistant.fields[name].control.setText("mat-khau-thu")

    assistant.submit()

    qtbot.waitUntil(lambda: program.window is not None)
    window = program.window
    assert window is not None
    assert window.sign_in.isVisible() and not program.start.isVisible()
    qtbot.waitUntil(lambda: window.sign_in.officers.count() == 1)


def test_a_second_window_of_a_profile_calls_the_first(qapp, tmp_path: Path, qtbot) -> None:
    first, second = SingleInstance(tmp_path / "p"), SingleInstance(tmp_path / "p")
    assert first.claim()

    with qtbot.waitSignal(first.shown):
        assert not second.claim()

    first.release()
    assert second.claim()
    second.release()


def test_the_field_that_the_focus_goes_to_is_brought_into_view(assistant: FirstRun, qtbot) -> None:
    assistant.resize(900, 300)
    assistant.fields["office.unit_code"].control.setFocus()
    last = assistant.fields["officers.again"].control
    qtbot.waitUntil(lambda: last.visibleRegion().isEmpty())

    last.setFocus()

    qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty())


def test_where_no_place_keeps_keys_a_passphrase_is_asked_for_twice(assistant: FirstRun, qtbot) -> None:
    assistant.fill(parse_office_file(OFFICE_TOML.encode()))
    for name in ("officers.password", "officers.again"):
        assistant.fields[name].control.setText("mat-khau-thu")
    assistant.show_failure("MOTCUA_PASSPHRASE_FILE", ask_passphrase=True)
    assert "MOTCUA" not in assistant.notice.text

    with qtbot.assertNotEmitted(assistant.asked):
        assistant.submit()
        assert assistant.fields["profile.passphrase"].problem
        assistant.fields["profile.passphrase"].control.setText("cum mat khau")
        assistant.submit()
        assert assistant.fields["profile.again"].problem
    assistant.fields["profile.again"].control.setText("cum mat khau")

    with qtbot.waitSignal(assistant.asked) as caught:
        assistant.submit()
    assert caught.args[0].passphrase == "cum mat khau"
