"""The weak facts of a pack as Quản trị lists them: where each stands, what to check, its source."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.catalogue.pack import Pack
from desktop_app.core.text import fold
from desktop_app.core.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class WeakFact:
    """A fact that was not read in a primary text yet.

    Attributes:
        path: names of what it belongs to, outermost first: `("Đăng ký khai sinh", "Phí")`; field names of
            the pack where a thing has no name of its own.
        verify: what must still be checked.
        source: where the fact came from; empty when the pack names none beside the mark.
    """

    path: tuple[str, ...]
    verify: str
    source: str

    def found_by(self, words: str) -> bool:
        """Whether every word stands in it, accents or not."""
        text = fold(" ".join((*self.path, self.verify, self.source)))
        return all(word in text for word in fold(words).split())


def weak_facts(pack: Pack) -> tuple[WeakFact, ...]:
    """Every fact with a mark, in the order of the pack."""
    return tuple(_walk((), pack, pack.version))


def _walk(path: tuple[str, ...], value: Any, title: str) -> Iterator[WeakFact]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _walk(path, item, str(key))
    elif isinstance(value, tuple):
        for item in value:
            yield from _walk(path, item, title)
    elif dataclasses.is_dataclass(value) and not isinstance(value, WorkCalendar):  # it repeats the holidays
        here = (*path, _title(value, title))
        if text := getattr(value, "verify", ""):
            yield WeakFact(here, text, getattr(value, "source", ""))
        for part in dataclasses.fields(value):
            yield from _walk(here, getattr(value, part.name), part.name)


def _title(value: Any, otherwise: str) -> str:
    for name in ("name", "text", "title", "label"):
        text = getattr(value, name, "")
        if isinstance(text, str) and text:
            day = getattr(value, "day", None)
            return f"{text} ({day:%d/%m/%Y})" if day is not None else text
    return otherwise
