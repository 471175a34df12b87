"""The rules that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

Sources = dict[str, str]

MAX_LINES = 450


def _imported(text: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.partition(".")[0])
    return names


def _texts(source: str) -> list[str]:
    """The string constants of a module, without its docstrings."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


def test_package_files_stay_empty(sources: Sources) -> None:
    assert [path for path, text in sources.items() if path.endswith("/__init__.py") and text.strip()] == []


def test_no_file_is_two_things(sources: Sources) -> None:
    assert [path for path, text in sources.items() if text.count("\n") > MAX_LINES] == []


def test_no_module_has_a_name_that_says_nothing(sources: Sources) -> None:
    assert [
        p for p in sources if re.search(r"(^|[/_])(utils?|helpers?|common|managers?|misc)(\.py|/|_)", p)
    ] == []


def test_only_one_file_knows_pyscard(sources: Sources) -> None:
    knowing = [path for path, text in sources.items() if "smartcard" in _imported(text)]

    assert knowing == ["desktop_app/readers/pcsc.py"]


def test_only_the_store_and_the_province_speak_sqlite(sources: Sources) -> None:
    knowing = {
        path.split("/")[0] for path, text in sources.items() if _imported(text) & {"sqlite3", "sqlcipher3"}
    }

    assert knowing <= {"db", "province"}


def test_the_law_and_the_offices_are_data_not_code(sources: Sources) -> None:
    legal = re.compile(
        r"\d+/20\d\d/(NĐ|TT|QĐ|QH|NQ)|\b(Nghị định|Thông tư|Luật) (số )?\d|\bUBND\b|Ủy ban nhân dân"
    )
    product = {
        path: text for path, text in sources.items() if path.startswith(("desktop_app/", "db/", "province/"))
    }

    assert [path for path, text in product.items() if any(map(legal.search, _texts(text)))] == []


def test_nothing_is_left_for_later(sources: Sources) -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")

    assert [path for path, text in sources.items() if marks.search(text)] == []


def test_tests_neither_sleep_nor_skip(project_root: Path) -> None:
    weak = re.compile(r"\btime\.sleep\(|\bpytest\.skip\(|@pytest\.mark\.skip|\bassert True\b")
    here = Path(__file__)

    assert [
        path.relative_to(project_root).as_posix()
        for path in sorted((project_root / "tests").rglob("*.py"))
        if path != here and weak.search(path.read_text(encoding="utf-8"))
    ] == []


def test_every_test_folder_gives_its_files_names_of_their_own(project_root: Path) -> None:
    names = [path.name for path in (project_root / "tests").rglob("test_*.py")]

    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("script", ["install-apt", "install-python", "clean-root", "lock"])
def test_scripts_can_be_started(project_root: Path, script: str) -> None:
    assert (project_root / "packaging" / script).stat().st_mode & 0o111
