"""Nothing blocks the window: slow functions refuse to run on the GUI thread."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_gui_thread: int | None = None


def mark_gui_thread() -> None:
    """Called once by the window on its own thread."""
    global _gui_thread
    _gui_thread = threading.get_ident()


def unmark_gui_thread() -> None:
    """Called when the window has closed."""
    global _gui_thread
    _gui_thread = None


def off_gui_thread(function: Callable[P, R]) -> Callable[P, R]:
    """Decorator: the function raises `RuntimeError` (a bug) when called on the GUI thread."""

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if threading.get_ident() == _gui_thread:
            raise RuntimeError(f"{function.__qualname__} may block and was called on the GUI thread")
        return function(*args, **kwargs)

    return guarded
