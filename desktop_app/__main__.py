"""`python -m desktop_app`, and the console script `motcua`."""

from __future__ import annotations

import io
import signal
import sys

_ESCAPED = "backslashreplace"


def main() -> None:
    """Run the command line and leave with its exit code."""
    on_interrupt = signal.getsignal(signal.SIGINT)
    if on_interrupt is signal.default_int_handler:
        # Ctrl+C while the program still loads ends it at once; a traceback would tell nobody anything.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from desktop_app.cli.main import run

    signal.signal(signal.SIGINT, on_interrupt)
    # A pipe on Windows, or an old locale, has an encoding without Vietnamese letters. A folder's name may be
    # no text at all: what is printed of it is escaped, as JSON does, and what is read stays strict.
    for stream, errors in ((sys.stdin, "strict"), (sys.stdout, _ESCAPED), (sys.stderr, _ESCAPED)):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
