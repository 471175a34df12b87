"""Finds the one pack in what a person chose: the file itself, a folder, or a zip. Nothing is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

from desktop_app.catalogue.pack import PACK_UNREADABLE
from desktop_app.core.errors import AppError, declare

PACK_FILE_MISSING = declare("catalogue.pack_file_missing")
PACK_TOO_LARGE = declare("catalogue.pack_too_large")
PACK_NOT_ALONE = declare("catalogue.pack_not_alone")
PACK_ZIP_UNREADABLE = declare("catalogue.pack_zip_unreadable")

MAX_BYTES = 8 * 1024 * 1024  # a hundred times the first pack
_MAX_ZIP_BYTES = 2 * MAX_BYTES
_MAX_ZIP_NAMES = 1000
_SUFFIX = ".toml"


def pack_bytes(place: Path) -> bytes:
    """The bytes of the pack that a path leads to.

    Args:
        place: a `.toml` file, a zip with one in it, or a folder with one directly in it.

    Raises:
        AppError: `catalogue.pack_file_missing`, `.pack_unreadable`, `.pack_too_large`, `.pack_not_alone`,
            `.pack_zip_unreadable`.
    """
    try:
        if place.is_dir():
            place = _alone(sorted(path for path in place.iterdir() if path.suffix == _SUFFIX))
        if not place.is_file():
            raise AppError(PACK_FILE_MISSING)
        # A zip by its beginning, not by its name: mail programs rename what they carry.
        with place.open("rb") as file:
            zipped = file.read(2) == b"PK"
            file.seek(0)
            data = file.read((_MAX_ZIP_BYTES if zipped else MAX_BYTES) + 1)
    except OSError as error:
        raise AppError(PACK_UNREADABLE) from error
    if len(data) > (_MAX_ZIP_BYTES if zipped else MAX_BYTES):
        raise AppError(PACK_TOO_LARGE, {"most_mb": MAX_BYTES // 1024 // 1024})
    return _out_of_zip(place) if zipped else data


def _alone(found: list[Path]) -> Path:
    if len(found) != 1:
        raise AppError(PACK_NOT_ALONE, {"count": len(found)})
    return found[0]


def _out_of_zip(place: Path) -> bytes:
    try:
        with zipfile.ZipFile(place) as archive:
            names = archive.infolist()
            packs = [item for item in names[:_MAX_ZIP_NAMES] if item.filename.endswith(_SUFFIX)]
            if len(packs) != 1 or len(names) > _MAX_ZIP_NAMES:
                raise AppError(PACK_NOT_ALONE, {"count": len(packs)})
            with archive.open(packs[0]) as member:
                data = member.read(MAX_BYTES + 1)  # the size that stands in the zip is only said, not sure
    except (OSError, zipfile.BadZipFile, RuntimeError, EOFError, ValueError) as error:
        # RuntimeError: it asks for a password, or is packed in an unknown way.
        raise AppError(PACK_ZIP_UNREADABLE) from error
    if len(data) > MAX_BYTES:
        raise AppError(PACK_TOO_LARGE, {"most_mb": MAX_BYTES // 1024 // 1024})
    return data
