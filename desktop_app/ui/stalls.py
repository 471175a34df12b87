"""Records when the window did not answer for a moment, and what it was doing: for `make bench` and support.

A timer of the window beats; a thread beside it looks at the window's stack while a beat is late. Off unless
`MOTCUA_STALLS` names a file, so that it costs nothing.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType

from PySide6.QtCore import Qt, QTimer

log = logging.getLogger(__name__)

FILE_VARIABLE = "MOTCUA_STALLS"
LIMIT_MS = 100  # a window that answers later than this is felt to hang
KEPT = 500  # stalls, in memory and in the file: a window that hangs all day shall not fill the disk
_BEAT_MS = 10
_LOOK_S = 0.01
# Looking begins earlier than the limit: at the limit a short stall may be over already.
_LOOK_AFTER = 0.3


@dataclass(frozen=True, slots=True)
class Stall:
    """A time in which the window did not answer.

    Attributes:
        at_s: when it began, seconds after recording began.
        length_ms: how late the beat came.
        stack: places from the outermost call inwards, such as `sync/page.py:12 entered`, down to the
            innermost in which at least half of the looks found the window. No values. Empty when the
            interpreter itself was held, so that nobody could look.
    """

    at_s: float
    length_ms: int
    stack: tuple[str, ...]


class StallRecorder:
    """Watches the event loop of the thread it is made on, from the loop's first turn until `stop`.

    Args:
        file: JSON lines are appended here, one a stall; None keeps them in memory only.
        limit_ms: shorter ones are not recorded.
        now_s: a clock that never goes back, in seconds.
    """

    def __init__(
        self,
        file: Path | None = None,
        *,
        limit_ms: int = LIMIT_MS,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file, self._limit_s, self._now_s = file, limit_ms / 1000, now_s
        self._watched = threading.get_ident()
        self._began_s = now_s()
        self._beat_s: float | None = None  # nothing is late before the loop runs
        self._seen: list[tuple[str, ...]] = []
        self._stalls: deque[Stall] = deque(maxlen=KEPT)
        self._written = 0
        self._unwritten: queue.SimpleQueue[Stall] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="stalls", daemon=True)
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._watcher.start()

    @property
    def stalls(self) -> tuple[Stall, ...]:
        """The last ones, oldest first."""
        return tuple(self._stalls)

    def stop(self) -> None:
        """Stop; what was recorded is in the file."""
        self._timer.stop()
        self._stop.set()
        self._watcher.join()

    def _beat(self) -> None:
        now, before = self._now_s(), self._beat_s
        self._beat_s = now
        # Another one rather than cleared: the watcher may be putting a last look into the old one.
        seen, self._seen = self._seen, []
        if before is None or now - before <= self._limit_s + _BEAT_MS / 1000:
            return
        late_ms = round((now - before) * 1000) - _BEAT_MS
        stall = Stall(round(before - self._began_s, 3), late_ms, _shared(seen))
        self._stalls.append(stall)
        self._unwritten.put(stall)

    def _watch(self) -> None:
        while not self._stop.wait(_LOOK_S):
            seen, before = self._seen, self._beat_s
            if before is not None and self._now_s() - before > self._limit_s * _LOOK_AFTER:
                seen.append(_places(sys._current_frames().get(self._watched)))
            self._write()
        self._write()

    def _write(self) -> None:
        lines = ""
        while not self._unwritten.empty():
            lines += json.dumps(asdict(self._unwritten.get())) + "\n"
            self._written += 1
        if self._file is None or not lines or self._written > KEPT:
            return
        try:
            with self._file.open("a", encoding="utf-8") as file:
                file.write(lines)
        except OSError as error:
            log.warning("stalls are not written: errno %s", error.errno)
            self._file = None


def record_if_asked(environment: Mapping[str, str] = os.environ) -> Callable[[], None]:
    """Record on this thread when `MOTCUA_STALLS` names a file; returns what ends it."""
    named = environment.get(FILE_VARIABLE)
    return StallRecorder(Path(named)).stop if named else lambda: None


def _places(frame: FrameType | None) -> tuple[str, ...]:
    places: deque[str] = deque()
    while frame is not None:
        code = frame.f_code
        if not code.co_filename.startswith("<frozen importlib"):  # the import's own line is above
            # The folder too: there is more than one page.py.
            file = "/".join(Path(code.co_filename).parts[-2:])
            places.appendleft(f"{file}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return tuple(places)


def _shared(stacks: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The innermost call that at least half of the stacks went through."""
    shared: tuple[str, ...] = ()
    while True:
        depth = len(shared)
        deeper = Counter(
            stack[depth] for stack in stacks if len(stack) > depth and stack[:depth] == shared
        ).most_common(1)
        if not deeper or deeper[0][1] * 2 < len(stacks):
            return shared
        shared += (deeper[0][0],)
