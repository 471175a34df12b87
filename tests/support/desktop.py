"""A desktop of the test's own: a screen, a window manager, a session bus, keys from outside.

Keys are pressed with XTEST, as a keyboard's are: they reach whatever window the window manager put in front.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import unicodedata
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.pcscd import until

NEEDED = (
    "Xvfb",
    "openbox",
    "xdotool",
    "xkbcomp",
    "xprop",
    "import",
    "dbus-daemon",
    "gio",
    "desktop-file-validate",
)
SIZE = (1366, 768)
# Every Vietnamese letter that no plain keyboard has, small and capital.
_VOWELS = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
_TONES = ("", "\N{COMBINING GRAVE ACCENT}", "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING HOOK ABOVE}",
          "\N{COMBINING TILDE}", "\N{COMBINING DOT BELOW}")  # fmt: skip
_FIRST_KEY = 130  # <I130> and on: keys of multimedia keyboards
# xdotool divides its delay by two. A person: 60 ms a letter; a QR scanner that types: 4 ms.
_PERSON, _SCANNER = "120", "8"
# Keys come from hardware that waits for no processor: what plays it goes first, where the rights allow it.
_FIRST = ("nice", "-n", "-10")


class Desktop:
    """Starts and ends a screen with all that a window needs on it.

    Attributes:
        env: what programs on this desktop need in their environment.
        home: their home folder; menu entries go below it.
        keys: presses of a person so far; keys held together count as one, a letter of text as one.
    """

    def __init__(self) -> None:
        missing = [name for name in NEEDED if shutil.which(name) is None]
        if missing:
            pytest.fail(f"{', '.join(missing)}: see packaging/ for the apt packages")
        self._stack = ExitStack()
        self.env: dict[str, str] = {}
        self.home = Path()
        self.keys = 0

    def __enter__(self) -> Desktop:
        with ExitStack() as stack:
            self._folder = Path(tempfile.mkdtemp(prefix="desk-"))  # short: sockets lie below
            stack.callback(shutil.rmtree, self._folder, ignore_errors=True)
            self.home = self._folder / "home"
            run = self._folder / "run"
            for folder in (self.home, run):
                folder.mkdir(mode=0o700)
            kept = ("PATH", "PYTHONPATH", "LANG", "TZ")
            self.env = {name: os.environ[name] for name in kept if name in os.environ} | {
                "HOME": str(self.home),
                "XDG_RUNTIME_DIR": str(run),
                "XDG_DATA_HOME": str(self.home / ".local" / "share"),
                "GSETTINGS_BACKEND": "memory",
            }
            self.env["DISPLAY"] = self._screen(stack)
            self.env["DBUS_SESSION_BUS_ADDRESS"] = self._bus(stack)
            self._keyboard()
            self._window_manager(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    # keys

    def press(self, *keys: str) -> None:
        """Press keys one after the other, such as `Tab` or `ctrl+Return`."""
        self.keys += len(keys)
        self._xdotool("key", "--delay", "4", *keys)

    def type(self, text: str) -> None:
        """Type text letter by letter, at a person's pace."""
        self.keys += len(text)
        self._xdotool("type", "--delay", _PERSON, text)

    def scan(self, text: str) -> None:
        """A QR scanner that is a keyboard types a line; no key of a person."""
        self._xdotool("type", "--delay", _SCANNER, text)
        self._xdotool("key", "Return")

    # pictures and windows

    def picture(self, path: Path) -> None:
        """Keep what is on the screen."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._run("import", "-window", "root", str(path))

    def launch(self, entry: Path, env: Mapping[str, str]) -> None:
        """Start what a menu entry starts, as a menu does."""
        # No pipes: the program would hold them open.
        done = subprocess.run(
            ["gio", "launch", str(entry)],
            env={**self.env, **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )
        assert done.returncode == 0, f"the menu entry {entry.name} cannot be started"

    def _xdotool(self, *arguments: str) -> None:
        self._run(*_FIRST, "xdotool", *arguments)

    def _run(self, *command: str) -> None:
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"{command[0]}: {done.stderr[-500:]}"

    # what is started

    def _screen(self, stack: ExitStack) -> str:
        number, told = os.pipe()
        width, height = SIZE
        try:
            self._child(
                stack, "Xvfb", "-displayfd", str(told), "-screen", "0", f"{width}x{height}x24",
                "-nolisten", "tcp", "-noreset", keep=told,
            )  # fmt: skip
        finally:
            os.close(told)
        with os.fdopen(number) as line:
            name = line.readline().strip()
        if not name:
            pytest.fail("Xvfb did not start")
        return f":{name}"

    def _bus(self, stack: ExitStack) -> str:
        address, told = os.pipe()
        try:
            self._child(stack, "dbus-daemon", "--session", "--nofork", f"--print-address={told}", keep=told)
        finally:
            os.close(told)
        with os.fdopen(address) as line:
            return line.readline().strip()

    def _window_manager(self, stack: ExitStack) -> None:
        self._child(stack, "openbox", "--sm-disable")

        def answers() -> bool:
            asked = subprocess.run(
                ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], env=self.env, capture_output=True, text=True
            )
            return "window id" in asked.stdout

        until(answers, "the window manager")

    def _keyboard(self) -> None:
        """One key for each Vietnamese letter: what an input method gives, without its delay."""
        letters = [unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES]
        special = [letter for letter in (*letters, "đ") if not letter.isascii()]
        keys = "".join(
            f"key <I{_FIRST_KEY + place}> {{ [ U{ord(letter):04X}, U{ord(letter.upper()):04X} ] }};\n"
            for place, letter in enumerate(special)
        )
        keymap = (
            'xkb_keymap {\nxkb_keycodes { include "evdev+aliases(qwerty)" };\n'
            'xkb_types { include "complete" };\nxkb_compat { include "complete" };\n'
            f'xkb_symbols {{ include "pc+us"\n{keys}}};\n}};\n'
        )
        file = self._folder / "keymap.xkb"
        file.write_text(keymap)
        self._run("xkbcomp", "-w", "0", str(file), self.env["DISPLAY"])

    def _child(self, stack: ExitStack, *command: str, keep: int | None = None) -> None:
        process = subprocess.Popen(
            # A test run that is killed takes its desktop along.
            ["setpriv", "--pdeathsig", "KILL", *_FIRST, *command],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=() if keep is None else (keep,),
        )

        def end() -> None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)

        stack.callback(end)
