"""Fuzzes targets: `python -m tests.fuzz.run --runs SHARE --seed S --out DIR TARGET...`, Linux only.

Begins with the corpus and with the same made anew, whose signatures are by the issuer that is trusted now;
with a share of 0 it ends there. Each target runs in a process of its own, with a limit of time for each input
and of memory. What breaks one is written to DIR, with the log; the exit code is the number of broken targets.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

import atheris
from atheris.import_hook import instrument_imports

PATIENCE_S = 10  # for one input; the slowest honest one takes 0.2 s
_MEMORY = 1 << 30  # bytes beyond what the process has when it begins
_ROOMS = ["desktop_app.core", "desktop_app.emrtd", "desktop_app.cccd", "asn1crypto"]

with instrument_imports(include=_ROOMS, exclude=["desktop_app.readers"], enable_loader_override=False):
    from tests.fuzz import seeds
    from tests.fuzz.mutations import mutate
    from tests.fuzz.targets import CORPUS, TARGETS, TRIALS
    from tests.support.training_card import card


_EVERY = {**TARGETS, **TRIALS}


def _fuzz(name: str, runs: int, seed: int, patience_s: int, out: Path) -> None:
    """In the child: never returns."""
    with (out / f"{name}.log").open("wb") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    found = out / f"{name}-found"
    found.mkdir()
    _limit_memory()
    target = _EVERY[name]

    def feed(data: bytes) -> None:
        target.feed(data)

    arguments = [
        f"-runs={runs}",
        f"-seed={seed}",
        f"-timeout={patience_s}",
        f"-max_len={target.longest}",
        "-len_control=0",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
        f"-artifact_prefix={out / name}-",
    ]
    places = [str(found), *map(str, _begin(name, out))]
    atheris.Setup([name, *arguments, *places], feed, custom_mutator=mutate if target.of_objects else None)
    atheris.Fuzz()


def _begin(name: str, out: Path) -> list[Path]:
    return [folder / name for folder in (CORPUS, out / "fresh") if (folder / name).is_dir()]


def _limit_memory() -> None:
    used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + _MEMORY, used + _MEMORY))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=float, default=1.0, help="share of each target's runs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--patience", type=int, default=PATIENCE_S, help="seconds for one input")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1)
    parser.add_argument("targets", nargs="*", default=list(TARGETS))
    asked = parser.parse_args(arguments)
    card()  # made once, before the children
    seeds.write(asked.out / "fresh")
    waiting, running, broken = list(asked.targets), dict[int, str](), 0
    while waiting or running:
        while waiting and len(running) < asked.at_once:
            name = waiting.pop(0)
            begun = sum(len(list(folder.iterdir())) for folder in _begin(name, asked.out))
            runs = round(_EVERY[name].runs * asked.runs) + begun + 1
            if (pid := os.fork()) == 0:
                _fuzz(name, runs, asked.seed, asked.patience, asked.out)
                os._exit(0)
            running[pid] = name
        pid, status = os.wait()
        code = os.waitstatus_to_exitcode(status)
        sys.stdout.write(f"{running.pop(pid)} {code}\n")
        sys.stdout.flush()
        broken += code != 0
    return broken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
