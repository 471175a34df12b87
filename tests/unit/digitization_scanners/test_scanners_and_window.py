"""Nothing of a scan may run on the window's thread."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterator

import pytest

from desktop_app.core.gui_guard import mark_gui_thread, unmark_gui_thread

ROOM = "desktop_app.digitization.scanners"
MAY_BLOCK = [
    "client:WorkerScanner.devices",
    "client:WorkerScanner.options",
    "client:WorkerScanner.scan",
    "client:WorkerScanner.close",
    "sane:SaneScanner.scan",
    "page_folder:PageFolder.put",
    "page_folder:PageFolder.read",
    "assemble:assemble",
    "assemble:preview",
    "session:ScanSession.create",
    "session:ScanSession.reopen",
    "session:ScanSession.scan",
    "session:ScanSession.turn",
    "session:ScanSession.move",
    "session:ScanSession.remove",
    "session:ScanSession.undo",
    "session:ScanSession.sheet",
    "session:ScanSession.paper",
    "session:ScanSession.close",
    "session:ScanSession.discard",
    "session:recoverable",
    "session:sweep",
]


@pytest.fixture
def on_the_windows_thread() -> Iterator[None]:
    mark_gui_thread()
    yield
    unmark_gui_thread()


@pytest.mark.usefixtures("on_the_windows_thread")
@pytest.mark.parametrize("place", MAY_BLOCK)
def test_what_scans_refuses_the_windows_thread(place: str) -> None:
    module, _, name = place.partition(":")
    function = functools.reduce(getattr, name.split("."), importlib.import_module(f"{ROOM}.{module}"))

    with pytest.raises(RuntimeError, match="GUI thread"):
        function()
