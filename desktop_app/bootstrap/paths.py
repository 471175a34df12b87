"""The only place that knows where things lie."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_APP = "motcua"


def resources_folder() -> Path:
    """The product's resources: beside the packages, or inside the frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    return (Path(frozen) if frozen else Path(__file__).resolve().parents[2]) / "resources"


@dataclass(frozen=True, slots=True)
class ProfilePaths:
    """Where a profile keeps its things.

    Attributes:
        root: the profile's folder.
    """

    root: Path

    @classmethod
    def find(cls, given: Path | None, *, training: bool) -> ProfilePaths:
        """The folder asked for, else `MOTCUA_PROFILE`, else the user's own."""
        if given is None and (named := os.environ.get("MOTCUA_PROFILE")):
            given = Path(named)
        if given is None:
            given = platformdirs.user_data_path(_APP, appauthor=False) / (
                "training" if training else "office"
            )
        return cls(given.absolute())

    @property
    def marker(self) -> Path:
        """Written last at set-up: it exists if and only if the profile is complete."""
        return self.root / "profile.json"

    @property
    def lock(self) -> Path:
        """Held while the profile is being made; lies beside the folder, which is renamed into place."""
        return self.root.with_name(self.root.name + ".lock")

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.root / "motcua.db"

    @property
    def files(self) -> Path:
        """The vault of encrypted files."""
        return self.root / "files"

    @property
    def cards(self) -> Path:
        """Simulated cards of a training profile."""
        return self.root / "cards"

    @property
    def training_province(self) -> Path:
        """Database of the province that a training profile can play itself."""
        return self.root / "province.db"
