"""Lines of a script's file, for what is said about it: the TOML reader keeps none of a value."""

from __future__ import annotations

import re

_STEP = re.compile(r"""\s*\[\[\s*(?:step|"step"|'step')\s*\]\]""")
_TOLD = re.compile(r"\(at line (\d+)")


class ScriptLines:
    """Where steps and keys stand in a file, from 1.

    Steps that are not written as `[[step]]` tables all stand where the list begins.

    Args:
        text: of the whole file.
    """

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._steps = [place for place, line in enumerate(self._lines) if _STEP.match(line)]

    def of_key(self, key: str) -> int:
        """Of a key before the first step; 1 where it is not found."""
        return self._find(key, 0, self._steps[0] if self._steps else len(self._lines)) or 1

    def of_step(self, place: int, key: str = "") -> int:
        """Of a step, or of a key in it; of the step where the key is not found."""
        if place > len(self._steps):
            return self.of_key("step")
        begin = self._steps[place - 1]
        end = self._steps[place] if place < len(self._steps) else len(self._lines)
        return self._find(key, begin, end) or begin + 1

    def _find(self, key: str, begin: int, end: int) -> int | None:
        wanted = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
        return next((at + 1 for at in range(begin, end) if key and wanted.match(self._lines[at])), None)


def line_of_toml(raw: bytes, error: Exception) -> int:
    """Where a file stops being TOML.

    Args:
        raw: the file.
        error: of `bytes.decode` or of `tomllib.loads`, which tells the line in words only.
    """
    if isinstance(error, UnicodeDecodeError):
        return raw.count(b"\n", 0, error.start) + 1
    told = _TOLD.search(str(error))
    return int(told[1]) if told else raw.count(b"\n") + 1
