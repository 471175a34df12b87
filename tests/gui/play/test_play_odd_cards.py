"""Altered, foreign, cloned and expired cards on the real window, and what keeps them from being accepted."""

import json

ALL = ("dg_hashes", "sod_signature", "signer_chain", "chip_authentication", "active_authentication")

PICTURES = {"du-lieu-bi-sua", "anh-cua-nguoi-khac", "noi-cap-khong-ro", "chip-bi-sao-chep", "the-het-han"}


def read_as(one):
    """The badges of a card, and the checks that failed."""
    return set(one["badges"]), {name for name, outcome in one["checks"].items() if outcome == "failed"}


def test_each_shipped_odd_card_is_called_what_it_is(stranger, resources, told):
    done = stranger.play(resources / "training" / "the-la" / "the-la.toml")
    one = told(done)
    assert (done.code, one["error"], one["numbered"]) == (3, None, None)
    altered, face, foreign, cloned, expired = (read_as(card) for card in one["read"])
    assert altered == ({"badge.genuine", "badge.altered"}, {"dg_hashes"})
    assert face == ({"badge.genuine", "badge.altered"}, {"dg_hashes"})
    assert foreign == ({"badge.unknown_issuer"}, {"signer_chain"})
    assert {"badge.cloned", "badge.intact"} <= cloned[0]
    assert cloned[1] == {"chip_authentication", "active_authentication"}
    assert expired == ({"badge.genuine", "badge.intact", "badge.expired"}, set())
    assert [card["in_doubt"] for card in one["read"]] == [True, True, True, True, False]
    assert all(set(card["checks"]) == set(ALL) for card in one["read"])
    assert {name[3:-4] for name in one["pictures"]} >= PICTURES


def test_a_doubtful_card_of_somebody_elses_citizen_cannot_be_accepted_and_is_named(stranger, told):
    lay = 'do = "{}"\ncitizen = "do-thi-nguoi-khac"\nquirk = "altered_dg13"'
    steps = (
        'do = "sign_in"',
        'do = "choose_procedure"\ntext = "xac nhan cu tru"',
        lay.format("scan_qr"),
        lay.format("lay_card"),
        'do = "consent"',
        'do = "wait"\nfor = "card_read"',
        'do = "accept"',
    )
    done = stranger.play(stranger.write(*steps))
    error = told(done)["error"]
    assert (done.code, error["code"], error["step"]) == (2, "training.not_complete", 7)
    assert error["facts"] == {"missing": "person.declarant"}


def test_a_quirk_that_nobody_knows_plays_nothing(stranger):
    lay = 'do = "lay_card"\ncitizen = "do-thi-nguoi-khac"\nquirk = "tilted"'
    done = stranger.play(stranger.write('do = "sign_in"', lay))
    assert (done.code, json.loads(done.out)["error"]["facts"]["where"]) == (2, "step 2: quirk")
    assert not stranger.out.exists()
