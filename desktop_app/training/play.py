"""Plays scripts one after the other on one window and keeps what came of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import AppError, declare
from desktop_app.core.files import disk_error, write_atomically
from desktop_app.readers.simulator.cards import CardShelf
from desktop_app.training.hands import Stage
from desktop_app.training.outcome import Played
from desktop_app.training.player import Player
from desktop_app.training.script import Script, parse_script

SCRIPT_UNREADABLE = declare("training.script_unreadable")
SESSION_FILE = "session.json"
CITIZENS = "citizens"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """A script and where it lies.

    Attributes:
        folder: of the file; `citizens/` and papers below it are the script's own.
    """

    script: Script
    folder: Path


def load_scripts(paths: Sequence[Path]) -> tuple[ScriptFile, ...]:
    """Read all scripts before anything is played; two of the same name get numbers.

    Raises:
        AppError: `training.script_unreadable`, `training.script_invalid`.
    """
    found: list[ScriptFile] = []
    names: set[str] = set()
    for ordinal, path in enumerate(paths, 1):
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise AppError(SCRIPT_UNREADABLE, {"ordinal": ordinal, "errno": error.errno}) from error
        name = path.stem if path.stem not in names else f"{path.stem}-{ordinal}"
        names.add(name)
        found.append(ScriptFile(parse_script(name, raw), path.absolute().parent))
    return tuple(found)


def play(
    stage: Stage,
    files: Sequence[ScriptFile],
    out: Path,
    own_shelf: Callable[[Path], CardShelf],
    say: Say,
    citizens: Path | None = None,
) -> tuple[Played, ...]:
    """Play scripts; one that cannot be played to its end is told, and the next one begins.

    `session.json` is written anew after each script, so that a program that is killed leaves what was done.

    Args:
        own_shelf: makes the shelf for a folder of citizens.
        citizens: a folder of citizens for all scripts, before those beside a script.

    Raises:
        AppError: of the folder (`core.*`) and of citizens (`simulator.*`), before anything is played.
    """
    done: list[Played] = []
    given = [own_shelf(citizens)] if citizens is not None else []
    shelves = {folder: (*given, *_beside(folder, own_shelf)) for folder in {file.folder for file in files}}
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error) from error
    for file in files:
        folder = out / file.script.name
        shelves_of_file = shelves[file.folder]
        player = Player(stage, file.script, file.folder, folder, shelves=shelves_of_file, first=not done)
        played = player.play()
        done.append(played)
        values = [one.value() for one in done]
        write_atomically(out / SESSION_FILE, json.dumps(values, ensure_ascii=False, indent=2).encode())
        say(_told(file.script, played))
    return tuple(done)


def _beside(folder: Path, own_shelf: Callable[[Path], CardShelf]) -> Sequence[CardShelf]:
    citizens = folder / CITIZENS
    return [own_shelf(citizens)] if any(citizens.glob("*.toml")) else []


def _told(script: Script, played: Played) -> str:
    if played.error is not None:
        return f"{script.title}: dừng ở bước {played.step}, dòng {played.line} ({played.error.code})."
    if played.number is None:
        return f"{script.title}: xong, {played.keys} phím."
    return f"{script.title}: hồ sơ {played.number}, {len(played.printed)} giấy tờ, {played.keys} phím."
