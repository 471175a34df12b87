"""The bundled Times-metric typeface, loaded by file: a family name could find a font without Vietnamese."""

from __future__ import annotations

import functools
import threading
import unicodedata
from enum import StrEnum
from pathlib import Path
from typing import cast

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from desktop_app.core.errors import AppError, declare
from desktop_app.core.text import nfc

GLYPH_MISSING = declare("paperwork.glyph_missing")
FONT_UNREADABLE = declare("paperwork.font_unreadable")


_LOADING = threading.Lock()


class Face(StrEnum):
    """The four cuts; the value is both the file's stem and the name in the PDF."""

    REGULAR = "LiberationSerif-Regular"
    BOLD = "LiberationSerif-Bold"
    ITALIC = "LiberationSerif-Italic"
    BOLD_ITALIC = "LiberationSerif-BoldItalic"


def load_typeface(folder: Path) -> None:
    """Register the four cuts once per process; later calls do nothing.

    Raises:
        AppError: `paperwork.font_unreadable`.
    """
    with _LOADING:
        registered = pdfmetrics.getRegisteredFontNames()
        for face in Face:
            if face.value in registered:
                continue
            try:
                # No shaping: it needs another library, and composed Vietnamese letters have their own glyphs.
                font = TTFont(face.value, str(folder / f"{face.value}.ttf"), shapable=False)
            except (TTFError, OSError) as error:
                raise AppError(FONT_UNREADABLE, {"font": face.value}) from error
            pdfmetrics.registerFont(font)


def width_of(text: str, face: Face, size: float) -> float:
    """Width of one line in points."""
    return pdfmetrics.stringWidth(text, face.value, size)


def printable(text: str) -> str:
    """Text as it can be set: composed letters, single spaces, no invisible format characters.

    Raises:
        AppError: `paperwork.glyph_missing` with the number of letters the typeface lacks; never the text.
    """
    text = nfc("".join(c for c in nfc(text) if unicodedata.category(c) != "Cf"))
    letters = _letters()
    missing = sum(ord(c) not in letters for c in text)
    if missing:
        raise AppError(GLYPH_MISSING, {"count": missing})
    return text


@functools.cache
def _letters() -> frozenset[int]:
    """Code points that all four cuts hold: the form, not the value, decides on the cut."""
    fonts = [cast(TTFont, pdfmetrics.getFont(face.value)) for face in Face]
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))


def wrap(text: str, face: Face, size: float, first_width: float, width: float) -> list[str]:
    """Break text into lines; a word longer than a line is broken too, so that nothing is ever cut off.

    Args:
        text: single spaces between words.
        face: the cut.
        size: in points.
        first_width: room on the first line, in points (a label stands before it).
        width: room on the others.

    Returns:
        At least one line; the first is empty when nothing fits into `first_width`.
    """
    lines: list[str] = []
    line = ""
    room = first_width
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width_of(longer, face, size) <= room:
            line = longer
            continue
        if line or not lines:  # an empty first line is kept: the text begins below the label
            lines.append(line)
            room = width
        line = word
        while line and width_of(line, face, size) > room:
            part = _fitting(line, face, size, room)
            lines.append(line[:part])
            line = line[part:]
    lines.append(line)
    return lines


def _fitting(word: str, face: Face, size: float, room: float) -> int:
    """How many letters of a word fit; at least one."""
    count = 1
    while count < len(word) and width_of(word[: count + 1], face, size) <= room:
        count += 1
    return count
