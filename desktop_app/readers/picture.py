"""The picture of a chip as pixels: decoded in a worker process, so that a hostile one harms nobody."""

from __future__ import annotations

import base64
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_app.core.errors import AppError
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.runtime.workers import WORKER_ENDED, Message, WorkerProcess

log = logging.getLogger(__name__)

WORKER = "face"
MOST_BYTES = 2_000_000  # photos of citizen cards have 15 to 20 kB
_PNG = b"\x89PNG\r\n"
_PATIENCE_S = 10.0  # a slow computer starts the worker in four and decodes in one


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels, three bytes each, line by line."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


class PictureOpener:
    """Opens pictures one at a time, in a worker that is started when needed and again when it died.

    Args:
        patience_s: how long one picture may take before the worker is killed.
        start: starts the worker.
    """

    def __init__(
        self,
        patience_s: float = _PATIENCE_S,
        start: Callable[[], WorkerProcess] = lambda: WorkerProcess(WORKER),
    ) -> None:
        self._patience_s = patience_s
        self._start = start
        self._turn = threading.Lock()
        self._worker: WorkerProcess | None = None

    @off_gui_thread
    def open(self, raw: bytes, width: int, height: int, *, whole: bool = False) -> Picture | None:
        """The picture, no larger than this; None when it is none that can be opened.

        Args:
            raw: JPEG, JP2 or a JPEG 2000 codestream, as it stands in DG2.
            width: in pixels.
            height: in pixels.
            whole: keep its shape within the size; else fill the size exactly and cut off what stands over.
        """
        answer = self._opened(raw, {"width": width, "height": height, "whole": whole, "as": "rgb"})
        if answer is None:
            return None
        picture = Picture(*answer)
        return picture if picture.rgb and len(picture.rgb) == picture.width * picture.height * 3 else None

    @off_gui_thread
    def open_png(self, raw: bytes, width: int, height: int) -> bytes | None:
        """As `open` with `whole`, as a PNG file."""
        answer = self._opened(raw, {"width": width, "height": height, "whole": True, "as": "png"})
        return answer[2] if answer is not None and answer[2].startswith(_PNG) else None

    def close(self) -> None:
        """End the worker."""
        with self._turn:
            self._drop()

    def _opened(self, raw: bytes, request: Message) -> tuple[int, int, bytes] | None:
        if len(raw) > MOST_BYTES:
            return None
        with self._turn:
            try:
                answer = self._ask({**request, "image": base64.b64encode(raw).decode()})
            except AppError as error:
                if error.code != WORKER_ENDED:
                    raise
                answer = None
            if answer is None:
                log.warning("a picture took its worker with it")
                self._drop()
        return _content(answer) if answer else None

    def _ask(self, request: Message) -> Message | None:
        if self._worker is None:
            self._worker = self._start()
        self._worker.send(request)
        return self._worker.receive(self._patience_s)

    def _drop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()


def _content(answer: Message) -> tuple[int, int, bytes] | None:
    """Width, height and content as the worker said; not believed: a picture may have taken it over."""
    try:
        content = base64.b64decode(answer["content"], validate=True)
        return int(answer["width"]), int(answer["height"]), content
    except (KeyError, TypeError, ValueError):
        return None
