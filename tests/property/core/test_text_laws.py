import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.canonical import canonical_json
from desktop_app.core.clock import from_text, to_text
from desktop_app.core.text import fold, nfc

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
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


@given(st.integers(-60_000_000_000_000, 250_000_000_000_000), st.timezones())
def test_an_instant_comes_back_to_the_millisecond(milliseconds, zone):
    instant = EPOCH.astimezone(zone) + timedelta(milliseconds=milliseconds)
    text = to_text(instant)
    assert len(text) == 24
    assert from_text(text) == instant
