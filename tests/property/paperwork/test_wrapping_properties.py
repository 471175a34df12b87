"""Wrapping: no text is lost, none is too wide."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.paperwork.typeface import Face, load_typeface, width_of, wrap

SIZE = 10.0
words = st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyẬỆỖỰ0123456789-./@"), min_size=1, max_size=60)
texts = st.lists(words, max_size=30).map(" ".join)
widths = st.floats(15, 400)


@pytest.fixture(scope="module", autouse=True)
def _typeface(resources: Path) -> None:
    load_typeface(resources / "fonts")


@given(text=texts, first=st.floats(0, 400), width=widths)
def test_no_letter_is_lost(text: str, first: float, width: float) -> None:
    lines = wrap(text, Face.REGULAR, SIZE, first, width)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(text=texts, first=st.floats(0, 400), width=widths)
def test_no_line_is_wider_than_its_room(text: str, first: float, width: float) -> None:
    lines = wrap(text, Face.REGULAR, SIZE, first, width)
    rooms = [first, *[width] * (len(lines) - 1)]

    assert [
        line for line, room in zip(lines, rooms, strict=True) if width_of(line, Face.REGULAR, SIZE) > room
    ] == []


@given(text=texts, width=widths)
def test_words_that_fit_are_not_broken(text: str, width: float) -> None:
    lines = wrap(text, Face.REGULAR, SIZE, width, width)
    whole = {word for line in lines for word in line.split(" ")}

    assert [w for w in text.split(" ") if width_of(w, Face.REGULAR, SIZE) <= width and w not in whole] == []
