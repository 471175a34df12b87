"""Check digits of the machine-readable zone.

Source: ICAO Doc 9303 part 3, 4.9.
"""

from __future__ import annotations

_WEIGHTS = (7, 3, 1)


def check_digit(text: str) -> str:
    """The check digit over a field of the zone.

    Args:
        text: capital letters, digits and `<` only.

    Raises:
        ValueError: another character (the text is not repeated: it may be personal).
    """
    return str(sum(_value(c) * _WEIGHTS[i % 3] for i, c in enumerate(text)) % 10)


def _value(character: str) -> int:
    if character == "<":
        return 0
    if "0" <= character <= "9":
        return ord(character) - ord("0")
    if "A" <= character <= "Z":
        return ord(character) - ord("A") + 10
    raise ValueError("a character that no machine-readable zone has")
