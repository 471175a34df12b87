"""A private pcscd for the folder; libpcsclite reads its socket's name at each new context."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.pcscd import PrivatePcscd


@pytest.fixture(scope="session")
def pcscd_process() -> Iterator[PrivatePcscd]:
    with PrivatePcscd() as service:
        yield service


@pytest.fixture
def pcscd(pcscd_process: PrivatePcscd, monkeypatch: pytest.MonkeyPatch) -> PrivatePcscd:
    """The service, started anew, its readers empty; `.port` for a card, `.env` for other processes.

    A restart takes a few hundredths of a second, less than pcscd needs to notice that the last card has gone.
    """
    pcscd_process.stop()
    pcscd_process.start()
    for name, value in pcscd_process.env.items():
        monkeypatch.setenv(name, value)
    return pcscd_process
