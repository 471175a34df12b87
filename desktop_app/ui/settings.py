"""Settings of the window on this computer. No personal value among them, so they lie in a plain file."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import AppError
from desktop_app.core.files import write_atomically

log = logging.getLogger(__name__)


class ThemeName(StrEnum):
    """The looks of the window."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Language(StrEnum):
    """The languages of the window."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


LOCK_MINUTES = (0, 60)  # 0: never by itself


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """What an office may choose for its window.

    Attributes:
        theme: how it looks.
        language: of the window; paper stays Vietnamese.
        lock_after_minutes: without a key or click; 0 never.
    """

    theme: ThemeName = ThemeName.LIGHT
    language: Language = Language.VIETNAMESE
    lock_after_minutes: int = 10


class Settings(QObject):
    """The settings of one profile, kept in its folder.

    Args:
        path: the file; a missing or damaged one gives the defaults.
    """

    changed = Signal(object)
    """The new `WindowSettings`."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._values = _read(path)

    @property
    def values(self) -> WindowSettings:
        """The settings as they are."""
        return self._values

    def change(self, **parts: Any) -> None:
        """Change some of them and keep them; a few bytes, so the GUI thread may.

        Raises:
            AppError: `core.disk_full`, `core.not_writable`; they hold for this run all the same.
        """
        values = _checked(asdict(replace(self._values, **parts)))
        if values == self._values:
            return
        self._values = values
        self.changed.emit(values)
        write_atomically(self._path, json.dumps(asdict(values), indent=1).encode())


def _read(path: Path) -> WindowSettings:
    try:
        return _checked(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return WindowSettings()
    except (OSError, ValueError, TypeError, AppError):
        log.warning("the window's settings cannot be read; the defaults hold")
        return WindowSettings()


def _checked(raw: dict[str, Any]) -> WindowSettings:
    known = {part.name for part in fields(WindowSettings)}
    values = asdict(WindowSettings()) | {name: value for name, value in raw.items() if name in known}
    minutes = int(values["lock_after_minutes"])
    return WindowSettings(
        theme=ThemeName(values["theme"]),
        language=Language(values["language"]),
        lock_after_minutes=min(max(minutes, LOCK_MINUTES[0]), LOCK_MINUTES[1]),
    )
