"""The last bytes of a file beyond 32 KiB: not one more is asked for than there are."""

from __future__ import annotations

import pytest

from desktop_app.emrtd import tlv
from desktop_app.emrtd.access import AccessMode, CanKey
from desktop_app.emrtd.reader import read_card
from desktop_app.readers.simulator.chip import Chip
from desktop_app.readers.simulator.switches import PastEnd, Reading
from tests.support.training_card import NOW, card, first_citizen, with_

DG2 = 0x0102
BLOCK = 223 - 3  # of the file, in a short answer to the odd instruction
FIRST_FAR_OFFSET = 147 * 223  # 147 reads of 223 come first


@pytest.mark.parametrize("rest", [1, 126, 127, 128, 130, 219])
@pytest.mark.parametrize("rule", PastEnd)
def test_the_last_block_is_asked_for_exactly(rule: PastEnd, rest: int) -> None:
    content = tlv.encode(0x75, bytes(FIRST_FAR_OFFSET + BLOCK + rest - 4))
    chip = Chip(with_(card(), extended_limit=None, reading=Reading(past_end=rule)).with_file(DG2, content))

    read = read_card(chip, CanKey(first_citizen().can), mode=AccessMode.AUTO, anchors=[], at=NOW)

    assert read.error is None
    assert read.files["DG2"] == content
    assert not [entry for entry in read.trace if entry.file == "DG2" and entry.status_word != "9000"]
