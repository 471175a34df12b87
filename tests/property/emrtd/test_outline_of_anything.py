"""The outline of a file can be made whatever the file holds, and quotes none of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.emrtd import lds, tlv
from desktop_app.emrtd.outline import outline

NAMES = ("ATR/INFO", "DIR", "CardAccess", "CardSecurity", "COM", "SOD", "DG1", "DG2", "DG13", "DG14", "DG15")
TEXTS = st.text(st.characters(min_codepoint=0x41, max_codepoint=0x1EF9), min_size=6, max_size=40)


def _nested(parts: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    tags = st.sampled_from([0x30, 0x31, 0xA0, 0x77, 0x6D, 0x6E, 0x7F60])
    return st.builds(lambda tag, inside: tlv.encode(tag, b"".join(inside)), tags, st.lists(parts, max_size=4))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40)
@given(raw=st.one_of(st.binary(max_size=300), st.recursive(st.binary(max_size=20), _nested, max_leaves=12)))
def test_any_bytes_have_an_outline(name: str, raw: bytes) -> None:
    told = outline(name, raw)

    assert told["size"] == len(raw) and json.dumps(told)


@pytest.mark.parametrize("tag", [0x30, lds.DG1.tag, 0x6D, 0xA0, 0x61])
@given(text=TEXTS)
def test_a_text_that_stands_where_objects_should_is_not_taken_for_tags(tag: int, text: str) -> None:
    told = outline("DG13", tlv.encode(tag, text.encode()))

    assert len(json.dumps(told)) < 80 + len('{"size": , "structure": [{"tag": "", "inside": null}]}')
    assert text not in json.dumps(told, ensure_ascii=False)


@given(raw=st.binary(min_size=4, max_size=200))
def test_a_long_run_of_objects_is_cut(raw: bytes) -> None:
    told = outline("DG2", tlv.encode(0x30, tlv.encode(0x02, raw) * 1_000))

    assert len(json.dumps(told)) < 40_000
