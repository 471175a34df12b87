"""A province that runs: the real service on a free port, in a thread of the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from province.serve import Service


@contextmanager
def running_province(database_url: str) -> Iterator[Service]:
    """The service, answering until the block ends."""
    service = Service(database_url, 0)
    thread = threading.Thread(target=service.run, name="province")
    thread.start()
    try:
        yield service
    finally:
        service.stop()
        thread.join()


@pytest.fixture(params=["sqlite", "postgresql"])
def province_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database for the province, of both kinds in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'province.sqlite'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def province(province_url: str) -> Iterator[Service]:
    """A running province on each kind of database."""
    with running_province(province_url) as service:
        yield service
