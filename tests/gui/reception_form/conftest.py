"""The two columns at the size they have in a small window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import FailureCode
from desktop_app.digitization.scanners.fake import FakeScanner
from desktop_app.ui.services import UiServices
from tests.support.form_desk import FormDesk
from tests.support.pages import is_active


@pytest.fixture
def scanner_fault() -> FailureCode | None:
    """What happens instead of the first page; a test may name it."""
    return None


@pytest.fixture
def scanner(scanner_fault: FailureCode | None) -> FakeScanner:
    """Three pages in the feeder."""
    return FakeScanner(fault=scanner_fault)


@pytest.fixture
def desk(qtbot: QtBot, services: UiServices, scanner: FakeScanner, tmp_path: Path) -> Iterator[FormDesk]:
    """Both columns, shown, with a folder of their own."""
    made = FormDesk(replace(services, folder=tmp_path), scanner)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: is_active(made))
    yield made
    made.papers.close_devices()
