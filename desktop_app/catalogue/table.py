"""Strict reading of parsed TOML: every key is asked for by type, and none may be left over."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from desktop_app.core.errors import AppError, declare

_WRONG = {
    "missing": declare("catalogue.pack_lacks"),
    "type": declare("catalogue.pack_wrong_type"),
    "value": declare("catalogue.pack_wrong_value"),
    "unknown_key": declare("catalogue.pack_unknown_key"),
    "twice": declare("catalogue.pack_twice"),
    "unknown_reference": declare("catalogue.pack_unknown_reference"),
}
PACK_WRONG = frozenset(_WRONG.values())
"""Every code of a pack that is TOML and yet no pack; fact `where`."""

E = TypeVar("E", bound=StrEnum)


def invalid(where: str, why: str) -> NoReturn:
    """Refuse the pack at a place.

    Args:
        where: path of the value, such as `procedures[0].terms[1].unit`.
        why: `missing`, `type`, `value`, `unknown_key`, `twice` or `unknown_reference`.

    Raises:
        AppError: one of `PACK_WRONG`, always.
    """
    raise AppError(_WRONG[why], {"where": where})


class Table:
    """One TOML table and where it stands.

    Every method that reads raises `AppError` out of `PACK_WRONG` when the key is missing (and has no
    default) or holds another type.
    """

    def __init__(self, data: dict[str, Any], where: str = "") -> None:
        self._data = data
        self._where = where
        self._asked: set[str] = set()

    def place(self, key: str) -> str:
        """Path of a key of this table."""
        return f"{self._where}.{key}" if self._where else key

    def _take(self, key: str, kind: type, default: Any = None) -> Any:
        self._asked.add(key)
        if key not in self._data:
            if default is None:
                invalid(self.place(key), "missing")
            return default
        value = self._data[key]
        # In Python a bool is an int and a datetime is a date; in a pack they are not.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            invalid(self.place(key), "type")
        if kind is date and isinstance(value, datetime):
            invalid(self.place(key), "type")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """Text; may be empty only where a default is given."""
        value = self._take(key, str, default)
        if default is None and not value.strip():
            invalid(self.place(key), "value")
        return value

    def whole(
        self, key: str, default: int | None = None, *, least: int = 0, most: int = 1_000_000_000
    ) -> int:
        """A whole number from `least` to `most`."""
        value = self._take(key, int, default)
        if not least <= value <= most:
            invalid(self.place(key), "value")
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        return self._take(key, bool, default)

    def day(self, key: str) -> date:
        """A calendar date."""
        return self._take(key, date)

    def day_or_none(self, key: str) -> date | None:
        """A calendar date, or None where the key is absent."""
        return self.day(key) if key in self._data else None

    def clock(self, key: str) -> time:
        """A time of day."""
        return self._take(key, time)

    def word(self, key: str, kind: type[E], default: E | None = None) -> E:
        """A word of a closed list."""
        value = self.text(key, None if default is None else default.value)
        try:
            return kind(value)
        except ValueError:
            invalid(self.place(key), "value")

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Text out of a few."""
        value = self.text(key, default)
        if value not in allowed:
            invalid(self.place(key), "value")
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        return self._items(key, str, default)

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        return self._items(key, int, None)

    def _items(self, key: str, kind: type, default: tuple[Any, ...] | None) -> tuple[Any, ...]:
        values = self._take(key, list, None if default is None else list(default))
        for index, value in enumerate(values):
            if not isinstance(value, kind) or isinstance(value, bool):
                invalid(f"{self.place(key)}[{index}]", "type")
        return tuple(values)

    def words(self, key: str, kind: type[E], default: tuple[E, ...] | None = None) -> tuple[E, ...]:
        """A list of words of a closed list."""
        found: list[E] = []
        for index, value in enumerate(self.texts(key, default)):
            try:
                found.append(kind(value))
            except ValueError:
                invalid(f"{self.place(key)}[{index}]", "value")
        return tuple(found)

    def table(self, key: str) -> Table:
        """A table inside this one."""
        return Table(self._take(key, dict), self.place(key))

    def tables(self, key: str, *, optional: bool = False) -> tuple[Table, ...]:
        """A list of tables."""
        values = self._take(key, list, [] if optional else None)
        for index, value in enumerate(values):
            if not isinstance(value, dict):
                invalid(f"{self.place(key)}[{index}]", "type")
        return tuple(Table(value, f"{self.place(key)}[{index}]") for index, value in enumerate(values))

    def all_texts(self) -> dict[str, str]:
        """The whole table as texts by key."""
        return {key: self.text(key, "") for key in self._data}

    def end(self) -> None:
        """All has been read: any key not asked for is a mistake in the pack."""
        for key in self._data:
            if key not in self._asked:
                invalid(self.place(key), "unknown_key")


def by_key(items: list[Any], where: str, name: str) -> dict[str, Any]:
    """Items by the value of one attribute, each only once."""
    found: dict[str, Any] = {}
    for index, item in enumerate(items):
        key = getattr(item, name)
        if key in found:
            invalid(f"{where}[{index}].{name}", "twice")
        found[key] = item
    return found
