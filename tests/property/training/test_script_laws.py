"""Whatever a script file holds, it is a script or a known error."""

import json

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import AppError
from desktop_app.training.script import Script, StepKind, parse_script

WORDS = st.sampled_from(["do", "field", "text", "citizen", "missing", "for", "key", "name", "x y", "file"])
VALUES = st.one_of(
    st.sampled_from([str(kind) for kind in StepKind]), st.text(max_size=12), st.integers(), st.booleans()
)


def outcome(raw: bytes) -> Script | str:
    try:
        return parse_script("law", raw)
    except AppError as error:
        return str(error.code)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_script_or_a_known_error(raw):
    assert outcome(raw) == "training.script_invalid"


@given(st.lists(st.dictionaries(WORDS, VALUES, max_size=4), max_size=4))
def test_any_steps_are_a_script_or_a_known_error(steps):
    text = 'procedure = "1.0"\n'
    for one in steps:
        text += "[[step]]\n" + "".join(
            f"{json.dumps(key)} = {json.dumps(value)}\n" for key, value in one.items()
        )
    raw = text.encode("utf-8", "surrogatepass")
    found = outcome(raw)
    assert isinstance(found, Script) or found == "training.script_invalid"
