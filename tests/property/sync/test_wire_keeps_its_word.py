"""No bytes, and no value in any field, get past the wire format by surprise."""

import json

import hypothesis.strategies as st
from hypothesis import given

from desktop_app.core.errors import AppError
from desktop_app.sync import wire
from tests.support import events

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
MAKERS = (events.accepted, events.paper, events.lookup)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_batch_or_a_known_error(body):
    try:
        wire.decode_batch(body)
    except AppError as error:
        assert error.code == "sync.wire_invalid"


@given(JSON)
def test_any_json_is_a_batch_or_a_known_error_and_never_an_event(value):
    try:
        items = wire.decode_batch(json.dumps(value).encode())
    except AppError as error:
        assert error.code == "sync.wire_invalid"
    else:
        assert [item.event for item in items] == [None] * len(items)


@given(st.sampled_from(MAKERS), st.data())
def test_a_field_takes_its_own_form_or_is_refused_by_its_place(make, data):
    event = make().to_json()
    name = data.draw(st.sampled_from(sorted(event["data"])))
    event["data"][name] = data.draw(JSON)
    try:
        parsed = wire.parse_event(event)
    except AppError as error:
        assert error.facts["where"] in (f"data.{name}", "subject")
    else:
        assert wire.parse_body(parsed.body()) == parsed


@given(st.sampled_from(MAKERS), st.text(min_size=1).filter(lambda text: not text.isascii()), st.data())
def test_no_field_takes_a_text_with_accents(make, text, data):
    event = make().to_json()
    event["data"][data.draw(st.sampled_from(sorted(event["data"])))] = text
    (item,) = wire.decode_batch(json.dumps([event]).encode())
    assert item.event is None
    assert text not in str(item.where)


@given(st.sampled_from(MAKERS), st.from_regex(r"[0-9]{12}|[0-9]{9}", fullmatch=True), st.data())
def test_no_field_takes_an_identity_number(make, number, data):
    event = make().to_json()
    event["data"][data.draw(st.sampled_from(sorted(event["data"])))] = number
    (item,) = wire.decode_batch(json.dumps([event]).encode())
    assert item.event is None
