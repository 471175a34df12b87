import copy
import dataclasses
import io
import json
import logging
import pickle
import sys
import traceback

import pytest

from desktop_app.core.errors import AppError, declare
from desktop_app.core.personal import Personal

SECRET = "001190000117"
PICKLED = declare("core_test.personal")


@dataclasses.dataclass(frozen=True)
class Citizen:
    number: Personal[str]


@pytest.fixture
def value():
    return Personal(SECRET)


@pytest.mark.parametrize(
    "attempt",
    [
        str,
        lambda p: f"{p}",
        lambda p: f"{p:>20}",
        lambda p: "%s" % p,  # noqa: UP031
        "{}".format,
        lambda p: "số " + p,
        lambda p: " ".join([p]),
        pickle.dumps,
        copy.copy,
        copy.deepcopy,
        json.dumps,
        lambda p: dataclasses.asdict(Citizen(p)),
        vars,
    ],
)
def test_a_personal_value_refuses_to_become_text_or_bytes(value, attempt):
    with pytest.raises(TypeError) as refusal:
        attempt(value)
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize(
    "show", [repr, ascii, "{!r}".format, lambda p: repr([p]), lambda p: repr(Citizen(p))]
)
def test_what_is_shown_is_a_mark(value, show):
    assert SECRET not in show(value)
    assert "***" in show(value)


def test_only_reveal_gives_it_out(value):
    assert value.reveal() == SECRET


def test_equal_values_are_equal_and_hash_alike(value):
    assert {value: 1}[Personal(SECRET)] == 1
    assert value != Personal("001190000118")
    assert value != SECRET


def test_a_traceback_with_local_values_does_not_show_it(value):
    def broken(citizen):
        raise ValueError("broken")

    try:
        broken(Citizen(value))
    except ValueError as error:
        text = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert SECRET not in text
    assert "Personal(***)" in text


def test_a_log_line_with_it_does_not_show_it(value, monkeypatch):
    out, complaint = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", complaint)
    logger = logging.Logger("test")
    logger.addHandler(logging.StreamHandler(out))
    logger.warning("number %s", value)
    logger.warning("citizen %r", Citizen(value))
    assert "***" in out.getvalue()
    assert SECRET not in out.getvalue() + complaint.getvalue()


def test_it_is_refused_as_a_fact_of_an_error(value):
    with pytest.raises(TypeError) as refusal:
        AppError(PICKLED, {"number": value})
    assert SECRET not in str(refusal.value)
