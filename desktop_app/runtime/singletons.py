"""None, True and False never die: PySide6 6.12 counts on that, Python before 3.12 does not.

Its wheel is built as if these three were immortal: every call of Qt that returns nothing gives None away
without counting it, and after some thousand calls Python ends with `none_dealloc`. A count that is never used
up is what Python 3.12 itself does (PEP 683).
"""

from __future__ import annotations

import ctypes
import sys

_IMMORTAL_SINCE = (3, 12)
_FAR = 1 << 40  # at ten million calls a second it lasts a day


def hold_singletons() -> None:
    """Call once, before the first widget; again does no harm. Only CPython before 3.12 needs it."""
    if sys.version_info >= _IMMORTAL_SINCE or sys.implementation.name != "cpython":
        return
    for value in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(value))  # the count is the first word of an object
        if count.value < _FAR:
            count.value += _FAR
