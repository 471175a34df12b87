"""The cases of `driver_cases.py` in a process of their own that ends at once.

SANE's backends cancel threads of the process they are loaded into. Such a thread can die with a lock of the C
library in its hands, and the process then never ends: seen once at the end of a whole test run.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_RUN = "import os, sys, pytest; os._exit(pytest.main(sys.argv[1:]))"


def test_the_adapter_works_where_a_case_reaches_the_driver_while_it_scans(project_root: Path) -> None:
    cases = Path(__file__).with_name("driver_cases.py")

    run = subprocess.run(
        [sys.executable, "-c", _RUN, "-p", "no:cacheprovider", str(cases)],
        cwd=project_root,
        capture_output=True,
        text=True,
        timeout=200,
    )

    assert run.returncode == 0, run.stdout[-4000:]
    assert "6 passed" in run.stdout
