"""Options of drivers that an office sets for its scanners: a small file of the profile, most often absent.

A table per scanner, by the name its driver gives it; a value per option, by the driver's own name:

    ["epjitsu:libusb:001:004"]
    brightness = 10
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from desktop_app.core.errors import AppError, declare
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.digitization.scanners.model import DriverValue

DRIVER_FILE_INVALID = declare("scanners.driver_file_invalid")


@off_gui_thread
def driver_options(path: Path) -> Mapping[str, Mapping[str, DriverValue]]:
    """By scanner, for `ScanSettings.driver`; empty when there is no file.

    Raises:
        AppError: `scanners.driver_file_invalid`.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise AppError(DRIVER_FILE_INVALID) from error
    for options in tables.values():
        if not isinstance(options, dict) or not all(
            isinstance(value, str | int | float | bool) for value in options.values()
        ):
            raise AppError(DRIVER_FILE_INVALID)
    return tables
