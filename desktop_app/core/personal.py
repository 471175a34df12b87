"""A box for personal values that refuses to be printed, formatted, logged or pickled."""

from __future__ import annotations

from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")


class Personal(Generic[T]):
    """Holds a personal value; only `reveal()` gives it out, at the place that has a reason to.

    `repr` shows a fixed mark, so that a traceback or a dataclass never shows the value; `str` and
    `format` raise, so that a log line or an error text with the value cannot be built by mistake.
    """

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        """The value itself."""
        return self._value

    def __repr__(self) -> str:
        return "Personal(***)"

    def __str__(self) -> NoReturn:
        raise TypeError("a personal value must not be turned into text")

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError("a personal value must not be formatted")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a personal value must not be pickled")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Personal) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)
