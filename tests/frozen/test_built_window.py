"""The built program's window: on no screen, and on an X screen of the test's own with a window manager."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.frozen.conftest import Built
from tests.support.desktop import Desktop
from tests.support.pcscd import until

pytestmark = pytest.mark.frozen

PATIENCE_S = 120.0
PAGE = "^Tiếp nhận – "


@pytest.fixture
def screen() -> Iterator[Mapping[str, str]]:
    """What a program needs to find an X screen with a window manager."""
    with Desktop() as desktop:
        yield desktop.env


def _xdotool(env: Mapping[str, str], *arguments: str) -> str:
    return subprocess.run(["xdotool", *arguments], env=env, capture_output=True, text=True).stdout.strip()


def test_the_window_takes_an_officer_in_and_closes_as_it_should(
    built: Built, screen: Mapping[str, str]
) -> None:
    built = Built(built.program, built.home, {**built.env, "DISPLAY": screen["DISPLAY"]})

    with built.child("--training", "--profile", str(built.profile), "window") as window:
        until(lambda: _sign_in(screen), "the first page", PATIENCE_S)
        until(lambda: _close(screen, window), "the window to close", PATIENCE_S)

    assert window.returncode == 0
    assert built.train("verify-log").code == 0


def _sign_in(screen: Mapping[str, str]) -> bool:
    """Press the first officer's button; true when a page is shown, which the title names."""
    if _xdotool(screen, "search", "--onlyvisible", "--name", PAGE):
        return True
    if _xdotool(screen, "search", "--onlyvisible", "--class", "motcua"):
        _xdotool(screen, "key", "Tab", "Return")
    return False


def _close(screen: Mapping[str, str], window: subprocess.Popen[str]) -> bool:
    """Ask as the window manager's key does; true when the program has ended."""
    _xdotool(screen, "key", "alt+F4")
    return window.poll() is not None


def test_a_second_start_finds_the_window_of_the_first(built: Built) -> None:
    built = Built(built.program, built.home, {**built.env, "QT_QPA_PLATFORM": "offscreen"})

    with built.child("--training", "--profile", str(built.profile), "window"):
        until(lambda: Path(f"{built.profile}.window.lock").exists(), "the window", PATIENCE_S)
        until(lambda: built.profile.joinpath("profile.json").exists(), "the profile", PATIENCE_S)
        second = built.train("window")

    assert (second.code, "cửa sổ khác" in second.out) == (0, True)
