import json
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.canonical import canonical_json
from desktop_app.core.clock import from_text, to_text
from desktop_app.core.text import fold, nfc

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(TEXT)
def test_storing_twice_changes_nothing(text):
    assert nfc(nfc(text)) == nfc(text)


@given(TEXT)
def test_a_search_finds_what_was_stored(text):
    assert fold(nfc(text)) == fold(text)


@given(JSON)
def test_canonical_json_comes_back_and_is_written_the_same_again(value):
    written = canonical_json(value)
    assert json.loads(written) == value
    assert canonical_json(json.loads(written)) == written


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=st.timezones()))
def test_an_instant_written_and_read_is_written_the_same_and_its_text_sorts_as_time(instant):
    text = to_text(instant)
    assert len(text) == 24
    assert to_text(from_text(text)) == text
