"""Nothing blocks the window: what may take long refuses to run on its thread."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterator

import pytest

from desktop_app.core.gui_guard import mark_gui_thread, unmark_gui_thread

MAY_BLOCK = {
    "database": ["db.store:Store.write", "db.store:Store.read"],
    "card": [
        "desktop_app.readers.pcsc:list_readers",
        "desktop_app.readers.pcsc:wait_for_card",
        "desktop_app.readers.pcsc:PcscCard.transmit",
        "desktop_app.readers.pcsc:PcscCard.reset",
        "desktop_app.readers.pcsc:PcscCard.close",
    ],
    "network": [
        "desktop_app.sync.client:HttpProvinceClient.send",
        "desktop_app.sync.engine:SyncEngine.run_once",
        "desktop_app.sync.engine:SyncEngine.run_until",
    ],
    "PDF": [
        "desktop_app.paperwork.declaration:render_declaration",
        "desktop_app.paperwork.receipt:render_receipt",
        "desktop_app.digitization.papers:recognise",
    ],
    "printer": [
        "desktop_app.ui.printing:printers",
        "desktop_app.ui.printing:print_pdf",
        "desktop_app.ui.print_queue:queue_state",
        "desktop_app.paperwork.two_up:two_on_a4",
        "desktop_app.paperwork.two_up:fits_two_up",
    ],
    "slow by design": [
        "desktop_app.security.passwords:hash_password",
        "desktop_app.security.passwords:check_password",
        "desktop_app.security.sealing:seal",
        "desktop_app.security.sealing:unseal",
    ],
}


@pytest.fixture
def on_the_windows_thread() -> Iterator[None]:
    mark_gui_thread()
    yield
    unmark_gui_thread()


@pytest.mark.usefixtures("on_the_windows_thread")
@pytest.mark.parametrize("place", [place for places in MAY_BLOCK.values() for place in places])
def test_a_function_that_may_block_refuses_the_windows_thread(place: str) -> None:
    module, _, name = place.partition(":")
    function = functools.reduce(getattr, name.split("."), importlib.import_module(module))

    # Without arguments: the refusal comes before anything else is looked at.
    with pytest.raises(RuntimeError, match="GUI thread"):
        function()  # pyright: ignore[reportCallIssue]
