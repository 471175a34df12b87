"""`motcua read --pin` and `--puk`: one try a call, the last one only with `--last-try`."""

from __future__ import annotations

import pytest


@pytest.fixture
def read(train):
    def run(quirk, option, given, *more):
        return train(
            "read", option, "-", "--reader", "simulator", "--quirk", quirk, *more, "--json", given=given
        )

    return run


@pytest.fixture
def shown(train):
    return train("card", "--quirk", "pin_card", "--show", "--json").value


@pytest.mark.parametrize(("secret", "protocol"), [("pin", "PACE-PIN"), ("puk", "PACE-PUK")])
def test_the_number_of_the_holder_opens_the_chip(read, shown, secret, protocol):
    ended = read("pin_card", f"--{secret}", shown[secret])

    assert (ended.code, ended.value["protocol"]) == (0, protocol)
    assert ended.value["citizen"]["number"] == shown["number"]


def test_a_wrong_pin_tells_how_many_tries_are_left(read):
    ended = read("pin_card", "--pin", "111111")

    assert (ended.code, ended.failure) == (2, "emrtd.wrong_pin")
    assert ended.value["error"]["facts"]["tries_left"] == 2
    assert "còn lại: 2" in ended.err


def test_the_last_try_is_refused_until_it_is_asked_for(read, shown):
    assert read("pin_suspended", "--pin", shown["pin"]).failure == "emrtd.pin_last_try"
    assert read("pin_suspended", "--pin", shown["pin"], "--last-try").failure == "emrtd.pin_suspended"
    assert read("pin_suspended", "--pin", f"{shown['pin']} {shown['can']}", "--last-try").code == 0


def test_what_is_no_pin_is_not_tried(read):
    assert read("pin_card", "--pin", "12").failure == "cccd.pin_malformed"


def test_citizen_cards_have_no_pin(train):
    ended = train("read", "--pin", "-", "--reader", "simulator", "--json", given="123456")

    assert ended.failure == "emrtd.pin_unknown"
