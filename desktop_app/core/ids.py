"""Identifiers made here, sortable by time: UUID version 7 (RFC 9562)."""

from __future__ import annotations

import secrets
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def uuid7() -> str:
    """A new UUIDv7 as lower-case text; strictly increasing within one process."""
    global _last
    with _lock:
        stamp = (time.time_ns() // 1_000_000) << 12 | secrets.randbits(12)
        # The first 60 bits are milliseconds and a counter: never step back, so ids sort as they were made.
        _last = stamp if stamp > _last else _last + 1
        head = _last
    milliseconds, rand_a = head >> 12, head & 0xFFF
    value = milliseconds << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))
