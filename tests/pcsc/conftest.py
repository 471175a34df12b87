"""One private pcscd for the folder; libpcsclite reads its socket's name at each new context."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_app.readers.pcsc import PcscPort
from desktop_app.readers.states import Presence
from tests.support.pcscd import PrivatePcscd, until


@pytest.fixture(scope="session")
def pcscd_process() -> Iterator[PrivatePcscd]:
    with PrivatePcscd() as service:
        yield service


@pytest.fixture
def pcscd(pcscd_process: PrivatePcscd, monkeypatch: pytest.MonkeyPatch) -> PrivatePcscd:
    """The service, running, its readers empty; `.port` for a card, `.env` for other processes."""
    pcscd_process.ensure_running()
    for name, value in pcscd_process.env.items():
        monkeypatch.setenv(name, value)
    until(_is_empty, "the cards of the last test to be gone")
    return pcscd_process


def _is_empty() -> bool:
    port = PcscPort()
    port.establish()
    try:
        return all(slot.presence is Presence.EMPTY for slot in port.changes(0))
    finally:
        port.release()
