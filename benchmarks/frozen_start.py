"""Starting the built program against the source tree, in turn: `python -m benchmarks.frozen_start`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILT = [str(ROOT / "dist" / "motcua" / "motcua")]
SOURCE = [sys.executable, "-m", "desktop_app"]
RUNS = 7
COMMANDS = {
    "--help": ["--help"],
    "verify-log": ["--training", "verify-log"],
    "doctor": ["--training", "doctor"],
}


def report(folder: Path) -> None:
    """Print the table; the program must have been built."""
    env = os.environ | {"MOTCUA_PROFILE": str(folder / "profile")}
    size_mb = sum(path.lstat().st_size for path in (ROOT / "dist" / "motcua").rglob("*")) / 1_000_000
    print(f"\n## The built program ({size_mb:.0f} MB) against the source tree (median of {RUNS})\n")
    print("| command | source ms | built ms | ratio |\n|---|---|---|---|")
    for name, arguments in COMMANDS.items():
        times: dict[str, list[float]] = {"source": [], "built": []}
        for number in range(RUNS + 1):
            for kind, program in (("source", SOURCE), ("built", BUILT)):
                taken = _run_ms([*program, *arguments], env)
                if number:  # the first makes the profile and fills the caches
                    times[kind].append(taken)
        source, built = statistics.median(times["source"]), statistics.median(times["built"])
        print(f"| {name} | {source:.0f} | {built:.0f} | {built / source:.2f} |")


def _run_ms(command: Sequence[str], env: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as made:
        report(Path(made))
