"""What a scanner may do to a text on its way, and how to undo it: code pages taken for others, typing modes.

Nothing here decides what is right: each function gives readings, `qr` judges them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop_app.cccd.syllables import Typing, typed

_CODE_PAGES = ("cp1252", "cp1258", "latin-1")
_LAYERS = 3  # how often UTF-8 was taken for something else, at most
_WORDS = re.compile(r"\w+")
_VOWELS = frozenset("aeiouy")
_KEYS_LEFT = re.compile(r"dd|[fjw]")  # beside a letter with a mark no Vietnamese word has them
# As addresses have them.
_SHORT = frozenset({"tp", "tx", "tt", "kp", "tdp", "kdc", "kđt", "ql", "tl", "hl", "bt", "lk", "đt"})


def readings(text: str) -> Iterator[str]:
    """The text as other code pages have it, each once; without the text itself."""
    seen = {text}
    waiting = [text]
    for _ in range(_LAYERS):
        waiting = [other for one in waiting for other in _one_layer(one) if other not in seen]
        for other in waiting:
            if other not in seen:
                seen.add(other)
                yield other


def _one_layer(text: str) -> Iterator[str]:
    for code_page in _CODE_PAGES:
        try:
            raw = b"".join(_byte(char, code_page) for char in text)
            yield raw.decode("utf-8")
        except UnicodeError:
            continue


def _byte(char: str, code_page: str) -> bytes:
    """The bytes of a letter; places a code page leaves empty go through as they are, as on Windows."""
    try:
        return char.encode(code_page)
    except UnicodeEncodeError:
        if ord(char) < 0x100:
            return bytes((ord(char),))
        parts = unicodedata.normalize("NFD", char)
        if len(parts) > 1:  # CP1258 has letters and tones apart, and somebody put them together
            return b"".join(_composed_byte(parts, code_page))
        raise


def _composed_byte(parts: str, code_page: str) -> Iterator[bytes]:
    """A letter with its mark as one byte where the page has it, the tone as the next."""
    base, rest = parts[0], parts[1:]
    while rest:
        together = unicodedata.normalize("NFC", base + rest[0])
        try:
            together.encode(code_page)
        except UnicodeEncodeError:
            break
        base, rest = together, rest[1:]
    yield base.encode(code_page)
    for mark in rest:
        yield mark.encode(code_page)


def is_broken(word: str) -> bool:
    """Whether a word lost its letters with marks, or still holds the keys of a typing mode."""
    if len(word) > 1 and word.lower() not in _SHORT and not _VOWELS & set(_bare(word)):
        return True
    if not word.isascii():
        return _KEYS_LEFT.search(word.lower()) is not None
    found = typed(word, Typing.TELEX)
    return found is not None and found[0].lower() != word.lower()


def _bare(word: str) -> str:
    return unicodedata.normalize("NFD", word.lower())


@dataclass(frozen=True, slots=True)
class Untyped:
    """A text read as keys.

    Attributes:
        text: what the keys stand for.
        certain: in every letter.
        words: how many it has, numbers and abbreviations not counted.
        changed: how many of them held a key.
    """

    text: str = field(repr=False)
    certain: bool
    words: int
    changed: int


def untyped(text: str, way: Typing) -> Untyped | None:
    """The text that these keys stand for, word by word; None when the keys are not of this way."""
    certain, words, changed, at = True, 0, 0, 0
    parts: list[str] = []
    for match in _WORDS.finditer(text):
        word = match.group()
        parts.append(text[at : match.start()])
        at = match.end()
        found = typed(word, way) if word.isascii() else None
        if word.isdigit() or (word.isascii() and word.isupper() and len(word) > 1 and found is None):
            parts.append(word)  # a number, or letters such as TP
            continue
        letters = "".join(char for char in word if char.isalpha())
        if found is None or not (letters.istitle() or letters.isupper() or letters.islower()):
            return None
        certain = certain and not found[1]
        words += 1
        changed += found[0] != word
        parts.append(found[0])
    return Untyped("".join(parts) + text[at:], certain, words, changed)
