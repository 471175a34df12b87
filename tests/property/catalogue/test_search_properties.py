"""Searching: whatever is typed, the answer is a sound one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalogue.pack import Pack
from desktop_app.catalogue.search import SearchIndex

typed = st.text(st.sampled_from("ăâêôơưđễaeghiknorstu 1.0294ĐK-…"), max_size=20)


@pytest.fixture(scope="module")
def index(pack: Pack) -> SearchIndex:
    return SearchIndex(pack.procedures.values())


@given(query=typed, last=st.lists(st.sampled_from(["1.004222", "1.001193", "9.9"]), max_size=3))
def test_answers_are_procedures_each_once(
    index: SearchIndex, pack: Pack, query: str, last: list[str]
) -> None:
    found = index.find(query, last_used=last)

    assert set(found) <= set(pack.procedures)
    assert len(set(found)) == len(found)


@given(query=typed)
def test_favourites_change_the_order_and_never_the_answers(index: SearchIndex, query: str) -> None:
    assert set(index.find(query, favourites={"1.000894"})) == set(index.find(query))


@given(data=st.data())
def test_every_begin_of_a_name_finds_the_procedure(
    index: SearchIndex, pack: Pack, data: st.DataObject
) -> None:
    procedure = data.draw(st.sampled_from(list(pack.procedures.values())))
    words = procedure.name.split()
    begin = " ".join(words[: data.draw(st.integers(1, len(words)))])

    assert procedure.code in index.find(begin[: data.draw(st.integers(1, len(begin)))])
