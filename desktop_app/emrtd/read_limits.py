"""What a reader and a card have shown that they can do: how much at once, and how a file is named."""

from __future__ import annotations

from dataclasses import dataclass

SHORT_BLOCKS = (223, 192, 160, 128, 112)
"""Plain bytes of a short read, best first. 223 is the most that fits a protected answer of 256 bytes with
AES; it makes one of 244, which also passes readers that lose answers of exactly 256."""

EXTENDED_BLOCK = 4_063
"""Plain bytes of an extended read: a protected answer of 4 KiB. At 106 kbit/s that takes a third of a second,
and a read can be cancelled between two of them."""


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What to ask of one kind of card in one reader.

    Attributes:
        short: plain bytes of a short read.
        extended: most plain bytes to ask for by an extended command; 0: never; None: not tried yet.
        short_ids: whether READ BINARY takes short file identifiers instead of SELECT; None: not tried yet.
        reader_fails: an extended command broke the link or garbled the answer: `extended` is what this reader
            passes with any card. False where the card itself refused, or where nothing did.

    Raises:
        ValueError: a size that no command has.
    """

    short: int = SHORT_BLOCKS[0]
    extended: int | None = None
    short_ids: bool | None = None
    reader_fails: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.short <= SHORT_BLOCKS[0]:
            raise ValueError("a short read has 1 to 223 bytes")
        if self.extended is not None and not 0 <= self.extended <= EXTENDED_BLOCK:
            raise ValueError("an extended read has up to 4,063 bytes")


ONLY_SHORT = ReadLimits(extended=0)
"""For what is read before a session is open."""
