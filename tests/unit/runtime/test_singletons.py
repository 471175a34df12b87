"""None must outlive what Qt's binding takes from its count."""

from __future__ import annotations

import sys

import pytest

from desktop_app.runtime.singletons import hold_singletons


@pytest.mark.parametrize("value", [None, True, False])
def test_no_number_of_calls_uses_up_a_singleton(value: object) -> None:
    hold_singletons()
    assert sys.getrefcount(value) > 1 << 31


def test_holding_them_again_counts_nothing_more() -> None:
    hold_singletons()
    before = sys.getrefcount(True)
    hold_singletons()
    assert sys.getrefcount(True) - before < 1 << 31
