import pickle

import pytest

from desktop_app.core.errors import AppError, Retry, declare, declared_codes

CODE = declare("core_test.known_error")


def test_a_declared_code_is_known():
    assert CODE in declared_codes()


@pytest.mark.parametrize(
    "code", ["", "room", "room.", ".what", "Room.what", "room.what.more", "room.a b", "1.a"]
)
def test_a_malformed_code_is_refused(code):
    with pytest.raises(ValueError, match="malformed"):
        declare(code)


def test_a_code_is_declared_once():
    with pytest.raises(ValueError, match="twice"):
        declare("core_test.known_error")


def test_an_error_shows_code_and_facts():
    assert str(AppError(CODE, {"phase": "open", "tries": 1})) == "core_test.known_error (phase=open, tries=1)"
    assert str(AppError(CODE)) == "core_test.known_error"


def test_facts_are_a_copy():
    facts = {"phase": "open"}
    error = AppError(CODE, facts)
    facts["phase"] = "changed"
    assert error.facts == {"phase": "open"}


def test_somebody_has_to_act_unless_said_otherwise():
    assert AppError(CODE).retry is Retry.AFTER_ACTION


def test_an_error_survives_the_way_between_processes():
    again = pickle.loads(pickle.dumps(AppError(CODE, {"phase": "open"})))
    assert (again.code, again.facts) == (CODE, {"phase": "open"})
