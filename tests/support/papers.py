"""Papers as citizens bring them: small, of every kind, and broken ones."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image


def pdf(pages: int = 1) -> bytes:
    """A PDF with so many empty A4 pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def image(
    kind: str, *, mode: str = "RGB", pages: int = 1, size: tuple[int, int] = (40, 60), **options
) -> bytes:
    """A picture, with noise so that a cut file lacks something; TIFF may have several pages."""
    sheets = [Image.effect_noise(size, 60 + n).convert(mode) for n in range(pages)]
    more = {"save_all": True, "append_images": sheets[1:]} if pages > 1 else {}
    out = io.BytesIO()
    sheets[0].save(out, kind, **more, **options)
    return out.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password: standard security handler, revision 2, its values are nobody's."""
    return (
        b"%PDF-1.4\n"
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<33><33>]/Size 5>>\n%%EOF\n"
    )


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is huge."""
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()
