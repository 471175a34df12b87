"""Waiting for something that blocks, and giving it up."""

from __future__ import annotations

import threading

from desktop_app.readers.turn import Turn


class _Door:
    def __init__(self) -> None:
        self.open = threading.Event()
        self.let_go: list[int] = []
        self.done = threading.Event()

    def wait(self) -> int:
        assert self.open.wait(60)
        return 7

    def release(self, code: int) -> None:
        self.let_go.append(code)
        self.done.set()


def test_who_waits_gets_the_turn_with_its_code() -> None:
    door = _Door()
    turn = Turn(door.wait, door.release)
    door.open.set()

    assert (turn.came.wait(60), turn.code) == (True, 7)


def test_a_turn_that_came_cannot_be_given_up_any_more() -> None:
    door = _Door()
    turn = Turn(door.wait, door.release)
    door.open.set()
    turn.came.wait(60)

    assert (turn.give_up(), door.let_go) == (False, [])


def test_a_turn_that_was_given_up_is_let_go_when_it_comes() -> None:
    door = _Door()
    turn = Turn(door.wait, door.release)
    given_up = turn.give_up()
    door.open.set()

    assert (given_up, door.done.wait(60), door.let_go) == (True, True, [7])
