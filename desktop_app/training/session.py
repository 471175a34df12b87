"""The training job on the command line: card, receive, sync, verify; driven from outside, as a clerk would.

Every step is a run of the program itself, so that what is shown here is what the commands really do.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.core.errors import AppError, declare
from desktop_app.readers.pcsc import list_readers
from desktop_app.training.drawn_paper import draw_paper

STEP_FAILED = declare("training.step_failed")

PROCEDURE = "1.010041"
COMPONENT = "000.00.00.G01-KQ003647"
_VIRTUAL_READER = "Virtual PCD"
_PCSCD = "/usr/sbin/pcscd"
_PATIENCE_S = 20.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What the session left.

    Attributes:
        reader: `pcsc` or `simulator`.
        dossier: as `receive --json` tells it.
        files: the PDFs.
        sync: as `sync --json` tells it.
        log: as `verify-log --json` tells it.
    """

    reader: str
    dossier: Mapping[str, Any]
    files: Mapping[str, str]
    sync: Mapping[str, Any]
    log: Mapping[str, Any]


def play(profile: Path, out: Path, fonts: Path, say: Say) -> TrainingResult:
    """Play one training session in a profile.

    Args:
        profile: of training; made at first use.
        out: where the PDFs and the drawn paper go.
        fonts: folder of the paper fonts.
        say: told in words what happens.

    Raises:
        AppError: `training.step_failed` with the step's exit code and failure code.
    """
    out.mkdir(parents=True, exist_ok=True)
    shown = _run(profile, ["card", "--show", "--json"], "card")
    paper = out / "giay-to-tap-huan.png"
    draw_paper(paper, fonts)
    with virtual_reader_service(say) as reader, contextlib.ExitStack() as stack:
        arguments = ["receive", "--procedure", PROCEDURE, "--qr", "-", "--paper", f"{paper}={COMPONENT}"]
        arguments += ["--out", str(out), "--json"]
        if reader == "pcsc":
            stack.enter_context(_child(profile, ["card"]))
            arguments += ["--reader", _virtual_reader() or "", "--wait", str(_PATIENCE_S)]
        else:
            arguments += ["--reader", "simulator"]
        received = _run(profile, arguments, "receive", shown["qr"])
    say(f"Đã tiếp nhận hồ sơ {received['dossier']['number']}.")
    with _child(profile, ["province", "serve", "--port", "0"]) as province:
        address = _address(province)
        synced = _run(profile, ["sync", "--once", "--province", address, "--json"], "sync")
    say(f"Tỉnh đã nhận {synced['accepted']} sự kiện, mỗi sự kiện một lần.")
    verified = _run(profile, ["verify-log", "--json"], "verify-log")
    return TrainingResult(reader, received["dossier"], received["files"], synced, verified)


@contextlib.contextmanager
def virtual_reader_service(say: Say) -> Generator[str]:
    """A virtual PC/SC reader where there is one or root can start one; else the simulator in process."""
    if _has_virtual_reader():
        say("Đọc thẻ qua PC/SC: pcscd của máy đang chạy.")
        yield "pcsc"
        return
    if os.name == "posix" and os.geteuid() == 0 and shutil.which(_PCSCD) and not _service_runs():
        child = subprocess.Popen(
            [_PCSCD, "--foreground"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            if _eventually(_has_virtual_reader):
                say("Đọc thẻ qua PC/SC: đã tự khởi động pcscd, sẽ tắt khi xong.")
                yield "pcsc"
                return
        finally:
            _stop(child)
    say("Không có đầu đọc ảo PC/SC: dùng thẻ mô phỏng ngay trong chương trình.")
    yield "simulator"


def _service_runs() -> bool:
    try:
        list_readers()
    except AppError:
        return False
    return True


def _virtual_reader() -> str | None:
    try:
        return next((name for name in sorted(list_readers()) if _VIRTUAL_READER in name), None)
    except AppError:
        return None


def _has_virtual_reader() -> bool:
    return _virtual_reader() is not None


def _eventually(question: Callable[[], bool]) -> bool:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        if question():
            return True
        time.sleep(0.1)
    return False


def _command(profile: Path, arguments: Sequence[str]) -> list[str]:
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop_app"]
    return [*program, "--training", "--profile", str(profile), *arguments]


def _run(profile: Path, arguments: Sequence[str], step: str, given: str | None = None) -> dict[str, Any]:
    done = subprocess.run(_command(profile, arguments), input=given, capture_output=True, text=True)
    if done.returncode != 0:
        raise AppError(STEP_FAILED, {"step": step, "exit": done.returncode, "code": _code(done.stdout)})
    return json.loads(done.stdout)


def _code(output: str) -> str | None:
    try:
        return str(json.loads(output)["error"]["code"])
    except (ValueError, KeyError, TypeError):
        return None


@contextlib.contextmanager
def _child(profile: Path, arguments: Sequence[str]) -> Generator[subprocess.Popen[str]]:
    child = subprocess.Popen(_command(profile, arguments), stdout=subprocess.PIPE, text=True)
    try:
        yield child
    finally:
        _stop(child)
        if child.stdout is not None:
            child.stdout.close()


def _stop(child: subprocess.Popen[Any]) -> None:
    child.terminate()
    try:
        child.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _address(province: subprocess.Popen[str]) -> str:
    line = province.stdout.readline() if province.stdout is not None else ""
    if "http" not in line:
        raise AppError(STEP_FAILED, {"step": "province", "exit": province.poll(), "code": None})
    return line[line.index("http") :].strip()
