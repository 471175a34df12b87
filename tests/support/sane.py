"""SANE with its `test` and `pnm` backends, set up in a folder of the test's own."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

FLATBED = "test:0"
FILE_READER = "pnm:0"  # gives the picture named by its option `filename`
STACK = 10  # sheets in the feeder of the test backend


def sane_folder(
    folder: Path,
    *,
    fault: str = "Default",
    delay_us: int | None = None,
    backends: Sequence[str] = ("test", "pnm"),
) -> dict[str, str]:
    """Write the configuration; gives what belongs into the environment.

    Args:
        folder: made when missing.
        fault: status of each read, such as `SANE_STATUS_JAMMED`.
        delay_us: how slow each buffer is, 1,000 to 200,000 µs.
        backends: the scanners there are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dll.conf").write_text("".join(f"{name}\n" for name in backends))
    # The geometry that the package ships ends at 200 mm: no A4. What is set at first is not what we ask for.
    settings = {
        "number_of_devices": 1,
        "mode": "Color",
        "depth": 16,
        "resolution_min": 1.0,
        "resolution_max": 1200.0,
        "resolution_quant": 1.0,
        "resolution": 50.0,
        "test-picture": '"Color pattern"',
        "read-delay": "false" if delay_us is None else "true",
        "read-delay-duration": delay_us or 1000,
        "read-status-code": f'"{fault}"',
        "geometry_min": 0.0,
        "geometry_max": 300.0,
        "geometry_quant": 1.0,
        "tl_x": 0.0,
        "tl_y": 0.0,
        "br_x": 80.0,
        "br_y": 100.0,
    }
    (folder / "test.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    return {"SANE_CONFIG_DIR": str(folder)}


def worker_pids(folder: Path) -> list[int]:
    """The scan workers that run with this configuration."""
    named = f"SANE_CONFIG_DIR={folder}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has just ended, or is another user's
            command, environment = ((process / name).read_bytes() for name in ("cmdline", "environ"))
            if b"worker\0scan\0" in command and named in environment.split(b"\0"):
                found.append(int(process.name))
    return found
