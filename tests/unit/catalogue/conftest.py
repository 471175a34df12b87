"""The shipped pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.catalogue.pack import Pack, parse_pack


@pytest.fixture(scope="session")
def pack_bytes(resources: Path) -> bytes:
    return (resources / "catalogue" / "2026.11.2.toml").read_bytes()


@pytest.fixture(scope="session")
def pack(pack_bytes: bytes) -> Pack:
    return parse_pack(pack_bytes)
