"""Sees a window as a screen reader does: roles, names and focus, through AT-SPI over D-Bus."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

LOOK_EACH_S = 0.03
PATIENCE_S = 90.0  # a safety net
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ROOT = "/org/a11y/atspi/accessible/root"
_CHECKED, _ENABLED, _FOCUSED, _SHOWING = 4, 8, 12, 25
"""Places in the set of states. Source: AT-SPI, enum AtspiStateType."""
_LABELLED_BY = 2
"""Source: AT-SPI, enum AtspiRelationType."""
_PARTS = ("page tab", "list item")  # the current one of a list says that it has the keyboard, whatever has it


@dataclass(frozen=True, slots=True)
class Seen:
    """Something on the screen.

    Attributes:
        at: program and path on the bus; the same thing keeps it while it lives.
        role: such as `push button`.
        name: what is read out; of a box to choose from, what is written beside it.
        text: what stands in it, where it holds text or a choice.
    """

    at: tuple[str, str]
    role: str
    name: str
    text: str
    focused: bool
    enabled: bool
    checked: bool


class Gone(Exception):
    """The program has left the bus, or a part of its window has just gone."""


class Waited(AssertionError):
    """Something did not come."""


class ScreenReader:
    """Looks at one program.

    Args:
        session_bus: address of the desktop's bus. Programs started afterwards know that they are read.
    """

    def __init__(self, session_bus: str) -> None:
        with contextlib.closing(open_dbus_connection(bus=session_bus)) as session:
            status = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.freedesktop.DBus.Properties")
            for name in ("IsEnabled", "ScreenReaderEnabled"):
                session.send_and_get_reply(
                    new_method_call(status, "Set", "ssv", ("org.a11y.Status", name, ("b", True)))
                )
            bus = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            address = session.send_and_get_reply(new_method_call(bus, "GetAddress")).body[0]
        self._bus: DBusConnection = open_dbus_connection(bus=address)

    def close(self) -> None:
        """Leave."""
        self._bus.close()

    def look(self) -> list[Seen]:
        """All that is shown now, in reading order; nothing while there is no window."""
        with contextlib.suppress(Gone):
            return [seen for program, path in self._programs() for seen in self._below(program, path)]
        return []

    def pid(self) -> int | None:
        """Of the program with a window; None without one."""
        with contextlib.suppress(Gone):
            for program, _ in self._programs():
                bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
                return int(self._ask(bus, "GetConnectionUnixProcessID", "s", (program,))[0])
        return None

    def focus(self) -> Seen | None:
        """What has the keyboard; None for a moment between two things, or for what has no name."""
        first: Seen | None = None
        with contextlib.suppress(Gone):
            for program, path in self._programs():
                for seen in self._focused(program, path):
                    if seen.name and seen.role not in _PARTS:
                        return seen
                    first = first or (seen if seen.name else None)
        return first

    def find(self, part: str, role: str = "") -> Seen | None:
        """The first thing that is shown with this in its name or text."""
        with contextlib.suppress(Gone):
            for program, path in self._programs():
                for seen in self._below(program, path):
                    if role in seen.role and (part in seen.name or part in seen.text):
                        return seen
        return None

    def again(self, seen: Seen) -> Seen:
        """The same thing as it is now; as it was when it is gone."""
        with contextlib.suppress(Gone):
            return self._read(*seen.at, self._states(*seen.at))
        return seen

    def name_of(self, seen: Seen) -> str:
        """What it is called now; "" when it is gone. Asks for nothing else: the window is not kept busy."""
        with contextlib.suppress(Gone):
            return self._property(*seen.at, "Name", _ACCESSIBLE)
        return ""

    def until(self, state: Callable[[], object], what: str, limit_s: float = PATIENCE_S) -> float:
        """Wait for a state of the window; the seconds that passed."""
        begin, tick = time.monotonic(), LOOK_EACH_S
        while not state():
            if time.monotonic() - begin > limit_s:
                raise Waited(f"{limit_s} s for nothing: {what}\n{self.told()}")
            threading.Event().wait(tick)  # the application is another process: nobody else would say it
        return time.monotonic() - begin

    def until_shown(self, part: str, role: str = "", limit_s: float = PATIENCE_S) -> float:
        """Wait until this is read out; the seconds that passed."""
        return self.until(lambda: self.find(part, role), part, limit_s)

    def told(self) -> str:
        """The whole window in words, for a failed test; fictional citizens only."""
        return "\n".join(
            f"{'> ' if seen.focused else '  '}{seen.role}: {seen.name} {seen.text and f'[{seen.text}]'}"
            for seen in self.look()
            if seen.name or seen.text or seen.focused
        )

    # AT-SPI

    def _programs(self) -> list[tuple[str, str]]:
        return list(self._call("org.a11y.atspi.Registry", _ROOT, "GetChildren")[0])

    def _below(self, program: str, path: str) -> Iterator[Seen]:
        states = self._states(program, path)
        if states >> _SHOWING & 1:
            yield self._read(program, path, states)
            yield from self._children(program, path, self._below)

    def _focused(self, program: str, path: str) -> Iterator[Seen]:
        """As `_below`, but the rest of the window is asked for its state only: this is done at each key."""
        states = self._states(program, path)
        if states >> _SHOWING & 1:
            if states >> _FOCUSED & 1:
                yield self._read(program, path, states)
            yield from self._children(program, path, self._focused)

    def _children(
        self, program: str, path: str, walk: Callable[[str, str], Iterator[Seen]]
    ) -> Iterator[Seen]:
        for child_program, child in self._call(program, path, "GetChildren")[0]:
            with contextlib.suppress(Gone):  # one part may go while the next is read
                yield from walk(child_program, child)

    def _states(self, program: str, path: str) -> int:
        low, high = self._call(program, path, "GetState")[0]
        return low | high << 32

    def _read(self, program: str, path: str, states: int) -> Seen:
        role = self._call(program, path, "GetRoleName")[0]
        name, text = self._property(program, path, "Name", _ACCESSIBLE), ""
        if role == "combo box":  # Qt gives the choice as the name, and the label as a relation
            name, text = self._label(program, path) or name, name
        elif role in ("text", "spin button"):
            text = self._text(program, path)
        focused, enabled, checked = (bool(states >> place & 1) for place in (_FOCUSED, _ENABLED, _CHECKED))
        return Seen((program, path), role, name, text, focused, enabled, checked)

    def _label(self, program: str, path: str) -> str:
        for kind, others in self._call(program, path, "GetRelationSet")[0]:
            if kind == _LABELLED_BY and others:
                where, label = others[0]
                return self._property(where, label, "Name", _ACCESSIBLE)
        return ""

    def _text(self, program: str, path: str) -> str:
        with contextlib.suppress(Gone):
            return str(self._call(program, path, "GetText", "ii", (0, -1), "org.a11y.atspi.Text")[0])
        return ""

    def _property(self, program: str, path: str, name: str, interface: str) -> str:
        where = "org.freedesktop.DBus.Properties"
        return str(self._call(program, path, "Get", "ss", (interface, name), where)[0][1])

    def _call(
        self, program: str, path: str, method: str, signature: str = "", body: tuple[object, ...] = (),
        interface: str = _ACCESSIBLE,
    ) -> tuple[Any, ...]:  # fmt: skip
        return self._ask(DBusAddress(path, program, interface), method, signature, body)

    def _ask(
        self, where: DBusAddress, method: str, signature: str, body: tuple[object, ...]
    ) -> tuple[Any, ...]:
        try:
            answer = self._bus.send_and_get_reply(
                new_method_call(where, method, signature or None, body), timeout=60
            )
        except (TimeoutError, ConnectionError, DBusErrorResponse) as error:
            raise Gone from error
        if answer.header.message_type is MessageType.error:
            raise Gone
        return answer.body
