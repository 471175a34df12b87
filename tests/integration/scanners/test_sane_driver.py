"""Each case of `driver_cases.py` in a process of its own that ends at once.

SANE's backends cancel threads of the process they are loaded into. Such a thread can die with a lock of the C
library in its hands, and what comes after it in that process hangs: the next scan, or its end.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

_RUN = "import os, sys, pytest; os._exit(pytest.main(sys.argv[1:]))"
_CASES = Path(__file__).with_name("driver_cases.py")
_NAMES = [
    part.name
    for part in ast.parse(_CASES.read_text("utf-8")).body
    if isinstance(part, ast.FunctionDef) and part.name.startswith("test_")
]


@pytest.mark.parametrize("case", _NAMES)
def test_the_adapter_works_where_a_case_reaches_the_driver_while_it_scans(
    project_root: Path, case: str
) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _RUN, "-p", "no:cacheprovider", f"{_CASES}::{case}"],
        cwd=project_root,
        capture_output=True,
        text=True,
        timeout=200,
    )

    assert run.returncode == 0, run.stdout[-4000:]
    assert "1 passed" in run.stdout
