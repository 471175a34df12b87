"""What this counter used last: procedures and scanner. No personal value, so a plain file."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desktop_app.core.errors import AppError
from desktop_app.core.files import write_atomically

log = logging.getLogger(__name__)

FILE = "counter.json"
_KEPT = 8


@dataclass(frozen=True, slots=True)
class ScanChoice:
    """How was scanned last.

    Attributes:
        device: name of the scanner, not its id: the id changes with the socket.
    """

    device: str = ""
    dpi: int = 300
    mode: str = "grey"
    source: str = "flatbed"


@dataclass(frozen=True, slots=True)
class Remembered:
    """Last and favourite choices of one counter.

    Attributes:
        last_used: codes of procedures, newest first.
        favourites: codes of procedures.
    """

    last_used: tuple[str, ...] = ()
    favourites: tuple[str, ...] = ()
    scan: ScanChoice = ScanChoice()

    def using(self, code: str) -> Remembered:
        """With this procedure as the one used last."""
        others = tuple(other for other in self.last_used if other != code)
        return replace(self, last_used=(code, *others)[:_KEPT])

    def toggling(self, code: str) -> Remembered:
        """With this procedure among the favourites, or no longer."""
        others = tuple(other for other in self.favourites if other != code)
        return replace(self, favourites=others if len(others) < len(self.favourites) else (*others, code))

    def choosing(self, scan: ScanChoice) -> Remembered:
        """With this way of scanning."""
        return replace(self, scan=scan)


def load(folder: Path) -> Remembered:
    """What was kept; nothing where the file is missing or damaged."""
    try:
        raw: Mapping[str, Any] = json.loads((folder / FILE).read_bytes())
        return Remembered(
            tuple(str(code) for code in raw["last_used"]),
            tuple(str(code) for code in raw["favourites"]),
            ScanChoice(**raw["scan"]),
        )
    except FileNotFoundError:
        return Remembered()
    except (OSError, ValueError, TypeError, KeyError):
        log.warning("what this counter used last cannot be read; it starts anew")
        return Remembered()


def keep(folder: Path, remembered: Remembered) -> None:
    """Keep it: a few hundred bytes, so the GUI thread may. A full disk is told where it matters."""
    try:
        write_atomically(folder / FILE, json.dumps(asdict(remembered), indent=1).encode())
    except AppError as error:
        log.warning("what this counter used last was not kept: %s", error.code)
