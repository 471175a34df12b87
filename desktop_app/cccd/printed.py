"""Text as printed on the card: composed, on one line, without characters that are not writing."""

from __future__ import annotations

import unicodedata

from desktop_app.core.text import nfc

# Cc: control (a scanner's carriage return, a hostile card's escape sequence). Cf: invisible format
# (byte order mark, text direction overrides). Co, Cn: no assigned letter. None of them is on a card.
_NOT_WRITING = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})


def printed_text(text: str) -> str:
    """NFC, single spaces, no outer space; characters that are not writing count as space or vanish."""
    kept = (
        " " if unicodedata.category(char) == "Cc" else char
        for char in text
        if unicodedata.category(char) == "Cc" or unicodedata.category(char) not in _NOT_WRITING
    )
    return nfc("".join(kept))
