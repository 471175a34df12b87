"""Which printer each kind of paper went to last: names of printers and forms, so a plain file."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop_app.core.files import write_atomically

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """How a kind of paper is printed.

    Attributes:
        printer: its name; empty for the usual one.
        two_up: two A5 sheets on one A4.
    """

    printer: str = ""
    two_up: bool = False


class PrinterChoices:
    """The choices of one profile.

    Args:
        path: the file; a missing or damaged one means that nothing was chosen.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, kind: str) -> PrinterChoice:
        """What was chosen last for papers of this form."""
        return self._read().get(kind, PrinterChoice())

    def remember(self, kind: str, choice: PrinterChoice) -> None:
        """Keep a choice.

        Raises:
            AppError: `core.disk_full`, `core.not_writable`.
        """
        kept = self._read()
        if kept.get(kind) != choice:
            kept[kind] = choice
            text = json.dumps({key: asdict(value) for key, value in kept.items()}, ensure_ascii=False)
            write_atomically(self._path, text.encode())

    def _read(self) -> dict[str, PrinterChoice]:
        try:
            raw = json.loads(self._path.read_bytes())
            return {
                str(kind): PrinterChoice(str(value["printer"]), bool(value["two_up"]))
                for kind, value in raw.items()
            }
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            log.warning("the choices of printers cannot be read; nothing is chosen")
            return {}
