"""`make bench`: speed as ratios measured side by side, never asserted. Prints Markdown tables."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks import accept, card_read, window


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        profile = Path(folder) / "profile"
        card_read.report(profile)
        accept.report(profile)
        window.report(Path(folder) / "window")


if __name__ == "__main__":
    main()
