"""Write the tables of docs/card-reading.md anew from the simulator's own list of cards.

Run by `make docs`; a test compares the file with what would be written.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from desktop_app.readers.simulator.quirks import QUIRKS, Kind, Quirk  # noqa: E402

DOCUMENT = ROOT / "docs" / "card-reading.md"


def table(quirks: Iterable[Quirk]) -> str:
    """One row a card: name, what it is, what a right reader finds, exit code of `motcua read`."""
    rows = [
        f"| `{quirk.name}` | {quirk.what} | {quirk.expect.in_words()} | {quirk.expect.exit_code} |"
        for quirk in quirks
    ]
    return "\n".join(["| `--quirk` | the card | what is found | exit |", "|---|---|---|---|", *rows])


def rendered(document: str) -> str:
    """The document with fresh tables between its marks.

    Raises:
        ValueError: a mark is missing.
    """
    for kind in Kind:
        begin, end = f"<!-- {kind} table -->", f"<!-- end of {kind} table -->"
        head, mark, rest = document.partition(begin)
        _, other_mark, tail = rest.partition(end)
        if not mark or not other_mark:
            raise ValueError(f"no marks for the {kind} table")
        body = table(quirk for quirk in QUIRKS.values() if quirk.kind is kind)
        document = f"{head}{begin}\n{body}\n{end}{tail}"
    return document


if __name__ == "__main__":
    DOCUMENT.write_text(rendered(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
