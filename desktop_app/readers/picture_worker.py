"""What runs inside the worker process `face`: opens pictures of chips, which may be hostile.

Only here are they decoded: a picture that crashes the decoder, fills the memory or never ends takes this
process with it and nothing else.
"""

from __future__ import annotations

import base64
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps

from desktop_app.runtime.workers import Cancelled, Message, Tell

MOST_PIXELS = 20_000_000
_MEMORY = 1 << 30  # bytes beyond what the program itself has
_END_OF_IMAGE = b"\xff\xd9"  # the same marker in JPEG and in a JPEG 2000 codestream
_REFUSED = (OSError, ValueError, SyntaxError, MemoryError, OverflowError, Image.DecompressionBombError)


def handle(message: Message, tell: Tell, cancelled: Cancelled) -> None:
    """Answer one picture with its pixels, or with `refused`."""
    _limit_memory()
    raw = base64.b64decode(message["image"])
    size = (int(message["width"]), int(message["height"]))
    for attempt in _attempts(raw):
        try:
            picture = _decoded(attempt, size, whole=bool(message["whole"]))
        except _REFUSED:
            continue  # nothing of the exception goes on: it may quote the content
        if picture is not None:
            content = _png(picture) if message["as"] == "png" else picture.tobytes()
            coded = base64.b64encode(content).decode()
            tell({"width": picture.width, "height": picture.height, "content": coded})
            return
        break
    tell({"refused": True})


def _attempts(raw: bytes) -> Iterator[bytes]:
    """The picture as it is, without the zeros that pad it, and with the end that some chips cut off."""
    yield raw
    bare = raw.rstrip(b"\x00")
    if bare != raw:
        yield bare
    if not bare.endswith(_END_OF_IMAGE):
        yield bare + _END_OF_IMAGE


def _decoded(raw: bytes, size: tuple[int, int], *, whole: bool) -> Image.Image | None:
    """The picture in this size; None when it has too many pixels.

    Args:
        whole: keep its shape within the size; else the size is filled and what stands over is cut off.
    """
    with Image.open(io.BytesIO(raw), formats=("JPEG", "JPEG2000")) as image:
        if image.width * image.height > MOST_PIXELS:
            return None
        colours = image.convert("RGB")
    if not whole:
        return ImageOps.fit(colours, size)
    colours.thumbnail(size)
    return colours


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _limit_memory() -> None:
    """Let the decoder take no more than it may need; Windows has no such limit for a process itself."""
    if sys.platform == "win32":
        return
    import resource

    limit, hard = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (_in_use() + _MEMORY, hard))


def _in_use() -> int:
    """Bytes of address space this process has; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * 4096
    except (OSError, ValueError):
        return 0
