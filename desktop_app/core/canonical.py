"""One byte form per JSON value, so that hashes agree everywhere."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> bytes:
    """Serialize without choice: sorted keys, no spaces, UTF-8, no floats, no NaN.

    Raises:
        TypeError: a float, a key that is not text, or a type JSON does not have.

    Source: a subset of RFC 8785 (our texts carry no numbers but integers; keys are ASCII).
    """
    _check(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256_hex(data: bytes) -> str:
    """SHA-256 as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def _check(value: Any) -> None:
    if value is None or isinstance(value, str | bool | int):
        return
    if isinstance(value, list | tuple):
        for item in value:
            _check(item)
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError("JSON keys must be text")
            _check(item)
        return
    raise TypeError(f"no canonical form for {type(value).__name__}")
