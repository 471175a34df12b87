import ast
import importlib
import threading

import pytest

from desktop_app.core.gui_guard import mark_gui_thread, off_gui_thread, unmark_gui_thread


def guarded_functions(project_root):
    """Every function with the guard, found in the sources: a new one is covered without a list."""
    for package in ("desktop_app", "db"):
        for path in sorted((project_root / package).rglob("*.py")):
            module = ".".join(path.relative_to(project_root).with_suffix("").parts)
            tree = ast.parse(path.read_text("utf-8"))
            for owner in [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]:
                for node in owner.body:
                    marks = getattr(node, "decorator_list", [])
                    if any(isinstance(mark, ast.Name) and mark.id == "off_gui_thread" for mark in marks):
                        names = [owner.name] if isinstance(owner, ast.ClassDef) else []
                        yield module, (*names, node.name)


@pytest.fixture
def on_the_gui_thread():
    mark_gui_thread()
    yield
    unmark_gui_thread()


@pytest.mark.usefixtures("on_the_gui_thread")
def test_every_guarded_function_refuses_the_windows_thread(project_root):
    found = list(guarded_functions(project_root))
    for module, names in found:
        function = importlib.import_module(module)
        for name in names:
            function = getattr(function, name)
        with pytest.raises(RuntimeError, match="GUI thread"):
            function()
    assert len(found) >= 20


@pytest.mark.usefixtures("on_the_gui_thread")
def test_the_same_function_works_on_another_thread():
    seen = []
    thread = threading.Thread(target=lambda: seen.append(off_gui_thread(lambda value: value + 1)(1)))
    thread.start()
    thread.join()
    assert seen == [2]


def test_without_a_window_every_thread_may_block():
    assert off_gui_thread(lambda: 1)() == 1
