"""Papers given as files: what they are, how many pages, whether they can be opened at all."""

from __future__ import annotations

import io
import math
import warnings
from contextlib import closing
from dataclasses import dataclass, field

import pypdfium2
from PIL import Image, ImageSequence

from desktop_app.core.errors import AppError, declare
from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.core.pdfium_lock import PDFIUM

PAPER_UNREADABLE = declare("digitization.paper_unreadable")
PAPER_LOCKED = declare("digitization.paper_locked")
PAPER_TOO_LARGE = declare("digitization.paper_too_large")
PAPER_EMPTY = declare("digitization.paper_empty")

MAX_BYTES = 50 * 1024 * 1024  # what a 10 Mbps line carries in under a minute, should the province ask for it
_IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff"}
# Mail programs and scanners put bytes before the mark (ISO 32000-1, 7.5.2; the thousand: Adobe's H.3.4.1).
_PDF_MARK, _PDF_HEAD = b"%PDF-", 1024
_GREY = {"1", "L", "LA", "I", "I;16"}
# Less is what decoders say where a picture says nothing; more does not fit into an event to the province.
_LOWEST_DPI, _HIGHEST_DPI = 10, 10_000


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper's file, recognised by its content.

    Attributes:
        media_type: found in the bytes, not taken from the name.
        pages: at least 1.
        dpi: of an image that says so, else None.
        colour: of an image, else None.
    """

    data: bytes = field(repr=False)
    media_type: str
    pages: int
    dpi: int | None
    colour: bool | None


@off_gui_thread
def recognise(data: bytes, ordinal: int) -> Paper:
    """Open a paper and describe it.

    Args:
        data: the file's bytes.
        ordinal: which paper of the dossier it is, for messages (a file name may carry a name).

    Raises:
        AppError: `digitization.paper_empty`, `digitization.paper_too_large`, `digitization.paper_locked`,
            `digitization.paper_unreadable`.
    """
    if not data:
        raise AppError(PAPER_EMPTY, {"ordinal": ordinal})
    if len(data) > MAX_BYTES:
        raise AppError(PAPER_TOO_LARGE, {"ordinal": ordinal, "limit_mb": MAX_BYTES // 1024 // 1024})
    if _PDF_MARK in data[:_PDF_HEAD]:
        return _pdf(data, ordinal)
    return _image(data, ordinal)


def _pdf(data: bytes, ordinal: int) -> Paper:
    try:
        with PDFIUM, closing(pypdfium2.PdfDocument(data)) as document:
            pages = len(document)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise AppError(PAPER_LOCKED, {"ordinal": ordinal}) from error
        raise AppError(PAPER_UNREADABLE, {"ordinal": ordinal, "kind": "pdf"}) from error
    if pages == 0:
        raise AppError(PAPER_EMPTY, {"ordinal": ordinal})
    return Paper(data, "application/pdf", pages, None, None)


def _image(data: bytes, ordinal: int) -> Paper:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # an image too large to open safely is told by a warning first
            with Image.open(io.BytesIO(data), formats=tuple(_IMAGES)) as image:
                media_type, dpi = _IMAGES[image.format or ""], _dpi(image.info.get("dpi"))
                colour, pages = False, 0
                for page in ImageSequence.Iterator(image):
                    page.load()
                    colour, pages = colour or page.mode not in _GREY, pages + 1
    except Exception as error:
        # Decoders have many words for bytes that are no image: struct.error, DecompressionBombError…
        raise AppError(PAPER_UNREADABLE, {"ordinal": ordinal, "kind": "image"}) from error
    return Paper(data, media_type, pages, dpi, colour)


def _dpi(told: object) -> int | None:
    """The resolution an image tells, unless it is nonsense."""
    try:
        dpi = float(told[0])  # pyright: ignore[reportIndexIssue]
    except (TypeError, ValueError, IndexError, ArithmeticError):
        return None
    return round(dpi) if math.isfinite(dpi) and _LOWEST_DPI <= dpi <= _HIGHEST_DPI else None
