"""Whatever people type, one read takes at most one try of a PIN, and the last one only when it is wanted."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.emrtd.access import AccessMode, CanKey, PinKey
from desktop_app.emrtd.reader import read_card
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.switches import Pins, Switches
from tests.support.training_card import NOW, card, first_citizen

PIN = Pins().pin


@settings(max_examples=25, deadline=None)
@given(
    tries=st.integers(0, 3),
    reads=st.lists(
        st.tuples(st.sampled_from([PIN, "111111"]), st.booleans(), st.booleans()), min_size=1, max_size=5
    ),
)
def test_tries_go_as_a_person_would_count_them(tries: int, reads: list[tuple[str, bool, bool]]) -> None:
    chip = Chip(card().with_switches(Switches(pins=Pins(tries=tries))))
    left = tries
    for pin, with_can, last_try in reads:
        key = PinKey(pin, CanKey(first_citizen().can) if with_can else None, last_try)
        error = read_card(chip, key, mode=AccessMode.AUTO, anchors=(), at=NOW).error
        if left == 0:
            expected = "emrtd.pin_blocked"
        elif left == 1 and not last_try:
            expected = "emrtd.pin_last_try"
        elif left == 1 and not with_can:
            expected = "emrtd.pin_suspended"
        elif pin == PIN:
            expected, left = None, 3
        else:
            left -= 1
            expected = "emrtd.wrong_pin" if left else "emrtd.pin_blocked"
        assert (error and str(error.code)) == expected
