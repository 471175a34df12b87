"""Vietnamese text: stored as NFC, compared and searched folded."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """Composed form, outer spaces gone, inner runs of space as one."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Search form: no accents, đ as d, lower case, single spaces.

    `fold("Nguyễn Thị ĐƯỢM") == "nguyen thi duom"`; old and new tone placement (hoà, hòa) fold alike.
    """
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _SPACES.sub(" ", bare.replace("đ", "d").replace("Đ", "D").casefold()).strip()


def group_number(number: str) -> str:
    """A citizen number in groups of three, for the eye: `001 099 012 345`."""
    return " ".join(number[i : i + 3] for i in range(0, len(number), 3))
