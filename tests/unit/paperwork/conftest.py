"""Forms of the shipped pack, and a look into the PDFs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from desktop_app.catalogue.form_model import Form
from desktop_app.catalogue.pack import Pack, parse_pack
from desktop_app.paperwork.sheet import Geometry


@dataclass(frozen=True, slots=True)
class Page:
    """Text of a page, and the box of every letter that shows: left, bottom, right, top in points."""

    text: str
    size: tuple[float, float]
    boxes: tuple[tuple[float, float, float, float], ...]

    def outside(self, form: Form) -> list[tuple[float, float, float, float]]:
        """Boxes that reach over the form's margins."""
        g = Geometry.of(form)
        low, high = g.bottom - 0.1, g.height - g.top + 0.1
        left, right = g.left - 0.5, g.width - g.right + 0.5  # an italic letter may lean out by a hair
        return [b for b in self.boxes if b[0] < left or b[2] > right or b[1] < low or b[3] > high]


def _pages(data: bytes) -> Iterator[Page]:
    document = pdfium.PdfDocument(data)
    try:
        for page in document:
            text_page = page.get_textpage()
            text = text_page.get_text_bounded()
            boxes = [text_page.get_charbox(index) for index in range(text_page.count_chars())]
            yield Page(text, page.get_size(), tuple(b for b in boxes if b[2] > b[0] and b[3] > b[1]))
            text_page.close()
            page.close()
    finally:
        document.close()


@pytest.fixture(scope="session")
def look() -> Callable[[bytes], list[Page]]:
    return lambda data: list(_pages(data))


@pytest.fixture(scope="session")
def words() -> Callable[[bytes], str]:
    """All text with the line breaks gone, as one line of words."""
    return lambda data: " ".join(" ".join(page.text for page in _pages(data)).split())


@pytest.fixture(scope="session")
def fonts(resources: Path) -> Path:
    return resources / "fonts"


@pytest.fixture(scope="session")
def pack(resources: Path) -> Pack:
    return parse_pack((resources / "catalogue" / "2026.11.2.toml").read_bytes())


@pytest.fixture(scope="session", params=["CT04", "Mau01"])
def receipt_form(pack: Pack, request: pytest.FixtureRequest) -> Form:
    return pack.form(request.param)
