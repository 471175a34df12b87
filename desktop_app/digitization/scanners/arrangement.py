"""Order, turns and removals of pages as data over pages that never change."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from desktop_app.core.canonical import canonical_json

TURNS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page in its place.

    Attributes:
        turn: how far to turn it clockwise: 0, 90, 180 or 270 degrees.
    """

    page_id: str
    turn: int = 0

    def __post_init__(self) -> None:
        if self.turn not in TURNS:
            raise ValueError(f"a turn of {self.turn} degrees")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the pages of a session lie. Every change gives a new one.

    Attributes:
        pages: those that count, in order.
        removed: those taken out; still on disk, so that it can be undone.
    """

    pages: tuple[PlacedPage, ...] = ()
    removed: tuple[PlacedPage, ...] = ()

    def adopting(self, page_ids: Iterable[str]) -> Arrangement:
        """With those pages behind the others that it did not know yet."""
        known = {page.page_id for page in (*self.pages, *self.removed)}
        new = tuple(PlacedPage(page_id) for page_id in page_ids if page_id not in known)
        return replace(self, pages=self.pages + new) if new else self

    def turned(self, page_id: str, by: int) -> Arrangement:
        """With a page turned further clockwise by 90, 180 or 270 degrees.

        Raises:
            KeyError: no such page.
        """
        index = self._index(page_id)
        turned = PlacedPage(page_id, (self.pages[index].turn + by) % 360)
        return replace(self, pages=(*self.pages[:index], turned, *self.pages[index + 1 :]))

    def moved(self, page_id: str, to: int) -> Arrangement:
        """With a page at another place, counted from 0; beyond the end is the end.

        Raises:
            KeyError: no such page.
        """
        index = self._index(page_id)
        rest = [*self.pages[:index], *self.pages[index + 1 :]]
        rest.insert(max(to, 0), self.pages[index])
        return replace(self, pages=tuple(rest))

    def without(self, page_id: str) -> Arrangement:
        """With a page taken out.

        Raises:
            KeyError: no such page.
        """
        index = self._index(page_id)
        rest = (*self.pages[:index], *self.pages[index + 1 :])
        return Arrangement(rest, (*self.removed, self.pages[index]))

    def _index(self, page_id: str) -> int:
        for index, page in enumerate(self.pages):
            if page.page_id == page_id:
                return index
        raise KeyError(page_id)


def to_bytes(arrangement: Arrangement) -> bytes:
    """As it is kept on disk."""
    return canonical_json(
        {
            "pages": [[page.page_id, page.turn] for page in arrangement.pages],
            "removed": [[page.page_id, page.turn] for page in arrangement.removed],
        }
    )


def from_bytes(raw: bytes) -> Arrangement:
    """What `to_bytes` wrote; the seal around it vouches for its form."""
    parts = json.loads(raw)
    return Arrangement(
        tuple(PlacedPage(*page) for page in parts["pages"]),
        tuple(PlacedPage(*page) for page in parts["removed"]),
    )
