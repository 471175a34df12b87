import pytest

from desktop_app.core.canonical import canonical_json, sha256_hex
from desktop_app.core.terms import DossierState


def test_the_order_of_keys_does_not_matter():
    assert canonical_json({"b": 1, "a": {"d": 2, "c": 3}}) == canonical_json({"a": {"c": 3, "d": 2}, "b": 1})


def test_the_bytes_are_the_shortest_with_letters_as_they_are():
    value = {"tên": "Nguyễn Thị ĐƯỢM", "n": 1, "x": None, "y": [True, False], "z": {}}
    assert (
        canonical_json(value) == '{"n":1,"tên":"Nguyễn Thị ĐƯỢM","x":null,"y":[true,false],"z":{}}'.encode()
    )


@pytest.mark.parametrize("value", [1.0, float("nan"), [0.5], {"a": {"b": 2.5}}, {"a": (1.0,)}])
def test_floats_have_no_canonical_form(value):
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize("value", [b"bytes", {1, 2}, {1: "a"}, {None: 1}, object()])
def test_what_json_does_not_have_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json(value)


def test_a_term_is_written_as_its_value():
    assert canonical_json([DossierState.ACCEPTED]) == b'["accepted"]'


def test_a_tuple_is_written_as_a_list():
    assert canonical_json((1, "a")) == canonical_json([1, "a"])


def test_large_whole_numbers_stay_exact():
    assert canonical_json(2**70) == b"1180591620717411303424"


def test_sha256_is_64_lower_case_hex_digits():
    # FIPS 180-4, the example "abc".
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256_hex(b"abc") == expected
