"""Pages of a scan become one PDF: A4, each page as it was arranged, the same bytes for the same pages."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from PIL import Image

from desktop_app.core.gui_guard import off_gui_thread
from desktop_app.digitization.papers import Paper, recognise
from desktop_app.digitization.scanners.model import A4_MM, StoredPage

JPEG_QUALITY = 85  # of 100: no ring around letters at 200 dpi, a third of the size of quality 95
_POINTS_PER_INCH, _MM_PER_INCH = 72.0, 25.4
_TURNS = {
    90: Image.Transpose.ROTATE_270,  # Pillow turns counter-clockwise
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page ready to be put into a paper.

    Attributes:
        png: as it was scanned.
        turn: clockwise degrees: 0, 90, 180 or 270.
    """

    page: StoredPage
    png: bytes
    turn: int


@off_gui_thread
def assemble(sheets: Iterable[Sheet], ordinal: int = 1) -> Paper:
    """Make one paper of pages; they are taken one at a time, so that memory holds one picture.

    Args:
        sheets: at least one, in order.
        ordinal: which paper of the dossier it is, for messages.

    Returns:
        The PDF, opened again and counted; its dpi is the lowest of the pages', colour is that of any.

    Raises:
        AppError: `digitization.paper_too_large`.
        ValueError: no sheet.
    """
    pages: list[StoredPage] = []
    pdf = _Pdf()
    for sheet in sheets:
        pdf.add(_upright(sheet.png, sheet.turn), sheet.page.dpi)
        pages.append(sheet.page)
    if not pages:
        raise ValueError("a paper needs a page")
    paper = recognise(pdf.finished(), ordinal)
    if paper.pages != len(pages):
        raise AssertionError(f"{paper.pages} of {len(pages)} pages")
    return replace(paper, dpi=min(page.dpi for page in pages), colour=any(page.colour for page in pages))


@off_gui_thread
def preview(png: bytes, turn: int, longest_px: int) -> bytes:
    """A small picture of a page for the screen, turned, as PNG."""
    image = _upright(png, turn)
    image.thumbnail((longest_px, longest_px))
    small = io.BytesIO()
    image.save(small, "PNG", compress_level=1)
    return small.getvalue()


def _upright(png: bytes, turn: int) -> Image.Image:
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        image.load()
        return image.transpose(_TURNS[turn]) if turn else image.copy()


class _Pdf:
    """A PDF 1.4 of JPEG pages and nothing else: no font, no date, so that equal pages give equal bytes.

    Source: ISO 32000-1, 7.5 (file structure), 7.7.3 (pages), 7.4.8 (DCTDecode), 8.9.5 (images), 14.4 (ID).
    """

    _CATALOG, _PAGES = 1, 2

    def __init__(self) -> None:
        self._objects: dict[int, bytes] = {}
        self._kids: list[int] = []

    def add(self, image: Image.Image, dpi: int) -> None:
        """Put a picture in the middle of an A4 page of its own, upright or lying, in its size or smaller."""
        short, long = (edge / _MM_PER_INCH * _POINTS_PER_INCH for edge in A4_MM)
        wide, high = (long, short) if image.width > image.height else (short, long)
        width, height = (edge / dpi * _POINTS_PER_INCH for edge in image.size)
        scale = min(1.0, wide / width, high / height)
        width, height = width * scale, height * scale
        jpeg = io.BytesIO()
        image.save(jpeg, "JPEG", quality=JPEG_QUALITY, dpi=(dpi, dpi))
        first = self._PAGES + 1 + len(self._objects)
        space = b"/DeviceGray" if image.mode == "L" else b"/DeviceRGB"
        drawing = (
            f"q {width:.3f} 0 0 {height:.3f} {(wide - width) / 2:.3f} {(high - height) / 2:.3f} cm /P Do Q"
        ).encode()
        picture = b"/Type /XObject /Subtype /Image /Width %d /Height %d " % image.size
        self._objects[first] = _stream(
            picture + b"/ColorSpace %b /BitsPerComponent 8 /Filter /DCTDecode " % space, jpeg.getvalue()
        )
        self._objects[first + 1] = _stream(b"", drawing)
        box = f"[0 0 {wide:.3f} {high:.3f}]".encode()
        self._objects[first + 2] = (
            b"<< /Type /Page /Parent %d 0 R /MediaBox %b /Contents %d 0 R "
            b"/Resources << /XObject << /P %d 0 R >> >> >>" % (self._PAGES, box, first + 1, first)
        )
        self._kids.append(first + 2)

    def finished(self) -> bytes:
        """The file."""
        kids = b" ".join(b"%d 0 R" % kid for kid in self._kids)
        objects = {
            self._CATALOG: b"<< /Type /Catalog /Pages %d 0 R >>" % self._PAGES,
            self._PAGES: b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(self._kids), kids),
        } | self._objects
        file = io.BytesIO()
        file.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, body in objects.items():
            offsets.append(file.tell())
            file.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        file_id = hashlib.sha256(file.getbuffer()).hexdigest()[:32].encode()
        table_at, count = file.tell(), len(objects) + 1
        file.write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        file.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
        file.write(b"trailer\n<< /Size %d /Root %d 0 R " % (count, self._CATALOG))
        file.write(b"/ID [<%b> <%b>] >>\nstartxref\n%d\n%%%%EOF\n" % (file_id, file_id, table_at))
        return file.getvalue()


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %b/Length %d >>\nstream\n%b\nendstream" % (entries, len(data), data)
