"""Order, turns and removals: data over pages that never change."""

from __future__ import annotations

import pytest

from desktop_app.digitization.scanners.arrangement import Arrangement, PlacedPage, from_bytes, to_bytes

THREE = Arrangement().adopting(["a", "b", "c"])


def order(arrangement: Arrangement) -> str:
    return "".join(page.page_id for page in arrangement.pages)


def test_new_pages_come_last() -> None:
    assert order(THREE.adopting(["d"])) == "abcd"


def test_known_pages_are_not_taken_in_twice() -> None:
    assert THREE.adopting(["b", "c"]) is THREE


def test_a_page_taken_out_does_not_come_back_by_itself() -> None:
    assert order(THREE.without("b").adopting(["a", "b", "c"])) == "ac"


@pytest.mark.parametrize(("to", "wanted"), [(0, "cab"), (1, "acb"), (2, "abc"), (9, "abc"), (-1, "cab")])
def test_a_page_moves_to_its_place(to: int, wanted: str) -> None:
    assert order(THREE.moved("c", to)) == wanted


def test_four_turns_are_none() -> None:
    turned = THREE
    for _ in range(4):
        turned = turned.turned("a", 90)

    assert turned == THREE


def test_a_page_is_turned_clockwise_from_how_it_lies() -> None:
    assert THREE.turned("b", 270).turned("b", 180).pages[1].turn == 90


def test_a_crooked_turn_is_a_bug() -> None:
    with pytest.raises(ValueError, match="45"):
        THREE.turned("a", 45)


def test_an_unknown_page_is_a_bug() -> None:
    with pytest.raises(KeyError):
        THREE.without("z")


def test_an_arrangement_is_read_as_it_was_written() -> None:
    arrangement = Arrangement((PlacedPage("b", 90), PlacedPage("a")), (PlacedPage("c", 180),))

    assert from_bytes(to_bytes(arrangement)) == arrangement
