"""The same made-up cards, read by us in fewer exchanges than by anybody whose trace we have."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.core.terms import CheckName, Protocol
from desktop_app.emrtd.access import AccessKey, AccessMode
from desktop_app.emrtd.read_limits import ReadLimits
from desktop_app.emrtd.reader import read_card
from desktop_app.emrtd.result import VERIFIED
from desktop_app.readers.simulator.chip import Chip
from tests.support.made_up_card import CAN, MRZ
from tests.support.other_readers import BAC_TRACES, PACE_TRACES, exchanges
from tests.support.training_card import NOW, trace_card

# The first read of a card in a reader that takes no extended lengths, with a chip that serves no short
# identifiers; then what more there may be.
LINKS = [
    ReadLimits(extended=0, short_ids=False),
    ReadLimits(extended=0),
    ReadLimits(),
]


@pytest.mark.parametrize("limits", LINKS, ids=["select", "short", "extended"])
@pytest.mark.parametrize(
    ("letter", "key", "protocol", "traces"),
    [("a", MRZ, Protocol.BAC, BAC_TRACES), ("d", CAN, Protocol.PACE_CAN, PACE_TRACES)],
)
def test_fewer_exchanges_than_any_other_reader(
    testdata: Path,
    letter: str,
    key: AccessKey,
    protocol: Protocol,
    traces: tuple[str, ...],
    limits: ReadLimits,
) -> None:
    data = trace_card(testdata, letter)

    read = read_card(Chip(data), key, mode=AccessMode.AUTO, anchors=(), at=NOW, limits=limits)

    assert (read.error, read.protocol) == (None, protocol)
    assert read.checks[CheckName.ACTIVE_AUTHENTICATION] == VERIFIED  # the others did it too
    assert set(read.files) >= {n for n in data.named_files() if n != "CardAccess"}
    assert read.exchanges < min(exchanges(testdata, trace) for trace in traces)


def test_the_counts_of_the_traces_are_those_of_their_list(testdata: Path) -> None:
    counted = {trace: exchanges(testdata, trace) for trace in (*BAC_TRACES, *PACE_TRACES)}

    assert (counted["gmrtd_bac"], counted["jmrtd_bac"], counted["pypassport_bac"]) == (102, 99, 98)
    assert (counted["gmrtd_pace_can"], counted["jmrtd_pace_can"]) == (110, 116)
