"""`python -m desktop_app`, and the console script `motcua`."""

from __future__ import annotations

import sys

from desktop_app.cli.main import run


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
