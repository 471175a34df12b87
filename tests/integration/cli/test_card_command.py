"""`motcua card`: the list of unusual and forged cards, and what the command shows of one."""

from __future__ import annotations

import pytest

from desktop_app.readers.simulator.quirks import QUIRKS


def test_the_list_says_of_each_card_what_it_is_and_what_a_right_reader_finds(train):
    listed = train("card", "--quirks", "--json").value

    assert [quirk["name"] for quirk in listed] == list(QUIRKS)
    assert all(set(quirk) == {"name", "kind", "expect"} for quirk in listed)
    assert {quirk["kind"] for quirk in listed} == {"quirk", "forgery"}
    assert {quirk["expect"]["exit"] for quirk in listed if quirk["kind"] == "forgery"} == {3}


def test_an_unusual_card_is_that_of_the_same_citizen(train):
    plain = train("card", "--show", "--json").value
    shown = train("card", "--quirk", "altered_dg13", "--show", "--json").value

    assert {key: shown[key] for key in plain if key != "files"} == {
        key: plain[key] for key in plain if key != "files"
    }
    assert [name for name in plain["files"] if shown["files"][name] != plain["files"][name]] == ["DG13"]


def test_an_unusual_card_can_be_that_of_another_citizen(train):
    other = train("card", "--list", "--json").value[1]

    shown = train("card", "--quirk", "cloned", "--citizen", other, "--show", "--json").value

    assert shown["citizen"] == other


def test_a_name_that_nobody_knows_is_told(train):
    ended = train("card", "--quirk", "no_such_card", "--show", "--json")

    assert (ended.code, ended.failure) == (2, "simulator.quirk_unknown")


@pytest.mark.parametrize("quirk", ["max_128", "active_rsa1024", "altered_dg2", "cloned", "expired_card"])
def test_read_finds_in_process_what_the_list_says(train, quirk):
    shown = train("card", "--quirk", quirk, "--show", "--json").value

    ended = train(
        "read", "--reader", "simulator", "--quirk", quirk, "--can", "-", "--json", given=shown["can"]
    )

    expect = QUIRKS[quirk].expect.to_json()
    assert (ended.code, ended.value["checks"]) == (expect["exit"], expect["checks"])
    assert ended.value["findings"] == expect["findings"]
