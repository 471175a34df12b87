"""`python -m desktop_app`, and the console script `motcua`."""

from __future__ import annotations

import io
import sys

from desktop_app.cli.main import run


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # A pipe on Windows, or an old locale, has an encoding without Vietnamese letters.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
